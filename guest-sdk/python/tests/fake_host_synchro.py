"""The shared objects and tasks of `fake_host`, in memory.

One thread plays all guests: `acting_as(name)` says which. Where a call would wait, nothing could wake it: a time-out
is over at once, and without one the call raises `WouldWait`. A test lets others act meanwhile by putting a function
into `meanwhile`: it is called when a call would wait, and the call is tried again. Access is kept as the host keeps
it: a guest may use what it made, was handed, or read.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import fake_host
from fake_host import HostError, TaskSummary

_REFERENCE = re.compile(r'\{"\$shared":(\d+)\}')
KINDS = ("dict", "list", "queue", "value", "lock", "event", "semaphore", "barrier")


class WouldWait(AssertionError):
    """The call would wait for ever."""


class Object:
    def __init__(self, kind: str, **state: Any):
        self.kind = kind
        self.__dict__.update(state)


objects: dict[int, Object] = {}
access: dict[str, set[int]] = {}
guest = "job"
meanwhile: deque[Callable[[], None]] = deque()
calls: list[str] = []


def reset() -> None:
    global guest
    objects.clear()
    access.clear()
    meanwhile.clear()
    calls.clear()
    tasks.clear()
    scripts.clear()
    guest = "job"


@contextlib.contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What is called in here comes from that guest."""
    global guest
    before, guest = guest, name
    try:
        yield
    finally:
        guest = before


def end_guest(name: str) -> None:
    """A guest ends: what it holds is free."""
    for each in objects.values():
        if each.kind == "lock" and each.holder == name:
            each.holder, each.times = None, 0
        if each.kind == "semaphore":
            each.free += each.held.pop(name, 0)


def references(text: str) -> list[int]:
    return [int(id) for id in _REFERENCE.findall(text)]


def _error(kind: str, value: Any = None) -> HostError:
    return HostError("synchro", kind, value)


def _find(id: int, kind: str | None, call: str) -> Object:
    calls.append(call)
    if id not in access.setdefault(guest, set()) or id not in objects:
        raise _error("unknown-object", id)
    found = objects[id]
    if kind is not None and found.kind != kind:
        raise _error("wrong-kind", found.kind)
    return found


def _written(text: str) -> str:
    """A value that comes in: it is JSON within the bounds, and refers to what the guest may use."""
    assert isinstance(text, str), text
    if len(text) > 16 << 20:
        raise _error("limit-exceeded", ("value-size", 16 << 20))
    value = json.loads(text, parse_constant=_no_constant)
    if _depth(value) > 100:
        raise _error("limit-exceeded", ("value-depth", 100))
    for id in references(text):
        if id not in access.setdefault(guest, set()):
            raise _error("unknown-object", id)
    return json.dumps(value, separators=(",", ":"))


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


def _read(text: str) -> str:
    access.setdefault(guest, set()).update(references(text))
    return text


def _new(kind: str, **state: Any) -> int:
    calls.append(f"new_{kind}")
    id = len(objects) + 1
    objects[id] = Object(kind, **state)
    access.setdefault(guest, set()).add(id)
    return id


def _wait(ready: Callable[[], bool], timeout: float | None) -> bool:
    """Whether it is ready, after all that happens meanwhile."""
    while not ready():
        if timeout == 0:
            return False
        if meanwhile:
            meanwhile.popleft()()
        elif timeout is None:
            raise WouldWait("nothing would end this wait")
        else:
            return False
    return True


def kind_of(id: int) -> str:
    return _find(id, None, "kind_of").kind


# -- dict --------------------------------------------------------------------------------------------------------


def new_dict(initial: str) -> int:
    return _new("dict", content=_members(initial))


def _members(text: str) -> dict[str, str]:
    members = json.loads(text)
    assert isinstance(members, dict), text
    return {key: _written(json.dumps(value, separators=(",", ":"))) for key, value in members.items()}


def dict_get(id: int, key: str) -> str | None:
    value = _find(id, "dict", "dict_get").content.get(key)
    return None if value is None else _read(value)


