"""Puts the content of a datafile into a script.

Its parameters, its module's variables, its classes' attributes.
"""

from __future__ import annotations

import importlib
import logging
import sys
from typing import Any

from ..commons import CommonCleanup, CommonSetup
from ..discovery import script_classes
from ..exceptions import DatafileError
from ..processors.decorator import own_store
from .loader import DatafileLoader

logger = logging.getLogger("pyats.aetest")

_OWN = ("parameters", "processors", "testcases", "common_setup", "common_cleanup")


def apply_datafile(script: Any, path: str) -> None:
    """Reads a datafile and applies it. DatafileError, with the reason as its cause."""
    try:
        _apply(script, DatafileLoader().load(path))
    except Exception as error:
        raise DatafileError(f"Failed to load & apply datafile '{path}'") from error


def _apply(script: Any, data: dict[str, Any]) -> None:
    script.parameters.local.update(data.get("parameters", {}))
    if "processors" in data:
        script.datafile_processors = _processors(data["processors"])
    for name, value in data.items():
        if name not in _OWN:
            setattr(script.module, name, value)
    classes = script_classes(script.module)
    for key, base in (("common_setup", CommonSetup), ("common_cleanup", CommonCleanup)):
        if key in data:
            for cls in (each for each in classes if issubclass(each, base)):
                _apply_to(cls, data[key])
    testcases = {each.__name__: each for each in classes}
    for name, attributes in data.get("testcases", {}).items():
        if name not in testcases:
            file = getattr(script.module, "__file__", script.module.__name__)
            raise LookupError(f"Section '{name}' is not defined in testscript '{file}'")
        _apply_to(testcases[name], attributes)


def _apply_to(cls: type, attributes: dict[str, Any]) -> None:
    for name, value in attributes.items():
        if name == "parameters":
            cls.parameters = {**(getattr(cls, "__parameters__", None) or {}), **value}
        elif name == "processors":
            own_store(cls).update(_processors(value))
        else:
            setattr(cls, name, value)


def _processors(named: dict[str, Any]) -> dict[str, list[Any]]:
    """Processors by their dotted names."""
    return {kind: [_imported(each) for each in _names(names)] for kind, names in named.items()}


def _names(names: Any) -> list[Any]:
    return [names] if isinstance(names, str) or callable(names) else list(names)


def _imported(name: Any) -> Any:
    if callable(name):
        return name
    module, _, attribute = str(name).rpartition(".")
    return getattr(sys.modules.get(module) or importlib.import_module(module), attribute)
