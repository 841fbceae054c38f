"""A list that does not keep what is in it alive."""

from __future__ import annotations

import weakref
from collections import UserList
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class WeakList(UserList):
    """Items leave the list when nothing else holds them.

    `data` has the weak references; items must support them.
    """

    __hash__ = None

    def __init__(self, items: Iterable[Any] = ()) -> None:
        super().__init__()
        self.extend(items)

    def _ref(self, item: Any) -> weakref.ref:
        return weakref.ref(item, self._forget)

    def _forget(self, gone: weakref.ref) -> None:
        self.data[:] = [ref for ref in self.data if ref is not gone]

    def __contains__(self, item: Any) -> bool:
        return any(each == item for each in self)

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(item for item in (ref() for ref in self.data[index]) if item is not None)
        return self.data[index]()

    def __setitem__(self, index: int | slice, item: Any) -> None:
        self.data[index] = [self._ref(each) for each in item] if isinstance(index, slice) else self._ref(item)

    def __iter__(self) -> Iterator[Any]:
        return (item for item in [ref() for ref in self.data] if item is not None)

    def __reversed__(self) -> Iterator[Any]:
        return iter(list(self)[::-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (WeakList, list)) and list(self) == list(other)

    def __add__(self, item: Any) -> WeakList:
        if not isinstance(item, WeakList):
            raise TypeError(f'can only concatenate WeakList (not "{type(item).__name__}") to WeakList')
        return type(self)([*self, *item])

    def __iadd__(self, items: Iterable[Any]) -> WeakList:
        self.extend(items)
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"

    __str__ = __repr__

    def append(self, item: Any) -> None:
        self.data.append(self._ref(item))

    def extend(self, items: Iterable[Any]) -> None:
        for item in list(items):
            self.append(item)

    def insert(self, index: int, item: Any) -> None:
        self.data.insert(index, self._ref(item))

    def pop(self, index: int = -1) -> Any:
        return self.data.pop(index)()

    def remove(self, item: Any) -> None:
        del self.data[self.index(item)]

    def index(self, item: Any, *args: int) -> int:
        return [ref() for ref in self.data].index(item, *args)

    def count(self, item: Any) -> int:
        return list(self).count(item)

    def sort(self, key: Callable[[Any], Any] | None = None, reverse: bool = False) -> None:
        self.data[:] = [self._ref(item) for item in sorted(self, key=key, reverse=reverse)]
