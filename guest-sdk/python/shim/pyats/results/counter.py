"""Counts of results and the success rate that follows from them (SPEC 1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

_NAMES = ("passed", "passx", "failed", "errored", "aborted", "blocked", "skipped")
_OWN = frozenset(("data", "weight"))


class ResultCounter(MutableMapping):
    """How often each result came; a name is a key and an attribute alike.

    `total` and `success_rate` are computed and are no keys, though `counter['total']` reads them too.
    `weight` (0 to 1) is the share of tasks that reported at all: the success rate is multiplied by it.
    """

    def __init__(self, results: Mapping[str, int] | None = None, weight: float = 1.0) -> None:
        self.data: dict[str, int] = dict(results or {})
        self.weight = weight
        for name in _NAMES:
            self.data.setdefault(name, 0)

    @property
    def total(self) -> int:
        return sum(self.data.get(name, 0) for name in _NAMES)

    @property
    def success_rate(self) -> float:
        """Percent, to two places; 0.0 when nothing was counted. Passed, Passx and Skipped are successes."""
        total = self.total
        if not total:
            return 0.0
        return round((self["passed"] + self["passx"] + self["skipped"]) * 100 / total * self.weight, 2)

    def __getitem__(self, name: str) -> Any:
        if name == "total" or name == "success_rate":
            return getattr(self, name)
        return self.data[name]

    def __setitem__(self, name: str, value: int) -> None:
        self.data[name] = value

    def __delitem__(self, name: str) -> None:
        # One of the seven cannot be missing: it is counted from nothing again.
        if name in _NAMES:
            self.data[name] = 0
        else:
            del self.data[name]

    def __contains__(self, key: object) -> bool:
        return key in self.data

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __getattr__(self, name: str) -> Any:
        if name not in _OWN:
            try:
                return self.data[name]
            except KeyError:
                pass
        raise AttributeError(f"'{type(self).__name__}' has no attribute '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN:
            super().__setattr__(name, value)
        else:
            self.data[name] = value

    def __repr__(self) -> str:
        return repr({**self.data, "total": self.total, "success_rate": self.success_rate})

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ResultCounter):
            return self.data == other.data and self.weight == other.weight
        return self.data == other

    __hash__ = None

    def __reduce__(self) -> tuple:
        return type(self), (self.data, self.weight)

    def keys(self):
        return self.data.keys()

    def values(self):
        return self.data.values()

    def items(self):
        return self.data.items()

    def update(self, *args: Any, **kwargs: int) -> None:
        self.data.update(*args, **kwargs)

    def copy(self) -> ResultCounter:
        return type(self)(self.data, self.weight)
