"""Marks of what is deprecated."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any


def deprecated(
    arg: Any = None, /, *, category: type[Warning] = FutureWarning, stacklevel: int = 1
) -> Callable[..., Any]:
    """Decorator: warns when the function is called."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        def warning(*args: Any, **kwargs: Any) -> Any:
            text = arg if isinstance(arg, str) else f"{function.__name__} is deprecated"
            warnings.warn(text, category, stacklevel=stacklevel + 1)
            return function(*args, **kwargs)

        warning.__name__ = function.__name__
        warning.__doc__ = function.__doc__
        return warning

    return decorate(arg) if callable(arg) else decorate


def with_deprecation_context(*args: Any, **kwargs: Any) -> Any:
    """Decorator without an effect."""
    if len(args) == 1 and callable(args[0]) and not kwargs:
        return args[0]
    return lambda function: function
