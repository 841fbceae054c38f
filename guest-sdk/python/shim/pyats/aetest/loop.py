"""Loops over testcases and sections (SPEC 8).

One run, with its own id and parameters, for each set of values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, NamedTuple


class Iteration(NamedTuple):
    """One turn of a loop."""

    uid: str
    parameters: dict[str, Any]


class DefaultLooper:
    """Iterations in step through all values (not all combinations); where one runs out, `filler` takes its place.

    - `a=[…], b=[…]`: values by parameter, each something to iterate over or a function that returns such;
    - `args=('a', 'b'), argvs=((1, 2), …)`: names, and a tuple of values for each turn;
    - `uids=[…]`: ids of the turns, which then are as many; else ids are made from the values.
    """

    def __init__(
        self,
        uids: Any = None,
        *,
        loopee: Any = None,
        args: Any = None,
        argvs: Any = None,
        filler: Any = None,
        **kwargs: Any,
    ) -> None:
        self.uids = uids
        self.loopee = loopee
        self.args = args
        self.argvs = argvs
        self.filler = filler
        self.kwargs = kwargs

    def __iter__(self) -> Iterator[Iteration]:
        uids = None if self.uids is None else iter(_values(self.uids))
        prefix = getattr(self.loopee, "__name__", "")
        turns = self._turns()
        if uids is None:
            for values in turns:
                yield Iteration(self.uid_generator(prefix, values), values)
            return
        names = self._names()
        for uid in uids:
            yield Iteration(str(uid), next(turns, None) or dict.fromkeys(names, self.filler))

    def _names(self) -> list[str]:
        return [*(self.args or ()), *self.kwargs]

    def _turns(self) -> Iterator[dict[str, Any]]:
        names = self._names()
        columns = [_values(values) for values in self.kwargs.values()]
        if self.args:
            rows = zip_longest(_values(self.argvs or ()), *columns, fillvalue=_MISSING)
            for row in rows:
                given = () if row[0] is _MISSING else tuple(row[0])
                given += (_MISSING,) * (len(self.args) - len(given))
                yield self._turn(names, given[: len(self.args)] + row[1:])
        elif columns:
            for row in zip_longest(*columns, fillvalue=_MISSING):
                yield self._turn(names, row)

    def _turn(self, names: list[str], values: tuple) -> dict[str, Any]:
        return {
            name: self.filler if value is _MISSING else value
            for name, value in zip(names, values, strict=True)
        }

    @staticmethod
    def uid_generator(prefix: str, parameters: dict[str, Any]) -> str:
        """`name[a=1,b=x,c=function()]`, the parameters in the order of their names, blanks as `_`."""
        values = ",".join(f"{name}={_shown(parameters[name])}" for name in sorted(parameters))
        return f"{prefix}[{values}]".replace(" ", "_")


class _Missing:
    """Stands where values ran out."""


_MISSING = _Missing()


def _values(values: Any) -> Any:
    return values() if callable(values) else values


def _shown(value: Any) -> Any:
    """A value in an id: of what can be called the name, since the section gets what it returns."""
    return f"{getattr(value, '__name__', type(value).__name__)}()" if callable(value) else value


class LoopDecorator:
    """`@aetest.loop(…)` over a section or a testcase. The arguments are those of the `generator`."""

    def __init__(self, *args: Any, generator: Callable[..., Any] = DefaultLooper, **kwargs: Any) -> None:
        self.args = args
        self.generator = generator
        self.kwargs = kwargs

    def __call__(self, target: Any) -> Any:
        # Set on the function itself, as on a class: marking `self.test` marks it for every testcase that
        # has it.
        owner = getattr(target, "__func__", target)
        owner.__loop__ = self.generator(*self.args, loopee=owner, **self.kwargs)
        return target

    @classmethod
    def mark(cls, target: Any, *args: Any, **kwargs: Any) -> Any:
        """Makes a section or testcase loop while the script runs; what has begun is not affected."""
        return cls(*args, **kwargs)(target)


loop = LoopDecorator


def loopable(obj: Any) -> bool:
    """Whether it is looped over. A testcase inherits the loop of its base, ids included."""
    return getattr(obj, "__loop__", None) is not None


def get_iterations(obj: Any) -> Iterator[Any]:
    """The turns of a loop."""
    return iter(obj.__loop__)
