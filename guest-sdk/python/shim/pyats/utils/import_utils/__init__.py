"""Imports by name."""

from __future__ import annotations

import importlib
from typing import Any


def import_from_name(name: str) -> Any:
    """The module of that name, or the attribute of a module.

    ModuleNotFoundError or ImportError if there is none.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        module, _, attribute = name.rpartition(".")
        if not module or error.name is None or not (name == error.name or name.startswith(error.name + ".")):
            raise
    try:
        return getattr(importlib.import_module(module), attribute)
    except AttributeError:
        raise ImportError(f"Failed to import '{name}'", name=name) from None


def get_entry_points(*args: Any, **kwargs: Any) -> list[Any]:
    """None: nothing is installed in a guest."""
    return []
