"""What `expect` gives back."""

from __future__ import annotations

import re
from typing import Any


class ExpectMatch:
    """What the device said, as far as a pattern fits it."""

    def __init__(self, last_match: Match, last_match_index: int) -> None:
        self.last_match = last_match
        self.last_match_index = last_match_index
        self.last_match_mode = None
        self.match_output = last_match.group()

    def __str__(self) -> str:
        return self.match_output

    def __repr__(self) -> str:
        return f"<unicon.eal.ExpectMatch match_output={self.match_output!r} >"


class Match:
    """The parts of an `re.Match` that are known of a match that the host has made.

    Of its place only that `string` is what had been said up to its end.
    """

    def __init__(self, pattern: str, before: str, groups: list[str | None]) -> None:
        self.re = re.compile(pattern, re.DOTALL)
        self.string = before + (groups[0] or "")
        self._groups = groups
        self._start = len(before)

    def _of(self, group: int | str) -> str | None:
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError("no such group")
            group = self.re.groupindex[group]
        if not 0 <= group < len(self._groups):
            raise IndexError("no such group")
        return self._groups[group]

    def group(self, *groups: int | str) -> Any:
        """The text of the match, of one group, or of several as a tuple."""
        if len(groups) > 1:
            return tuple(map(self._of, groups))
        return self._of(groups[0] if groups else 0)

    __getitem__ = group

    def groups(self, default: Any = None) -> tuple:
        return tuple(default if group is None else group for group in self._groups[1:])

    def groupdict(self, default: Any = None) -> dict[str, Any]:
        found = {name: self._of(index) for name, index in self.re.groupindex.items()}
        return {name: default if text is None else text for name, text in found.items()}

    def start(self, group: int = 0) -> int:
        """Where it begins in `string`. ValueError for a group: the host does not say where they are."""
        if group != 0:
            raise ValueError("where groups are is not known")
        return self._start

    def end(self, group: int = 0) -> int:
        if group != 0:
            raise ValueError("where groups are is not known")
        return len(self.string)

    def span(self, group: int = 0) -> tuple[int, int]:
        return self.start(group), self.end(group)

    def __repr__(self) -> str:
        return f"<re.Match object; span={self.span()}, match={self.group()!r}>"
