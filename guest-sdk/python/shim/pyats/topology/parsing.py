"""`device.parse(command)` with the parsers of a mounted `genie.libs.parser`."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from typing import Any, NamedTuple

from genie.metaparser.util.exceptions import InvalidCommandError
from unicon.core.errors import SubCommandFailure

_TOKENS = ("platform", "model", "submodel", "pid", "chassis_type", "version", "os_flavor")
#: Newer forms of a parser, the newest first.
_REVISIONS = ("rv2", "rv1")
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
    """A command with places for arguments: the text before the first of them, and the command."""

    prefix: str
    command: str

    @property
    def regex(self) -> re.Pattern:
        """Made for those only whose beginning fits: making all of them takes a second."""
        return re.compile(_regex(self.command))


def parse(device: Any, command: str, output: Any = None, **kwargs: Any) -> dict:
    """What the output of the command means; without one the parser has the device execute what it needs.

    InvalidCommandError if the device does not know the command, ModuleNotFoundError if `genie.libs.parser` is not mounted, ParserNotFound if it has no parser for the
    command and the device's `os` (and `platform`, `model` …), and what the parser raises:
    SchemaEmptyParserError, SchemaError.
    """
    for ours in ("fuzzy", "continue_on_failure", "revision", "abstract"):
        kwargs.pop(ours, None)
    parser, arguments = get_parser(command, device)
    context = kwargs.pop("context", "cli")
    if output is not None:
        kwargs["output"] = output
    try:
        return parser(device=device, context=context).parse(**{**arguments, **kwargs})
    except SubCommandFailure as error:
        if "invalid" in str(error).lower():
            raise InvalidCommandError() from error
        raise


def get_parser(command: str, device: Any) -> tuple[type, dict[str, str]]:
    """The parser's class, and the arguments that stand in the command."""
    command = " ".join(command.split())
    index = _load()
    for name, arguments in _candidates(index, command):
        found = _of_device(index[name], device)
        if found is not None:
            module = importlib.import_module(f"{found.get('package', _PACKAGE)}.{found['module_name']}")
            parser = getattr(module, found["class"])
            if "command" in _parameters(getattr(parser, "cli", None)):
                arguments = {"command": command, **arguments}
            return parser, arguments
    kind = {token: value for token in ("os", *_TOKENS) if (value := getattr(device, token, None))}
    # Who wants to catch it has imported the package's own.
    package = sys.modules.get(f"{_PACKAGE}.utils.common")
    raise getattr(package, "ParserNotFound", ParserNotFound)(command, kind)


def _parameters(method: Any) -> tuple[str, ...]:
    code = getattr(method, "__code__", None)
    return () if code is None else code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


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
        _patterns = [_Pattern(name.partition("{")[0], name) for name in named]
    for pattern in _patterns:
        match = pattern.regex.fullmatch(command) if command.startswith(pattern.prefix) else None
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


def _of_device(entry: dict[str, Any], device: Any) -> dict[str, Any] | None:
    """The parser for the device's kind: the one that names the most of it, in its newest form. That of the command
    itself is for all kinds.
    """
    nodes = [entry]
    node = _below(entry, getattr(device, "os", None))
    if node is not None:
        nodes.append(node)
        for token in _TOKENS:
            node = _below(nodes[-1], getattr(device, token, None))
            if node is not None:
                nodes.append(node)
    for node in reversed(nodes):
        for form in (*(_below(node, revision) for revision in _REVISIONS), node):
            if form is not None and "class" in form:
                return form
    return None


def _below(node: dict[str, Any], value: Any) -> dict[str, Any] | None:
    """What an entry has for a value of the device; None if it has nothing."""
    found = node.get("folders", node).get(value) if isinstance(value, str) else None
    return found if isinstance(found, dict) else None