def dict_set(id: int, key: str, value: str) -> None:
    key.encode()
    _find(id, "dict", "dict_set").content[key] = _written(value)


def dict_set_default(id: int, key: str, value: str) -> str:
    return _read(_find(id, "dict", "dict_set_default").content.setdefault(key, _written(value)))


def dict_remove(id: int, key: str) -> str | None:
    value = _find(id, "dict", "dict_remove").content.pop(key, None)
    return None if value is None else _read(value)


def dict_update(id: int, members: str) -> None:
    _find(id, "dict", "dict_update").content.update(_members(members))


def dict_add(id: int, key: str, amount: str) -> str:
    content = _find(id, "dict", "dict_add").content
    content[key] = _sum(content.get(key, "0"), amount)
    return content[key]


def _sum(a: str, b: str) -> str:
    a, b = json.loads(a), json.loads(b)
    for each in (a, b):
        if type(each) not in (int, float):
            raise _error("invalid-argument", "expected a number")
    return json.dumps(a + b)


def dict_compare_and_set(id: int, key: str, expected: str | None, new: str) -> bool:
    content = _find(id, "dict", "dict_compare_and_set").content
    if not _same(content.get(key), expected):
        return False
    content[key] = _written(new)
    return True


def _same(a: str | None, b: str | None) -> bool:
    return a is b is None or a is not None and b is not None and json.loads(a) == json.loads(b)


def dict_contains(id: int, key: str) -> bool:
    return key in _find(id, "dict", "dict_contains").content


def dict_keys(id: int) -> list[str]:
    return list(_find(id, "dict", "dict_keys").content)


def dict_length(id: int) -> int:
    return len(_find(id, "dict", "dict_length").content)


def dict_snapshot(id: int) -> str:
    content = _find(id, "dict", "dict_snapshot").content
    for value in content.values():
        _read(value)
    return "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in content.items()) + "}"


def dict_clear(id: int) -> None:
    _find(id, "dict", "dict_clear").content.clear()


# -- list --------------------------------------------------------------------------------------------------------


def new_list(initial: str) -> int:
    return _new("list", content=_elements(initial))


def _elements(text: str) -> list[str]:
    values = json.loads(text)
    assert isinstance(values, list), text
    return [_written(json.dumps(value, separators=(",", ":"))) for value in values]


def _place(content: list, index: int) -> int:
    place = index + len(content) if index < 0 else index
    if not 0 <= place < len(content):
        raise _error("out-of-range", (index, len(content)))
    return place


def list_get(id: int, index: int) -> str:
    content = _find(id, "list", "list_get").content
    return _read(content[_place(content, index)])


def list_set(id: int, index: int, value: str) -> None:
    content = _find(id, "list", "list_set").content
    content[_place(content, index)] = _written(value)


def list_append(id: int, value: str) -> None:
    _find(id, "list", "list_append").content.append(_written(value))


def list_extend(id: int, values: str) -> None:
    _find(id, "list", "list_extend").content.extend(_elements(values))


def list_insert(id: int, index: int, value: str) -> None:
    _find(id, "list", "list_insert").content.insert(index, _written(value))


def list_remove(id: int, index: int) -> str:
    content = _find(id, "list", "list_remove").content
    return _read(content.pop(_place(content, index)))


def list_length(id: int) -> int:
    return len(_find(id, "list", "list_length").content)


def list_snapshot(id: int) -> str:
    return _read("[" + ",".join(_find(id, "list", "list_snapshot").content) + "]")


def list_clear(id: int) -> None:
    _find(id, "list", "list_clear").content.clear()


# -- queue and value ---------------------------------------------------------------------------------------------


def new_queue(maximum: int) -> int:
    return _new("queue", content=deque(), maximum=maximum)


def queue_put(id: int, value: str, timeout: float | None = None) -> None:
    queue = _find(id, "queue", "queue_put")
    value = _written(value)
    if not _wait(lambda: not queue.maximum or len(queue.content) < queue.maximum, timeout):
        raise _error("full" if timeout == 0 else "timeout")
    queue.content.append(value)


