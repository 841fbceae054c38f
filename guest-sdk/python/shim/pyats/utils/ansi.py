"""Escape sequences of terminals."""

from __future__ import annotations

import re

ESCAPE_SEQUENCE = re.compile(r"(\x9B|\x1B\[)[0-?]*[ -\/]*[@-~]")


def escape(line: str) -> str:
    """The line without escape sequences."""
    return ESCAPE_SEQUENCE.sub("", line)
