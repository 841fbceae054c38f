"""What is wrong with data that does not fit its schema."""

from __future__ import annotations

from typing import Any


def _dotted(path: Any) -> str:
    return ".".join(str(part) for part in path)


class SchemaError(Exception):
    """Data does not fit its schema; the subclasses say in which way.

    `locations` is always empty: where in a file a key is, is not known.
    """

    def __init__(self, *args: Any, locations: Any = None, **kwargs: Any) -> None:
        super().__init__(*args)
        self.locations = locations or []

    def joinPath(self, path: Any) -> str:
        return _dotted(path)

    def _at(self, path: Any, text: str) -> str:
        return f"{_dotted(path)}:\n  {text}" if path else text


class SchemaTypeError(SchemaError):
    """A value is of another type. `path` leads to it, `type` is what was expected, `data` what was there."""

    def __init__(
        self,
        path: Any,
        schema: Any = None,
        data: Any = None,
        detail: str | None = None,
        locations: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(self.format(path, schema, data, detail, locations), locations=locations)
        self.path = path
        self.data = data
        self.type = schema

    def format(self, path: Any, schema: Any, data: Any, detail: str | None, locations: Any = None) -> str:
        if schema is None and isinstance(path, str):
            return path  # a validator of a parser's own that only has something to say
        text = self._at(path, f"Expected type '{schema}' but got type '{data}'({type(data)})")
        return f"{text}\nDetails: '{detail}'" if detail else text


class SchemaValueError(SchemaError):
    """A value is another one than the schema asks for."""

    def __init__(
        self,
        path: Any,
        schema: Any = None,
        data: Any = None,
        detail: str | None = None,
        locations: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(self.format(path, schema, data, detail, locations), locations=locations)

    def format(self, path: Any, schema: Any, data: Any, detail: str | None, locations: Any = None) -> str:
        text = self._at(path, f"Expected '{schema}' but got '{data}'")
        return f"{text}\nDetails: '{detail}'" if detail else text


class SchemaClassError(SchemaError):
    """A class or function of the schema did not take the value."""

    def __init__(
        self, path: Any, cls: Any, data: Any, detail: str | None = None, locations: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(self.format(path, cls, data, detail, locations), locations=locations)

    def format(self, path: Any, cls: Any, data: Any, detail: str | None, locations: Any = None) -> str:
        if path:
            text = f"{_dotted(path)}: Could not instantiate class '{getattr(cls, '__name__', cls)}' with '{data}'"
        else:
            text = f"Could not instantiate class '{cls}' with '{data}'"
        return f"{text}\nDetails: '{detail}'" if detail else text


class SchemaMissingKeyError(SchemaError):
    """Keys are missing: `keys`, each below the path at the same place in `path`."""

    def __init__(self, path: Any, keys: Any, locations: Any = None, **kwargs: Any) -> None:
        super().__init__(self.format(path, keys, locations), locations=locations)
        self.path = path
        self.keys = keys
        self.missing_list = [_dotted([*where, key]) for where, key in zip(path, keys)]

    def format(self, path: Any, keys: Any, locations: Any = None) -> str:
        lines = (f'\n  "{key}"  parent: [{_dotted(where) or None}]' for where, key in zip(path, keys))
        return "Missing keys:" + "".join(lines)


class SchemaUnsupportedKeyError(SchemaError):
    """There are keys that the schema does not have, in the dictionary at `path`."""

    def __init__(self, path: Any, keys: Any, locations: Any = None, **kwargs: Any) -> None:
        super().__init__(self.format(path, keys, locations), locations=locations)
        self.path = path
        self.keys = set(keys)
        self.unsupported_keys = [[*path, key] for key in keys] if path else list(keys)

    def format(self, path: Any, keys: Any, locations: Any = None) -> str:
        if not path:
            return f"Unsupported keys: {[str(key) for key in keys]}"
        return f"{list(path)}: Unsupported keys:" + "".join(f'\n  "{key}"' for key in keys)


class SchemaFallbackError(SchemaError):
    """The path that a missing value falls back to leads nowhere."""

    def __init__(self, path: Any, data: Any = None, **kwargs: Any) -> None:
        super().__init__(self.format(path, data))

    def format(self, path: Any, data: Any) -> str:
        return f"{path} not found in {data}"


class SchemaFallbackLoopError(SchemaError):
    """Two missing values fall back to each other."""

    def __init__(self, a: Any, b: Any = None, **kwargs: Any) -> None:
        super().__init__(self.format(a, b))

    def format(self, a: Any, b: Any) -> str:
        return f"{a} and {b} fall back to each other"


class SchemaFallbackCall(SchemaError):
    """Kept for those who catch it; nothing here raises it."""

    def __init__(self, path: Any, diff_context_retry: Any = None, **kwargs: Any) -> None:
        super().__init__(self.format(path, diff_context_retry))

    def format(self, path: Any, diff_context_retry: Any) -> str:
        return f"{_dotted(path)}: {diff_context_retry}"


class SchemaEmptyParserError(Exception):
    """A parser found nothing in its output."""

    def __init__(self, data: Any = None, command: str = "") -> None:
        self.data = data
        super().__init__((f"Show Command: {command}\n" if command else "") + "Parser Output is empty")


def safe_chainget(d: Any, path: Any) -> Any:
    """The value at a path of keys, None where it ends early."""
    for key in path:
        try:
            d = d[key]
        except (KeyError, IndexError, TypeError):
            return None
    return d


def no_alternative(failures: Any, data: Any, command: str = "") -> SchemaError:
    """The error for data that none of several schemas fits: pairs of a schema and its error."""
    return SchemaError(
        "\nAND\n".join(f"{schema} does not match {data}\n{error}" for schema, error in failures)
    )
