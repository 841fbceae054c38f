"""`@aetest.processors(…)`: puts processors on sections and testcases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .store import KINDS, ProcessorStore


class ProcessorDecorator:
    """`@processors(pre=[…], post=[…], exception=[…])`.

    What is given without a name are context processors.
    """

    def __init__(self, *processors: Any, pre: Any = None, post: Any = None, exception: Any = None) -> None:
        self.store = ProcessorStore(processors, pre, post, exception)

    def __call__(self, section: Any) -> Any:
        own_store(section).prepend(**dict(self.store.items()))
        return section

    @classmethod
    def pre(cls, *processors: Any, name: str | None = None) -> Any:
        """`@processors.pre(…)`: run before the section, which is not run when one gives a result."""
        return cls(pre=_named(processors, name))

    @classmethod
    def post(cls, *processors: Any, name: str | None = None) -> Any:
        """`@processors.post(…)`: run after the section, and may change its result."""
        return cls(post=_named(processors, name))

    @classmethod
    def exception(cls, *processors: Any, name: str | None = None) -> Any:
        """`@processors.exception(…)`.

        Run when the section raised; one that returns True suppresses the exception.
        """
        return cls(exception=_named(processors, name))

    @staticmethod
    def context(func: Callable[..., Any], name: str | None = None) -> Callable[..., Any]:
        """Makes a generator function a context processor.

        What is before its `yield` runs before the section, the rest after.
        """
        func.__context_processor__ = name or func.__name__
        return func

    @staticmethod
    def report(func: Any) -> Any:
        """Gives the processor's runs a section of their own in the report."""
        func.__report__ = True
        return func

    @staticmethod
    def noreport(func: Any) -> Any:
        """Leaves the processor's runs out of the report, as they are unless told otherwise."""
        func.__report__ = False
        return func

    @classmethod
    def affix(cls, section: Any, context: Any = (), **kwargs: Any) -> None:
        """Puts processors on a section while the script runs, in the place of those of the same kind that it has."""
        store = own_store(section)
        if context:
            store.update({"context": context})
        store.update(kwargs)

    @classmethod
    def add(cls, section: Any, **kwargs: Any) -> None:
        """Puts further processors on a section while the script runs."""
        own_store(section).extend(**kwargs)

    @classmethod
    def get(cls, section: Any, type_: str = "context", incl_globals: bool = False) -> list[Any]:
        """The processors of one kind on a section."""
        from .. import running

        found = list(getattr(store_of(section), type_))
        if incl_globals and running.executer is not None:
            found = list(getattr(running.executer.processors, type_)) + found
        return found


class _Named:
    """A processor under another name."""

    def __init__(self, processor: Callable[..., Any], name: str) -> None:
        self.__wrapped__ = self.processor = processor
        self.__name__ = name

    def __call__(self, **kwargs: Any) -> Any:
        return self.processor(**kwargs)


def _named(processors: tuple, name: str | None) -> list[Any]:
    return list(processors) if name is None else [_Named(each, name) for each in processors]


_NONE = ProcessorStore()


def _holder(section: Any) -> Any:
    """Where processors are kept.

    On the function of a method, on the function or class of a section that runs.
    """
    function = getattr(section, "function", None)
    if function is not None and hasattr(section, "steps"):
        section = function
    elif (
        not isinstance(section, type)
        and not hasattr(section, "__code__")
        and not hasattr(section, "__func__")
    ):
        section = type(section) if hasattr(section, "uid") else section
    return getattr(section, "__func__", section)


def store_of(section: Any) -> ProcessorStore:
    """The processors on a section."""
    return getattr(_holder(section), "__processors__", _NONE)


def own_store(section: Any) -> ProcessorStore:
    """The processors on a section, to be changed.

    A testcase begins with those of the class that it is made from.
    """
    holder = _holder(section)
    if "__processors__" not in vars(holder):
        inherited = getattr(holder, "__processors__", None)
        holder.__processors__ = ProcessorStore() if inherited is None else inherited.copy()
    return holder.__processors__


def discover_global_processors(module: Any) -> ProcessorStore:
    """A script's `global_processors`: a dict of lists."""
    declared = getattr(module, "global_processors", None) or {}
    return ProcessorStore(**{kind: declared[kind] for kind in KINDS if kind in declared})
