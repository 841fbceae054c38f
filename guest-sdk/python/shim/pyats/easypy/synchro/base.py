"""What all proxies of shared objects have in common: how they are written, how they cross, what the host's errors
become.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from easypy_runner import values
from easypy_runner.host import HostError
from easypy_runner.values import Reference


class SynchroError(RuntimeError):
    """The host refused a call on a shared object: it is not there, or a limit of the host was reached."""


def translated(error: HostError) -> Exception:
    """The host's error as the exception that a caller can make sense of. What a call means by its own is its own
    matter.
    """
    kind, value = error.kind, error.value
    if kind == "unknown-object":
        return SynchroError(f"there is no shared object {value}, or it was not handed to this guest")
    if kind == "wrong-kind":
        return TypeError(f"the shared object is a {value}")
    if kind == "limit-exceeded":
        return SynchroError(f"the host's limit {value[0]!r} of {value[1]} would be exceeded")
    if kind == "shutting-down":
        return SynchroError("the run is ending")
    if kind == "invalid-argument":
        return ValueError(value)
    return SynchroError(str(error))


def asks(call: Callable) -> Callable:
    """For methods that ask the host: its errors become Python's."""

    @functools.wraps(call)
    def asking(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except HostError as error:
            raise translated(error) from None

    return asking


class Proxy(Reference):
    """One shared object. `str()` shows what it holds, `repr()` which it is, as with `multiprocessing`."""

    __slots__ = ()
    _typeid = "object"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object, typeid {self._typeid!r} at {id(self):#x}>"

    def __str__(self) -> str:
        return repr(self._getvalue())

    def __deepcopy__(self, memo: dict) -> Any:
        # A copy of a proxy is another proxy of the same object, as in multiprocessing; `copy()` copies what is inside.
        return values.reference(self._id)

    def _getvalue(self) -> Any:
        return self


#: Classes of shared things that are made of several objects, by their type ids.
composites: dict[str, type[Composite]] = {}


class Composite:
    """A shared thing made of several objects of the host.

    It crosses as a pickle of its parts. `_principal` is the object that stands for it where a pickle makes no sense,
    in a testscript that is no Python.
    """

    __slots__ = ("_parts",)
    _typeid = "object"

    def __init_subclass__(cls, **kwargs: Any):
        super().__init_subclass__(**kwargs)
        composites[cls._typeid] = cls

    def __init__(self, *parts: Any):
        object.__setattr__(self, "_parts", parts)

    @property
    def _principal(self) -> Reference:
        return self._parts[0]

    def __reduce__(self) -> tuple:
        return rebuild, (self._typeid, self._parts)

    def __deepcopy__(self, memo: dict) -> Any:
        return type(self)(*self._parts)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object, typeid {self._typeid!r} at {id(self):#x}>"


def rebuild(typeid: str, parts: tuple) -> Any:
    """A composite from its parts, as it comes out of a pickle."""
    return composites[typeid](*parts)


def made(kind: str, id: int) -> int:
    """Remembers the kind of an object that this guest made, so that nobody has to ask the host for it."""
    values._known[id] = kind
    return id


def no_later_than(timeout: float | None) -> float | None:
    """A time-out of queues: None, or seconds."""
    if timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return timeout
