"""What goes wrong with a device. The names and bases are those that scripts catch."""

from __future__ import annotations

import builtins
from typing import Any


class ConnectionError(Exception):
    """The device could not be connected to."""


class ConnectionInfraError(Exception):
    """Something that a connection needs is missing."""


class ConnectionValidationError(Exception):
    """The arguments of a connection make no sense."""


class CopyBadNetworkError(Exception):
    """A copy failed for the network's sake."""


class CredentialsExhaustedError(Exception):
    """No credential was accepted; `creds_tried` has their names, as far as a guest knows them."""

    def __init__(self, creds_tried: Any, *args: Any) -> None:
        super().__init__(creds_tried, *args)
        self.creds_tried = creds_tried

    def __str__(self) -> str:
        return str(self.args[1]) if len(self.args) > 1 else f"No more credentials to try; tried {self.creds_tried}"


class EOF(Exception):
    """The device closed the connection."""


class LearnTokenError(Exception):
    """The kind of the device could not be found out."""


class SessionConnectionError(Exception):
    """A session could not be connected."""


class SessionError(Exception):
    """A session failed."""


class SpawnInitError(Exception):
    """The program of a connection could not be started."""


class StateMachineError(Exception):
    """The device is in a state that was not expected."""


class StateMachineTransitionError(StateMachineError):
    """The device did not go into the state that was asked for."""


class StatementValidationError(Exception):
    """A statement of a dialog makes no sense."""


class SubCommandFailure(Exception):
    """The device refused a command, or answered with an error.

    `command`, `line` and `output` are what was sent, the line that says so, and all that was said; None if it is
    not known.
    """

    command: str | None = None
    line: str | None = None
    output: str | None = None


class SwitchoverDisallowedError(Exception):
    """The device does not switch over now."""


class TimeoutError(builtins.TimeoutError):
    """The device did not answer in time."""


class UniconAuthenticationError(Exception):
    """The device did not accept the credentials."""


class UniconBackendDecodeError(Exception):
    """What the device sent is no text."""


# Of easypy-wasm. Unicon raises a SubCommandFailure with another error inside; these are both.


class CommandTimeout(SubCommandFailure, TimeoutError):
    """The device had not answered a command in time; `output` is what it had said until then."""

    # Else it would be shown as an error of the system, with a number.
    __str__ = Exception.__str__


class CommandClosed(SubCommandFailure, EOF):
    """The device closed the connection in the middle of a command; `output` is what it had said until then."""
