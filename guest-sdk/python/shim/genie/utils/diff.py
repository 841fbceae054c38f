"""What is different between two nested structures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .config import Config

_CONTAINERS = (dict, list, tuple)
_MODES = (None, "add", "remove", "modified")


class DiffItem:
    """The difference at one key of the top: the lines that show it."""

    def __init__(self, key: Any, lines: list[str]) -> None:
        self.key = key
        self.lines = lines

    def __str__(self) -> str:
        return "\n".join(self.lines)


class AddedItem(DiffItem):
    """Only the second has it."""


class RemovedItem(DiffItem):
    """Only the first has it."""


class ModifiedItem(DiffItem):
    """Both have it, and it is not the same."""


class Diff:
    """The differences of two dictionaries, lists, Configs or objects.

    After `findDiff()` the text is `str(diff)`, and `diffs` the list.

    `mode` (add, remove, modified) keeps only what is new, gone or changed; `exclude` names keys that do not
    count, as they are or, in parentheses, as regular expressions; with `list_order` the order of lists does
    not matter; with `verbose` what is equal beside a difference in a list is shown too.
    """

    allowed_mode = list(_MODES)

    def __init__(
        self,
        obj1: Any,
        obj2: Any,
        mode: str | None = None,
        exclude: Any = None,
        verbose: bool = False,
        list_order: bool = False,
    ) -> None:
        if mode not in _MODES:
            raise ValueError(f"{mode!r} is not a supported mode: there are {_MODES}")
        for each in (obj1, obj2):
            if not isinstance(each, (*_CONTAINERS, Config)) and not hasattr(each, "__dict__"):
                raise TypeError(f"Type {type(each)} is not supported")
        self.obj1 = obj1
        self.obj2 = obj2
        self.mode = mode
        self.exclude = [exclude] if isinstance(exclude, str) else list(exclude or ())
        self.verbose = verbose
        self.list_order = list_order
        self.diffs: list[DiffItem] = []
        self._colon = "" if isinstance(obj1, Config) and isinstance(obj2, Config) else ":"

    def findDiff(self) -> None:  # noqa: N802 - the name that scripts use
        """Finds the differences."""
        first, second = _members(self.obj1), _members(self.obj2)
        first = {key: value for key, value in first.items() if not self._excluded(key)}
        second = {key: value for key, value in second.items() if not self._excluded(key)}
        added = [AddedItem(key, self._leaf("+", 0, key, second[key])) for key in second if key not in first]
        removed = [
            RemovedItem(key, self._leaf("-", 0, key, first[key])) for key in first if key not in second
        ]
        changed = []
        for key in sorted((key for key in first if key in second), key=str):
            lines = list(self._between(0, key, first[key], second[key]))
            if lines:
                changed.append(ModifiedItem(key, lines))
        self.diffs = [
            *(added if self._shows("add") else ()),
            *(removed if self._shows("remove") else ()),
            *changed,
        ]

    def diff_string(self, diff_type: str) -> str:
        """What is new (`+`) or gone (`-`) at the top, as lines of a configuration."""
        kind, values = (AddedItem, self.obj2) if diff_type == "+" else (RemovedItem, self.obj1)
        values = _members(values)
        return "\n".join(
            line
            for item in self.diffs
            if isinstance(item, kind)
            for line in _plain(item.key, values[item.key], 0)
        )

    def _shows(self, mode: str) -> bool:
        return self.mode is None or self.mode == mode

    def _excluded(self, key: Any) -> bool:
        for each in self.exclude:
            if each == key:
                return True
            if (
                isinstance(each, str)
                and each.startswith("(")
                and each.endswith(")")
                and re.fullmatch(each, str(key))
            ):
                return True
        return False

    def _between(self, depth: int, key: Any, one: Any, two: Any) -> Iterator[str]:
        """The lines for a key that both have."""
        if self.list_order and isinstance(one, list) and isinstance(two, list):
            one, two = sorted(one, key=repr), sorted(two, key=repr)
        if _equal(one, two):
            return
        comparable = type(one) is type(two) and (isinstance(one, _CONTAINERS) or hasattr(one, "__dict__"))
        if not comparable:
            if self._shows("modified"):
                yield from self._leaf("-", depth, key, one)
                yield from self._leaf("+", depth, key, two)
            return
        inner = list(self._inside(depth + 1, _members(one), _members(two), isinstance(one, (list, tuple))))
        if inner:
            yield f" {' ' * depth}{key}{self._colon}"
            yield from inner

    def _inside(self, depth: int, one: dict, two: dict, is_list: bool) -> Iterator[str]:
        for key, value in one.items():
            if self._excluded(key):
                continue
            if key not in two:
                if self._shows("remove"):
                    yield from self._leaf("-", depth, key, value)
            elif self.verbose and is_list and _equal(value, two[key]):
                yield from self._leaf(" ", depth, key, value)
            else:
                yield from self._between(depth, key, value, two[key])
        if self._shows("add"):
            for key, value in two.items():
                if key not in one and not self._excluded(key):
                    yield from self._leaf("+", depth, key, value)

    def _leaf(self, sign: str, depth: int, key: Any, value: Any) -> list[str]:
        """The lines of a value and all in it."""
        start = f"{sign}{' ' * depth}{key}"
        if not isinstance(value, _CONTAINERS):
            return [f"{start}: {value}"]
        lines = [f"{start}{self._colon}"]
        for inner, each in _members(value).items():
            if not self._excluded(inner):
                lines += self._leaf(sign, depth + 1, inner, each)
        return lines

    def __str__(self) -> str:
        return "\n".join(str(item) for item in self.diffs)


def _members(value: Any) -> dict:
    if isinstance(value, Config):
        return value.config
    if isinstance(value, dict):
        return value
    if isinstance(value, (list, tuple)):
        return {f"index[{index}]": each for index, each in enumerate(value)}
    return {name: each for name, each in vars(value).items() if not name.startswith("_")}


def _equal(one: Any, two: Any) -> bool:
    return (type(one) is type(two) and one == two) or one is two


def _plain(key: Any, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, _CONTAINERS):
        yield f"{' ' * depth}{key}"
        for inner, each in _members(value).items():
            yield from _plain(inner, each, depth + 1)
    else:
        yield f"{' ' * depth}{key} {value}"
