"""The order of a container's sections: that of the text, also of what is inherited (SPEC 8).

Here is said which of two is first; which functions are sections, `discovery` says.
"""

from __future__ import annotations

from typing import Any

from .base import TestableMeta
from .utils.source import function_source


class Place:
    """Where a section is written, as far as its order goes: at the uppermost class that it overrides.

    In one file the line counts, and of two files that of the base class comes first. So do pyATS' sections compare.
    """

    __slots__ = ("cls", "file", "line")

    def __init__(self, cls: type, name: str) -> None:
        owner, function = _defined(cls.__mro__, name)
        while True:
            above, overridden = _defined(owner.__mro__[1:], name)
            if not hasattr(overridden, "__testcls__"):
                break
            owner, function = above, overridden
        self.file, self.line, _ = function_source(function)
        # A mixin that is no section's class is neither above nor below others.
        self.cls = owner if isinstance(owner, TestableMeta) else Place

    def __lt__(self, other: Place) -> bool:
        if self.file == other.file:
            return self.line < other.line
        return issubclass(other.cls, self.cls)


def in_order(cls: type, names: list[str]) -> list[str]:
    """The names of a class's sections in the order in which they run.

    Places in several files are in no order that could be told without saying how it is sorted: from names in their
    order, by insertion as `list.sort` did it up to Python 3.12. Scripts then run in the order that pyATS gives them.
    """
    found: list[tuple[Place, str]] = [(Place(cls, name), name) for name in sorted(names)]
    run = _run(found)
    for at in range(run, len(found)):
        each = found.pop(at)
        low, high = 0, at
        while low < high:
            middle = (low + high) // 2
            if each[0] < found[middle][0]:
                high = middle
            else:
                low = middle + 1
        found.insert(low, each)
    return [name for _, name in found]


def _run(found: list[tuple[Place, str]]) -> int:
    """How many are in order at the beginning; those that are in reverse order are turned round."""
    if len(found) < 2:
        return len(found)
    descending = found[1][0] < found[0][0]
    run = 2
    while run < len(found) and (found[run][0] < found[run - 1][0]) == descending:
        run += 1
    if descending:
        found[:run] = reversed(found[:run])
    return run


def defined(cls: type, name: str) -> Any:
    """A class's attribute without calling a property's code, and without the class that it is bound to."""
    return _defined(cls.__mro__, name)[1]


def _defined(classes: tuple[type, ...], name: str) -> tuple[type, Any]:
    """The first of the classes that has an attribute in its body, and the attribute."""
    for each in classes:
        if name in vars(each):
            value = vars(each)[name]
            return each, value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
    return object, None
