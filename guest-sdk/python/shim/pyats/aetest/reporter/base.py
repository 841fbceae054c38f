"""What all reporters do.

Keep track of open sections, their ids, and the texts that belong to their results.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pyats.results.result import TestResult

from ..exceptions import DuplicateIDError

#: A section's details are for people to read: so many texts of so many characters together are kept.
_MOST_DETAILS = 1000
_MOST_CHARACTERS = 1 << 20


class Record:
    """An open section."""

    __slots__ = ("id", "ids", "details", "room", "dropped")

    def __init__(self, id: str) -> None:
        self.id = id
        self.ids: set[str] = set()
        self.details: list[str] = []
        self.room = _MOST_CHARACTERS
        self.dropped = 0

    def add_detail(self, text: str) -> None:
        if len(self.details) >= _MOST_DETAILS or len(text) > self.room:
            self.dropped += 1
        else:
            self.details.append(text)
            self.room -= len(text)

    def all_details(self) -> list[str]:
        if self.dropped:
            return [*self.details, f"… and {self.dropped} more, which are in the log"]
        return self.details


class BaseReporter:
    """A stack of open sections; below it, the script itself."""

    def __init__(self) -> None:
        self.stack = [Record("")]

    def open(
        self,
        kind: str,
        id: str,
        name: str | None = None,
        description: str | None = None,
        source: Any = None,
        unique: bool = True,
    ) -> None:
        """Begins a section inside the open one. `kind` is a word of the contract's `section-kind`.

        DuplicateIDError when the id is taken among its siblings, unless `unique` is false: then it gets
        another.
        """
        ids = self.stack[-1].ids
        if id in ids:
            if unique:
                raise DuplicateIDError(f"Section with id {id} already exists.")
            id = self.free_id(id)
        self.begin(kind, id, name, description, source)
        ids.add(id)
        self.stack.append(Record(id))

    def free_id(self, id: str) -> str:
        """`<id>_DUP1`, or the next number that is free among the open section's children."""
        ids, number = self.stack[-1].ids, 1
        while f"{id}_DUP{number}" in ids:
            number += 1
        return f"{id}_DUP{number}"

    def close(self, result: TestResult, reason: str | None, ignored: bool = False) -> None:
        """Ends the section that was begun last. One that is ignored counts for nothing around it."""
        self.end(result, reason, self.stack.pop().all_details(), ignored)

    def add_detail(self, text: str) -> None:
        """Keeps a text with the open section's result.

        At the top of the script there is none to keep it with.
        """
        if len(self.stack) > 1:
            self.stack[-1].add_detail(text)

    def begin(self, kind: str, id: str, name: str | None, description: str | None, source: Any) -> None:
        raise NotImplementedError

    def end(self, result: TestResult, reason: str | None, details: list[str], ignored: bool) -> None:
        raise NotImplementedError


class NullReporter(BaseReporter):
    """Reports to nobody: for steps outside of a script's run."""

    def begin(self, *arguments: Any) -> None:
        pass

    def end(self, *arguments: Any) -> None:
        pass


class DetailsHandler(logging.Handler):
    """Keeps what is logged as a warning or worse with the result of the section that is open (SPEC 3.4, `details`)."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        from .. import running

        try:
            running.reporter.add_detail(record.getMessage())
            if record.exc_info and record.exc_info[1] is not None:
                running.reporter.add_detail("".join(traceback.format_exception(record.exc_info[1])))
        except Exception:
            self.handleError(record)


details_handler = DetailsHandler()
