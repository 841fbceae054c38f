"""`multiprocessing.Value` and `Array`: numbers of a C type, with a lock beside them.

A value that does not fit is cut as C does it, and as ctypes would.
"""

from __future__ import annotations

import operator
import struct
from collections.abc import Callable, Iterator
from typing import Any

from pyats.easypy.synchro.base import Composite, asks, made
from pyats.easypy.synchro.locks import AcquirerProxy
from pyats.easypy.synchro.scalars import ValueProxy
from pyats.easypy.synchro.sequence import ListProxy, elements

from easypy_runner import host, values
from easypy_runner.values import decode, encode

_SIGNED, _UNSIGNED = "bhilq", "BHILQ"


def _typecode(kind: Any) -> str:
    code = kind if isinstance(kind, str) else getattr(kind, "_type_", None)
    if not isinstance(code, str) or len(code) != 1 or code not in _SIGNED + _UNSIGNED + "fdcu?":
        raise TypeError(f"{kind!r} is no type code: use one of b B h H i I l L q Q f d c u")
    return code


def _checked(code: str) -> Callable[[Any], Any]:
    """What makes a value one of this C type."""
    if code in _SIGNED or code in _UNSIGNED:
        bits = 8 * struct.calcsize(code)
        least = -(1 << bits - 1) if code in _SIGNED else 0
        return lambda value: (operator.index(value) - least) % (1 << bits) + least
    if code == "f":
        return lambda value: struct.unpack("f", struct.pack("f", value))[0]
    if code == "d":
        return float
    if code == "?":
        return bool
    return _character(bytes if code == "c" else str)


def _character(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, kind) or len(value) != 1:
            raise TypeError(f"one {'byte' if kind is bytes else 'character'} expected, not {value!r}")
        return value

    return check


class _Locked(Composite):
    """An object, a type code, and the lock that `get_lock` gives (None for the raw ones)."""

    __slots__ = ()

    def get_lock(self) -> Any:
        return self._parts[2]

    def get_obj(self) -> Any:
        return self

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        return self._parts[2].acquire(block, timeout)

    def release(self) -> None:
        self._parts[2].release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exception: Any) -> None:
        self.release()


class Synchronized(_Locked):
    """`multiprocessing.Value`. `with v.get_lock(): v.value += 1` is as it is there; `v.add(1)` is one call."""

    __slots__ = ()
    __module__ = "multiprocessing.sharedctypes"
    _typeid = "Synchronized"

    @property
    @asks
    def value(self) -> Any:
        return decode(host.value_get(self._parts[0]._id))

    @value.setter
    @asks
    def value(self, value: Any) -> None:
        host.value_set(self._parts[0]._id, encode(_checked(self._parts[1])(value)))

    def add(self, amount: int | float = 1) -> int | float:
        """Adds in one call; the sum, which is not cut to the type."""
        return self._parts[0].add(amount)


class SynchronizedArray(_Locked):
    """`multiprocessing.Array`. Its length does not change."""

    __slots__ = ()
    __module__ = "multiprocessing.sharedctypes"
    _typeid = "SynchronizedArray"

    def __len__(self) -> int:
        return len(self._parts[0])

    def __getitem__(self, index: Any) -> Any:
        try:
            return self._parts[0][index]
        except IndexError:
            raise IndexError("invalid index") from None

    def __setitem__(self, index: Any, value: Any) -> None:
        check = _checked(self._parts[1])
        if isinstance(index, slice):
            content = [check(each) for each in value]
            if len(content) != len(range(*index.indices(len(self)))):
                raise ValueError("Can only assign sequence of same size")
            self._parts[0][index] = content
            return
        try:
            self._parts[0][index] = check(value)
        except IndexError:
            raise IndexError("invalid index") from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts[0])


def _lock(lock: Any) -> Any:
    if lock is True or lock is None:
        return AcquirerProxy(made("lock", host.new_lock(True)), "RLock")
    return lock or None


@asks
def Value(typecode_or_type: Any, *args: Any, lock: Any = True) -> Synchronized:
    code = _typecode(typecode_or_type)
    first = args[0] if args else {"c": b"\0", "u": "\0"}.get(code, 0)
    value = ValueProxy(made("value", host.new_value(values.encode(_checked(code)(first)))))
    return Synchronized(value, code, _lock(lock))


@asks
def Array(typecode_or_type: Any, size_or_initializer: Any, *, lock: Any = True) -> SynchronizedArray:
    code = _typecode(typecode_or_type)
    content = size_or_initializer
    if isinstance(content, int):
        content = [{"c": b"\0", "u": "\0"}.get(code, 0)] * content
    if isinstance(content, bytes):
        content = [content[place : place + 1] for place in range(len(content))]
    content = ListProxy(made("list", host.new_list(elements(map(_checked(code), content)))))
    return SynchronizedArray(content, code, _lock(lock))


def RawValue(typecode_or_type: Any, *args: Any) -> Synchronized:
    return Value(typecode_or_type, *args, lock=False)


def RawArray(typecode_or_type: Any, size_or_initializer: Any) -> SynchronizedArray:
    return Array(typecode_or_type, size_or_initializer, lock=False)
