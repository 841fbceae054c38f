"""Reading testbed files: YAML, `extends`, and which file each part is from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import yaml

from pyats.utils.dicts import recursive_update
from pyats.utils.yaml.exceptions import LoadError

_DEEPEST = 16
_NO_FILE = (
    "\nThere is no such file. A script sees those beside it; the testbed that the run was given is runtime.testbed."
)


class Included(dict):
    """A dictionary that came from a file; paths in it are relative to that file's directory."""

    directory: str | None = None


def read(loadable: Any, depth: int = 0) -> Included:
    """The dictionary of a file, of YAML text, of an open file or of a dictionary, with what it extends.

    LoadError if there is none.
    """
    if depth > _DEEPEST:
        raise LoadError(f"{loadable!r} extends more than {_DEEPEST} files, or itself")
    directory = None
    if isinstance(loadable, Mapping):
        content: Any = loadable
    elif isinstance(loadable, (str, os.PathLike)):
        path = os.fspath(loadable)
        if "\n" not in path and os.path.isfile(path):
            directory = os.path.dirname(os.path.abspath(path))
            content = parse_file(path)
        else:
            content = _parse(path, path)
    elif hasattr(loadable, "read"):
        content = _parse(loadable.read(), getattr(loadable, "name", "the open file"))
    else:
        raise LoadError(f"{loadable!r} is no file, no text and no dictionary")
    if content is None:
        content = {}
    if not isinstance(content, Mapping):
        hint = _NO_FILE if isinstance(content, str) and "\n" not in content else ""
        raise LoadError(f"Content of {loadable!r} failed to load into a dict.\nGot: {content}{hint}")

    own = {key: value for key, value in content.items() if key != "extends"}
    merged: dict[str, Any] = {}
    extended = content.get("extends") or []
    for name in [extended] if isinstance(extended, str) else extended:
        recursive_update(merged, read(os.path.join(directory or os.getcwd(), name), depth + 1))
    result = Included(recursive_update(merged, own))
    result.directory = directory
    return result


def parse_file(path: str) -> Any:
    """The YAML of a file. LoadError if it cannot be read or is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return _parse(file.read(), path)
    except OSError as error:
        raise LoadError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LoadError(f"{path} is not UTF-8: {error}") from error


def _parse(text: Any, name: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise LoadError(f"{name} is no YAML: {error}") from error
