"""A dictionary in an order of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any


class OrderableDict(MutableMapping):
    """Keeps its items in the order they came, or where `insert` and `move` put them.

    Equal to others with the same items in the same order.
    """

    __hash__ = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._data: dict[Any, Any] = {}
        self._order: list[Any] = []
        self.update(*args, **kwargs)

    def __getitem__(self, name: Any) -> Any:
        return self._data[name]

    def __setitem__(self, name: Any, value: Any) -> None:
        if name not in self._data:
            self._order.append(name)
        self._data[name] = value

    def __delitem__(self, name: Any) -> None:
        del self._data[name]
        self._order.remove(name)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._order))

    def __len__(self) -> int:
        return len(self._order)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OrderableDict) and self.items() == other.items()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.items()!r})"

    def insert(self, key: Any, value: Any, position: int) -> None:
        """Adds a new item at a position; KeyError if the key is there already."""
        if key in self._data:
            raise KeyError(f"{key} already exists")
        self._order.insert(position, key)
        self._data[key] = value

    def move(self, key: Any, position: int) -> None:
        """Takes an item to another position."""
        if key not in self._data:
            raise KeyError(key)
        self._order.remove(key)
        self._order.insert(position, key)

    def keys(self) -> list[Any]:
        return list(self._order)

    def values(self) -> list[Any]:
        return [self._data[name] for name in self._order]

    def items(self) -> list[tuple[Any, Any]]:
        return [(name, self._data[name]) for name in self._order]

    def update(self, *args: Any, **kwargs: Any) -> None:
        if args and isinstance(args[0], OrderableDict):
            args = (args[0].items(), *args[1:])
        for name, value in dict(*args, **kwargs).items():
            self[name] = value

    def clear(self) -> None:
        self._data.clear()
        self._order.clear()

    def copy(self) -> OrderableDict:
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable: Iterable[Any], value: Any = None) -> OrderableDict:
        return cls((name, value) for name in iterable)
