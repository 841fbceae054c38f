"""Small things that the harness and scripts use."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

from easypy_runner.tracebacks import format_exception

__all__ = ["exit_cli_code", "format_traceback", "getname", "hasarg", "unwrap", "get_defining_class"]

_INFRASTRUCTURE = "pyats.aetest"
_SCRIPTS = "pyats.aetest.testscript."


def exit_cli_code(result: Any) -> None:
    """Ends the program with the status that says how `aetest.main()` went: 0 for Passed and Passx, else 1."""
    sys.exit(0 if result else 1)


def format_traceback(exc: BaseException) -> str:
    """The traceback of an exception from the user's first frame on, with a newline at its end.

    Without such a frame only its text.
    """
    trace = exc.__traceback__
    while trace is not None and _is_infrastructure(trace.tb_frame.f_globals.get("__name__", "")):
        trace = trace.tb_next
    return format_exception(exc.with_traceback(trace)) + "\n"


def _is_infrastructure(module: str) -> bool:
    return module.startswith(_INFRASTRUCTURE) and not module.startswith(_SCRIPTS)


def getname(obj: Any) -> str:
    """The name of a function, class or other callable."""
    return getattr(obj, "__name__", None) or type(obj).__name__


def unwrap(obj: Any) -> Any:
    """The function within decorators that say what they wrap."""
    return inspect.unwrap(obj)


def hasarg(func: Callable[..., Any], argument: str) -> bool:
    """Whether a function takes an argument of that name."""
    return argument in inspect.signature(func).parameters


def get_defining_class(obj: Any) -> type | None:
    """The class in whose body a method is defined."""
    owner = getattr(obj, "__self__", None)
    classes = (owner if isinstance(owner, type) else type(owner)).__mro__ if owner is not None else ()
    for each in classes:
        if obj.__name__ in each.__dict__:
            return each
    return None
