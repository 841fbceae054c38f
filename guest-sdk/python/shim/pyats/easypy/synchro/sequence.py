"""The shared list.

One call each, and so atomic: an element, `append`, `extend`, `insert`, `pop`, `clear`, and reading the whole. Slices
that are set, `sort`, `reverse`, `remove` and `*=` are made of several; they change only what differs, and take a lock
around them if others write at the same time.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from typing import Any

from easypy_runner.host import (
    HostError,
    list_append,
    list_clear,
    list_extend,
    list_get,
    list_insert,
    list_length,
    list_remove,
    list_set,
    list_snapshot,
)
from easypy_runner.values import decode, encode

from .base import Proxy, asks, translated


def elements(content: Iterable[Any]) -> str:
    """Values as the JSON array that the host makes a shared list's elements of."""
    return "[" + ",".join([encode(value) for value in content]) + "]"


class ListProxy(Proxy):
    """A list in the host. Elements are copied on their way in and out: change a copy, then set it again."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "list"

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self.copy()[index]
        try:
            return decode(list_get(self._id, operator.index(index)))
        except HostError as error:
            raise _translated(error, "list index out of range") from None

    def append(self, value: Any) -> None:
        try:
            list_append(self._id, encode(value))
        except HostError as error:
            raise translated(error) from None

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            changed = self.copy()
            changed[index] = value
            self._become(changed)
            return
        try:
            list_set(self._id, operator.index(index), encode(value))
        except HostError as error:
            raise _translated(error, "list assignment index out of range") from None

    def __delitem__(self, index: Any) -> None:
        if isinstance(index, slice):
            changed = self.copy()
            del changed[index]
            self._become(changed)
            return
        try:
            list_remove(self._id, operator.index(index))
        except HostError as error:
            raise _translated(error, "list assignment index out of range") from None

    @asks
    def __len__(self) -> int:
        return list_length(self._id)

    def __iter__(self) -> Iterator[Any]:
        """Over the list as it is now."""
        return iter(self.copy())

    def __reversed__(self) -> Iterator[Any]:
        return reversed(self.copy())

    def __contains__(self, value: Any) -> bool:
        return value in self.copy()

    def __add__(self, other: Any) -> list:
        return self.copy() + (other.copy() if isinstance(other, ListProxy) else other)

    def __mul__(self, times: int) -> list:
        return self.copy() * times

    __rmul__ = __mul__

    def __iadd__(self, other: Iterable[Any]) -> ListProxy:
        self.extend(other)
        return self

    def __imul__(self, times: int) -> ListProxy:
        self._become(self.copy() * times)
        return self

    @asks
    def copy(self) -> list:
        """The whole list as one that is not shared."""
        return decode(list_snapshot(self._id))

    _getvalue = copy

    @asks
    def extend(self, values: Iterable[Any]) -> None:
        """All at once: no other guest sees half of it."""
        list_extend(self._id, elements(values))

    @asks
    def insert(self, index: int, value: Any) -> None:
        list_insert(self._id, operator.index(index), encode(value))

    def pop(self, index: int = -1) -> Any:
        try:
            return decode(list_remove(self._id, operator.index(index)))
        except HostError as error:
            empty = error.kind == "out-of-range" and error.value[1] == 0
            raise _translated(error, "pop from empty list" if empty else "pop index out of range") from None

    def remove(self, value: Any) -> None:
        content = self.copy()
        if value not in content:
            raise ValueError("list.remove(x): x not in list")
        del self[content.index(value)]

    def index(self, value: Any, *bounds: int) -> int:
        return self.copy().index(value, *bounds)

    def count(self, value: Any) -> int:
        return self.copy().count(value)

    @asks
    def clear(self) -> None:
        list_clear(self._id)

    def reverse(self) -> None:
        self._become(self.copy()[::-1])

    def sort(self, *, key: Any = None, reverse: bool = False) -> None:
        self._become(sorted(self.copy(), key=key, reverse=reverse))

    @asks
    def _become(self, content: list) -> None:
        """Makes the list this one with the least changes, so that no element is ever missing meanwhile that stays."""
        old = [encode(value) for value in decode(list_snapshot(self._id))]
        new = [encode(value) for value in content]
        shorter = min(len(old), len(new))
        start = 0
        while start < shorter and old[start] == new[start]:
            start += 1
        end = 0
        while end < shorter - start and old[-1 - end] == new[-1 - end]:
            end += 1
        old, new = old[start : len(old) - end], new[start : len(new) - end]
        for place in range(min(len(old), len(new))):
            if old[place] != new[place]:
                list_set(self._id, start + place, new[place])
        if len(new) > len(old) and not end:
            list_extend(self._id, "[" + ",".join(new[len(old) :]) + "]")
        elif len(new) > len(old):
            for place in range(len(old), len(new)):
                list_insert(self._id, start + place, new[place])
        for _ in range(len(old) - len(new)):
            list_remove(self._id, start + len(new))


def _translated(error: HostError, out_of_range: str) -> Exception:
    return IndexError(out_of_range) if error.kind == "out-of-range" else translated(error)
