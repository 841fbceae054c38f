"""`os.environ` of a guest: misses are told to the host, and what the runner needs itself is taken out.

A run passes on only the variables that its user named. A script that asks for another one gets Python's own
answer, and the host notes once, with what to do, if it withheld that variable (DIFFERENCES, "environment").
"""

from __future__ import annotations

import os
import sys

from . import host

# What the host tells the runner by variables. None of them is seen by users' files.
CWD = "EASYPY_CWD"
PYTHON_PATH = "EASYPY_PYTHON_PATH"
SYS_PATH = "EASYPY_SYS_PATH"

# Through these one asks for a variable, or for what is in it (`expanduser`).
_LAYERS = ("<frozen os>", "<frozen _collections_abc>", "<frozen posixpath>", "easypy:/lib/pathlib/", "easypy:/runner/")
_LIBRARY = ("<frozen ", "easypy:/", "/python/")

_told: set[str] = set()


class Environ(os._Environ):
    """`os.environ` that says what was looked for in vain, once a name."""

    def __getitem__(self, key: str) -> str:
        try:
            return super().__getitem__(key)
        except KeyError:
            if key not in _told and _asked_by_user(sys._getframe(1)):
                _told.add(key)
                host.variable_missing(key)
            raise


def install() -> None:
    """Build time: the object stays the same, as others hold it."""
    os.environ.__class__ = Environ


def take(name: str) -> str | None:
    """A variable of the runner's, removed from what users see."""
    value = os.environ._data.get(os.environ.encodekey(name))
    if value is None:
        return None
    del os.environ[name]
    return os.environ.decodevalue(value)


def _asked_by_user(frame) -> bool:
    """Whether the user's file looks for the variable, and not the library for reasons of its own (`COLUMNS` …)."""
    while frame is not None and frame.f_code.co_filename.startswith(_LAYERS):
        frame = frame.f_back
    return frame is not None and not frame.f_code.co_filename.startswith(_LIBRARY)
