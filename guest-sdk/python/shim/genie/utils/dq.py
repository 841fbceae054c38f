"""Queries of nested dictionaries."""

from __future__ import annotations

import ast
import operator as _operators
import re
from collections.abc import Callable, Iterator
from typing import Any

from pyats.datastructures.listdict import DictItem, IndexMarker, ListDict

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "==": _operators.eq,
    "!=": _operators.ne,
    "<": _operators.lt,
    "<=": _operators.le,
    ">": _operators.gt,
    ">=": _operators.ge,
}
_QUERIES = frozenset(
    "contains not_contains contains_key_value not_contains_key_value value_operator sum_value_operator get_values raw count reconstruct".split()
)


class Dq:
    """The values of a nested dictionary with the paths to them; each query gives those that fit, as another
    Dq.

    `Dq(parsed).contains('up').get_values('interfaces')`. With `regex=True` a text must match as a whole.
    """

    __hash__ = None

    def __init__(self, var: Any = None) -> None:
        self.var = var
        self.paths = ListDict(var) if isinstance(var, dict) else ListDict(var or ())

    def _of(self, paths: list[DictItem]) -> Dq:
        result = type(self)()
        result.var = self.var
        list.extend(result.paths, paths)
        return result

    def contains(
        self,
        value: Any,
        regex: bool = False,
        level: int | None = None,
        ignore_case: bool = False,
        **kwargs: Any,
    ) -> Dq:
        """The values that are this one, or whose path has it.

        With `level` all values below the first `level` keys of such a path.
        """
        return self._of(self._containing(value, regex, level, ignore_case))

    def not_contains(
        self,
        value: Any,
        regex: bool = False,
        level: int | None = None,
        ignore_case: bool = False,
        **kwargs: Any,
    ) -> Dq:
        """The others."""
        return self._others(self._containing(value, regex, level, ignore_case))

    def _containing(self, value: Any, regex: bool, level: int | None, ignore_case: bool) -> list[DictItem]:
        matches = _matcher(value, regex, ignore_case)
        found = [item for item in self.paths if any(matches(each) for each in (*item.path, item.value))]
        if not level:
            return found
        above = {item.path[:level] for item in found}
        return [item for item in self.paths if any(item.path[: len(path)] == path for path in above)]

    def contains_key_value(
        self,
        key: Any,
        value: Any,
        key_regex: bool = False,
        value_regex: bool = False,
        ignore_case_key: bool = False,
        ignore_case_value: bool = False,
        **kwargs: Any,
    ) -> Dq:
        """The values whose path has this key, followed by this value or key."""
        return self._of(
            self._key_value(key, value, key_regex, value_regex, ignore_case_key, ignore_case_value)
        )

    def not_contains_key_value(
        self,
        key: Any,
        value: Any,
        key_regex: bool = False,
        value_regex: bool = False,
        ignore_case_key: bool = False,
        ignore_case_value: bool = False,
        **kwargs: Any,
    ) -> Dq:
        """The others."""
        return self._others(
            self._key_value(key, value, key_regex, value_regex, ignore_case_key, ignore_case_value)
        )

    def _key_value(
        self,
        key: Any,
        value: Any,
        key_regex: bool,
        value_regex: bool,
        ignore_case_key: bool,
        ignore_case_value: bool,
    ) -> list[DictItem]:
        is_key = _matcher(key, key_regex, ignore_case_key)
        is_value = _matcher(value, value_regex, ignore_case_value)
        return [
            item
            for item in self.paths
            if any(
                is_key(one) and is_value(next_) for one, next_ in zip(item.path, (*item.path[1:], item.value))
            )
        ]

    def _others(self, found: list[DictItem]) -> Dq:
        left_out = {id(item) for item in found}
        return self._of([item for item in self.paths if id(item) not in left_out])

    def value_operator(self, key: Any, operator: str, value: Any) -> Dq:
        """The values of this key that compare so as numbers: `value_operator('mtu', '>=', 1500)`."""
        compare = _operator(operator)
        return self._of(
            [
                item
                for item in self.paths
                if item.path[-1] == key and compare(_number(item.value), _number(value))
            ]
        )

    def sum_value_operator(self, key: Any, operator: str, value: Any) -> Dq:
        """The sum of the values of this key, if it compares so."""
        total = sum(_number(item.value) for item in self.paths if item.path[-1] == key)
        return self._of([DictItem((key,), total)] if _operator(operator)(total, _number(value)) else [])

    def get_values(self, key: Any, index: int | None = None, **kwargs: Any) -> Any:
        """What is below this key: keys, each once, or values.

        `'[n]'` stands for the n-th keys. With `index` one of them; [] if it is not there.
        """
        values: list[Any] = []
        lists: dict[tuple, list[DictItem]] = {}
        nth = re.fullmatch(r"\[(-?\d+)\]", key) if isinstance(key, str) else None
        for item in self.paths:
            if nth is not None:
                place = int(nth[1])
                found = item.path[place : place + 1 or None]
                if found and found[0] not in values:
                    values.append(found[0])
                continue
            if key not in item.path:
                continue
            place = item.path.index(key)
            rest = item.path[place + 1 :]
            if not rest:
                values.append(item.value)
            elif isinstance(rest[0], IndexMarker):
                known = lists.setdefault(item.path[: place + 1], [])
                known.append(DictItem((key, *rest), item.value))
            elif rest[0] not in values:
                values.append(rest[0])
        for items in lists.values():
            flat = ListDict()
            list.extend(flat, items)
            values.extend(flat.reconstruct()[key])
        if index is None:
            return values
        try:
            return values[index]
        except IndexError:
            return []

    def raw(self, key: str) -> Any:
        """The value at a path, written as `'[interfaces][Gi1][status]'`; KeyError if there is none."""
        value = self.reconstruct()
        for part in re.findall(r"\[([^\]]*)\]", key):
            try:
                if isinstance(value, (list, tuple)):
                    value = value[int(part)]
                else:
                    value = value[part] if part in value else value[_literal(part)]
            except (KeyError, IndexError, TypeError, ValueError):
                raise KeyError(f"{part} does not exists in the dictionary") from None
        return value

    def count(self) -> int:
        """How many values there are."""
        return len(self.paths)

    def reconstruct(self) -> dict:
        """The values as a nested dictionary."""
        return self.paths.reconstruct()

    @staticmethod
    def query_validator(query: str) -> bool:
        """Whether a text is a query, as `str_to_dq_query` takes it."""
        try:
            _calls(query)
        except (ValueError, SyntaxError):
            return False
        return True

    @staticmethod
    def str_to_dq_query(output: dict, query: str) -> Any:
        """The result of a query given as text, `"contains('up').get_values('interfaces')"`; nothing else is
        evaluated.
        """
        result: Any = Dq(output)
        for name, args, kwargs in _calls(query):
            if not isinstance(result, Dq):
                raise ValueError(f"{name}() cannot be asked of {result!r}")
            result = getattr(result, name)(*args, **kwargs)
        return result

    def __iter__(self) -> Iterator[DictItem]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, key: Any) -> Any:
        return self.paths[key]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dq) and list(self.paths) == list(other.paths)

    def __repr__(self) -> str:
        return f"Dq(paths={list(self.paths)})"


