"""`multiprocessing.dummy`: the same names on threads."""

from queue import Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore
from threading import Thread as Process
from threading import current_thread as current_process

from .pool import ThreadPool as Pool

JoinableQueue = Queue
DummyProcess = Process
dict, list = dict, list

__all__ = [
    "Barrier",
    "BoundedSemaphore",
    "Condition",
    "Event",
    "JoinableQueue",
    "Lock",
    "Pool",
    "Process",
    "Queue",
    "RLock",
    "Semaphore",
    "current_process",
]


def freeze_support() -> None:
    pass


def active_children() -> list:
    return []
