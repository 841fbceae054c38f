"""`@aetest.skip('…')`, `skipIf`, `skipUnless`.

Pre-processors that skip what they are on, with `affix` to put them there later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..parameters import fill
from .decorator import ProcessorDecorator

_SKIPPED = "skip decorator"
_IF = "skipIf condition == True"
_UNLESS = "skipUnless condition == False"


def _processor(name: str, reason: Any, applies: Callable[..., Any]) -> Callable[..., Any]:
    def processor(section: Any) -> None:
        if applies(section):
            section.skipped(reason)

    processor.__name__ = name
    return processor


def _true(condition: Any, section: Any) -> bool:
    """The condition, or what it returns when it is called with the parameters that it names."""
    if callable(condition):
        condition = condition(**fill(condition, section.parameters, section.__reserved__(), section))
    return bool(condition)


def _skip(reason: Any) -> Callable[..., Any]:
    return _processor("skip", reason, lambda section: True)


def _skip_if(condition: Any, reason: Any) -> Callable[..., Any]:
    return _processor("skipIf", reason, lambda section: _true(condition, section))


def _skip_unless(condition: Any, reason: Any) -> Callable[..., Any]:
    return _processor("skipUnless", reason, lambda section: not _true(condition, section))


def skip(reason: Any = _SKIPPED) -> Any:
    """`@aetest.skip('…')`: skips a section or testcase."""
    return ProcessorDecorator(pre=[_skip(reason)])


def skipIf(condition: Any, reason: Any = _IF) -> Any:
    """`@aetest.skipIf(condition, '…')`: skips it when the condition holds.

    A function is called when the section's turn has come.
    """
    return ProcessorDecorator(pre=[_skip_if(condition, reason)])


def skipUnless(condition: Any, reason: Any = _UNLESS) -> Any:
    """`@aetest.skipUnless(condition, '…')`: skips it unless the condition holds."""
    return ProcessorDecorator(pre=[_skip_unless(condition, reason)])


def skip_affix(section: Any, reason: Any = _SKIPPED, *args: Any, **kwargs: Any) -> None:
    """`aetest.skip.affix(section=…, reason='…')`: has a section or testcase skipped that has not begun."""
    ProcessorDecorator.add(section, pre=[_skip(reason)])


def skipIf_affix(section: Any, condition: Any, reason: Any = _IF, *args: Any, **kwargs: Any) -> None:
    """`aetest.skipIf.affix(section=…, condition=…, reason='…')`."""
    ProcessorDecorator.add(section, pre=[_skip_if(condition, reason)])


def skipUnless_affix(section: Any, condition: Any, reason: Any = _UNLESS, *args: Any, **kwargs: Any) -> None:
    """`aetest.skipUnless.affix(section=…, condition=…, reason='…')`."""
    ProcessorDecorator.add(section, pre=[_skip_unless(condition, reason)])


skip.affix = skip_affix
skipIf.affix = skipIf_affix
skipUnless.affix = skipUnless_affix
