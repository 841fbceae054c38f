"""Pickles for values that JSON cannot hold: making them, and reading them with as much trust as their writer has.

A pickle is a program that its reader runs. A job's parameters come from the job, which decides over its tasks anyway,
so a task runs them as they are (`load`). A value in a shared object may come from any guest of the run; it is read by
`load_value`, which makes objects of ordinary classes and calls nothing else: a testscript cannot reach into the job
that way. Whose classes count:

| of | made without a constructor | by its constructor |
| --- | --- | --- |
| the library and the shim | the values among them | the same |
| packages that the component carries | no: a template of jinja2 is a program | no |
| `--python-path` | if making one runs no code of theirs | exceptions and enumerations |
| the user's own files | yes | yes |
"""

from __future__ import annotations

import base64
import copyreg
import enum
import io
import pickle
import re
import sys
import types
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import cloudpickle

#: Modules that are loaded from a user's file under a name that no other guest can import (SPEC 3.5).
_USER_MODULES = ("pyats.easypy.jobs.", "pyats.aetest.testscript.")

# -- out --------------------------------------------------------------------------------------------------------

#: The shared objects that the pickle under way refers to.
_seen: list[int] = []


def saw(id: int) -> None:
    """A shared object is being pickled."""
    _seen.append(id)


def dump(value: Any, dumps: Callable[[Any], bytes]) -> tuple[str, list[int]]:
    """The pickle of a value as base64, and the numbers of the shared objects in it, each once."""
    global _seen
    outer, _seen = _seen, []
    try:
        data = dumps(value)
        found = list(dict.fromkeys(_seen))
    finally:
        _seen = outer
    return base64.b64encode(data).decode("ascii"), found


def plain(value: Any) -> bytes:
    """What pickle takes, and the error that `multiprocessing` gives for what it does not."""
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError) as error:
        # Newer Pythons word it otherwise and raise PicklingError.
        local = re.search(r"local object (?:<\w+ ([^>]*(?:<locals>|<lambda>)[^ ]*)(?: at 0x\w+)?>|'(.+)')", str(error))
        if local:
            raise AttributeError(f"Can't pickle local object {(local[1] or local[2])!r}") from None
        raise


def by_value(value: Any) -> bytes:
    """What plain pickle takes, and functions and classes that only this guest has, with their code."""
    for name in _user_modules():
        cloudpickle.register_pickle_by_value(sys.modules[name])
    return cloudpickle.dumps(value)


def _user_modules() -> list[str]:
    known = cloudpickle.list_registry_pickle_by_value()
    return [name for name in sys.modules if name.startswith(_USER_MODULES) and name not in known]


# -- in ---------------------------------------------------------------------------------------------------------


def load(data: str) -> Any:
    """A job's own pickle, in a task."""
    return pickle.loads(base64.b64decode(data))


def load_value(data: str) -> Any:
    """A pickle of any guest.

    Raises `pickle.UnpicklingError` if it asks for more than making objects of ordinary classes.
    """
    data = base64.b64decode(data)
    try:
        return _Simple(io.BytesIO(data)).load()
    except _NotSimple:
        return _Values(io.BytesIO(data)).load()


#: Modules of the library that hold nothing but kinds of values.
_VALUE_MODULES = frozenset(
    "array collections datetime decimal fractions http ipaddress json.decoder pathlib pathlib._local queue _queue time "
    "uuid zoneinfo".split()
)
#: What pickles of values name beside classes; none of it can do anything but be or make a value.
_FUNCTIONS = frozenset(
    (
        ("_codecs", "encode"),
        ("re", "_compile"),
        ("array", "_array_reconstructor"),
        ("zoneinfo", "ZoneInfo._unpickle"),
        ("types", "SimpleNamespace"),
        ("easypy_runner.values", "reference"),
        ("pyats.easypy.synchro.base", "rebuild"),
        ("pyats.results.context", "_rebuild_id"),
        ("pyats.easypy.main", "EasypyRuntime.ReturnCodes"),
        *(("pyats.topology.run", name) for name in ("testbed", "device", "interface", "link")),
        *(("pyats.results.result", name) for name in "Passed Passx Failed Errored Aborted Blocked Skipped".split()),
    )
)
#: Of builtins these do more than to be a value.
_NO_VALUES = frozenset((super, property, staticmethod, classmethod, map, filter, zip, enumerate))
#: The parts of the shim whose objects are values. The others do things.
_SHIM = (*_USER_MODULES, "pyats.results", "pyats.datastructures", "pyats.topology", "unicon.core.errors", "easypy_wasm")
_NO_SHIM = ("pyats.topology.loader", "pyats.topology.manager")
#: What packages.txt names: their classes compile, load and run what they are given.
_CARRIED = {"cloudpickle", "jinja2", "markupsafe", "yaml", "_yaml", "tzdata"}
_library = sys.stdlib_module_names | {"pyats", "genie", "unicon", "ats", "easypy_wasm", "easypy_runner", "wit_world"} | _CARRIED

#: The directories of `--python-path`, each with a separator at its end: other people's code.
_mounted: tuple[str, ...] = ()


def mount(directories: list[str]) -> None:
    """Run time: the directories of `--python-path`."""
    global _mounted
    _mounted = tuple(directory.rstrip("/") + "/" for directory in directories)


def _is_open(module: str) -> bool:
    """Whether the classes of a module may be used: a user's module or package, or one with values only."""
    return (
        module == "builtins"
        or module in _VALUE_MODULES
        or module.partition(".")[0] not in _library
        or module.startswith(_SHIM)
        and not module.startswith(_NO_SHIM)
    )


