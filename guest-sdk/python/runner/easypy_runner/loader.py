"""Loads jobfiles and testscripts as modules (SPEC 3.5: their names; DIFFERENCES: imports beside the file).

The file may have any name: what runs is not looked for but was named. Nothing is caught here: the caller sees
what the file raised, be it SyntaxError, ImportError or SystemExit.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType

JOBS = "pyats.easypy.jobs"
TESTSCRIPTS = "pyats.aetest.testscript"


def load_jobfile(path: str) -> ModuleType:
    """The jobfile as module `pyats.easypy.jobs.<stem>`."""
    return _load(path, JOBS)


def load_testscript(path: str) -> ModuleType:
    """The testscript as module `pyats.aetest.testscript.<stem>`."""
    return _load(path, TESTSCRIPTS)


def _load(path: str, package: str) -> ModuleType:
    directory, base = os.path.split(path)
    _import_from(directory)
    name = f"{package}.{base.removesuffix('.py')}"
    spec = ModuleSpec(name, SourceFileLoader(name, path), origin=path)
    spec.has_location = True
    module = ModuleType(name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = package
    module.__file__ = path
    with open(path, "rb") as file:
        source = file.read()
    # Classes and pickles look for their module by its name while the file still runs.
    sys.modules[name] = module
    try:
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def _import_from(directory: str) -> None:
    """Lets the file import what is beside it, before all else."""
    if directory in sys.path:
        sys.path.remove(directory)
    sys.path.insert(0, directory)
