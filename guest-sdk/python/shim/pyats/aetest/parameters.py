"""Parameters of scripts, testcases and sections, and how a function's arguments are filled from them (SPEC 8).

What is looked up first: a section's own, then its container's, then the script's.
"""

from __future__ import annotations

import inspect
import logging
from collections import ChainMap, UserDict
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

logger = logging.getLogger("pyats.aetest")

_VARARGS, _VARKEYWORDS = 0x04, 0x08


class Later:
    """The value of a parameter that is made when somebody looks: the testbed."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def __repr__(self) -> str:
        return repr(self.make())


class ParameterDict(UserDict):
    """One level of parameters."""

    def __getitem__(self, key: Any) -> Any:
        value = self.data[key]
        if type(value) is Later:
            value = self.data[key] = value.make()
        return value

    def copy(self) -> ParameterDict:
        return type(self)(self.data)


class ParameterMap(ChainMap):
    """All parameters that something sees; the first level is its own, and what is set goes there."""

    @property
    def local(self) -> Any:
        """The own level."""
        return self.maps[0]

    def __repr__(self) -> str:
        return f"ParameterMap({', '.join(map(repr, self.maps))})"


class Parameter:
    """A parameter whose value is computed for each section that asks for it: `@parametrize`."""

    def __init__(self, function: Callable[..., Any], **kwargs: Any) -> None:
        self.function = function
        self.kwargs = kwargs

    def __call__(self, *, section: Any) -> Any:
        try:
            names, _, _ = arguments(self.function)
            given = dict(self.kwargs)
            if "section" in names and "section" not in given:
                given["section"] = section
            return self.function(**given)
        except Exception:
            name = getattr(self.function, "__name__", self.function)
            logger.error("Caught error while evaluating parameter '%s'", name)
            raise


def parametrize(target: Callable[..., Any] | None = None, **kwargs: Any) -> Any:
    """Makes a function of the script the parameter of its name.

    `@parametrize` or `@parametrize(argument=…)`.
    """
    if target is None:
        return lambda function: parametrize(function, **kwargs)
    target.__parameter__ = Parameter(target, **kwargs)
    return target


def parametrized(obj: Any) -> bool:
    """Whether it is a function under `@parametrize`."""
    return isinstance(getattr(obj, "__parameter__", None), Parameter)


def discover_parameters(obj: Any) -> ParameterDict:
    """What a module says of parameters: its `parameters`, and its functions under `@parametrize`."""
    found = ParameterDict(getattr(obj, "parameters", None) or {})
    for name, value in vars(obj).items():
        if type(value) is FunctionType and parametrized(value):
            found[name] = value.__parameter__
    return found


def arguments(function: Callable[..., Any]) -> tuple[list[str], set[str], bool]:
    """The names of a function's arguments (a method's without the first), those that have no default, and whether it takes any keyword."""
    bound = type(function) is MethodType
    plain = function.__func__ if bound else function
    if type(plain) is FunctionType and not hasattr(plain, "__wrapped__"):
        # As a signature would have it, which takes thirty times as long.
        code = plain.__code__
        count = code.co_argcount
        named = code.co_varnames[: count + code.co_kwonlyargcount]
        defaults = len(plain.__defaults__ or ())
        needed = set(named[: count - defaults]) | (set(named[count:]) - set(plain.__kwdefaults__ or ()))
        names = list(named)
        if bound and count:
            needed.discard(names.pop(0))
        return names, needed, bool(code.co_flags & _VARKEYWORDS)
    names, needed, anything = [], set(), False
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            anything = True
        elif parameter.kind is not parameter.VAR_POSITIONAL:
            names.append(name)
            if parameter.default is parameter.empty:
                needed.add(name)
    return names, needed, anything


def fill(
    function: Callable[..., Any], parameters: Any, reserved: dict[str, Any], section: Any
) -> dict[str, Any]:
    """The keywords to call a function with: reserved names first, then parameters by name; with `**kwargs` all of them.

    A parameter or default that can be called (a function, a class) is, and what it returns is given, as pyATS has it.
    ValueError when one that has no default is missing.
    """
    names, needed, anything = arguments(function)
    filled: dict[str, Any] = {}
    if anything:
        filled.update(parameters)
        filled.update(reserved)
    else:
        for name in names:
            if name in reserved:
                filled[name] = reserved[name]
            elif name in parameters:
                filled[name] = parameters[name]
    missing = needed.difference(filled)
    if missing:
        listed = ", ".join(repr(name) for name in names if name in missing)
        raise ValueError(f"Missing parameters {{{listed}}} in scope of '{function}'")
    for name, value in _defaults(function):
        if name not in filled and callable(value):
            filled[name] = value
    for name, value in filled.items():
        if callable(value) and name not in reserved:
            filled[name] = value(section=section) if type(value) is Parameter else value()
    return filled


def _defaults(function: Callable[..., Any]) -> list[tuple[str, Any]]:
    """The arguments of a function that have a default and can be given by name, with it."""
    plain = function.__func__ if type(function) is MethodType else function
    if type(plain) is FunctionType and not hasattr(plain, "__wrapped__"):
        if not plain.__defaults__ and not plain.__kwdefaults__:
            return []
        if not plain.__code__.co_posonlyargcount:
            positional = plain.__code__.co_varnames[: plain.__code__.co_argcount]
            values = plain.__defaults__ or ()
            named = zip(positional[len(positional) - len(values) :], values, strict=True)
            return [*named, *(plain.__kwdefaults__ or {}).items()]
    return [
        (name, parameter.default)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is not parameter.empty and parameter.kind is not parameter.POSITIONAL_ONLY
    ]
