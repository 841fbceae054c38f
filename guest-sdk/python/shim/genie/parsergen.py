"""Tables in the output of commands: `oper_fill_tabular`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_RULE = re.compile(r"[-=+\s]+\Z")


class oper_fill_tabular:  # noqa: N801 - the name that scripts use
    """Reads a table; `entries` has its rows by the value of the column `index`.

    `header_fields` are the headers of all columns, from left to right, as regular expressions (a list of
    lists where the header has several lines), and `label_fields` the names to use for them. A row's values
    stand below their headers: from the start of one to the start of the next, with `right_justified` from the
    end of one to the end of the next, or between `delimiter`s (a regular expression). Rules of dashes, blank
    lines, and lines that match `skip_header` or `skip_line` are left out; a line that matches
    `table_terminal_pattern` ends the table. Of `index` there may be several: the entries are nested then.
    With `table_title_pattern`, a regular expression with a group, the entries of each table are below its
    title.

    The text is `device_output`, or what `device.execute(show_command)` gives.
    """

    def __init__(
        self,
        device: Any = None,
        show_command: str | None = None,
        refresh_cache: bool = True,
        header_fields: Any = None,
        table_terminal_pattern: str | None = None,
        index: int | list[int] = 0,
        skip_header: str | None = None,
        table_title_pattern: str | None = None,
        right_justified: bool = False,
        label_fields: list[str] | None = None,
        is_run_command: bool = False,
        skip_line: str | None = None,
        device_conn_alias: str | None = None,
        device_output: str | None = None,
        device_os: str | None = None,
        delimiter: str = "",
    ) -> None:
        if not device_output:
            if device is None:
                raise AttributeError(
                    "oper_fill_tabular needs a device, or the device_output of one, which must not be empty"
                )
            device_output = device.execute(show_command)
        fields = [header_fields] if isinstance(header_fields, str) else list(header_fields or ())
        rows = fields if fields and not isinstance(fields[0], str) else [fields]
        self.index = list(index) if isinstance(index, (list, tuple)) else [index]
        self.labels = list(label_fields or (" ".join(column) for column in zip(*rows)))
        self.right_justified = right_justified
        self.delimiter = delimiter
        self._headers = [_header_pattern(row, delimiter) for row in rows]
        self._terminal = re.compile(table_terminal_pattern) if table_terminal_pattern else None
        self._title = re.compile(table_title_pattern) if table_title_pattern else None
        self._skipped = [re.compile(each) for each in (skip_header, skip_line) if each]
        self.entries: dict = {}
        self._read(device_output.splitlines())

    def _read(self, lines: list[str]) -> None:
        columns: list[tuple[int, int | None]] | None = None
        title: str | None = None
        at = 0
        while at < len(lines):
            line = lines[at].rstrip()
            titled = self._title.search(line) if self._title is not None else None
            if titled is not None:
                title, columns = titled[1] if titled.re.groups else None, None
                at += 1
                continue
            header = self._header_at(lines, at)
            if header is not None:
                columns, at = header, at + len(self._headers)
                continue
            at += 1
            if columns is None:
                continue
            if self._terminal is not None and self._terminal.search(line):
                columns = None
            elif (
                line.strip()
                and not _RULE.match(line)
                and not any(each.search(line) for each in self._skipped)
            ):
                if self._title is None or title is not None:
                    self._add(self._values(line, columns), title)

    def _header_at(self, lines: list[str], at: int) -> list[tuple[int, int | None]] | None:
        """Where the columns are, if the header begins in this line."""
        if at + len(self._headers) > len(lines):
            return None
        matches = [pattern.match(lines[at + offset].rstrip()) for offset, pattern in enumerate(self._headers)]
        if not all(matches):
            return None
        starts, ends = [], []
        for group in range(1, self._headers[0].groups + 1):
            spans = [match.span(group) for match in matches if match.re.groups >= group and match[group]]
            starts.append(min((start for start, _ in spans), default=0))
            ends.append(max((end for _, end in spans), default=0))
        if self.right_justified:
            return list(zip([0, *ends[:-1]], [*ends[:-1], None]))
        return list(zip([0, *starts[1:]], [*starts[1:], None]))

    def _values(self, line: str, columns: list[tuple[int, int | None]]) -> list[str]:
        if self.delimiter:
            return [value.strip() for value in re.split(self.delimiter, line)]
        return [line[start:end].strip() for start, end in columns]

    def _add(self, values: list[str], title: str | None) -> None:
        values += [""] * (len(self.labels) - len(values))
        if len(self.labels) == 1:
            values = [" ".join(values).strip()]
        node = self.entries if title is None else self.entries.setdefault(title, {})
        keys = [values[index] if index < len(values) else "" for index in self.index]
        for key in keys[:-1]:
            node = node.setdefault(key, {})
        node[keys[-1]] = dict(zip(self.labels, values))


def _header_pattern(fields: list[str], delimiter: str) -> re.Pattern:
    """A line with all these headers, each in a group of its own.

    An empty one is a column without a header in this line.
    """
    between = rf"\s*{delimiter}\s*" if delimiter else r"\s+"
    parts: Iterator[str] = (f"({_without_groups(field)})" for field in fields)
    if all(fields):
        return re.compile(r"\s*" + between.join(parts) + r"\s*\Z")
    return re.compile(r"\s*" + r"\s*".join(parts) + r"\s*\Z")


def _without_groups(field: str) -> str:
    """The expression with its groups made non-capturing, so that groups stay columns."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", field)


def oper_fill(*args: Any, **kwargs: Any) -> Any:
    """Not carried."""
    raise NotImplementedError(
        "genie.parsergen.oper_fill is not in the sandbox: use oper_fill_tabular, or regular expressions"
    )


oper_check = oper_fill


def extend(*args: Any, **kwargs: Any) -> None:
    """No effect: it prepares what `oper_fill` would read."""


def extend_markup(*args: Any, **kwargs: Any) -> None:
    """No effect: it prepares what `oper_fill` would read."""