def queue_get(id: int, timeout: float | None = None) -> str:
    queue = _find(id, "queue", "queue_get")
    if not _wait(lambda: bool(queue.content), timeout):
        raise _error("empty" if timeout == 0 else "timeout")
    return _read(queue.content.popleft())


def queue_length(id: int) -> int:
    return len(_find(id, "queue", "queue_length").content)


def new_value(initial: str) -> int:
    return _new("value", content=_written(initial))


def value_get(id: int) -> str:
    return _read(_find(id, "value", "value_get").content)


def value_set(id: int, value: str) -> None:
    _find(id, "value", "value_set").content = _written(value)


def value_add(id: int, amount: str) -> str:
    value = _find(id, "value", "value_add")
    value.content = _sum(value.content, amount)
    return value.content


def value_compare_and_set(id: int, expected: str, new: str) -> bool:
    value = _find(id, "value", "value_compare_and_set")
    if not _same(value.content, expected):
        return False
    value.content = _written(new)
    return True


# -- lock, event, semaphore, barrier -----------------------------------------------------------------------------


def new_lock(reentrant: bool) -> int:
    return _new("lock", reentrant=reentrant, holder=None, times=0)


def lock_acquire(id: int, timeout: float | None = None) -> bool:
    lock = _find(id, "lock", "lock_acquire")
    me = guest
    if lock.holder == me and not lock.reentrant and timeout is None:
        raise _error("invalid-argument", "timeout: this guest already holds the lock, which is not reentrant")
    if not _wait(lambda: lock.holder is None or lock.holder == me and lock.reentrant, timeout):
        return False
    lock.holder = me
    lock.times += 1
    return True


def lock_release(id: int) -> None:
    lock = _find(id, "lock", "lock_release")
    if lock.holder != guest:
        raise _error("not-owner")
    lock.times -= 1
    if not lock.times:
        lock.holder = None


def lock_held(id: int) -> bool:
    return _find(id, "lock", "lock_held").holder is not None


def new_event() -> int:
    return _new("event", is_set=False)


def event_set(id: int) -> None:
    _find(id, "event", "event_set").is_set = True


def event_clear(id: int) -> None:
    _find(id, "event", "event_clear").is_set = False


def event_is_set(id: int) -> bool:
    return _find(id, "event", "event_is_set").is_set


def event_wait(id: int, timeout: float | None = None) -> bool:
    event = _find(id, "event", "event_wait")
    return _wait(lambda: event.is_set, timeout)


def new_semaphore(permits: int, bounded: bool) -> int:
    return _new("semaphore", free=permits, bounded=bounded, held={})


def semaphore_acquire(id: int, timeout: float | None = None) -> bool:
    semaphore = _find(id, "semaphore", "semaphore_acquire")
    me = guest
    if not _wait(lambda: semaphore.free > 0, timeout):
        return False
    semaphore.free -= 1
    semaphore.held[me] = semaphore.held.get(me, 0) + 1
    return True


def semaphore_release(id: int) -> None:
    semaphore = _find(id, "semaphore", "semaphore_release")
    held = semaphore.held.get(guest, 0)
    if not held and semaphore.bounded:
        raise _error("not-owner")
    semaphore.held[guest] = max(0, held - 1)
    semaphore.free += 1


def semaphore_permits(id: int) -> int:
    return _find(id, "semaphore", "semaphore_permits").free


def new_barrier(parties: int) -> int:
    if not parties:
        raise _error("invalid-argument", "parties: at least 1")
    return _new("barrier", parties=parties, waiting=[], broken=False, round=0)


def barrier_wait(id: int, timeout: float | None = None) -> int:
    barrier = _find(id, "barrier", "barrier_wait")
    if barrier.broken:
        raise _error("broken-barrier")
    me = {"number": len(barrier.waiting), "turned_away": False}
    if me["number"] + 1 == barrier.parties:
        barrier.waiting, barrier.round = [], barrier.round + 1
        return me["number"]
    before = barrier.round
    if timeout != 0:
        barrier.waiting.append(me)
    full = _wait(lambda: barrier.round != before or me["turned_away"], timeout)
    if full and not me["turned_away"]:
        return me["number"]
    if not full:
        barrier.broken = True
        for each in barrier.waiting:
            each["turned_away"] = True
        barrier.waiting = []
        raise _error("timeout")
    raise _error("broken-barrier")


