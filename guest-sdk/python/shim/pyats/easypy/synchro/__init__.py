"""`runtime.synchro`: what jobs and tasks share (SPEC 4.5).

The names and the proxies' methods are those of `multiprocessing.Manager()`; the objects live in the host and need no
process of their own. What a shared object holds is copied in and out, as there. This package knows the host's
`synchro` interface and nothing else of easypy.
"""

from __future__ import annotations

from typing import Any

from easypy_runner import host, values

from .base import SynchroError, asks, made
from .locks import AcquirerProxy, EventProxy, semaphore
from .mapping import DictProxy, easypy_missing, members
from .meeting import BareBarrier, BarrierProxy, ConditionProxy
from .queues import BareQueue, JoinableQueueProxy, QueueProxy
from .scalars import ArrayProxy, NamespaceProxy, ValueProxy
from .sequence import ListProxy, elements

__all__ = ["SyncManager", "SynchroError", "easypy_missing"]

values.proxies.update(
    {
        "dict": DictProxy,
        "list": ListProxy,
        "queue": BareQueue,
        "value": ValueProxy,
        "lock": AcquirerProxy,
        "event": EventProxy,
        "semaphore": semaphore,
        "barrier": BareBarrier,
    }
)


class SyncManager:
    """Makes shared objects. There is no process behind it: starting, joining and shutting it down do nothing."""

    __module__ = "multiprocessing.managers"
    address = None

    @asks
    def dict(self, *args: Any, **kwargs: Any) -> DictProxy:
        return _dict(*args, **kwargs)

    @asks
    def list(self, values: Any = ()) -> ListProxy:
        return _list(values)

    @asks
    def Namespace(self, **attributes: Any) -> NamespaceProxy:
        return NamespaceProxy(_dict(attributes))

    @asks
    def Value(self, typecode: Any, value: Any, lock: Any = True) -> ValueProxy:
        return _value(value, typecode)

    @asks
    def Array(self, typecode: str, sequence: Any, lock: Any = True) -> ArrayProxy:
        import array

        return ArrayProxy(_list(array.array(typecode, sequence)), typecode)

    @asks
    def Queue(self, maxsize: int = 0) -> QueueProxy:
        return _queue(QueueProxy, maxsize)

    @asks
    def JoinableQueue(self, maxsize: int = 0) -> JoinableQueueProxy:
        return _queue(JoinableQueueProxy, maxsize)

    @asks
    def Lock(self) -> AcquirerProxy:
        return _lock("Lock")

    @asks
    def RLock(self) -> AcquirerProxy:
        return _lock("RLock")

    @asks
    def Semaphore(self, value: int = 1) -> AcquirerProxy:
        return _semaphore(value, "Semaphore")

    @asks
    def BoundedSemaphore(self, value: int = 1) -> AcquirerProxy:
        return _semaphore(value, "BoundedSemaphore")

    @asks
    def Event(self) -> EventProxy:
        return EventProxy(made("event", host.new_event()))

    @asks
    def Condition(self, lock: AcquirerProxy | None = None) -> ConditionProxy:
        return ConditionProxy(lock or _lock("RLock"), _list(()))

    @asks
    def Barrier(self, parties: int, action: Any = None, timeout: float | None = None) -> BarrierProxy:
        if action is not None:
            raise NotImplementedError(
                "a shared barrier cannot call an action: let the party that gets 0 from wait() do it"
            )
        barrier = BareBarrier(made("barrier", host.new_barrier(parties)))
        return BarrierProxy(barrier, self.Event(), _semaphore(parties, "Semaphore"), parties, timeout)

    def Pool(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(
            "runtime.synchro.Pool: a guest cannot start processes. Start tasks instead: pyats.easypy.Task runs a "
            "testscript in a process of its own, and as many at once as you start"
        )

    # -- of multiprocessing's manager --------------------------------------------------------------------------

    def start(self, initializer: Any = None, initargs: tuple = ()) -> None:
        if initializer is not None:
            initializer(*initargs)

    def connect(self) -> None:
        pass

    def join(self, timeout: float | None = None) -> None:
        pass

    def shutdown(self) -> None:
        pass

    def get_server(self) -> Any:
        raise NotImplementedError("shared objects live in the host: there is no server to be had")

    @classmethod
    def register(cls, typeid: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            f"{typeid!r} cannot be shared: the host knows the types of runtime.synchro and no others"
        )

    def __enter__(self) -> SyncManager:
        return self

    def __exit__(self, *exception: Any) -> None:
        pass


def _dict(*args: Any, **kwargs: Any) -> DictProxy:
    if len(args) == 1 and isinstance(args[0], DictProxy):
        args = (args[0].copy(),)
    return DictProxy(made("dict", host.new_dict(members(dict(*args, **kwargs)))))


def _list(content: Any) -> ListProxy:
    return ListProxy(made("list", host.new_list(elements(content))))


def _value(value: Any, typecode: Any = None) -> ValueProxy:
    return ValueProxy(made("value", host.new_value(values.encode(value))), typecode)


def _queue(kind: type, maxsize: int) -> Any:
    maxsize = max(0, maxsize)
    queue = BareQueue(made("queue", host.new_queue(maxsize)))
    return kind(queue, _value(0), EventProxy(made("event", host.new_event())), maxsize)


def _lock(typeid: str) -> AcquirerProxy:
    return AcquirerProxy(made("lock", host.new_lock(typeid == "RLock")), typeid)


def _semaphore(value: int, typeid: str) -> AcquirerProxy:
    if value < 0:
        raise ValueError("semaphore initial value must be >= 0")
    return AcquirerProxy(made("semaphore", host.new_semaphore(value, typeid == "BoundedSemaphore")), typeid)
