"""What is wrong with what a parser made of its output. The text names the command, when it is known."""

from __future__ import annotations

from typing import Any

from pyats.utils import exceptions as _schema
from pyats.utils.exceptions import SchemaEmptyParserError, SchemaError

__all__ = [
    "InvalidCommandError",
    "ParseSelectedKeysException",
    "SchemaClassError",
    "SchemaEmptyParserError",
    "SchemaError",
    "SchemaFallbackCall",
    "SchemaFallbackError",
    "SchemaFallbackLoopError",
    "SchemaMissingKeyError",
    "SchemaTypeError",
    "SchemaUnsupportedKeyError",
    "SchemaValueError",
]


class _OfCommand(SchemaError):
    """Puts the command before the text, and the path on the line of the fault."""

    def __init__(self, *args: Any, command: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if command:
            self.args = (f"Show Command: {command}\n{self}", *self.args[1:])

    def _at(self, path: Any, text: str) -> str:
        return f"{self.joinPath(path)}: {text}" if path else text


class SchemaTypeError(_OfCommand, _schema.SchemaTypeError):
    """A value is of another type."""


class SchemaValueError(_OfCommand, _schema.SchemaValueError):
    """A value is another one than the schema asks for."""


class SchemaClassError(_OfCommand, _schema.SchemaClassError):
    """A class or function of the schema did not take the value."""


class SchemaMissingKeyError(_OfCommand, _schema.SchemaMissingKeyError):
    """Keys are missing; `missing_list` has the whole path of each."""

    def __init__(self, path: Any, keys: Any, **kwargs: Any) -> None:
        super().__init__(path, keys, **kwargs)
        self.missing_list = [[*where, key] for where, key in zip(path, keys)]

    def format(self, path: Any, keys: Any, locations: Any = None) -> str:
        return f"Missing keys: {[[*where, key] for where, key in zip(path, keys)]}"


class SchemaUnsupportedKeyError(_OfCommand, _schema.SchemaUnsupportedKeyError):
    """There are keys that the schema does not have."""

    def format(self, path: Any, keys: Any, locations: Any = None) -> str:
        return self._at(path, f"Unsupported keys: {[str(key) for key in keys]}")


class SchemaFallbackError(_OfCommand, _schema.SchemaFallbackError):
    """The path that a missing value falls back to leads nowhere."""


class SchemaFallbackLoopError(_OfCommand, _schema.SchemaFallbackLoopError):
    """Two missing values fall back to each other."""


class SchemaFallbackCall(_OfCommand, _schema.SchemaFallbackCall):
    """Kept for those who catch it; nothing here raises it."""


class InvalidCommandError(Exception):
    """The device did not know the command."""

    def __init__(self, command: str = "") -> None:
        super().__init__(
            f"Invalid command has been executed: {command}"
            if command
            else "Invalid command has been executed"
        )


class ParseSelectedKeysException(Exception):
    """A parser was asked for keys that it does not find one by one."""


def no_alternative(failures: Any, data: Any, command: str = "") -> SchemaError:
    """The error for data that none of several schemas fits: pairs of a schema and its error."""
    return SchemaError(
        " and ".join(
            f"{type(schema).__name__}  ({type(schema.schema).__name__}) {schema.schema} does not match {data}"
            for schema, _ in failures
        )
    )
