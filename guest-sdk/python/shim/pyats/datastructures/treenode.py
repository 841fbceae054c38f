"""A tree that prints as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


class TreeNode:
    """A node with its `name` and its `children`, which may be nodes or anything that has a string form."""

    def __init__(self, name: str, children: Iterable[Any] | None = None) -> None:
        self.name = name
        self.children = list(children or ())

    def add_child(self, item: Any) -> None:
        self.children.append(item)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from str(self.name).splitlines() or [""]
        for place, child in enumerate(self.children, 1):
            last = place == len(self.children)
            head, rest = ("`-- ", "    ") if last else ("|-- ", "|   ")
            lines = child._lines() if isinstance(child, TreeNode) else str(child).splitlines() or [""]
            for line in lines:
                yield head + line
                head = rest
