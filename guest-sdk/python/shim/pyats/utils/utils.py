"""Small helpers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def get_time(seconds: float | None = None) -> datetime:
    """The time now, or that many seconds after 1970, with the local time zone."""
    return (datetime.now() if seconds is None else datetime.fromtimestamp(seconds)).astimezone()


def chainget(d: Any, keys: Iterable[Any]) -> Any:
    """The value at a path of keys."""
    for key in keys:
        d = d[key]
    return d


def chainattr(obj: Any, attrs: str | Iterable[str]) -> Any:
    """The attribute of an attribute, given as a list or joined by dots."""
    for name in attrs.split(".") if isinstance(attrs, str) else attrs:
        obj = getattr(obj, name)
    return obj


def str_to_number(value: Any) -> Any:
    """A text as the int or float that it is, else as it is."""
    for kind in (int, float):
        try:
            return kind(value)
        except (TypeError, ValueError):
            continue
    return value


def repr_data(data: Any) -> Any:
    """The data as JSON can hold it: in dictionaries and lists, what is no number, text, bool or None becomes
    its `repr`.
    """
    if data is None or isinstance(data, (bool, int, float, str)):
        return data
    if isinstance(data, dict):
        return {
            key if key is None or isinstance(key, (bool, int, float, str)) else repr(key): repr_data(value)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [repr_data(value) for value in data]
    return repr(data)
