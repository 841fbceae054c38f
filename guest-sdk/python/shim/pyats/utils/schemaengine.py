"""Schemas: dictionaries of what data must look like, as testbeds and parsers use them.

A schema is a type (the value is one), a class or function (it makes the value), a dictionary (each key's
value fits), one of the classes below, or any other value (the data equals it). What does not fit raises the
errors of a run: of `pyats.utils.exceptions` here, of `genie.metaparser.util.exceptions` for parsers.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any as _AnyType
from typing import NamedTuple

from pyats.datastructures import ListDict  # noqa: F401 - a name that real scripts import from here

from . import exceptions

log = logging.getLogger(__name__)

_DATA_TYPES = (str, int, float, bool, list, dict, tuple, set, frozenset)
_MISSING = object()


class _Pending(NamedTuple):
    """A missing value that is taken from elsewhere once everything is there."""

    node: dict
    key: _AnyType
    schema: _AnyType
    source: _AnyType
    path: tuple


class _Run:
    """One validation: how it raises, and what it has collected."""

    def __init__(
        self, errors: _AnyType = exceptions, command: str = "", warn_unsupported_keys: bool = False
    ) -> None:
        self.errors = errors
        self.command = command
        self.warn_unsupported_keys = warn_unsupported_keys
        self.missing: list[tuple[tuple, str]] = []
        self.unsupported: list[tuple[tuple, list]] = []
        self.pending: list[_Pending] = []

    def error(self, kind: str, *args: _AnyType, **kwargs: _AnyType) -> Exception:
        return getattr(self.errors, kind)(*args, command=self.command, **kwargs)

    def whole(self, schema: _AnyType, data: _AnyType) -> _AnyType:
        """Validates data from the top, and raises for what was collected on the way."""
        result = _check(schema, data, (), self)
        self.settle()
        if self.pending:
            _fall_back(self, result)
        return result

    def branch(self, schema: _AnyType, data: _AnyType, path: tuple) -> _AnyType:
        """Validates a part that may fail by itself, as one of several possibilities."""
        run = _Run(self.errors, "", self.warn_unsupported_keys)
        result = _check(schema, data, path, run)
        run.settle()
        self.pending.extend(run.pending)
        return result

    def settle(self) -> None:
        if self.missing:
            paths, keys = zip(*self.missing)
            raise self.error("SchemaMissingKeyError", [list(path) for path in paths], list(keys))
        for path, keys in self.unsupported:
            if not self.warn_unsupported_keys:
                raise self.error("SchemaUnsupportedKeyError", list(path), keys)
            log.warning("Unknown keys %s in path %s. Please verify the parser schema.", set(keys), list(path))


class Schema:
    """A schema; `validate(data)` gives the data, as far as the schema changes it."""

    def __init__(
        self,
        schema: _AnyType,
        path: _AnyType = None,
        description: str | None = None,
        default: _AnyType = "n/a",
        **kwargs: _AnyType,
    ) -> None:
        self.schema = schema
        self.path = path or []
        self.description = description
        self.default = default

    def validate(self, data: _AnyType, top: bool = True, **kwargs: _AnyType) -> _AnyType:
        """The data with defaults and conversions applied; SchemaError if it does not fit.

        The data itself is left alone.
        """
        return _Run().whole(self, data)

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        return _check(self.schema, data, path, run)

    def _matches(self, key: _AnyType) -> bool:
        """As a key of a dictionary: whether it is this one."""
        return _key_matches(self.schema, key)

    def apply_defaults(self, data: _AnyType) -> _AnyType:
        """The data with the missing values that have defaults; not validated."""
        return _with_defaults(self.schema, data)

    def collect_defaults(self) -> dict:
        """The defaults alone."""
        return _with_defaults(self.schema, {})

    def __repr__(self) -> str:
        where = ".".join(str(part) for part in self.path)
        return f"{type(self).__name__} {where} ({type(self.schema).__name__}) {self.schema}"

    __str__ = __repr__

    def __hash__(self) -> int:
        try:
            return hash((type(self).__name__, self.schema))
        except TypeError:
            return id(self)

    def __eq__(self, other: object) -> bool:
        # Two `Any()` in one dictionary are two keys.
        return self is other


class Optional(Schema):
    """As a key: it may be missing."""


class Required(Schema):
    """As a key: it must be there."""


class Any(Optional):
    """As a key: any key, any number of them. As a value: any value."""

    def __init__(self, **kwargs: _AnyType) -> None:
        super().__init__("*", **kwargs)

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        return data

    def _matches(self, key: _AnyType) -> bool:
        return True


class Default(Optional):
    """A value that is `default` where it is missing."""

    def __init__(self, schema: _AnyType, default: _AnyType, **kwargs: _AnyType) -> None:
        super().__init__(schema, default=default, **kwargs)


class Fallback(Optional):
    """A value that is taken from elsewhere in the data where it is missing; `fallback` is the path, its keys
    joined by dots.
    """

    def __init__(self, schema: _AnyType, fallback: str, **kwargs: _AnyType) -> None:
        super().__init__(schema, **kwargs)
        self.fallback = fallback


class _Several(Schema):
    def __init__(self, *args: _AnyType, **kwargs: _AnyType) -> None:
        super().__init__(args, **kwargs)

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.schema}"

    __repr__ = __str__


class And(_Several):
    """Fits all of them; each is given what the one before made of the value."""

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        for schema in self.schema:
            data = run.branch(schema, data, path)
        return data

    def _matches(self, key: _AnyType) -> bool:
        return all(_key_matches(schema, key) for schema in self.schema)


class Or(_Several):
    """Fits one of them; the first that does is taken."""

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        failures = []
        for schema in self.schema:
            try:
                return run.branch(schema, data, path)
            except (exceptions.SchemaError, exceptions.SchemaEmptyParserError) as error:
                failures.append((Schema(schema, path=list(path)), error))
        raise run.errors.no_alternative(failures, data, run.command)

    def _matches(self, key: _AnyType) -> bool:
        return any(_key_matches(schema, key) for schema in self.schema)


class Use(Schema):
    """The value is what a function makes of it."""

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        try:
            return self.schema(data)
        except exceptions.SchemaError:
            raise
        except Exception as error:
            name = getattr(self.schema, "__name__", self.schema)
            raise run.error("SchemaError", f"{name}({data!r}) raised {error!r}") from error


class PathAwareUse(Use):
    """The value is what a function makes of it and of the path to it."""

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        return Use(lambda value: self.schema(value, path=list(path)))._check(data, path, run)


class ListOf(Schema):
    """A list whose elements all fit."""

    def _check(self, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
        if not isinstance(data, list):
            raise run.error("SchemaTypeError", list(path), "list", data)
        result, failures = [], []
        for index, element in enumerate(data):
            try:
                result.append(run.branch(self.schema, element, (*path, index)))
            except (exceptions.SchemaError, exceptions.SchemaEmptyParserError) as error:
                failures.append(str(error))
        if failures:
            raise run.error("SchemaError", "Bad elements in list:\n" + "\n".join(failures))
        return result


class Path(tuple):
    """The keys that lead to a value."""

    def is_dynamic(self) -> bool:
        """Whether a key may be any."""
        return any(isinstance(part, Any) for part in self)

    def missing_from(self, paths: _AnyType) -> bool:
        return not any(self == path for path in paths)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, tuple)
            and len(self) == len(other)
            and all(a == b or isinstance(a, Any) or isinstance(b, Any) for a, b in zip(self, other))
        )

    def __hash__(self) -> int:
        return hash(len(self))


def _check(schema: _AnyType, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
    if isinstance(schema, Schema):
        return schema._check(data, path, run)
    if isinstance(schema, dict):
        return _check_dict(schema, data, path, run)
    if isinstance(schema, type) and schema in _DATA_TYPES:
        if not isinstance(data, schema):
            raise run.error("SchemaTypeError", list(path), schema, data)
        return data
    if callable(schema):
        if isinstance(schema, type) and isinstance(data, schema) and schema is not object:
            return data
        try:
            return schema(data)
        except exceptions.SchemaError:
            raise
        except Exception as error:
            raise run.error("SchemaClassError", list(path), schema, data, str(error)) from error
    if schema != data:
        raise run.error("SchemaValueError", list(path), schema, data)
    return data


def _check_dict(schema: dict, data: _AnyType, path: tuple, run: _Run) -> _AnyType:
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise run.error("SchemaTypeError", list(path), schema, data)
    plain = {_plain(key): key for key in schema if not _is_pattern(key)}
    patterns = [key for key in schema if _is_pattern(key)]
    met = set()
    chosen: list[tuple[_AnyType, _AnyType]] = []
    unknown = []
    for key in data:
        found = plain.get(key, _MISSING)
        if found is _MISSING:
            found = next((pattern for pattern in patterns if _key_matches(pattern, key)), _MISSING)
        if found is _MISSING:
            unknown.append(key)
            continue
        met.add(id(found))
        chosen.append((key, schema[found]))

    absent = [key for key in schema if id(key) not in met]
    for key in absent:
        value = schema[key]
        if not isinstance(key, Optional) and not _may_be_absent(value):
            run.missing.append((path, str(_plain(key))))

    result = {key: _check(value, data[key], (*path, key), run) for key, value in chosen}
    for key in unknown:
        result[key] = data[key]
    for key in absent:
        if not isinstance(key, Any) and not _is_pattern(key):
            _fill(result, _plain(key), schema[key], path, run, optional=isinstance(key, Optional))
    if unknown:
        run.unsupported.append((path, unknown))
    return result


def _fill(result: dict, key: _AnyType, value: _AnyType, path: tuple, run: _Run, optional: bool) -> None:
    """Gives an absent key its default, if it has one."""
    if isinstance(value, Default):
        result[key] = value.default
    elif isinstance(value, Fallback):
        run.pending.append(_Pending(result, key, value.schema, value.fallback, (*path, key)))
    elif isinstance(value, dict) and not optional and _may_be_absent(value):
        result[key] = _check_dict(value, {}, (*path, key), run)


def _may_be_absent(value: _AnyType) -> bool:
    """Whether a missing value can be made up: a default, or a dictionary of nothing but such."""
    if isinstance(value, (Default, Fallback)):
        return True
    if not isinstance(value, dict) or not value:
        return False
    return all(isinstance(key, Optional) or _may_be_absent(inner) for key, inner in value.items()) and any(
        _may_be_absent(inner) for inner in value.values()
    )


def _is_pattern(key: _AnyType) -> bool:
    if isinstance(key, (Any, _Several)):
        return True
    if isinstance(key, Schema):
        return _is_pattern(key.schema)
    return isinstance(key, type) or (callable(key) and not isinstance(key, Schema))


def _plain(key: _AnyType) -> _AnyType:
    while isinstance(key, Schema) and not isinstance(key, (Any, _Several)):
        key = key.schema
    return key


def _key_matches(pattern: _AnyType, key: _AnyType) -> bool:
    if isinstance(pattern, Schema):
        return pattern._matches(key)
    if isinstance(pattern, type):
        return isinstance(key, pattern)
    if callable(pattern):
        try:
            return bool(pattern(key))
        except Exception:
            return False
    return pattern == key


def _with_defaults(schema: _AnyType, data: _AnyType) -> _AnyType:
    if not isinstance(schema, dict):
        return data
    result = dict(data or {})
    for key, value in schema.items():
        if _is_pattern(key):
            continue
        key = _plain(key)
        if isinstance(value, Default):
            result.setdefault(key, value.default)
        elif isinstance(value, dict):
            inner = _with_defaults(value, result.get(key, {}))
            if inner or key in result:
                result[key] = inner
    return result


def _fall_back(run: _Run, root: _AnyType) -> None:
    waiting = run.pending
    while waiting:
        still = []
        for each in waiting:
            value = root
            for key in each.source.split(".") if isinstance(each.source, str) else each.source:
                value = value.get(key, _MISSING) if isinstance(value, Mapping) else _MISSING
            if value is _MISSING:
                still.append(each)
            else:
                each.node[each.key] = _check(each.schema, value, each.path, run)
        if len(still) == len(waiting):
            sources = {".".join(str(part) for part in each.path): each for each in still}
            for path, each in sources.items():
                if each.source in sources:
                    raise run.error("SchemaFallbackLoopError", path, each.source)
            raise run.error("SchemaFallbackError", still[0].source, root)
        waiting = still
    run.settle()
