"""A pure-Python package, as `pip install --target` leaves one."""

import importlib.resources


def license():
    return importlib.resources.files(__package__).joinpath('LICENSE').read_text().strip()
