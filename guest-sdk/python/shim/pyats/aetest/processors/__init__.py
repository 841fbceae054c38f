"""Processors: functions that run before or after sections, or when one raised (SPEC 8).

`aetest.processors(pre=[…], post=[…], exception=[…])`, `.pre(…)`, `.post(…)`, `.exception(…)`, and a script's `global_processors`.
"""

from .decorator import ProcessorDecorator, discover_global_processors
from .skips import skip, skipIf, skipUnless
from .store import ProcessorStore

processors = ProcessorDecorator

__all__ = [
    "ProcessorDecorator",
    "ProcessorStore",
    "discover_global_processors",
    "processors",
    "skip",
    "skipIf",
    "skipUnless",
]