def _is_mounted(kind: type) -> bool:
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return isinstance(file, str) and file.startswith(_mounted)


def _may_be_called(kind: type) -> bool:
    """Whether a constructor may be given what another guest has chosen."""
    return not _is_mounted(kind) or issubclass(kind, (BaseException, enum.Enum))


def _may_be_made(kind: type) -> bool:
    """Whether an object may be made without its constructor: `__new__` can be code as well."""
    return not _is_mounted(kind) or isinstance(kind.__new__, types.BuiltinFunctionType) or issubclass(kind, tuple)


class _NotSimple(Exception):
    """A pickle names a class or function."""


class _Simple(pickle.Unpickler):
    """For pickles without any names: tuples, bytes, sets and the like. It is written in C, and so it is tried first."""

    def find_class(self, module: str, name: str) -> Any:
        raise _NotSimple


class _Values(pickle._Unpickler):
    """Knows the classes of values only, and does not let a pickle change a class."""

    dispatch = dict(pickle._Unpickler.dispatch)

    def __init__(self, file: Any):
        super().__init__(file)
        #: What was named and is no class: only these functions may be called.
        self._functions: list[Any] = []
        self._member = self._attribute

    def _attribute(self, owner: Any, name: str) -> Any:
        """`getattr`, for the members of an enumeration and for zones."""
        if owner is ZoneInfo and name == "_unpickle":
            found = owner._unpickle
            self._functions.append(found)
            return found
        return _member(owner, name)

    def find_class(self, module: str, name: str) -> Any:
        function = None
        if module == "builtins" and name == "getattr":
            # How some Pythons pickle the members of an enumeration, and zones.
            function = self._member
        elif module == "copyreg" and name in _OWN_WAYS:
            function = _OWN_WAYS[name]
        elif (module, name) in _FUNCTIONS:
            function = super().find_class(module, name)
        if function is not None:
            self._functions.append(function)
            return function
        if _is_open(module):
            found = super().find_class(module, name)
            # It must be the module's own: `user_module.os.system` is not. The library's are partly written in C, and
            # then know another name.
            own = isinstance(found, type) and (module in _VALUE_MODULES or found.__module__ == module)
            if own and found not in _NO_VALUES and not issubclass(found, type):
                return found
        raise pickle.UnpicklingError(
            f"{module}.{name} cannot be read from a shared object, only values and objects of classes that can be "
            "imported"
        )

    def load_build(self) -> None:
        if isinstance(self.stack[-2], (type, types.FunctionType, types.ModuleType)):
            raise pickle.UnpicklingError("a value read from a shared object would change a class")
        super().load_build()

    def load_reduce(self) -> None:
        called = self.stack[-2]
        # By identity: how they compare is theirs to say.
        if not any(called is function for function in self._functions):
            _check(called, _may_be_called)
        super().load_reduce()

    def load_newobj(self) -> None:
        _check(self.stack[-2], _may_be_made)
        super().load_newobj()

    def load_newobj_ex(self) -> None:
        _check(self.stack[-3], _may_be_made)
        super().load_newobj_ex()

    def load_obsolete(self) -> None:
        raise pickle.UnpicklingError("a value read from a shared object is in a form that nothing writes any more")

    dispatch[pickle.BUILD[0]] = load_build
    dispatch[pickle.REDUCE[0]] = load_reduce
    dispatch[pickle.NEWOBJ[0]] = load_newobj
    dispatch[pickle.NEWOBJ_EX[0]] = load_newobj_ex
    dispatch[pickle.OBJ[0]] = dispatch[pickle.INST[0]] = load_obsolete


def _check(kind: Any, allowed: Callable[[type], bool]) -> None:
    """UnpicklingError unless it is a class of which a value may be made in this way."""
    if not isinstance(kind, type):
        raise pickle.UnpicklingError(f"a value read from a shared object would call {type(kind).__qualname__}")
    if not allowed(kind):
        raise pickle.UnpicklingError(
            f"{kind.__module__}.{kind.__qualname__} cannot be read from a shared object: making one runs code of a "
            "package from --python-path on what another guest has chosen. Share what it can be made from instead"
        )


def _reconstruct(kind: Any, base: Any, state: Any) -> Any:
    """`copyreg._reconstructor`, for objects of the oldest forms."""
    _check(kind, _may_be_made)
    if not isinstance(base, type) or base.__module__ != "builtins":
        raise pickle.UnpicklingError("a value read from a shared object would call a constructor by another's name")
    return copyreg._reconstructor(kind, base, state)


def _new(kind: Any, *args: Any) -> Any:
    """`copyreg.__newobj__`."""
    _check(kind, _may_be_made)
    return copyreg.__newobj__(kind, *args)


def _new_ex(kind: Any, args: Any, kwargs: Any) -> Any:
    """`copyreg.__newobj_ex__`."""
    _check(kind, _may_be_made)
    return copyreg.__newobj_ex__(kind, args, kwargs)


_OWN_WAYS = {"_reconstructor": _reconstruct, "__newobj__": _new, "__newobj_ex__": _new_ex}


def _member(owner: Any, name: str) -> Any:
    if isinstance(owner, enum.EnumMeta) and isinstance(name, str) and not name.startswith("_"):
        return getattr(owner, name)
    raise pickle.UnpicklingError(f"attribute {name!r} of {owner!r} cannot be read from a shared object")
