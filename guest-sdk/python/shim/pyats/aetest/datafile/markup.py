"""`%ENV{NAME}` and `%{path.to.key}` in the texts of a datafile."""

from __future__ import annotations

import os
import re
from typing import Any

_MARKUP = re.compile(r"%(ENV)?\{\s*([^{}]*?)\s*\}")
#: References may lead to references, this often.
_MOST_ROUNDS = 20


def expand(data: Any) -> Any:
    """A copy of the data with all markup replaced. LookupError for a reference that leads nowhere."""
    for _ in range(_MOST_ROUNDS):
        changed, result = _walk(data, data)
        data = result
        if not changed:
            return data
    raise LookupError("references in the datafile lead in a circle")


def _walk(value: Any, whole: Any) -> tuple[bool, Any]:
    if isinstance(value, str) and "%" in value:
        found = _replaced(value, whole)
        return found is not value and found != value, found
    if isinstance(value, dict):
        pairs = {key: _walk(each, whole) for key, each in value.items()}
        return any(changed for changed, _ in pairs.values()), {key: new for key, (_, new) in pairs.items()}
    if isinstance(value, list):
        items = [_walk(each, whole) for each in value]
        return any(changed for changed, _ in items), [new for _, new in items]
    return False, value


def _replaced(text: str, whole: Any) -> Any:
    alone = _MARKUP.fullmatch(text)
    if alone:
        # A text that is nothing but markup takes the value as it is, whatever its type.
        return _value(alone, whole)
    return _MARKUP.sub(lambda found: str(_value(found, whole)), text)


def _value(found: re.Match, whole: Any) -> Any:
    kind, name = found.groups()
    if kind:
        # Without a default, as in pyATS: a variable that is not set is an empty text; `%ENV{X, d}` stays as
        # it is.
        return os.environ.get(name, "") if re.fullmatch(r"\w+", name) else found[0]
    value = whole
    for key in name.split("."):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            raise LookupError(f"Caught error while processing markups: nothing is at {found[0]}")
    return value
