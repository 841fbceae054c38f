"""`device.parse(command, output=text)` with the parsers of a mounted `genie.libs.parser`."""

from __future__ import annotations

import importlib
import json
import os
import re
from typing import Any, NamedTuple

_TOKENS = ("platform", "model", "submodel", "pid", "chassis_type")
_PACKAGE = "genie.libs.parser"
_KEPT = frozenset(("folders", "class", "module_name", "package"))

_index: dict[str, Any] | None = None
_patterns: list[_Pattern] | None = None


class ParserNotFound(Exception):
    """No parser of `genie.libs.parser` is for this command on this kind of device."""

    def __init__(self, command: str, token: Any) -> None:
        super().__init__(command, token)
        self.parser_command = command
        self.token = token

    def __str__(self) -> str:
        return f"Could not find parser for '{self.parser_command}' under {self.token}"


class _Pattern(NamedTuple):
    """A command with places for arguments."""

    regex: re.Pattern
    command: str


def parse(device: Any, command: str, output: Any, **kwargs: Any) -> dict:
    """What the output of the command means.

    ModuleNotFoundError if `genie.libs.parser` is not mounted, ParserNotFound if it has no parser for the
    command and the device's `os` (and `platform`, `model` …), and what the parser raises:
    SchemaEmptyParserError, SchemaError.
    """
    parser, arguments = get_parser(command, device)
    return parser(device=device).parse(output=output, **{**arguments, **kwargs})


def get_parser(command: str, device: Any) -> tuple[type, dict[str, str]]:
    """The parser's class, and the arguments that stand in the command."""
    command = " ".join(command.split())
    index = _load()
    for name, arguments in _candidates(index, command):
        found = _of_device(index[name]["folders"], device)
        if found is not None:
            module = importlib.import_module(f"{found.get('package', _PACKAGE)}.{found['module_name']}")
            return getattr(module, found["class"]), arguments
    kind = {token: value for token in ("os", *_TOKENS) if (value := getattr(device, token, None))}
    raise ParserNotFound(command, kind)


def _load() -> dict[str, Any]:
    global _index
    if _index is None:
        package = importlib.import_module(_PACKAGE)
        with open(os.path.join(os.path.dirname(package.__file__), "parsers.json"), encoding="utf-8") as file:
            # The texts of schemas and docstrings are most of it, and of no use here.
            _index = json.load(file, object_pairs_hook=_without_texts)
    return _index


def _without_texts(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if isinstance(value, dict) or key in _KEPT}


def _candidates(index: dict[str, Any], command: str):
    """The commands of the index that this one may be: itself, those with the most literal text, and those
    that it abbreviates.
    """
    if command in index:
        yield command, {}
    global _patterns
    if _patterns is None:
        named = [name for name in index if "{" in name]
        named.sort(key=lambda name: len(re.sub(r"\{[^}]*\}", "", name)), reverse=True)
        _patterns = [_Pattern(re.compile(_regex(name)), name) for name in named]
    for pattern in _patterns:
        match = pattern.regex.fullmatch(command)
        if match is not None:
            yield pattern.command, match.groupdict()
    words = command.split(" ")
    for name in index:
        if "{" not in name:
            full = name.split(" ")
            if len(full) == len(words) and all(one.startswith(word) for word, one in zip(words, full)):
                yield name, {}


def _regex(name: str) -> str:
    seen: set[str] = set()
    parts = []
    for part in re.split(r"(\{[^}]*\})", name):
        argument = part[1:-1] if part.startswith("{") else ""
        if argument.isidentifier() and argument not in seen:
            seen.add(argument)
            parts.append(rf"(?P<{argument}>\S+)")
        elif argument:
            parts.append(r"\S+")
        else:
            parts.append(re.escape(part))
    return "".join(parts)


def _of_device(folders: dict[str, Any], device: Any) -> dict[str, Any] | None:
    """The parser for the device's kind: the one that names the most of it."""
    node = folders.get(getattr(device, "os", None) or "")
    best = node if node is not None and "class" in node else None
    for token in _TOKENS:
        value = getattr(device, token, None)
        if node is None or not value:
            continue
        inner = node.get("folders", node).get(value)
        if isinstance(inner, dict):
            node = inner
            best = node if "class" in node else best
    return best
