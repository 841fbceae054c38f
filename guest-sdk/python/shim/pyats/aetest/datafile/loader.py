"""Reads a datafile: `extends`, markup, and what must be of which type."""

from __future__ import annotations

import os
from typing import Any

from .markup import expand

_TYPES = {"parameters": dict, "processors": dict, "uid": str, "groups": list, "description": str}
_SECTIONS = ("common_setup", "common_cleanup")
_MOST_EXTENSIONS = 20


class DatafileLoader:
    """Loads datafiles; those that one `extends` are beneath it, its own values win."""

    def load(self, file: Any) -> dict[str, Any]:
        """The content of a datafile. What it raises says what is wrong with the file."""
        data = expand(self._read(os.path.abspath(os.fspath(file)), 0))
        _check(data)
        return data

    def _read(self, path: str, depth: int) -> dict[str, Any]:
        import yaml

        if depth > _MOST_EXTENSIONS:
            raise ValueError(f"datafiles extend each other in a circle: {path}")
        with open(path, encoding="utf-8") as stream:
            data = yaml.safe_load(stream)
        data = {} if data is None else data
        if not isinstance(data, dict):
            raise TypeError(f"{path}: a datafile is a mapping, not {type(data).__name__}")
        bases = data.pop("extends", None) or []
        merged: dict[str, Any] = {}
        for base in [bases] if isinstance(bases, str) else bases:
            below = self._read(os.path.join(os.path.dirname(path), os.path.expanduser(base)), depth + 1)
            merged = merge(merged, below)
        return merge(merged, data)


def merge(below: Any, above: Any) -> Any:
    """Two mappings as one, deeply; elsewhere what is above wins."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    merged = dict(below)
    for key, value in above.items():
        merged[key] = merge(merged[key], value) if key in merged else value
    return merged


def _check(data: dict[str, Any]) -> None:
    _check_types("", {key: data[key] for key in ("parameters", "processors") if key in data})
    for name in _SECTIONS:
        if name in data:
            _check_mapping(name, data[name])
            _check_types(
                name, {key: data[name][key] for key in ("parameters", "processors") if key in data[name]}
            )
    _check_mapping("testcases", data.get("testcases", {}))
    for name, attributes in data.get("testcases", {}).items():
        _check_mapping(f"testcases.{name}", attributes)
        _check_types(f"testcases.{name}", attributes)


def _check_mapping(place: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise TypeError(f"{place}: expected a mapping, not {value!r}")


def _check_types(place: str, attributes: dict[str, Any]) -> None:
    for key, value in attributes.items():
        expected = _TYPES.get(key)
        if expected is not None and not isinstance(value, expected):
            where = f"{place}.{key}" if place else key
            raise TypeError(f"{where}: expected {expected.__name__}, not {value!r}")
