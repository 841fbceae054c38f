"""The shared dict. Every call is atomic; `d[k] += 1` is two calls, `d.add(k, 1)` is one (SPEC 4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from easypy_runner.host import (
    HostError,
    dict_add,
    dict_clear,
    dict_compare_and_set,
    dict_contains,
    dict_get,
    dict_keys,
    dict_length,
    dict_remove,
    dict_set,
    dict_set_default,
    dict_snapshot,
    dict_update,
)
from easypy_runner.values import decode, decode_key, decode_members, encode, encode_key, quote

from .base import Proxy, asks, translated

_MISSING = object()


def members(content: dict) -> str:
    """A dict as the JSON object that the host makes a shared dict's members of."""
    return "{" + ",".join([f"{quote(encode_key(key))}:{encode(value)}" for key, value in content.items()]) + "}"


class DictProxy(Proxy):
    """A dict in the host. Values are copied on their way in and out: change a copy, then set it again."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "dict"

    # The first three are what loops are made of: no layer between them and the host.

    def __getitem__(self, key: Any) -> Any:
        try:
            text = dict_get(self._id, encode_key(key))
        except HostError as error:
            raise translated(error) from None
        if text is None:
            raise KeyError(key)
        return decode(text)

    def __setitem__(self, key: Any, value: Any) -> None:
        try:
            dict_set(self._id, encode_key(key), encode(value))
        except HostError as error:
            raise translated(error) from None

    def get(self, key: Any, default: Any = None) -> Any:
        try:
            text = dict_get(self._id, encode_key(key))
        except HostError as error:
            raise translated(error) from None
        return default if text is None else decode(text)

    @asks
    def __delitem__(self, key: Any) -> None:
        if dict_remove(self._id, encode_key(key)) is None:
            raise KeyError(key)

    @asks
    def __contains__(self, key: Any) -> bool:
        return dict_contains(self._id, encode_key(key))

    @asks
    def __len__(self) -> int:
        return dict_length(self._id)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())

    def __reversed__(self) -> Iterator[Any]:
        return reversed(self.keys())

    def __or__(self, other: Any) -> dict:
        return self.copy() | _plain(other)

    def __ror__(self, other: Any) -> dict:
        return _plain(other) | self.copy()

    def __ior__(self, other: Any) -> DictProxy:
        self.update(other)
        return self

    @asks
    def keys(self) -> list:
        return [decode_key(key) for key in dict_keys(self._id)]

    def values(self) -> list:
        return list(self.copy().values())

    def items(self) -> list[tuple]:
        return list(self.copy().items())

    @asks
    def copy(self) -> dict:
        """The whole dict as one that is not shared."""
        content = decode_members(dict_snapshot(self._id))
        if any(key.startswith("$key:") for key in content):
            return {decode_key(key): value for key, value in content.items()}
        return content

    _getvalue = copy

    @asks
    def pop(self, key: Any, default: Any = _MISSING) -> Any:
        text = dict_remove(self._id, encode_key(key))
        if text is not None:
            return decode(text)
        if default is _MISSING:
            raise KeyError(key)
        return default

    @asks
    def popitem(self) -> tuple:
        """The item that was added last. Of two guests that call this, neither gets what the other got."""
        while keys := dict_keys(self._id):
            text = dict_remove(self._id, keys[-1])
            if text is not None:
                return decode_key(keys[-1]), decode(text)
        raise KeyError("popitem(): dictionary is empty")

    @asks
    def setdefault(self, key: Any, default: Any = None) -> Any:
        return decode(dict_set_default(self._id, encode_key(key), encode(default)))

    @asks
    def update(self, *args: Any, **kwargs: Any) -> None:
        """All at once: no other guest sees half of it."""
        if len(args) == 1 and isinstance(args[0], DictProxy):
            args = (args[0].copy(),)
        dict_update(self._id, members(dict(*args, **kwargs)))

    @asks
    def clear(self) -> None:
        dict_clear(self._id)

    # -- more than multiprocessing has -------------------------------------------------------------------------

    @asks
    def add(self, key: Any, amount: int | float = 1) -> int | float:
        """Adds to a number in one call, taking a missing key for 0; the sum. Integers are those of 64 bits."""
        return decode(dict_add(self._id, encode_key(key), encode(amount)))

    @asks
    def compare_and_set(self, key: Any, expected: Any, new: Any) -> bool:
        """Sets the key if its value is `expected` now; whether it did. `easypy_missing` stands for a missing key."""
        return dict_compare_and_set(
            self._id, encode_key(key), None if expected is easypy_missing else encode(expected), encode(new)
        )


class _Missing:
    """What `compare_and_set` is told to expect where no value is."""

    def __repr__(self) -> str:
        return "easypy_missing"


easypy_missing = _Missing()


def _plain(other: Any) -> Any:
    return other.copy() if isinstance(other, DictProxy) else other
