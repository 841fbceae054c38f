"""The threads that were started and wait to run, those that run, and waiting itself."""

from __future__ import annotations

import _thread
import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from . import overtime

log = logging.getLogger("pyats.sandbox")
now = time.monotonic
_sleep = time.sleep

INSTEAD = (
    "Let the script do it itself, between its steps; or, in a job, let a testscript do it: tasks run beside each other."
)
#: Seconds beyond the time of who waits that a thread may go on, where only its end can be waited for.
PATIENCE = 30.0
#: Seconds after which who asks for a thread's end again and again is told that it is what the script waits for.
_LONG = 10.0

_main = _thread.get_ident()


class WouldBlockForever(RuntimeError):
    """Something is waited for that nothing can bring about: in one stack of control it is a deadlock."""


class NotParallel(RuntimeError):
    """A thread did not do its work, because it would have had to run beside the script."""


class ThreadEnded(BaseException):
    """Ends a thread that would have to be put aside."""

    #: How a thread is called that was ended so, and why it was.
    state: str
    why: str


class PutAside(ThreadEnded):
    """It is a daemon, and what is waited for is there."""

    state = "aside"
    why = "it is a daemon, and what was waited for was there; it could only go on beside the script, and nothing runs so here."


class Stuck(ThreadEnded):
    """It would wait for what only happens after it: no clock will end that."""

    state = "stuck"
    why = "threads do not run in parallel in the sandbox, and it waited for what only happens after it."


class OverTime(ThreadEnded):
    """The time of who waits for it is over."""

    state = "ended"
    why = (
        "the time of who waited for it was over, and threads do not run in parallel in the sandbox: it could not go on "
        "beside the script."
    )


class ToldToStop(ThreadEnded):
    """It was told to stop before it ran."""

    state = "stopped"
    why = (
        "the script told it to stop (by a threading.Event) before it ran, for threads do not run in parallel in the "
        "sandbox, only when the script waits for them."
    )


#: The states of threads that have not done their work.
CUT = frozenset((Stuck.state, OverTime.state, ToldToStop.state))


class Note:
    """What is known of a thread that was started."""

    __slots__ = ("asked", "begun", "late", "slept", "started", "state", "users", "why")

    def __init__(self, users: bool):
        #: `waiting`, `running`, `done`, or why it was ended
        self.state = "waiting"
        #: where the script has asked whether it is alive, last: a code object and a line
        self.asked: tuple | None = None
        #: whether it is the user's own, and no library's
        self.users = users
        self.why = ""
        #: whether it ended after the time of its join, which nobody has seen yet
        self.late = False
        #: the script's clocks when it was started
        self.started, self.slept = script.clock(), script.slept
        #: the clock when it began to run
        self.begun = 0.0

    def error(self, name: str) -> RuntimeError:
        """For who asks for the work of one that was ended before its end."""
        kind = WouldBlockForever if self.state == Stuck.state else NotParallel
        return kind(f"Thread {name} was ended before its end, and has not done its work: {self.why} {INSTEAD}")


class Script:
    """How the time goes by that is the script's own."""

    __slots__ = ("others", "slept")

    def __init__(self):
        #: seconds that it has slept or waited in vain
        self.slept = 0.0
        #: seconds in which threads ran
        self.others = 0.0

    def clock(self) -> float:
        """Stands still while threads run."""
        return now() - self.others


script = Script()


class Run:
    """A thread that runs, and the wait that it runs inside of: until `ready`, or the clock shows `deadline`."""

    __slots__ = ("deadline", "note", "ready", "said", "thread")

    def __init__(self, thread: threading.Thread, ready: Callable[[], bool], deadline: float | None):
        self.thread = thread
        self.note: Note = thread._easypy_note
        self.ready = ready
        self.deadline = deadline
        self.said = False


# Started and not yet run, in order; running, outermost first, each inside the wait of the one before.
waiting: deque[threading.Thread] = deque()
running: list[Run] = []
#: Names of daemons that ran and were put aside for good.
_aside: list[str] = []

#: Asked before a sleep of the script, and before a thread begins: `watchers` has something to say to both.
before_sleep: Callable[[], None] = lambda: None
before_run: Callable[[threading.Thread], None] = lambda thread: None


def never() -> bool:
    """What a thread is waited for with that only its end ends."""
    return False


def at_end() -> bool:
    """As `never`, at the end of the script: nobody can do anything with the time that a pause would take."""
    return False


def sleep(seconds: float) -> None:
    """`time.sleep`. In a thread not past its time."""
    if running:
        _pause(seconds)
        return
    if waiting:
        before_sleep()
    _sleep(seconds)
    script.slept += seconds


