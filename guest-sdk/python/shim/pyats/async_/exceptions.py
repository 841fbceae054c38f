"""What `pcall` raises for a call that failed."""

from __future__ import annotations


class RemoteException(Exception):
    """The traceback of the call that failed, as text: the cause of a ChildProcessException."""

    def __init__(self, tb: str) -> None:
        super().__init__(tb)
        self.tb = tb

    def __str__(self) -> str:
        return self.tb


class ChildProcessException(Exception):
    """A call failed; the text is that of its exception."""
