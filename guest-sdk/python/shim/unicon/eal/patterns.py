"""Regular expressions of Python, for the host's engine, which is Rust's `regex`.

They are nearly the same language. What scripts write otherwise is rewritten; what the host's engine has not (looking
ahead and behind, back references) is an error here already, with the pattern in its text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from unicon.core.errors import StatementValidationError

_LOOK = re.compile(r"\(\?(?:=|!|<=|<!|>|\(|P=)")

# Devices speak ASCII, and the host bounds what a pattern may take: the letters of all languages are too much.
_SMALL = {"w": "0-9A-Za-z_", "d": "0-9"}

_LINE_END = re.compile(r"(?:\\r|\r)[?*+]?(?:\\n|\n)?")


@lru_cache(maxsize=256)
def for_host(pattern: str) -> str:
    """The pattern as the host takes it. As in Unicon `.` fits ends of lines too, and `^` is the beginning of all that
    was said.

    StatementValidationError if it is no pattern, or one that the host's engine has not.
    """
    try:
        re.compile(pattern)
    except (re.error, TypeError, OverflowError, RecursionError) as error:
        raise StatementValidationError(f"invalid pattern {pattern!r}: {error}") from error
    result, place, in_class = ["(?s)"], 0, False
    while place < len(pattern):
        char = pattern[place]
        if not in_class and (end := _LINE_END.match(pattern, place)):
            # The host has made one character of every end of line.
            result.append("\\n")
            place = end.end()
            continue
        if char == "\\":
            result.append(_escape(pattern, pattern[place + 1 : place + 2], in_class))
            place += 2
            continue
        if in_class:
            in_class = char != "]"
            # In the host's engine classes nest, and two of these in a row are operators.
            result.append("\\" + char if char in "[&~" else char)
        elif char == "[":
            in_class = True
            opening = re.match(r"\[\^?\]?", pattern[place:])[0]
            result.append(opening.replace("]", "\\]"))
            place += len(opening)
            continue
        elif char == "(" and (look := _LOOK.match(pattern, place)):
            raise _not_there(pattern, look[0])
        elif char == "$" and place + 1 == len(pattern):
            # Python's fits before an end of line at the end, too.
            result.append(r"\n?\z")
        elif char == "{" and (counted := re.match(r"\{,(\d+)\}", pattern[place:])):
            result.append(f"{{0,{counted[1]}}}")
            place += len(counted[0])
            continue
        elif char == "{" and not re.match(r"\{\d+(?:,\d*)?\}", pattern[place:]) or char == "}" and not _counts(result):
            result.append("\\" + char)
        else:
            result.append(char)
        place += 1
    return "".join(result)


def _counts(written: list[str]) -> bool:
    """Whether the brace that closes here is a count's."""
    return re.search(r"(?<!\\)\{\d+(?:,\d*)?\Z", "".join(written[-24:])) is not None


def _escape(pattern: str, char: str, in_class: bool) -> str:
    if char == "Z" and not in_class:
        return r"\z"
    if char == "b" and in_class:
        return r"\x08"
    if char.isdigit() and not in_class and char != "0":
        raise _not_there(pattern, "\\" + char)
    if char == "0":
        return r"\x00"
    if char in _SMALL:
        return _SMALL[char] if in_class else f"[{_SMALL[char]}]"
    if char.isalnum():
        return "\\" + char
    # What is nothing special is written without the escape, in which the host's engine may see something.
    return "\\" + char if char in r"\.+*?()|[]{}^$#&-~" else char


def _not_there(pattern: str, what: str) -> StatementValidationError:
    return StatementValidationError(
        f"the pattern {pattern!r} cannot be used: the host matches what devices say in linear time, and has no {what} "
        "(looking ahead and behind, back references)"
    )
