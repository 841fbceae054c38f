"""Nested dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any


def recursive_update(a: MutableMapping, b: Mapping, *, list_extend: bool = False) -> MutableMapping:
    """Merges `b` into `a`, which is returned; of two values that are no dictionaries that of `b` stays, or
    lists are joined.
    """
    for key, value in b.items():
        old = a.get(key)
        if isinstance(old, MutableMapping) and isinstance(value, Mapping):
            recursive_update(old, value, list_extend=list_extend)
        elif list_extend and isinstance(old, list) and isinstance(value, list):
            a[key] = [*old, *value]
        else:
            a[key] = recursive_update(type(value)(), value) if type(value) is dict else value
    return a


def recursive_setdefault(a: MutableMapping, b: Mapping) -> MutableMapping:
    """Adds to `a`, which is returned, what only `b` has."""
    for key, value in b.items():
        if key not in a:
            a[key] = value
        elif isinstance(a[key], MutableMapping) and isinstance(value, Mapping):
            recursive_setdefault(a[key], value)
    return a


def recursive_cast(d: Any, type_: type) -> Any:
    """The dictionaries, all through, as another type of dictionary."""
    if isinstance(d, Mapping):
        return type_((key, recursive_cast(value, type_)) for key, value in d.items())
    if isinstance(d, (list, tuple)):
        return type(d)(recursive_cast(value, type_) for value in d)
    return d


def set_dict_by_key_path(
    d: MutableMapping, keys: Iterable[Any], val: Any, *, append_list: bool = False
) -> None:
    """Sets the value at a path of keys, making what is missing on the way; with `append_list` adds it to the
    list there.
    """
    *above, last = keys
    for key in above:
        d = d.setdefault(key, {})
    if append_list:
        d.setdefault(last, []).append(val)
    else:
        d[last] = val
