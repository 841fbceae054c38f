"""`testbed` of the contract: what is asked of devices. Times are seconds, outputs have `\\n` at the ends of lines.

Each function is the WIT function of its name, with `device_` before those that speak to one; what it does is documented
there (`guest-sdk/wit/testbed.wit`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from componentize_py_types import Err
from wit_world.imports import testbed as _testbed

from .values import host_error, nanoseconds, optional, text

_LONGEST = 2**64 - 1


class Output(NamedTuple):
    """What a device said; `cut` is how many bytes were left out at its end."""

    text: str
    cut: int


class Connected(NamedTuple):
    """A session after connecting."""

    via: str
    mode: str
    hostname: str
    new: bool


class Configured(NamedTuple):
    """What a device said while it was configured, and the mode afterwards."""

    output: Output
    mode: str


class Matched(NamedTuple):
    """What `expect` found: which pattern, what was said before, and the match with its groups."""

    index: int
    before: Output
    groups: list[str | None]


class Reply(NamedTuple):
    """What to answer when a command asks: a pattern, the answer, whether without a line end, whether more than once."""

    pattern: str
    answer: str
    raw: bool
    again: bool


class Exchange(NamedTuple):
    """How commands are sent. `errors` None: the platform's patterns."""

    timeout: float | None = None
    raise_: bool = True
    errors: list[str] | None = None
    replies: tuple[Reply, ...] = ()
    output_limit: int | None = None


def topology() -> str | None:
    """The testbed as this guest's grant shows it, as JSON; None if the run was given none."""
    try:
        return _testbed.topology()
    except Err as error:
        raise host_error(error) from None


def device_connect(device: str, via: str | None, timeout: float | None) -> Connected:
    try:
        made = _testbed.connect(text(device), optional(via), nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None
    return Connected(made.via, made.mode, made.hostname, made.new)


def device_prepare(device: str, via: str | None, timeout: float | None) -> None:
    try:
        _testbed.prepare(text(device), optional(via), nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def device_execute(device: str, via: str | None, commands: Iterable[str], exchange: Exchange) -> list[Output]:
    try:
        outputs = _testbed.execute(text(device), optional(via), [text(each) for each in commands], _exchange(exchange))
    except Err as error:
        raise host_error(error) from None
    return [output(each) for each in outputs]


def device_configure(device: str, via: str | None, lines: Iterable[str], exchange: Exchange) -> Configured:
    try:
        done = _testbed.configure(text(device), optional(via), [text(each) for each in lines], _exchange(exchange))
    except Err as error:
        raise host_error(error) from None
    return Configured(output(done.output), done.mode)


def device_send(device: str, via: str | None, what: str) -> None:
    try:
        _testbed.send(text(device), optional(via), text(what))
    except Err as error:
        raise host_error(error) from None


def device_expect(device: str, via: str | None, patterns: Iterable[str], timeout: float | None) -> Matched:
    try:
        found = _testbed.expect(text(device), optional(via), [text(each) for each in patterns], nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None
    return Matched(found.index, output(found.before), list(found.groups))


def device_is_connected(device: str, via: str | None) -> bool:
    try:
        return _testbed.is_connected(text(device), optional(via))
    except Err as error:
        raise host_error(error) from None


def device_mode(device: str, via: str | None) -> str:
    try:
        return _testbed.mode(text(device), optional(via))
    except Err as error:
        raise host_error(error) from None


def device_disconnect(device: str, via: str | None) -> None:
    try:
        _testbed.disconnect(text(device), optional(via))
    except Err as error:
        raise host_error(error) from None


def lease(devices: Iterable[str], timeout: float | None) -> int:
    try:
        return _testbed.lease([text(each) for each in devices], nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def release(devices: Iterable[str]) -> None:
    try:
        _testbed.release([text(each) for each in devices])
    except Err as error:
        raise host_error(error) from None


def output(said: Any) -> Output:
    """The bindings' output as ours."""
    return Output(said.text, said.cut)


def _exchange(exchange: Exchange) -> _testbed.Exchange:
    limit = exchange.output_limit
    return _testbed.Exchange(
        nanoseconds(exchange.timeout),
        bool(exchange.raise_),
        None if exchange.errors is None else [text(each) for each in exchange.errors],
        [
            _testbed.Reply(text(each.pattern), text(each.answer), bool(each.raw), bool(each.again))
            for each in exchange.replies
        ],
        None if limit is None else max(0, min(int(limit), _LONGEST)),
    )
