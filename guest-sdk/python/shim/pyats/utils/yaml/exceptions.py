"""What is wrong with a YAML file."""

from __future__ import annotations

from typing import Any


class LoadError(Exception):
    """It cannot be read, or is no YAML of a dictionary."""


class MarkupError(Exception):
    """A markup in it cannot be resolved. `index` is the path of keys to it."""

    def __init__(self, index: Any, markup: str, why: str = "") -> None:
        self.index = list(index)
        self.markup = markup
        text = f"Caught error while processing markups: \nIndex:  {self.index}\nMarkup: {markup}\n"
        super().__init__(f"{text}Reason: {why}\n" if why else text)
