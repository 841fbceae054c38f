"""What testbeds, devices, interfaces and links have in common."""

from __future__ import annotations

import copy
import sys
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

    # -- in another guest --------------------------------------------------------------------------------------

    @property
    def name_for_others(self) -> str:
        """What a testscript that is no Python is given for it."""
        return self.name

    def __reduce_ex__(self, protocol: Any) -> Any:
        """What is the run's crosses by its name: the receiver has a testbed of its own, as its grant shows it."""
        run = sys.modules.get("pyats.topology.run")
        found = None if run is None else run.way_to(self)
        return super().__reduce_ex__(protocol) if found is None else found

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """A copy is not the run's: its devices are known to the host by their names only."""
        made = memo[id(self)] = type(self).__new__(type(self))
        state = copy.deepcopy(self.__getstate__(), memo)
        if hasattr(made, "__setstate__"):
            made.__setstate__(state)
        else:
            made.__dict__.update(state)
        return made

    def __copy__(self) -> Any:
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made


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
