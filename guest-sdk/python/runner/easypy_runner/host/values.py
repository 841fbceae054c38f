"""What all parts of the seam share: errors, and values made to fit their WIT types."""

from __future__ import annotations

import json
import math
from typing import Any

from componentize_py_types import Err
from wit_world.imports import results as _results
from wit_world.imports import synchro as _synchro
from wit_world.imports import task as _task
from wit_world.imports import testbed as _testbed
from wit_world.imports.types import Limit, Outcome

_LONGEST = 2**64 - 1


class HostError(Exception):
    """The host refused a call, or the call failed.

    `interface` is `task`, `synchro`, `results` or `testbed`; `kind` the name of the variant's case in that interface's
    WIT (`timeout`, `missing-key` …); `value` what the case carries: text, a number, a list, None, or a tuple of what
    its record has. Durations are seconds; a limit is the pair of its name and its value; what a device said is a text.
    """

    def __init__(self, interface: str, kind: str, value: Any = None):
        super().__init__(interface, kind, value)
        self.interface = interface
        self.kind = kind
        self.value = value

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.interface}: {self.kind}"
        return f"{self.interface}: {self.kind}: {self.value}"


def _kebab(name: str) -> str:
    """`MissingKey` as WIT writes it: `missing-key`."""
    return "".join("-" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("-")


# The bindings' classes of error cases (`TaskError_NotStarted`), with their interface and WIT name.
_KINDS = {
    case: (interface, _kebab(case.__name__.partition("_")[2]))
    for interface, union in (
        ("task", _task.TaskError),
        ("synchro", _synchro.SynchroError),
        ("results", _results.AttachError),
        ("testbed", _testbed.DeviceError),
    )
    for case in union.__args__
}
OUTCOMES = {outcome: outcome.name.lower() for outcome in Outcome}
OBJECT_KINDS = {kind: kind.name.lower() for kind in _synchro.Kind}


def host_error(error: Err) -> HostError:
    """The bindings' error as ours."""
    case = error.value
    interface, kind = _KINDS[type(case)]
    value = getattr(case, "value", None)
    if interface == "testbed":
        value = _of_device(value)
    elif kind == "timeout" and value is not None:
        value = value / 1e9
    elif kind == "wrong-kind":
        value = OBJECT_KINDS[value]
    elif kind == "limit-exceeded":
        value = (value.name, value.value)
    return HostError(interface, kind, value)


def _of_device(value: Any) -> Any:
    """What an error of `testbed` carries."""
    if isinstance(value, _testbed.ViaError):
        return value.device, value.via
    if isinstance(value, _testbed.ConnectError):
        return value.kind.name.lower().replace("_", "-"), value.message
    if isinstance(value, _testbed.TimeoutError):
        return value.after / 1e9, value.output.text
    if isinstance(value, _testbed.CommandError):
        return value.command, value.line, value.output.text
    if isinstance(value, _testbed.ClosedError):
        return value.why, value.output.text
    if isinstance(value, Limit):
        return value.name, value.value
    return value


def clean(text: str) -> str:
    """Text that UTF-8 can carry: lone surrogates (from undecodable file names) become `\\udcXX` escapes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def text(value: Any) -> str:
    """`str(value)` for the host."""
    value = value if isinstance(value, str) else str(value)
    return value if value.isascii() else clean(value)


def optional(value: Any) -> str | None:
    """`str(value)` for the host, or None."""
    return None if value is None else text(value)


def nanoseconds(seconds: float | None) -> int | None:
    """A time-out for the host. Negative ones are 0, those past 584 years none at all."""
    if seconds is None:
        return None
    if not seconds > 0:
        if seconds != seconds:
            raise ValueError("a time-out cannot be NaN")
        return 0
    if math.isinf(seconds) or (time := int(seconds * 1e9)) > _LONGEST:
        return None
    return time


def u32(number: int, what: str) -> int:
    """A count that WIT has as u32."""
    if 0 <= number < 2**32:
        return int(number)
    raise HostError("synchro", "invalid-argument", f"{what} is {number}, and must be between 0 and {2**32 - 1}")


def json_text(value: Any) -> str:
    """`value` as JSON; what JSON does not know becomes its `repr`."""
    try:
        return json.dumps(value, default=repr, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return json.dumps(repr(value))