def _matcher(value: Any, regex: bool, ignore_case: bool) -> Callable[[Any], bool]:
    if regex:
        pattern = re.compile(str(value), re.IGNORECASE if ignore_case else 0)
        return lambda each: not isinstance(each, IndexMarker) and pattern.fullmatch(str(each)) is not None
    if ignore_case and isinstance(value, str):
        folded = value.casefold()
        return lambda each: isinstance(each, str) and each.casefold() == folded
    return lambda each: each == value and not isinstance(each, IndexMarker)


def _operator(name: str) -> Callable[[float, float], bool]:
    if name not in _OPERATORS:
        raise ValueError(f"Operator {name} is not supported: there are {', '.join(_OPERATORS)}")
    return _OPERATORS[name]


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{value} must be a number") from None


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _calls(query: str) -> list[tuple[str, list, dict]]:
    """The calls of a query in their order. ValueError or SyntaxError for anything else."""
    node = ast.parse(f"_.{query}", mode="eval").body
    calls: list[tuple[str, list, dict]] = []
    while not isinstance(node, ast.Name):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _QUERIES
        ):
            raise ValueError(f"{query!r} is no query")
        args = [ast.literal_eval(each) for each in node.args]
        kwargs = {each.arg: ast.literal_eval(each.value) for each in node.keywords if each.arg is not None}
        calls.insert(0, (node.func.attr, args, kwargs))
        node = node.func.value
    return calls