def barrier_reset(id: int) -> None:
    barrier = _find(id, "barrier", "barrier_reset")
    for each in barrier.waiting:
        each["turned_away"] = True
    barrier.waiting, barrier.broken = [], False


# -- tasks -------------------------------------------------------------------------------------------------------

#: What a testscript comes to, by its path: an outcome's name, None for one that reports nothing, or a function of the
#: task that returns one of these, or changes the task and returns `RUNNING`.
scripts: dict[str, Any] = {}
RUNNING = "running"
tasks: list[Task] = []


class Task:
    """What the host does with a task, without a process."""

    def __init__(self, testscript: str, taskid: str, kwargs: str):
        self._testscript, self._taskid, self._kwargs = testscript, taskid, kwargs
        self.started = self.alive = False
        self.outcome: str | None = None
        self.reason: str | None = None
        self.status: int | None = None
        self.number: int | None = None

    @staticmethod
    def create(
        testscript: str, taskid: str | None, kwargs: str, exclusive: Any = (), grant: str | None = None
    ) -> Task:
        if fake_host.state.taskid is not None:
            raise HostError("task", "denied", "task")
        if not testscript:
            raise HostError("task", "invalid-argument", "testscript: it is empty")
        assert isinstance(json.loads(kwargs), dict), kwargs
        asked = (taskid or f"Task-{len(tasks) + 1}").replace("/", "_")
        name, n = asked, 1
        while any(each._taskid == name for each in tasks):
            n += 1
            name = f"{asked}-{n}"
        task = Task(testscript, name, kwargs)
        task.exclusive, task.grant = list(exclusive), grant
        access.setdefault(name, set()).update(references(_written(kwargs)))
        tasks.append(task)
        return task

    def end(self, outcome: str | None, status: int = 0, reason: str | None = None) -> None:
        self.alive = False
        self.outcome, self.status, self.reason = outcome, status, reason
        end_guest(self._taskid)

    def start(self) -> None:
        if self.started:
            raise HostError("task", "already-started")
        self.started = self.alive = True
        self.number = 1000 + tasks.index(self)
        outcome = scripts.get(self._testscript, "passed")
        if callable(outcome):
            with acting_as(self._taskid):
                outcome = outcome(self)
        if outcome != RUNNING and self.alive:
            self.end(outcome)

    def _must_have_started(self) -> None:
        if not self.started:
            raise HostError("task", "not-started")

    def join(self, timeout: float | None = None) -> bool:
        self._must_have_started()
        return _wait(lambda: not self.alive, timeout)

    def wait(self, max_runtime: float | None = None) -> None:
        self._must_have_started()
        if not _wait(lambda: not self.alive, max_runtime):
            self.end(
                "errored", -15, f"Task '{self._taskid}' has exceeded its max runtime of '{max_runtime:g}' seconds."
            )
            raise HostError("task", "timeout", max_runtime)

    def is_alive(self) -> bool:
        return self.alive

    def terminate(self) -> None:
        self._must_have_started()
        if self.alive:
            self.end("errored", -15, "it was terminated by the job")

    def kill(self) -> None:
        self._must_have_started()
        if self.alive:
            self.end("errored", -9, "it was killed by the job")

    def result(self) -> str | None:
        return self.outcome

    def error(self) -> str | None:
        return self.reason

    def pid(self) -> int | None:
        return self.number

    def exit_status(self) -> int | None:
        return self.status

    def taskid(self) -> str:
        return self._taskid

    def testscript(self) -> str:
        return self._testscript

    def kwargs(self) -> str:
        return self._kwargs


def all_tasks() -> list[TaskSummary]:
    return [TaskSummary(each._taskid, each._testscript, each.started, each.alive, each.outcome) for each in tasks]
