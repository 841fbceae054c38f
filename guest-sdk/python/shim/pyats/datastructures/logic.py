"""And, Or, Not over strings: what `uids=`, `groups=` and `--task-uids` choose with (SPEC 6, 8).

A term is a regular expression, searched for in every item, or something to call with an item; a nested
expression is called with all items. Items that are no strings are searched in the form `str()` gives them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

__all__ = ["And", "Or", "Not"]


class BaseLogic:
    """What the three have in common.

    `expressions` holds compiled patterns, callables and nested expressions.
    """

    __hash__ = None

    def __init__(self, *expressions: str | Callable[..., Any]) -> None:
        self.expressions: list[Any] = []
        for expression in expressions:
            if isinstance(expression, str):
                self.expressions.append(re.compile(expression))
            elif callable(expression):
                self.expressions.append(expression)
            else:
                raise TypeError(
                    f"Expression only accepts str and callable. Got: {expression!r} ({type(expression)})"
                )

    def __call__(self, *items: Any) -> bool:
        raise NotImplementedError(f"{type(self).__name__} does not say how it chooses")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.expressions == other.expressions

    def __repr__(self) -> str:
        terms = (
            f"'{term.pattern}'" if isinstance(term, re.Pattern) else repr(term) for term in self.expressions
        )
        return f"{type(self).__name__}({', '.join(terms)})"

    __str__ = __repr__


def _holds(term: Any, items: tuple) -> bool:
    if isinstance(term, BaseLogic):
        return bool(term(*items))
    if isinstance(term, re.Pattern):
        return any(term.search(item if isinstance(item, str) else str(item)) for item in items)
    return any(term(item) for item in items)


class And(BaseLogic):
    """True when every term is found in at least one of the items."""

    def __call__(self, *items: Any) -> bool:
        return all(_holds(term, items) for term in self.expressions)


class Or(BaseLogic):
    """True when any term is found in at least one of the items."""

    def __call__(self, *items: Any) -> bool:
        return any(_holds(term, items) for term in self.expressions)


class Not(BaseLogic):
    """True when none of the terms is found in any of the items."""

    def __call__(self, *items: Any) -> bool:
        return not any(_holds(term, items) for term in self.expressions)


_NAMES = {"And": And, "Or": Or, "Not": Not}


def logic_str(string: str) -> BaseLogic:
    """The expression that a command line's text stands for, as `Or('one', Not('two.*'))`, also URL-encoded.

    Only And, Or, Not and string literals are understood; nothing is evaluated. ValueError for anything else.
    """
    try:
        # A shell may have left a line break before or after it.
        expression = ast.parse(unquote(string).strip(), mode="eval").body
        return _build(expression)
    except (
        SyntaxError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
        MemoryError,
        re.error,
    ) as error:
        raise ValueError(f"Not a properly formatted logic string: {string}") from error


def _build(node: ast.expr) -> BaseLogic:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords):
        raise ValueError("not And(…), Or(…) or Not(…)")
    logic = _NAMES.get(node.func.id)
    if logic is None:
        raise ValueError(f"no such expression: {node.func.id}")
    return logic(*(_term(argument) for argument in node.args))


def _term(node: ast.expr) -> str | BaseLogic:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return _build(node)
