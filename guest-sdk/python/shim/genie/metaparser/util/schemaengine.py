"""The schemas of parsers: those of `pyats.utils.schemaengine`, with errors that name the command.

An empty result is an error.
"""

from __future__ import annotations

from typing import Any as _AnyType

from pyats.datastructures import ListDict  # noqa: F401 - a name that parsers import from here
from pyats.utils import schemaengine as _engine
from pyats.utils.schemaengine import (  # noqa: F401 - names that parsers import from here
    And,
    Any,
    Default,
    Fallback,
    ListOf,
    Optional,
    Or,
    Path,
    Required,
    Use,
    log,
)  # noqa: F401

from . import exceptions
from .exceptions import (  # noqa: F401 - names that parsers import from here
    SchemaClassError,
    SchemaEmptyParserError,
    SchemaError,
    SchemaFallbackCall,
    SchemaFallbackError,
    SchemaFallbackLoopError,
    SchemaMissingKeyError,
    SchemaTypeError,
    SchemaUnsupportedKeyError,
    SchemaValueError,
)


class Schema(_engine.Schema):
    """The schema of what a parser returns."""

    def validate(
        self,
        data: _AnyType,
        top: bool = True,
        command: str = "",
        warn_unsupported_keys: bool = False,
        **kwargs: _AnyType,
    ) -> _AnyType:
        """The data with defaults and conversions applied.

        SchemaEmptyParserError if there is none, SchemaError if it does not fit; keys that the schema does not
        have are only warned of with `warn_unsupported_keys`.
        """
        if top and not data:
            raise SchemaEmptyParserError(data, command)
        return _engine._Run(exceptions, command, warn_unsupported_keys).whole(self.schema, data)
