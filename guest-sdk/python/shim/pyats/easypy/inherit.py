"""What a task gets from its job without being told, as a forked child would: `sys.argv`, `os.environ`, and where it
imports from.

The host hands them on; it is told before each start, if they have changed.
"""

from __future__ import annotations

import os
import sys

from easypy_runner import host

#: The variable by which the runner of a task is told what to put on `sys.path`, separated by `:`.
SYS_PATH = "EASYPY_SYS_PATH"

#: What the host gave this job, or was told since.
_arguments: list[str] = []
_path: frozenset[str] = frozenset()
_told: dict[str, str] = {}


def remember() -> None:
    """At the start of a job, before its file is loaded: what the host gave it."""
    global _arguments, _path, _told
    _arguments = sys.argv[1:]
    _path = frozenset(sys.path)
    _told = dict(os.environ)


def hand_on() -> None:
    """Tells the host what the job has changed."""
    global _arguments, _told
    if sys.argv[1:] != _arguments:
        _arguments = sys.argv[1:]
        host.set_arguments([str(argument) for argument in _arguments])
    variables = dict(os.environ)
    added = [str(entry) for entry in sys.path if entry not in _path and os.path.isabs(entry)]
    if added:
        variables[SYS_PATH] = ":".join(added)
    if variables != _told:
        _told = variables
        host.set_environment(variables)
