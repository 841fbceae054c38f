"""What parsers are made of: `MetaParser`, its schemas and its errors."""

from ._metaparser import MetaParser, enable_key_usage_trace, log_key_usage_trace
from .util.exceptions import (
    InvalidCommandError,
    ParseSelectedKeysException,
    SchemaEmptyParserError,
    SchemaMissingKeyError,
    SchemaUnsupportedKeyError,
)
from .util.schemaengine import Any, Path, Schema
from .util.traceabledict import TraceableDict

__all__ = [
    "MetaParser",
    "enable_key_usage_trace",
    "log_key_usage_trace",
    "InvalidCommandError",
    "ParseSelectedKeysException",
    "SchemaEmptyParserError",
    "SchemaMissingKeyError",
    "SchemaUnsupportedKeyError",
    "Any",
    "Path",
    "Schema",
    "TraceableDict",
]
