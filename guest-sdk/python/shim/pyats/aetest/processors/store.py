"""The processors of one section, testcase or script, by what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

KINDS = ("context", "pre", "post", "exception")


class ProcessorStore:
    """A list of processors for each of `context`, `pre`, `post` and `exception`."""

    def __init__(self, context: Any = None, pre: Any = None, post: Any = None, exception: Any = None) -> None:
        self.context = _listed(context)
        self.pre = _listed(pre)
        self.post = _listed(post)
        self.exception = _listed(exception)

    def get(self, name: str, default: Any = None) -> Any:
        return getattr(self, name, default) if name in KINDS else default

    def items(self) -> Iterable[tuple[str, list[Any]]]:
        return [(kind, getattr(self, kind)) for kind in KINDS]

    def extend(self, **processors: Any) -> None:
        """Adds processors behind those that are there."""
        for kind, added in processors.items():
            self._list(kind).extend(_listed(added))

    def prepend(self, **processors: Any) -> None:
        """Adds processors before those that are there."""
        for kind, added in processors.items():
            self._list(kind)[:0] = _listed(added)

    def update(self, data: Any) -> None:
        """Puts other lists in the place of those that are named."""
        for kind, processors in dict(data).items():
            self._list(kind)[:] = _listed(processors)

    def copy(self) -> ProcessorStore:
        return type(self)(**dict(self.items()))

    def clear(self) -> None:
        for kind in KINDS:
            getattr(self, kind).clear()

    def _list(self, kind: str) -> list[Any]:
        if kind not in KINDS:
            raise ValueError(f"no such kind of processor: {kind!r}; there are {', '.join(KINDS)}")
        return getattr(self, kind)


def _listed(processors: Any) -> list[Any]:
    if processors is None:
        return []
    return [processors] if callable(processors) else list(processors)
