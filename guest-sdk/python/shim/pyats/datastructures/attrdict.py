"""Dictionaries whose keys are attributes too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

_NOTHING = object()


class AttrDict(dict):
    """`d.name` is `d['name']`, read, set and deleted.

    A key that hides a method of dict hides it as an attribute only for this object.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> AttrDict:
        # Here and not in __init__, so that copies and unpickled ones are connected as well.
        self = super().__new__(cls)
        self.__dict__ = self
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict.__repr__(self)})"


class NestedAttrDict(AttrDict):
    """An AttrDict of AttrDicts: `d['a.b.c']` is `d.a.b.c`, and setting it makes what is missing on the way.

    Dictionaries given to the constructor and to `update` become NestedAttrDicts, and are merged into those
    that are there; a value set by a key stays what it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        self.update(*args, **kwargs)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) and "." in key:
            first, _, rest = key.partition(".")
            return dict.__getitem__(self, first)[rest]
        return dict.__getitem__(self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, str) and "." in key:
            first, _, rest = key.partition(".")
            if not dict.__contains__(self, first):
                dict.__setitem__(self, first, type(self)())
            inner = dict.__getitem__(self, first)
            if not isinstance(inner, NestedAttrDict):
                raise KeyError(
                    f'target key "{first}" is a value, cannot update value against another NestedAttrDict'
                )
            inner[rest] = value
        else:
            dict.__setitem__(self, key, value)

    def __delitem__(self, key: Any) -> None:
        if isinstance(key, str) and "." in key:
            first, _, rest = key.partition(".")
            del dict.__getitem__(self, first)[rest]
        else:
            dict.__delitem__(self, key)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str) and "." in key:
            first, _, rest = key.partition(".")
            return dict.__contains__(self, first) and rest in dict.__getitem__(self, first)
        return dict.__contains__(self, key)

    def update(self, *args: Mapping | Iterable, **kwargs: Any) -> None:
        for key, value in dict(*args, **kwargs).items():
            if not isinstance(value, Mapping):
                self[key] = value
            elif key in self:
                self[key].update(value)
            else:
                self[key] = type(self)(value)

    # dict's own would not see keys with dots.
    get = Mapping.get
    pop = MutableMapping.pop
    setdefault = MutableMapping.setdefault


MutableMapping.register(NestedAttrDict)
