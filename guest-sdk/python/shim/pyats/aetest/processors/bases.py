"""What a processor is given as `processor`, and the base of context processors that are classes."""

from __future__ import annotations

from typing import Any

from ..base import TestItem


class BaseProcessor(TestItem):
    """One run of a processor on a section; `str()` of it is `PreProcessor-1 'name'`."""

    __aetest_infra__ = True
    kind = "Processor"

    def __init__(self, *, index: int, section: Any, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(f"{self.kind}-{index}", parent=section)
        self.index = index
        self.section = section
        self.name = name or type(self).__name__

    def __str__(self) -> str:
        return f"{self.uid} '{self.name}'"

    def __repr__(self) -> str:
        return str(self.uid)


class PreProcessor(BaseProcessor):
    __aetest_infra__ = True
    kind = "PreProcessor"


class PostProcessor(BaseProcessor):
    __aetest_infra__ = True
    kind = "PostProcessor"


class ExceptionProcessor(BaseProcessor):
    __aetest_infra__ = True
    kind = "ExceptionProcessor"


class ContextProcessor(BaseProcessor):
    __aetest_infra__ = True
    kind = "ContextProcessor"


class BaseContextProcessor(BaseProcessor):
    """A context processor as a class.

    `__enter__` runs before the section, `__exit__` after it; it may tell by `post_context()` what to do then.
    """

    __aetest_infra__ = True
    kind = "ContextProcessor"

    def __enter__(self) -> Any:
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, exc_traceback: Any) -> Any:
        return self.post_context()

    def post_context(self) -> Any:
        return None
