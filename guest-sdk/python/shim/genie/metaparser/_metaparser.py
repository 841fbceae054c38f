"""The base class of parsers."""

from __future__ import annotations

import logging
from typing import Any

from .util import keynames_exist, merge_dict, reform_nestdict_from_keys
from .util.exceptions import InvalidCommandError, ParseSelectedKeysException, SchemaEmptyParserError  # noqa: F401
from .util.schemaengine import Schema

logger = logging.getLogger(__name__)


class MetaParser:
    """A parser of one command: a subclass has a `schema`, and a method for each context, as `cli(self,
    output=None)`.

    `parse()` calls the method of the context and validates what it returns against the schema.
    """

    CONTEXT_LIST = ("cli", "xml", "yang", "rest")
    DEFAULT_CONTEXT = "cli"

    schema: dict | None = None
    command: str | None = None
    key_traceable = False

    def __init__(self, device: Any = None, *, context: str | list[str] = "cli", **kwargs: Any) -> None:
        self.device = device
        self.context = list(context) if isinstance(context, (list, tuple)) else [context]
        for each in self.context:
            if each not in self.CONTEXT_LIST:
                raise AssertionError(f"unknown context {each!r}: there are {self.CONTEXT_LIST}")
        self.parsed_output: Any = None
        for name, value in kwargs.items():
            setattr(self, name, value)

    def parse(
        self,
        *,
        selected_keys: list[str] | None = None,
        context: str | list[str] | None = None,
        ignore_update: bool = True,
        warn_unsupported_keys: bool | None = None,
        **kwargs: Any,
    ) -> dict:
        """What the output means, as the schema says.

        `output` and other keyword arguments go to the parser's method. Of several contexts the first that
        finds anything is taken, and the others add to it. SchemaEmptyParserError if nothing was found,
        SchemaError if it does not fit the schema. With `selected_keys` (paths, their keys joined by dots)
        only these are returned.
        """
        contexts = (
            self.context if context is None else [context] if isinstance(context, str) else list(context)
        )
        result: dict = {}
        for each in contexts:
            if result and not hasattr(self, each):
                continue
            found = self.call_parser(each, **kwargs)
            if isinstance(found, dict):
                result = merge_dict(result, found, ignore_update=ignore_update)
            elif found:
                result = found
        if not result:
            raise SchemaEmptyParserError(result)
        if self.schema is not None:
            schema = self.schema if isinstance(self.schema, Schema) else Schema(self.schema)
            command = self._command_text(kwargs)
            result = schema.validate(
                result, command=command, warn_unsupported_keys=bool(warn_unsupported_keys)
            )
        self.parsed_output = result
        return self.parse_selected_keys(selected_keys, result) if selected_keys else result

    def call_parser(self, context: str, **kwargs: Any) -> Any:
        """Calls the method of a context."""
        method = getattr(self, context, None)
        if method is None:
            raise AttributeError(
                f"{type(self).__name__} has no method {context!r}: it has no parser for this context"
            )
        return method(**kwargs)

    def parse_selected_keys(self, selected_keys: list[str], output: dict, **kwargs: Any) -> dict:
        """The part of the output at these paths; those that are not there are left out."""
        return reform_nestdict_from_keys(output, (path for path in selected_keys if _is_there(output, path)))

    def _command_text(self, kwargs: dict[str, Any]) -> str:
        command = getattr(self, "cli_command", None) or self.command or ""
        if isinstance(command, (list, tuple)):
            command = command[0] if command else ""
        try:
            return str(command).format(**kwargs)
        except (KeyError, IndexError, ValueError):
            return str(command)


def _is_there(output: dict, path: str) -> bool:
    try:
        keynames_exist(output, [path])
    except KeyError:
        return False
    return True


def enable_key_usage_trace(section: Any) -> None:
    """No effect: which keys a script reads is not recorded."""


def log_key_usage_trace(section: Any) -> None:
    """No effect: which keys a script reads is not recorded."""
