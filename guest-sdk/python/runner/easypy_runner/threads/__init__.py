"""Threads without threads: a thread runs when somebody waits for it, never beside anything else.

WebAssembly has one stack of control here, and it cannot be put aside. So `Thread.start` only notes the thread, and its
function runs, whole, inside whatever waits:

- `join()` of it, and asking `is_alive()` again and again at one place;
- anything that would block for ever or for a time: a lock, event, condition, semaphore, queue, future. Threads that
  were started run in their order until what is waited for is there. A call given to an executor is a thread of its own;
- the end of the script, for threads that are not daemons.

`time.sleep` runs nothing: who sleeps may start more, set an event or fill a queue afterwards, and a thread that had begun
before could not be put aside until then. What nobody waits for and is a daemon never runs.

**Time.** A thread may take longer than who waits for it has time (`core.wait`): it goes on to its end, and who waited is
told afterwards that the time passed, as beside a thread that goes on. `join(timeout)` ends it at that time instead, since
that is what is asked about it, unless the script has asked `is_alive()` before and so waits in a loop. One that never
pauses is ended too (`overtime`).

**What needs more than that fails.** A thread that would have to be put aside is ended where it stands (`ThreadEnded`),
with a warning, and who joins it is told by an error: when it blocks and only those who wait for it could go on, when its
time is over, when it was told to stop before it ran (`watchers`). A daemon is ended at its next pause after what is waited
for is there, with a warning only, if it is the user's own. Who sleeps beside a thread that was started is told by a warning that it does not run meanwhile.

Each of these is right for libraries' housekeeping and for work that is split up and joined; a thread that is to watch or
to serve while the script goes on cannot work here.

| module | what |
| --- | --- |
| `core` | the threads that wait to run, those that run, and waiting |
| `thread` | the methods of `threading.Thread` |
| `lock` | `threading.Lock`, on which all else in `threading` and `queue` waits |
| `overtime` | ends what goes on past its time |
| `watchers` | sees threads that were to run beside the script |
| `executor`, `queues` | `concurrent.futures`, and queues with a bound |
"""

from . import executor, lock, queues, thread, watchers
from .core import NotParallel, ThreadEnded, WouldBlockForever, finish, sleep, wait
from .thread import mount

__all__ = ["NotParallel", "ThreadEnded", "WouldBlockForever", "finish", "install", "mount", "sleep", "wait"]


def install() -> None:
    """Build time: before anything else of the library is imported that would keep the real ones."""
    lock.install()
    thread.install()
    watchers.install()
    queues.install()
    executor.install()
