"""The old name of pyATS: `ats.X` is the module `pyats.X`, the same object."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any


class _Alias(importlib.abc.Loader):
    """Loads `ats.X` by importing `pyats.X`."""

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = importlib.import_module("pyats" + spec.name.removeprefix(__name__))
        # The import system is about to write the alias's spec over it.
        self.spec, self.loader = module.__spec__, getattr(module, "__loader__", None)
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__, module.__loader__ = self.spec, self.loader
        sys.modules[module.__spec__.name] = module


class _Finder(importlib.abc.MetaPathFinder):
    """Finds every module below `ats` that is below `pyats`."""

    def find_spec(
        self, fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith(__name__ + "."):
            return None
        real = "pyats" + fullname.removeprefix(__name__)
        if real not in sys.modules:
            importlib.import_module(real)  # says what is missing by its real name
        return importlib.machinery.ModuleSpec(
            fullname, _Alias(), is_package=hasattr(sys.modules[real], "__path__")
        )


if not any(
    type(finder).__name__ == "_Finder" and type(finder).__module__ == __name__ for finder in sys.meta_path
):
    sys.meta_path.insert(0, _Finder())


# `import ats` gives pyats itself.
sys.modules[__name__] = importlib.import_module("pyats")
