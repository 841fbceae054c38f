"""`aetest.runtime`: what a script may ask of the run that it is in."""

from __future__ import annotations

from typing import Any

from . import running


class RuntimeInfo:
    """`uids` and `groups` are the filters that the run was started with.

    `discoverer` holds the classes that find sections.
    """

    @property
    def uids(self) -> Any:
        return None if running.executer is None else running.executer.uids

    @property
    def groups(self) -> Any:
        return None if running.executer is None else running.executer.groups

    @property
    def pdb(self) -> bool:
        return False

    @property
    def discoverer(self) -> Any:
        return running.discoverers


runtime = RuntimeInfo()
