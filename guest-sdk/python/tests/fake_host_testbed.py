"""The devices of `fake_host`, in memory.

A test sets `shown` (what `topology` shows), and `answers`: by device and command what it says, or an error to raise.
`calls` has what was asked, in order. It keeps what the contract says of sessions and leases: a command needs a
connection, a conversation a lease.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from fake_host import HostError


class Output(NamedTuple):
    text: str
    cut: int


class Connected(NamedTuple):
    via: str
    mode: str
    hostname: str
    new: bool


class Configured(NamedTuple):
    output: Output
    mode: str


class Matched(NamedTuple):
    index: int
    before: Output
    groups: list


class Reply(NamedTuple):
    pattern: str
    answer: str
    raw: bool
    again: bool


class Exchange(NamedTuple):
    timeout: float | None = None
    raise_: bool = True
    errors: list[str] | None = None
    replies: tuple = ()
    output_limit: int | None = None


#: What `topology` shows; None: the run has no testbed.
shown: dict[str, Any] | None = None
#: (device, command) -> what it says, an error to raise, or a function that gives one of these.
answers: dict[tuple[str, str], Any] = {}
#: what `expect` finds, in order: Matched or an error
found: deque[Any] = deque()
#: errors that the next calls of a kind raise
failing: dict[str, deque[HostError]] = {}
calls: list[tuple] = []
#: the sessions that are open, and those of them that this guest takes part in
sessions: set[tuple[str, str]] = set()
joined: set[tuple[str, str]] = set()
held: Counter[str] = Counter()
modes: dict[str, str] = {}
asked_for_topology = 0
_fence = 0


def reset() -> None:
    global shown, asked_for_topology, _fence
    shown, asked_for_topology, _fence = None, 0, 0
    for each in (answers, found, failing, calls, sessions, joined, held, modes):
        each.clear()
    # What the guest knows of them: a process of its own would not.
    run = sys.modules.get("pyats.topology.run")
    if run is not None:
        run._testbed = run._NOT_ASKED
    leases = sys.modules.get("unicon.connection.leases")
    if leases is not None:
        leases._held.clear()
        leases._conversing.clear()


def error(kind: str, value: Any = None) -> HostError:
    return HostError("testbed", kind, value)


def fail(call: str, kind: str, value: Any = None) -> None:
    """The next call of this name raises that."""
    failing.setdefault(call, deque()).append(error(kind, value))


def _called(*call: Any) -> None:
    calls.append(call)
    waiting = failing.get(call[0])
    if waiting:
        raise waiting.popleft()


def _session(device: str, via: str | None) -> tuple[str, str]:
    if shown is None:
        raise error("no-testbed")
    for name, facts in shown["devices"].items():
        if device in (name, facts.get("alias")):
            ways = facts.get("connections") or {"cli": {}}
            via = via or facts.get("default_via") or next(iter(ways))
            if via not in ways:
                raise error("unknown-via", (name, via))
            return name, via
    raise error("unknown-device", device)


def _open(device: str, via: str | None) -> tuple[str, str]:
    session = _session(device, via)
    if session not in joined:
        raise error("not-connected", session)
    return session


def _text(*texts: Any) -> None:
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"expected text, not {text!r}")


def topology() -> str | None:
    global asked_for_topology
    asked_for_topology += 1
    return None if shown is None else json.dumps(shown)


def device_connect(device: str, via: str | None, timeout: float | None) -> Connected:
    _called("connect", device, via, timeout)
    session = _session(device, via)
    new = session not in sessions
    sessions.add(session)
    joined.add(session)
    return Connected(session[1], "enable", session[0], new)


def device_prepare(device: str, via: str | None, timeout: float | None) -> None:
    _called("prepare", device, via, timeout)
    _session(device, via)


def _say(device: str, command: str, raise_: bool) -> Output:
    said = answers.get((device, command), "")
    if isinstance(said, Callable):
        said = said()
    if isinstance(said, Exception):
        raise said
    if raise_ and said.startswith("% "):
        raise error("command", (command, said.splitlines()[0], said))
    return Output(said, 0)


def device_execute(device: str, via: str | None, commands: Iterable[str], exchange: Exchange) -> list[Output]:
    commands = list(commands)
    _text(*commands)
    _called("execute", device, via, commands, exchange)
    name, _ = _open(device, via)
    return [_say(name, command, exchange.raise_) for command in commands]


def device_configure(device: str, via: str | None, lines: Iterable[str], exchange: Exchange) -> Configured:
    lines = list(lines)
    _text(*lines)
    _called("configure", device, via, lines, exchange)
    name, _ = _open(device, via)
    said = [_say(name, line, exchange.raise_) for line in lines]
    return Configured(Output("\n".join(each.text for each in said if each.text), 0), "enable")


def _leased(device: str) -> None:
    if not held[device]:
        raise error("not-leased", device)


def device_send(device: str, via: str | None, what: str) -> None:
    _text(what)
    _called("send", device, via, what)
    _leased(_open(device, via)[0])


def device_expect(device: str, via: str | None, patterns: Iterable[str], timeout: float | None) -> Matched:
    patterns = list(patterns)
    _text(*patterns)
    _called("expect", device, via, patterns, timeout)
    _leased(_open(device, via)[0])
    if not found:
        raise error("timeout", (timeout, "so far"))
    this = found.popleft()
    if isinstance(this, Exception):
        raise this
    return this


def device_is_connected(device: str, via: str | None) -> bool:
    return _session(device, via) in joined


def device_mode(device: str, via: str | None) -> str:
    return modes.get(_open(device, via)[0], "enable")


def device_disconnect(device: str, via: str | None) -> None:
    _called("disconnect", device, via)
    session = _open(device, via)
    joined.discard(session)
    sessions.discard(session)


def lease(devices: Iterable[str], timeout: float | None) -> int:
    global _fence
    devices = list(devices)
    _called("lease", devices, timeout)
    for device in devices:
        held[_session(device, None)[0]] += 1
    _fence += 1
    return _fence


def release(devices: Iterable[str]) -> None:
    devices = list(devices)
    _called("release", devices)
    for device in devices:
        if not held[device]:
            raise error("not-leased", device)
        held[device] -= 1