def wait(ready: Callable[[], bool], deadline: float | None, patience: float | None = PATIENCE) -> bool:
    """Runs threads until `ready`; whether it is in time, which without a deadline (monotonic clock) is always so.

    A thread that is not done at the deadline may go on for `patience` seconds, without a bound if that is None.

    Raises `WouldBlockForever`, or `ThreadEnded` in a thread, where nothing can make it ready; `NotParallel` if a thread
    was not done then.
    """
    ran = False
    while not ready():
        thread = _next()
        if thread is None:
            break
        ran = True
        limit = deadline
        if deadline is not None and not thread.daemon:
            limit = None if patience is None else deadline + patience
        run(thread, ready, limit)
        if thread._easypy_note.state == OverTime.state:
            raise NotParallel(
                f"Thread {thread.name} was not done {patience:g} seconds after the time of who waited here, and was "
                f"ended: threads do not run in parallel in the sandbox. join() without a time-out waits for its end. "
                f"{INSTEAD}"
            )
    if ready():
        # What came too late has not come, as if the thread had gone on beside.
        return deadline is None or not ran or now() <= deadline
    if deadline is not None:
        remaining = deadline - now()
        if remaining > 0:
            sleep(remaining)
        return ready()
    if running:
        raise Stuck
    aside = f" (Put aside for good, after what was waited for was there: {', '.join(_aside[-5:])}.)" if _aside else ""
    raise WouldBlockForever(
        "This would wait for ever: threads do not run in parallel in the sandbox, and no thread that is left could "
        f"release the lock, set the event or fill the queue that is waited for.{aside}"
    )


def finish(seconds: float) -> list[str]:
    """The end of a script: runs what was started and is no daemon, for at most this long in all.

    Returns the names of those that did not come to their end in that time. Daemons do not run any more.
    """
    deadline = now() + seconds
    left = []
    while waiting:
        thread = waiting.popleft()
        if not thread.daemon:
            run(thread, at_end, deadline)
            if thread._easypy_note.state in (OverTime.state, Stuck.state):
                left.append(thread.name)
        else:
            log.warning("Thread %s never ran: it is a daemon, and nothing waited for it.", thread.name)
    return left


def run(thread: threading.Thread, ready: Callable[[], bool], deadline: float | None) -> None:
    """Runs a thread's function inside the current wait. What it raises is reported as threads' exceptions are."""
    before_run(thread)
    note = thread._easypy_note
    note.state = "running"
    note.begun = now()
    outer = threading._active[_main]
    threading._active[_main] = thread
    running.append(Run(thread, ready, deadline))
    limit = overtime.limit(_least_deadline())
    end: ThreadEnded | None = None
    try:
        thread.run()
    except ThreadEnded as error:
        end = error
    except BaseException:
        thread._invoke_excepthook(thread)
    finally:
        overtime.limit(limit)
        running.pop()
        threading._active[_main] = outer
        threading._active.pop(thread._ident, None)
        note.state = "done"
    if not running:
        script.others += now() - note.begun
    if end is not None:
        _ended(thread, note, end)
    if running and _is_over():
        # What it was waited for with has ended it, and its time is not less over.
        raise OverTime


def _ended(thread: threading.Thread, note: Note, end: ThreadEnded) -> None:
    note.why = end.why
    said = True
    if not thread.daemon or isinstance(end, ToldToStop):
        note.state = end.state
    else:
        # A daemon is ended as at the end of a process: that is its life. One that blocks has done what there was to do.
        _aside.append(thread.name)
        said = note.users and not isinstance(end, Stuck)
    if said:
        log.warning("Thread %s was ended before its end: %s", thread.name, end.why)


def _next() -> threading.Thread | None:
    """The thread to run next: of those that were started first, daemons last."""
    for thread in waiting:
        if not thread.daemon:
            waiting.remove(thread)
            return thread
    return waiting.popleft() if waiting else None


def _least_deadline() -> float | None:
    return min((run.deadline for run in running if run.deadline is not None), default=None)


def _is_over() -> bool:
    limit = _least_deadline()
    return limit is not None and now() >= limit


def _pause(seconds: float) -> None:
    """Sleeps in a thread, unless who waits for it would have to go on in that time: then the thread ends."""
    innermost = running[-1]
    if innermost.thread.daemon and innermost.ready():
        raise PutAside
    limit = _least_deadline()
    if limit is not None:
        remaining = limit - now()
        if seconds > remaining:
            if innermost.ready is not at_end:
                _sleep(max(remaining, 0))
            raise OverTime
    elif innermost.note.asked and not innermost.said and now() - innermost.note.begun > _LONG:
        innermost.said = True
        log.warning(
            "Thread %s has run for %d seconds, since the script asked again whether it is alive: the script goes on at "
            "the end of it, for threads do not run in parallel in the sandbox.",
            innermost.thread.name,
            now() - innermost.note.begun,
        )
    _sleep(seconds)


overtime.ended = OverTime
