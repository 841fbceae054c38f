"""What the host answers for a device, as the errors that scripts know."""

from __future__ import annotations

from typing import Any

from easypy_runner.host import HostError
from easypy_wasm import DeadlockError, DeniedError, LeaseLostError

from .errors import (
    EOF,
    CommandClosed,
    CommandTimeout,
    ConnectionError,
    CredentialsExhaustedError,
    SpawnInitError,
    SubCommandFailure,
    TimeoutError,
)

_FAILED = "Command execution failed"
#: As Unicon says it, so that who looks for it in a report finds it.
_MATCHED = "sub_command failure, patterns matched in the output:"
WITHOUT = (
    "connections are the host's, and it opens them to the devices of the testbed that the run is given: --testbed-file"
)


def refusal(error: HostError, device: str, what: str) -> Exception:
    """The error for what could not be done with a device; `what` is the command, or says it in a word."""
    make = _MADE.get(error.kind)
    if make is None:
        return RuntimeError(f"{device}: {what}: {error}")
    return make(error.value, device, what)


def refused(command: str, line: str, output: str, nested: bool = True) -> SubCommandFailure:
    """The error for a command that a device refused. `execute` has it inside another, as Unicon does."""
    inner = SubCommandFailure(_MATCHED, [line], "service result", output)
    outer = SubCommandFailure(_FAILED, inner) if nested else inner
    for each in (inner, outer):
        each.command, each.line, each.output = command, line, output
    return outer


def _connect(value: tuple[str, str], device: str, what: str) -> Exception:
    kind, message = value
    if kind == "authentication":
        return CredentialsExhaustedError([], f"{device}: {message}")
    if kind == "command":
        return SpawnInitError(f"{device}: {message}")
    return ConnectionError(f"failed to connect to {device}\n{message}")


def _timeout(value: tuple[float, str], device: str, what: str) -> Exception:
    seconds, output = value
    if what == "connect":
        return ConnectionError(f"failed to connect to {device}\nit had not answered after {seconds:g} seconds")
    text = f"timeout occurred: {device} had not answered {what!r} after {seconds:g} seconds"
    made = CommandTimeout(_FAILED, TimeoutError(text))
    made.command, made.output = what, crlf(output)
    return made


def _closed(value: tuple[str, str], device: str, what: str) -> Exception:
    why, output = value
    text = f"{device} closed the connection" + (f": {why}" if why else "")
    made = CommandClosed(_FAILED, EOF(text))
    made.command, made.output = what, crlf(output)
    return made


def _unknown_device(value: str, device: str, what: str) -> Exception:
    return ConnectionError(
        f"cannot {what}: the run's testbed has no device {value!r}, or it is not granted to this guest"
    )


_MADE: dict[str, Any] = {
    "no-testbed": lambda value, device, what: ConnectionError(f"cannot {what}: {device} is not connected; {WITHOUT}"),
    "unknown-device": _unknown_device,
    "unknown-via": lambda value, device, what: ValueError(f"via={value[1]!r} does not exist for device {value[0]!r}"),
    "denied": lambda value, device, what: DeniedError(value),
    "not-connected": lambda value, device, what: ConnectionError(
        f"cannot {what}: {value[0]} is not connected via {value[1]}: connect() first"
    ),
    "not-leased": lambda value, device, what: LeaseLostError(f"{what}: {value!r} is not leased to this guest"),
    "connect": _connect,
    "timeout": _timeout,
    "command": lambda value, device, what: refused(value[0], value[1], crlf(value[2])),
    "closed": _closed,
    "lease-lost": lambda value, device, what: LeaseLostError(f"the lease on the device {value!r} is over"),
    "deadlock": lambda value, device, what: DeadlockError(value),
    "invalid-argument": lambda value, device, what: ValueError(value),
    "limit-exceeded": lambda value, device, what: RuntimeError(
        f"{device}: {what}: the host's limit {value[0]!r} of {value[1]} would be exceeded"
    ),
    "shutting-down": lambda value, device, what: RuntimeError("the run is ending"),
}


def crlf(text: str) -> str:
    """What a device said with the ends of lines that it sends, and that scripts look for."""
    return text.replace("\n", "\r\n")
