"""A property of a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class classproperty:
    """Decorator: a method that is read as an attribute, of the class and of its objects; it is given the
    class.
    """

    def __init__(self, func: Callable[[type], Any]) -> None:
        self.func = func
        self.__doc__ = func.__doc__

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        return self.func(type(obj) if owner is None else owner)
