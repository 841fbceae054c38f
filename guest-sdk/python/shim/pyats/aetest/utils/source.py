"""Where functions and classes are written: file, first line (decorators included) and the SHA-256 of their text (SPEC 3.4).

`inspect.getsource` would tokenize the text; this takes the end from the compiled code, and is asked for every
section that runs.
"""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from types import CodeType
from typing import Any

Place = tuple[str, int, "str | None"]

_HEADER = re.compile(r"\s*(?:async\s+def|def|class)\b|.*\blambda\b")
_NOWHERE: Place = ("", 0, None)
_functions: dict[tuple[str, int], Place] = {}
_classes: dict[type, Place] = {}
_files: dict[str, list[str]] = {}


def function_source(function: Any) -> Place:
    """The place of a function or method; of one under decorators, that of the function within."""
    code = _code(function)
    if code is None:
        return _NOWHERE
    file, first = where = (code.co_filename, code.co_firstlineno)
    place = _functions.get(where)
    if place is None:
        place = _functions[where] = _place(file, _lines(file), first, _last_line(code))
    return place


def class_source(cls: type) -> Place:
    """The place of a class; line 0 for one that no `class` statement made."""
    place = _classes.get(cls)
    if place is None:
        place = _classes[cls] = _class_place(cls)
    return place


def _lines(file: str) -> list[str]:
    """The lines of a file, read once; none of one that cannot be read."""
    lines = _files.get(file)
    if lines is None:
        try:
            # Not by linecache, which looks for an encoding first and so takes twice as long.
            with open(file, encoding="utf-8", errors="replace") as text:
                lines = text.readlines()
        except OSError:
            lines = []
        _files[file] = lines
    return lines


def _code(function: Any) -> CodeType | None:
    function = getattr(function, "__func__", function)
    # Bounded: decorators could wrap each other in a circle.
    for _ in range(100):
        within = getattr(function, "__wrapped__", None)
        if within is None:
            break
        function = getattr(within, "__func__", within)
    code = getattr(function, "__code__", None)
    return code if isinstance(code, CodeType) else None


def _class_place(cls: type) -> Place:
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if file is None:
        return _NOWHERE
    lines = _lines(file)
    codes = [
        code
        for value in list(vars(cls).values())
        if (code := _code(value.fget if isinstance(value, property) else value)) is not None
        and code.co_filename == file
        and code.co_qualname.startswith(cls.__qualname__ + ".")
    ]
    first = _class_line(cls, lines, min((code.co_firstlineno for code in codes), default=len(lines)))
    if not first:
        return (file, 0, None)
    return _place(file, lines, first, max((_last_line(code) for code in codes), default=first))


def _class_line(cls: type, lines: list[str], before: int) -> int:
    """The line of a class's first decorator or of its `class`, or 0."""
    first = vars(cls).get("__firstlineno__")
    if first is not None:
        return first
    # Before Python 3.13 a class does not know: the last such statement before its first method.
    statement = re.compile(rf"(\s*)class\s+{re.escape(cls.__name__)}\b")
    for number in range(min(before, len(lines)), 0, -1):
        found = statement.match(lines[number - 1])
        if found:
            # Its decorators, as far as each is on a line of its own.
            while number > 1 and lines[number - 2].startswith(found[1] + "@"):
                number -= 1
            return number
    return 0


def _last_line(code: CodeType) -> int:
    """The last line that a function's code comes from, that of functions inside it included."""
    last = code.co_firstlineno
    for _, end, _, _ in code.co_positions():
        if end is not None and end > last:
            last = end
    for inner in code.co_consts:
        if type(inner) is CodeType:
            last = max(last, _last_line(inner))
    return last


def _place(file: str, lines: list[str], first: int, last: int) -> Place:
    """The block that begins at `first` and reaches at least to `last`.

    What follows and is further in belongs to it.
    """
    if not 0 < first <= len(lines):
        return (file, first, None)
    depth = _depth(lines[first - 1])
    end = last = min(max(first, last), len(lines))
    # Code of which nothing is left but its first line (only a docstring) may end among its decorators.
    headed = any(_HEADER.match(line) for line in lines[first - 1 : last])
    for number in range(last, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        if _depth(line) <= depth and headed and not line.lstrip().startswith((")", "]", "}")):
            break
        headed = headed or _HEADER.match(line) is not None
        end = number + 1
    return (file, first, sha256("".join(lines[first - 1 : end]).encode("utf-8", "replace")).hexdigest())


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
