"""Classes that a data file may replace by a subclass."""

from __future__ import annotations

from typing import Any


class MetaClassFactory(type):
    """Metaclass: a keyword argument named `class` says which subclass is made instead.

    It is meant for loaders of YAML files, where `class:` is a key; the argument does not reach the
    constructor. TypeError if it is no subclass.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        chosen = kwargs.pop("class", None)
        if chosen is None or chosen is cls:
            return super().__call__(*args, **kwargs)
        if not (isinstance(chosen, type) and issubclass(chosen, cls)):
            raise TypeError(f"{chosen!r} is not a subclass of {cls.__name__}")
        return chosen(*args, **kwargs)
