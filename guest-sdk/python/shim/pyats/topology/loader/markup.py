"""`%ENV{…}`, `%CLI{…}`, `%INCLUDE{…}`, `%ENC{…}` and `%{path}` in testbed files (SPEC 9.1, DIFFERENCES)."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from pyats.utils.secret_strings import SecretString
from pyats.utils.yaml.exceptions import MarkupError

from .files import parse_file

_MARKUP = re.compile(r"%(ENV|CLI|INCLUDE|ENC|ASK|CALLABLE|)\{([^{}]*)\}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_DEEPEST = 32


class _Unresolved(Exception):
    """A reference leads nowhere."""


class Markup:
    """Replaces the markup of one configuration.

    Nothing is executed: `%CALLABLE{…}` is refused, `%ASK{…}` has nobody to ask.
    """

    def __init__(self, config: Any) -> None:
        self.config = config
        self.directory = getattr(config, "directory", None) or os.getcwd()

    def process(self) -> dict[str, Any]:
        """The configuration without markup; MarkupError names the place of what cannot be resolved."""
        return self._value(self.config, [], 0)

    def _value(self, value: Any, path: list[Any], depth: int) -> Any:
        if isinstance(value, dict):
            return {
                self._key(key, path): self._value(each, [*path, key], depth) for key, each in value.items()
            }
        if isinstance(value, list):
            return [self._value(each, [*path, index], depth) for index, each in enumerate(value)]
        if isinstance(value, str) and "%" in value:
            return self._string(value, path, depth)
        return value

    def _key(self, key: Any, path: list[Any]) -> Any:
        return self._string(key, path, 0) if isinstance(key, str) and "%" in key else key

    def _string(self, text: str, path: list[Any], depth: int) -> Any:
        if depth > _DEEPEST:
            raise MarkupError(path, text, "it refers to itself")
        whole = _MARKUP.fullmatch(text)
        if whole is not None:
            return self._replace(whole, path, depth)
        return _MARKUP.sub(lambda match: _shown(self._replace(match, path, depth)), text)

    def _replace(self, match: re.Match, path: list[Any], depth: int) -> Any:
        kind, argument = match[1], match[2].strip()
        if kind == "ENV":
            return os.environ.get(argument, "") if _VARIABLE.match(argument) else match[0]
        if kind == "CLI":
            return _option(argument)
        if kind == "ENC":
            try:
                return SecretString(argument)
            except ValueError as error:
                raise MarkupError(path, match[0], str(error)) from error
        if kind == "INCLUDE":
            return self._include(match[0], argument, path, depth)
        if kind == "ASK":
            raise MarkupError(
                path,
                match[0],
                "there is nobody to ask in the sandbox: use %ENV{…} or %CLI{…}, or have the host ask: give the file to "
                "the run (--testbed-file), whose testbed is runtime.testbed",
            )
        if kind == "CALLABLE":
            raise MarkupError(
                path, match[0], "a testbed does not run code here: use %ENV{…}, %CLI{…} or %INCLUDE{…}"
            )
        try:
            return self._value(self._lookup(argument, path), path, depth + 1)
        except _Unresolved as error:
            raise MarkupError(path, match[0], str(error)) from error

    def _include(self, markup: str, name: str, path: list[Any], depth: int) -> Any:
        file = os.path.join(self.directory, name)
        try:
            content = parse_file(file)
        except Exception as error:
            raise MarkupError(path, markup, str(error)) from error
        outside, self.directory = self.directory, os.path.dirname(os.path.abspath(file))
        try:
            return self._value(content, path, depth + 1)
        finally:
            self.directory = outside

    def _lookup(self, reference: str, path: list[Any]) -> Any:
        keys = reference.split(".")
        if keys[0] == "self":
            if len(path) < 2 or path[0] not in ("devices", "topology"):
                raise _Unresolved("%{self} is the device that it stands in, and it stands in none")
            if len(keys) == 1:
                return path[1]
            keys = ["devices", path[1], *keys[1:]]
        value: Any = self.config
        for index, key in enumerate(keys):
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                raise _Unresolved(f"there is no {'.'.join(map(str, keys[: index + 1]))}")
            if isinstance(value, str) and keys[: index + 1] == path:
                raise _Unresolved("it refers to itself")
        return value


def _shown(value: Any) -> str:
    """A value inside other text."""
    return value.plaintext if isinstance(value, SecretString) else str(value)


def _option(name: str) -> str:
    """The value of `--name` or `-name` on the command line, else nothing."""
    arguments = sys.argv[1:]
    for index, argument in enumerate(arguments):
        option, equals, value = argument.partition("=")
        if option in (f"--{name}", f"-{name}"):
            if equals:
                return value
            following = arguments[index + 1] if index + 1 < len(arguments) else ""
            return "" if following.startswith("-") else following
    return ""
