"""A nested dictionary as a flat list of paths and values, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class DictItem(NamedTuple):
    path: tuple
    value: Any


class IndexMarker:
    """In a path: the place in a list or tuple."""

    def __init__(self, type_: type, index: int) -> None:
        self.type_ = type_
        self.index = index

    def __repr__(self) -> str:
        return f"{self.type_.__name__}[{self.index}]"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IndexMarker) and (self.type_, self.index) == (other.type_, other.index)

    def __hash__(self) -> int:
        return hash((self.type_, self.index))


class ListDict(list):
    """`ListDict({'a': {'b': 1}})` is `[DictItem(path=('a', 'b'), value=1)]`; `reconstruct()` gives the
    dictionary back.
    """

    def __init__(self, *args: Any) -> None:
        if len(args) == 1 and isinstance(args[0], Mapping):
            super().__init__(self.__flatten__(args[0]))
        else:
            super().__init__(*args)

    @staticmethod
    def __flatten__(indict: Any, path: tuple | None = None) -> Iterator[DictItem]:
        path = path or ()
        if isinstance(indict, Mapping) and indict:
            members = indict.items()
        elif type(indict) in (list, tuple) and indict:
            members = ((IndexMarker(type(indict), index), value) for index, value in enumerate(indict))
        else:
            yield DictItem(path, indict)
            return
        for key, value in members:
            yield from ListDict.__flatten__(value, (*path, key))

    @staticmethod
    def _item(item: Any) -> DictItem:
        if isinstance(item, tuple) and len(item) == 2:
            return DictItem(*item)
        raise ValueError("ListDict only accepts a tuple of path/obj")

    def __setitem__(self, index: Any, item: Any) -> None:
        if isinstance(index, slice):
            super().__setitem__(index, [self._item(each) for each in item])
        else:
            super().__setitem__(index, self._item(item))

    def append(self, item: tuple) -> None:
        super().append(self._item(item))

    def extend(self, items: Any) -> None:
        super().extend([self._item(item) for item in items])

    def insert(self, index: int, item: tuple) -> None:
        super().insert(index, self._item(item))

    def reconstruct(self) -> dict:
        """The dictionary that the paths describe; of two values for one path the last wins."""
        root: dict = {}
        for path, value in self:
            node = root
            for key in path[:-1]:
                node = node.setdefault(key, {})
            node[path[-1]] = value
        return _with_sequences(root)


def _with_sequences(node: Any) -> Any:
    """Dictionaries whose keys are places in a list or tuple become one."""
    if type(node) is not dict:
        return node
    node = {key: _with_sequences(value) for key, value in node.items()}
    first = next(iter(node), None)
    if not isinstance(first, IndexMarker) or not all(isinstance(key, IndexMarker) for key in node):
        return node
    return first.type_(node[key] for key in sorted(node, key=lambda key: key.index))
