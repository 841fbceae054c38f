"""The module that `import multiprocessing` gives."""

from __future__ import annotations

import logging
import os
from types import ModuleType
from typing import Any

from pyats.easypy.synchro import SyncManager
from pyats.easypy.synchro.locks import AcquirerProxy, EventProxy
from pyats.easypy.synchro.meeting import BarrierProxy, ConditionProxy
from pyats.easypy.synchro.queues import QueueProxy

from .connection import Pipe
from .pool import Pool
from .process import INSTEAD, BaseProcess, Process, active_children, current_process, parent_process
from .sharedctypes import Array, RawArray, RawValue, Value

_manager = SyncManager()

Lock, RLock = _manager.Lock, _manager.RLock
Semaphore, BoundedSemaphore = _manager.Semaphore, _manager.BoundedSemaphore
Condition, Event, Barrier = _manager.Condition, _manager.Event, _manager.Barrier
Queue, JoinableQueue, SimpleQueue = _manager.Queue, _manager.JoinableQueue, _manager.Queue
Manager = SyncManager


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


def cpu_count() -> int:
    return os.cpu_count() or 1


def freeze_support() -> None:
    pass


def get_logger() -> logging.Logger:
    return logging.getLogger("multiprocessing")


def log_to_stderr(level: int | None = None) -> logging.Logger:
    """The logger; what is written to stderr and what is logged go to the same log."""
    if level is not None:
        get_logger().setLevel(level)
    return get_logger()


def get_start_method(allow_none: bool = False) -> str:
    """`fork`: a task is given what it would have had after one, as far as it can be copied."""
    return "fork"


def get_all_start_methods() -> list[str]:
    return ["fork"]


def set_start_method(method: str | None, force: bool = False) -> None:
    if method not in (None, "fork", "spawn", "forkserver"):
        raise ValueError(f"cannot find context for {method!r}")


def get_context(method: str | None = None) -> Any:
    """There is one context: this module's functions."""
    set_start_method(method)
    return _Context()


class BaseContext:
    """The module's functions as methods."""


class _Context(BaseContext):
    Process = Process
    reducer = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in globals():
            raise AttributeError(f"the multiprocessing context has no attribute {name!r}")
        return globals()[name]


def _module(name: str, **content: Any) -> ModuleType:
    module = ModuleType(f"multiprocessing.{name}", __doc__)
    module.__dict__.update(content)
    return module


context = _module(
    "context",
    AuthenticationError=AuthenticationError,
    BaseContext=BaseContext,
    BufferTooShort=BufferTooShort,
    ForkProcess=Process,
    Process=Process,
    ProcessError=ProcessError,
    SpawnProcess=Process,
    TimeoutError=TimeoutError,
    get_context=get_context,
    BaseProcess=BaseProcess,
)


class _AnyQueue(type):
    """A shared queue is one of `multiprocessing.queues`."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, QueueProxy)


class _QueueClass(metaclass=_AnyQueue):
    """For `isinstance`, and for `ProcessPoolExecutor`, which makes its queue of a class of its own."""

    def __init__(self, *args: Any, **kwargs: Any):
        raise NotImplementedError(f"queues are made by multiprocessing.Queue(); and {INSTEAD}")


queues = _module("queues", Queue=_QueueClass, JoinableQueue=_QueueClass, SimpleQueue=_QueueClass)
synchronize = _module(
    "synchronize",
    Barrier=BarrierProxy,
    BoundedSemaphore=AcquirerProxy,
    Condition=ConditionProxy,
    Event=EventProxy,
    Lock=AcquirerProxy,
    RLock=AcquirerProxy,
    Semaphore=AcquirerProxy,
)

__all__ = [
    "Array",
    "AuthenticationError",
    "Barrier",
    "BoundedSemaphore",
    "BufferTooShort",
    "Condition",
    "Event",
    "JoinableQueue",
    "Lock",
    "Manager",
    "Pipe",
    "Pool",
    "Process",
    "ProcessError",
    "Queue",
    "RLock",
    "RawArray",
    "RawValue",
    "Semaphore",
    "SimpleQueue",
    "TimeoutError",
    "Value",
    "active_children",
    "cpu_count",
    "current_process",
    "freeze_support",
    "get_all_start_methods",
    "get_context",
    "get_logger",
    "get_start_method",
    "log_to_stderr",
    "parent_process",
    "set_start_method",
]
