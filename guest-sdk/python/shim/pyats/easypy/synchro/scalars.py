"""Value, Array and Namespace."""

from __future__ import annotations

import array
import operator
from collections.abc import Iterator
from typing import Any

from easypy_runner.host import (
    HostError,
    dict_get,
    dict_remove,
    dict_set,
    value_add,
    value_compare_and_set,
    value_get,
    value_set,
)
from easypy_runner.values import decode, encode

from .base import Composite, Proxy, asks, translated


class ValueProxy(Proxy):
    """One value. `v.value += 1` is two calls, `v.add(1)` is one. The type code is for multiprocessing's sake: any
    value will do.
    """

    __slots__ = ("_typecode",)
    __module__ = "multiprocessing.managers"
    _typeid = "Value"

    def __init__(self, id: int, typecode: Any = None):
        super().__init__(id)
        self._typecode = typecode

    def get(self) -> Any:
        try:
            return decode(value_get(self._id))
        except HostError as error:
            raise translated(error) from None

    def set(self, value: Any) -> None:
        try:
            value_set(self._id, encode(value))
        except HostError as error:
            raise translated(error) from None

    value = property(get, set)

    @asks
    def add(self, amount: int | float = 1) -> int | float:
        """Adds to a number in one call; the sum. Integers are those of 64 bits."""
        return decode(value_add(self._id, encode(amount)))

    @asks
    def compare_and_set(self, expected: Any, new: Any) -> bool:
        """Sets the value if it is `expected` now; whether it did."""
        return value_compare_and_set(self._id, encode(expected), encode(new))

    def __str__(self) -> str:
        """With the type code only in the guest that made it: that does not cross."""
        code = "" if self._typecode is None else f"{self._typecode!r}, "
        return f"Value({code}{self.get()!r})"


class ArrayProxy(Composite):
    """A shared list of numbers of one type. Its length does not change."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Array"

    @property
    def typecode(self) -> str:
        return self._parts[1]

    def _checked(self, values: Any) -> list:
        """The values as an array of this type holds them; its errors for those that it does not."""
        return array.array(self.typecode, values).tolist()

    def __len__(self) -> int:
        return len(self._parts[0])

    def __getitem__(self, index: Any) -> Any:
        try:
            found = self._parts[0][index]
        except IndexError:
            raise IndexError("array index out of range") from None
        return array.array(self.typecode, found) if isinstance(index, slice) else found

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            content = self._checked(value)
            if len(content) != len(range(*index.indices(len(self)))):
                raise ValueError("an array's length cannot change")
            self._parts[0][index] = content
            return
        try:
            self._parts[0][operator.index(index)] = self._checked([value])[0]
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts[0])

    def __str__(self) -> str:
        return repr(array.array(self.typecode, self._parts[0].copy()))


class NamespaceProxy(Composite):
    """A shared dict whose keys are attributes."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Namespace"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            text = dict_get(self._parts[0]._id, name)
        except HostError as error:
            raise translated(error) from None
        if text is None:
            raise AttributeError(f"'Namespace' object has no attribute {name!r}")
        return decode(text)

    @asks
    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise AttributeError(f"the attributes of a shared namespace do not begin with '_': {name!r}")
        dict_set(self._parts[0]._id, name, encode(value))

    @asks
    def __delattr__(self, name: str) -> None:
        if name.startswith("_") or dict_remove(self._parts[0]._id, name) is None:
            raise AttributeError(f"'Namespace' object has no attribute {name!r}")

    def __str__(self) -> str:
        content = sorted(f"{name}={value!r}" for name, value in self._parts[0].copy().items())
        return f"Namespace({', '.join(content)})"
