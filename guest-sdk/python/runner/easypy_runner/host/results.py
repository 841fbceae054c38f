"""`results` of the contract: the tree of sections that a testscript reports."""

from __future__ import annotations

from typing import Any

from componentize_py_types import Err
from wit_world.imports import results as _results

from .values import OUTCOMES, host_error, json_text, optional, text

_KINDS = {kind.name.lower().replace("_", "-"): kind for kind in _results.SectionKind}
_OUTCOMES = {name: outcome for outcome, name in OUTCOMES.items()}


def begin(
    kind: str,
    id: str,
    name: str | None = None,
    description: str | None = None,
    source: tuple[str, int, str | None] | None = None,
) -> None:
    """Begins a section inside the open one. `source` is its file, line and the SHA-256 of its text, if known."""
    where = None
    if source is not None:
        file, line, digest = source
        where = _results.Source(text(file), max(0, min(int(line), 2**32 - 1)), digest)
    section = _results.Section(_KINDS[kind], text(id), optional(name), optional(description), where, 0)
    _results.begin(section)


def end(
    outcome: str | None = None,
    reason: str | None = None,
    data: Any = None,
    details: Any = (),
    ignored: bool = False,
) -> None:
    """Ends the section begun last; without an outcome (and then nothing else) it gets the roll-up of its inside.
    One that is ignored counts for nothing around it."""
    if outcome is None:
        _results.end(None)
        return
    more = None if data is None else json_text(data)
    verdict = _results.Verdict(_OUTCOMES[outcome], optional(reason), more, [text(each) for each in details], ignored)
    _results.end(verdict)


def panicking(outcome: str, reason: str) -> None:
    """Says why the guest is about to end without a word; the open sections get it as their reason."""
    _results.panicking(_results.Verdict(_OUTCOMES[outcome], text(reason), None, [], False), None)


def attach(name: str, media_type: str, content: bytes) -> None:
    """Puts a file into the archive and names it in the open section."""
    try:
        _results.attach(text(name), text(media_type), bytes(content))
    except Err as error:
        raise host_error(error) from None
