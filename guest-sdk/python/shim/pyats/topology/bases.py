"""What testbeds, devices, interfaces and links have in common."""

from __future__ import annotations

from typing import Any

from pyats.datastructures import AttrDict
from pyats.datastructures.factory import MetaClassFactory


class TopologyObject(metaclass=MetaClassFactory):
    """Has a name and an alias, which is the name if none is given; every other argument becomes an attribute."""

    def __init__(self, name: str, alias: str | None = None, **kwargs: Any) -> None:
        self.name = name
        self.alias = name if alias is None else alias
        for key, value in kwargs.items():
            setattr(self, key, value)

    def __lt__(self, other: Any) -> bool:
        return isinstance(other, TopologyObject) and str(self.name) < str(other.name)


class TopologyDict(AttrDict):
    """Objects by their names, and by their aliases as well:

    `d['uut']` and `d.uut` find the object whose alias this is.
    """

    def _by_alias(self, key: Any) -> Any:
        for value in self.values():
            if getattr(value, "alias", None) == key:
                return value
        return None

    def __getitem__(self, key: Any) -> Any:
        if dict.__contains__(self, key):
            return dict.__getitem__(self, key)
        found = self._by_alias(key)
        if found is None:
            raise KeyError(key)
        return found

    def __getattr__(self, key: str) -> Any:
        found = None if key.startswith("__") else self._by_alias(key)
        if found is None:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {key!r}")
        return found

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, key) or self._by_alias(key) is not None

    def get(self, key: Any, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default

    @property
    def names(self) -> set[str]:
        return set(self)

    @property
    def aliases(self) -> set[str]:
        return {value.alias for value in self.values() if getattr(value, "alias", None) is not None}

    def is_alias(self, key: str) -> bool:
        """Whether `key` is an alias of something that is here; KeyError if nothing is."""
        return self[key].alias == key


def matching(things: Any, wanted: dict[str, Any]) -> list[Any]:
    """Those of the objects whose attributes have these values."""
    return [
        each for each in things if all(getattr(each, name, None) == value for name, value in wanted.items())
    ]
