"""Strings."""

from __future__ import annotations

import ast
from typing import Any
from urllib.parse import unquote


class force_lower_str(str):
    """A string in lower case."""

    def __new__(cls, arg: Any) -> force_lower_str:
        return super().__new__(cls, str(arg).lower())


class force_upper_str(str):
    """A string in upper case."""

    def __new__(cls, arg: Any) -> force_upper_str:
        return super().__new__(cls, str(arg).upper())


def decode_cli_string(value: Any) -> Any:
    """Text of a command line that may be URL-encoded; other values as they are."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return unquote(value) if isinstance(value, str) else value


def typecast_str(value: str) -> Any:
    """What a text looks like: a number, True, False or None; else the text."""
    text = value.strip()
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text.lower() == "none":
        return None
    try:
        number = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value
    return number if isinstance(number, (int, float)) else value


def wrap_split(str_to_wrap: str, sep: str = ".", width: int = 80) -> list[str]:
    """A text in lines of at most `width`, broken after separators where possible."""
    lines, line = [], ""
    pieces = str_to_wrap.split(sep)
    for index, piece in enumerate(pieces):
        piece = piece if index == len(pieces) - 1 else piece + sep
        if line and len(line) + len(piece) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line] if line else lines
