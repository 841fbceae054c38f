"""Why a device cannot be connected to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unicon.core.errors import ConnectionError

WHERE = (
    "connections to devices are opened by the host for the testbed that the job is run with; this version has none yet, and a script in the "
    "sandbox cannot open its own"
)

# Attributes of a real device that come with its connections.
OF_A_CONNECTION = frozenset(
    (
        "api",
        "cli",
        "connectionmgr",
        "default",
        "netconf",
        "rest",
        "settings",
        "spawn",
        "state_machine",
        "yang",
    )
)


def not_there(device: Any, what: str) -> ConnectionError:
    """The error for what needs a connection to a device."""
    return ConnectionError(
        f"cannot {what}: {device.name} is not connected; {WHERE}. Outputs that were saved can be parsed: device.parse(command, output=text)"
    )


def needed_for(what: str) -> Callable[..., Any]:
    """A method of a device that needs a connection."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise not_there(self, what)

    method.__name__ = what
    method.__doc__ = "Raises unicon.core.errors.ConnectionError: a guest has no connections of its own."
    return method
