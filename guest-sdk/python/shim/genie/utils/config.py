"""Configurations of devices as nested dictionaries."""

from __future__ import annotations

import re
from typing import Any

_LEFT_OUT = re.compile(r"\s*(!.*)?\Z")


class Config:
    """A configuration as text; `tree()` makes `config` of it, where the lines below a line are those that are
    indented more.
    """

    def __init__(
        self, output: str, exclude: list[str] | None = None, indent: int = 1, lstrip: bool = False
    ) -> None:
        self.output = output
        self.exclude = list(exclude or ())
        self.indent = indent
        self.lstrip = lstrip
        self.config: dict[str, Any] = {}

    def tree(self) -> None:
        """Reads the text.

        Empty lines and comments are left out, and lines that match an expression of `exclude`.
        """
        self.config = {}
        levels: list[tuple[int, dict[str, Any]]] = [(-1, self.config)]
        for line in self.output.splitlines():
            if _LEFT_OUT.match(line) or any(re.search(each, line) for each in self.exclude):
                continue
            text = line.strip()
            depth = 0 if self.lstrip else len(line) - len(line.lstrip())
            while levels[-1][0] >= depth:
                levels.pop()
            inner: dict[str, Any] = levels[-1][1].setdefault(text, {})
            levels.append((depth, inner))
