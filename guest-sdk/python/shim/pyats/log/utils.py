"""Banners, titles and lengths of log files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import Any, NamedTuple, TextIO

__all__ = [
    "banner",
    "ExtendableFormatter",
    "title",
    "str_shortener",
    "get_file_length",
    "get_max_file_length",
    "ReportingLogFile",
]


def banner(
    text: str,
    width: int = 80,
    padding: int = 8,
    h_margin: str = "-",
    v_margin: str = "|",
    align: str = "center",
) -> str:
    """`text` in a frame `width` columns wide; longer lines are cut where the room ends, empty ones dropped.

    `padding` is the blank room kept free beside the text, both sides together. `align` is left, right or else
    the middle.
    """
    _one_column("h_margin", h_margin)
    _one_column("v_margin", v_margin)
    room = width - padding - 2
    if room <= 0:
        raise ValueError(
            f"The width of the banner is {width}, with a padding of size {padding + 2}. The padding is too big for the width of "
            "the banner. +2 to the padding has been added for the horizontal margin"
        )
    edge = f"+{h_margin * (width - 2)}+"
    lines = (
        v_margin + _aligned(part, width - 2, padding, " ", align) + v_margin for part in _parts(text, room)
    )
    return "\n".join((edge, *lines, edge))


def title(text: str, width: int = 80, padding: int = 2, margin: str = "=", align: str = "center") -> str:
    """`text` in the middle of a line of `margin`s, `width` columns wide; a longer one becomes several such
    lines.
    """
    _one_column("margin", margin)
    room = width - padding
    if room <= 0:
        raise ValueError(
            f"The width of the title is {width}, with a padding of size {padding}. The padding is too big for the width of the title. "
        )
    return "\n".join(_aligned(part, width, padding, margin, align) for part in _parts(text, room))


def _one_column(name: str, value: str) -> None:
    if len(value) != 1:
        raise ValueError(
            f"The size of {name} must be of size 1. {value} is not of size 1 but of size {len(value)}"
        )


def _parts(text: str, room: int) -> Iterator[str]:
    for line in text.splitlines():
        for start in range(0, len(line), room):
            yield line[start : start + room]


def _aligned(part: str, width: int, padding: int, fill: str, align: str) -> str:
    left = padding // 2
    right = padding - left
    if align == "left":
        return fill * left + part.ljust(width - left, fill)
    if align == "right":
        return part.rjust(width - right, fill) + fill * right
    return part.center(width, fill)


def str_shortener(text: str, limit: int = 80, subst: str = "...") -> str:
    """`text`, cut to `limit` characters with `subst` at its end when it is longer."""
    if len(text) <= limit:
        return text
    return text[: max(1, limit - len(subst))] + subst


class FileLengths(NamedTuple):
    bytes: int
    lines: int


class FileRegion(NamedTuple):
    begin_bytes: int
    size_bytes: int
    begin_lines: int
    size_lines: int


def get_file_length(file_name: str) -> FileLengths:
    """The bytes of a file and the line breaks in it."""
    size = lines = 0
    with open(file_name, "rb") as file:
        while block := file.read(1 << 16):
            size += len(block)
            lines += block.count(b"\n")
    return FileLengths(size, lines)


def get_max_file_length(dir_name: str) -> int:
    """The longest file name that the file system of a directory takes."""
    try:
        return os.pathconf(dir_name, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):
        return 255


class ReportingLogFile:
    """A log file and how long it was when this was made:

    `after - before` is the region written in between.
    """

    def __init__(self, file_: TextIO, filename: str | None = None) -> None:
        self.file_ = file_
        self.name = filename or file_.name
        self.dirname, self.basename = os.path.split(self.name)
        self.flush()
        self.file_length = get_file_length(self.name)

    def flush(self) -> None:
        if self.file_ is not None and not self.file_.closed:
            self.file_.flush()

    def __sub__(self, other: ReportingLogFile) -> FileRegion:
        end, begin = self.file_length, other.file_length
        return FileRegion(begin.bytes, end.bytes - begin.bytes, begin.lines, end.lines - begin.lines)

    def get_summary(self, file_region: FileRegion) -> dict[str, Any]:
        """The region as `results.json` has it (SPEC 3.4, `logs`)."""
        return {
            "file": self.basename,
            "begin": file_region.begin_bytes,
            "size": file_region.size_bytes,
            "begin_lines": file_region.begin_lines,
            "size_lines": file_region.size_lines,
        }


class ExtendableFormatter(argparse.RawTextHelpFormatter):
    """Help for argparse that other modules add usage lines and help texts to, by the lists `usages` and
    `helps`.
    """

    usages: list[str] = []
    helps: list[str] = []

    def _format_usage(self, *args: Any) -> str:
        return (
            super()._format_usage(*args).rstrip("\n")
            + "".join(f"\n{usage}" for usage in self.usages)
            + "\n\n"
        )

    def format_help(self) -> str:
        return super().format_help() + "".join(f"{text}\n" for text in self.helps)
