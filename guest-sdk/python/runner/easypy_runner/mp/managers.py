"""`multiprocessing.managers`: the proxies of `runtime.synchro` by the names that they have there."""

from __future__ import annotations

from pyats.easypy.synchro import SynchroError, SyncManager
from pyats.easypy.synchro.base import Composite, Proxy
from pyats.easypy.synchro.locks import AcquirerProxy, EventProxy
from pyats.easypy.synchro.mapping import DictProxy
from pyats.easypy.synchro.meeting import BarrierProxy, ConditionProxy
from pyats.easypy.synchro.scalars import ArrayProxy, NamespaceProxy, ValueProxy
from pyats.easypy.synchro.sequence import ListProxy

__all__ = [
    "AcquirerProxy",
    "ArrayProxy",
    "BarrierProxy",
    "BaseManager",
    "BaseProxy",
    "ConditionProxy",
    "DictProxy",
    "EventProxy",
    "ListProxy",
    "Namespace",
    "NamespaceProxy",
    "SyncManager",
    "ValueProxy",
]

BaseManager = SyncManager
RemoteError = SynchroError


class _AnyProxy(type):
    """Both kinds of proxies are proxies."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, (Proxy, Composite))


class BaseProxy(metaclass=_AnyProxy):
    """For `isinstance`."""


class Namespace:
    """A namespace that is not shared, as the library has one here."""

    def __init__(self, /, **attributes: object):
        self.__dict__.update(attributes)

    def __repr__(self) -> str:
        content = sorted(f"{name}={value!r}" for name, value in self.__dict__.items() if not name.startswith("_"))
        return f"Namespace({', '.join(content)})"
