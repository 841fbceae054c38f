"""Python values as the JSON of the contract, and back.

What JSON keeps exactly crosses as JSON, so that a component in another language can read it: None, bool, int, finite
float, str, and lists and str-keyed dicts of these. A shared object crosses as `{"$shared": id}`. Everything else (a
tuple, bytes, a datetime, an object …) crosses pickled, as `{"$pickle": base64, "$refs": [{"$shared": id}, …]}`;
`$refs` repeats the shared objects inside the pickle, because the host hands over what it can see.

Three ways in, for three kinds of readers:
- `encode`, for values of shared objects: what plain pickle takes, as with `multiprocessing` (SPEC 4.5);
- `encode_kwargs`, for a task's parameters: also functions and classes of the jobfile, by value, for a task was a fork
  in pyATS;
- `encode_kwargs(…, foreign=True)`, for a script that is no Python: plain JSON only.

No host call is made here but `kind_of`, once for each reference of unknown kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from json.encoder import encode_basestring_ascii as quote
from typing import Any

from . import host, pickles

_SCALARS = frozenset((str, int, float, bool, type(None)))
#: Keys that make an object of the contract more than a dict.
_SHARED, _PICKLE, _REFS = "$shared", "$pickle", "$refs"
#: The host takes values nested 100 deep; some of that is for what a value is put into.
_DEPTH = 90
#: Python writes no integers of more digits than 4300 as text, and so not as JSON.
_LEAST, _GREATEST = -(10**4300) + 1, 10**4300 - 1
_scan = json.JSONDecoder().scan_once


class Reference:
    """A shared object of the host by its number: what all proxies are."""

    __slots__ = ("_id", "__weakref__")

    def __init__(self, id: int):
        self._id = id

    def __reduce__(self) -> tuple:
        pickles.saw(self._id)
        return reference, (self._id,)


#: What stands for a kind of shared object (`dict`, `list` … as in synchro.wit): set by `pyats.easypy.synchro`.
proxies: dict[str, Callable[[int], Reference]] = {}
#: Kinds by number, so that the host is asked once.
_known: dict[int, str] = {}


def reference(id: int) -> Reference:
    """The proxy for a shared object that this guest was given."""
    kind = _known.get(id)
    if kind is None:
        kind = _known[id] = host.kind_of(id)
    return proxies[kind](id)


# -- out --------------------------------------------------------------------------------------------------------


def encode(value: Any) -> str:
    """A value for a shared object.

    Raises what pickle raises for a value that has no JSON form; `AttributeError: Can't pickle local object …` for a
    lambda.
    """
    return _encode(value, pickles.plain)


def _encode(value: Any, dumps: Callable[[Any], bytes]) -> str:
    kind = type(value)
    if kind is str:
        return quote(value)
    if kind is int and _LEAST <= value <= _GREATEST:
        return repr(value)
    if kind is bool:
        return "true" if value else "false"
    if value is None:
        return "null"
    # Infinity and NaN give NaN.
    if kind is float and value - value == 0.0:
        return repr(value)
    if isinstance(value, Reference):
        return f'{{"$shared":{value._id}}}'
    if (kind is list or kind is dict) and _is_plain(value, _DEPTH):
        return _json.encode(value)
    data, references = pickles.dump(value, dumps)
    return _json.encode({_PICKLE: data, _REFS: [{_SHARED: id} for id in references]})


def _is_plain(value: Any, depth: int) -> bool:
    """Whether JSON gives back this list or dict exactly as it is (shared objects as references)."""
    if not depth:
        # Too deep for the host, or containing itself; pickle can do both.
        return False
    if type(value) is dict:
        for key in value:
            if type(key) is not str:
                return False
        if _SHARED in value or _PICKLE in value:
            return False
        value = value.values()
    for each in value:
        kind = type(each)
        if kind in _SCALARS:
            if kind is float and each - each != 0.0 or kind is int and not _LEAST <= each <= _GREATEST:
                return False
        elif kind is list or kind is dict:
            if not _is_plain(each, depth - 1):
                return False
        elif not isinstance(each, Reference):
            return False
    return True


def _shared(value: Any) -> dict[str, int]:
    if isinstance(value, Reference):
        return {_SHARED: value._id}
    raise TypeError(f"{type(value).__name__} has no JSON form")


_json = json.JSONEncoder(separators=(",", ":"), default=_shared, check_circular=False, allow_nan=False)


def encode_kwargs(kwargs: dict[str, Any], foreign: bool = False) -> str:
    """A task's parameters as the text of a JSON object.

    `foreign` is for a testscript that is no Python: then a tuple becomes an array, and what has no JSON form is
    refused.

    Raises TypeError naming the parameter that cannot be handed over, and why.
    """
    if not kwargs:
        return "{}"
    members = []
    for name, value in kwargs.items():
        if type(name) is not str:
            raise TypeError(f"the name of a task's parameter must be a string, not {name!r}")
        if name in (_SHARED, _PICKLE):
            raise TypeError(f"a task's parameter cannot be named {name!r}")
        try:
            text = _encode_foreign(value) if foreign else _encode(value, pickles.by_value)
        except Exception as error:
            # Pickling runs whatever code the value's class has: anything may come out of it.
            raise TypeError(_refusal(name, value, error, foreign)) from error
        members.append(f"{quote(name)}:{text}")
    return "{" + ",".join(members) + "}"


def _encode_foreign(value: Any) -> str:
    if isinstance(value, Reference):
        return f'{{"$shared":{value._id}}}'
    return _foreign_json.encode(value)


def _foreign(value: Any) -> Any:
    if isinstance(value, Reference):
        return {_SHARED: value._id}
    principal = getattr(value, "_principal", None)
    if principal is not None:
        return {_SHARED: principal._id}
    name = getattr(type(value), "name_for_others", None)
    if name is not None:
        # A testbed, or what is in it: the other script has its own view of it.
        return name.__get__(value)
    raise TypeError(f"a value of type {type(value).__name__} has no JSON form")


_foreign_json = json.JSONEncoder(separators=(",", ":"), default=_foreign, allow_nan=False)


def _refusal(name: str, value: Any, error: Exception, foreign: bool) -> str:
    whom = "a testscript that is no Python" if foreign else "a task"
    advice = (
        "hand over None, numbers, text, lists, dicts with text keys, or shared objects of runtime.synchro"
        if foreign
        else "a task runs in a process of its own, and is given a copy: hand over what it can be made from instead"
    )
    return f"parameter {name!r} of type {type(value).__name__} cannot be handed to {whom}: {error} ({advice})"


# -- in ---------------------------------------------------------------------------------------------------------


def decode(text: str) -> Any:
    """A value read from a shared object; `text` is compact JSON, as the host gives it.

    Pickles in it may only hold values (see `pickles.load_value`): another guest wrote them.
    """
    value = _scan(text, 0)[0]
    if '"$' in text:
        return _resolve(value, pickles.load_value)
    return value


def decode_members(text: str) -> dict[str, Any]:
    """A whole shared dict: a JSON object, whose own names mean nothing special."""
    members = _scan(text, 0)[0]
    if '"$' in text:
        return {name: _resolve(value, pickles.load_value) for name, value in members.items()}
    return members


def decode_kwargs(text: str) -> dict[str, Any]:
    """The parameters that a job gave this task.

    Raises TypeError naming the parameter that cannot be read here, and why.
    """
    if text == "{}":
        return {}
    kwargs = json.loads(text)
    if '"$' in text:
        for name, value in kwargs.items():
            try:
                kwargs[name] = _resolve(value, pickles.load)
            except Exception as error:
                raise TypeError(f"parameter {name!r} cannot be read by this task: {error}") from error
    return kwargs


def _resolve(value: Any, load: Callable[[str], Any]) -> Any:
    if type(value) is dict:
        if _PICKLE in value:
            return load(value[_PICKLE])
        if _SHARED in value and len(value) == 1:
            return reference(value[_SHARED])
        for key, each in value.items():
            if type(each) is dict or type(each) is list:
                value[key] = _resolve(each, load)
    elif type(value) is list:
        for place, each in enumerate(value):
            if type(each) is dict or type(each) is list:
                value[place] = _resolve(each, load)
    return value


# -- keys -------------------------------------------------------------------------------------------------------

#: A shared dict has text keys. Any other key that Python allows is written as text that begins so.
_KEY = "$key:"


def encode_key(key: Any) -> str:
    """A key of a shared dict. Text is itself; numbers, None and tuples are JSON behind a mark, everything else is
    pickled.

    Keys that Python calls equal are the same key if they are of one type; 1, 1.0 and True are three.
    """
    if isinstance(key, str):
        # An enum member with a text value is found by that text, as in a dict.
        key = str.__str__(key)
        if key.startswith(_KEY) or not key.isascii() and not _is_unicode(key):
            return _KEY + quote(key)
        return key
    hash(key)
    return _KEY + _key_json(key)


def _key_json(key: Any) -> str:
    kind = type(key)
    if kind is tuple:
        return "[" + ",".join(map(_key_json, key)) + "]"
    if kind is str or kind is bool or kind is int or key is None or kind is float and key - key == 0.0:
        return _encode(key, pickles.plain)
    data, references = pickles.dump(key, pickles.plain)
    if references:
        raise TypeError("a shared object cannot be part of a key")
    return "{" + f'"{_PICKLE}":"{data}"' + "}"


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def decode_key(text: str) -> Any:
    """What `encode_key` made this text from."""
    if text.startswith(_KEY):
        try:
            return _key_value(json.loads(text[len(_KEY) :]))
        except ValueError:
            # Another guest's own key that happens to begin like this.
            return text
    return text


def _key_value(value: Any) -> Any:
    if type(value) is list:
        return tuple(map(_key_value, value))
    if type(value) is dict:
        return pickles.load_value(value[_PICKLE])
    return value
