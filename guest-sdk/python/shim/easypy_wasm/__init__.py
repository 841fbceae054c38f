"""What easypy-wasm has and pyATS has not: errors of the host's own, which scripts may want to catch.

    from easypy_wasm import DeniedError

    try:
        uut.configure('no shutdown')
    except DeniedError as refused:
        log.warning('left as it is: %s', refused)

What goes wrong with a device raises the errors of `unicon.core.errors`.
"""

from __future__ import annotations

__all__ = ["DeadlockError", "DeniedError", "LeaseLostError"]


class DeniedError(PermissionError):
    """The policy does not grant it; the text names the grant that is missing."""


class DeadlockError(RuntimeError):
    """Tasks wait for each other's devices: nobody would ever get what it waits for.

    `cycle` has the names of all of them, the first one again at the end.
    """

    def __init__(self, cycle: list[str]) -> None:
        super().__init__(list(cycle))
        self.cycle = list(cycle)

    def __str__(self) -> str:
        return "waiting for each other: " + " -> ".join(self.cycle)


class LeaseLostError(RuntimeError):
    """The lease on a device is over: it is not the guest's own any more."""
