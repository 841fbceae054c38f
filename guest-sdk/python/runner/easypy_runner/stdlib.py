"""The embedded library: every module of the standard library, the runner, the shim and the packages.

A component has no files, so while it is built every module is compiled and kept, compressed, in `TABLE`; a
path hook serves it from there. `sys.path` thus works as everywhere: `easypy:/lib` is an entry of it, and a
module beside the script comes before one of the same name in the library.
The code objects keep names like `easypy:/lib/json/__init__.py`: no path of the build is inside.
"""

from __future__ import annotations

import errno
import marshal
import os
import sys
import zlib
from importlib.machinery import ModuleSpec, PathFinder
from types import CodeType, ModuleType

ROOT = "easypy:"
LIBRARY = "easypy:/lib"
PACKAGES = "easypy:/packages"
RUNNER = "easypy:/runner"
SHIM = "easypy:/shim"

# File name of a module -> its code, marshalled; of a file that belongs to one -> its bytes. Both compressed.
TABLE: dict[str, bytes] = {}

# Of no use without a terminal, a display or a compiler, or only there to test Python itself.
_LEFT_OUT = {
    "__phello__", "__pycache__", "ctypes", "curses", "ensurepip", "idlelib", "lib-dynload", "lib2to3",
    "pydoc_data", "site-packages", "test", "tests", "tkinter", "turtle.py", "turtledemo", "venv",
}  # fmt: skip

# The packages of which more than modules is kept: `zoneinfo` reads its zones from tzdata. Their files without a
# suffix are the data; the others are for people and other programs.
_WITH_DATA = frozenset(("tzdata",))

# Made by componentize-py for this build, and imported from where it puts them.
_BINDINGS = ("wit_world", "componentize_py_types.py")


def embed() -> None:
    """Fills the table from the directories of the build and makes it the source of every later import.

    What was imported of the runner so far is forgotten, so that it comes from the table too.
    """
    library = os.path.dirname(_directory_of("encodings"))
    _collect(library, LIBRARY)
    _collect(_directory_of("yaml", parent=True), PACKAGES)
    _collect(_directory_of("easypy_runner", parent=True), RUNNER)
    _collect(_directory_of("pyats", parent=True), SHIM)
    for name in [name for name in sys.modules if name.partition(".")[0] == "easypy_runner"]:
        del sys.modules[name]
    bindings = [entry for entry in sys.path if any(os.path.exists(f"{entry}/{name}") for name in _BINDINGS)]
    sys.path[:] = [LIBRARY, PACKAGES, RUNNER, *bindings]
    sys.path_hooks.insert(0, Directory)
    sys.path_importer_cache.clear()
    from easypy_runner import stdlib as embedded

    embedded.TABLE.update(TABLE)
    _move(library)
    sys.path_hooks[0] = embedded.Directory
    sys.meta_path.insert(0, embedded.Shim())
    sys.path_importer_cache.clear()


def _move(library: str) -> None:
    """What was imported before the table was there (`encodings`) finds its parts in it from now on."""
    for module in list(sys.modules.values()):
        path = getattr(module, "__path__", None)
        if isinstance(path, list) and path and path[0].startswith(library):
            path[:] = [LIBRARY + path[0].removeprefix(library)]
            module.__file__ = f"{path[0]}/__init__.py"


def _directory_of(package: str, parent: bool = False) -> str:
    """The directory of the build that this package is in."""
    for entry in sys.path:
        directory = os.path.join(entry, package)
        if os.path.isdir(directory):
            return entry if parent else directory
    raise FileNotFoundError(f"the build has no package {package} in {sys.path}")


def _collect(directory: str, root: str) -> None:
    """Puts every module below a directory into the table, compiled, and the data of some."""
    for name in sorted(os.listdir(directory)):
        if name in _LEFT_OUT:
            continue
        path = os.path.join(directory, name)
        if os.path.isdir(path):
            if "." not in name and "-" not in name:
                _collect(path, f"{root}/{name}")
        elif name.endswith(".py"):
            with open(path, "rb") as file:
                code = compile(file.read(), f"{root}/{name}", "exec", dont_inherit=True)
            TABLE[f"{root}/{name}"] = zlib.compress(marshal.dumps(code), 9)
        elif "." not in name and root.removeprefix(f"{PACKAGES}/").partition("/")[0] in _WITH_DATA:
            with open(path, "rb") as file:
                TABLE[f"{root}/{name}"] = zlib.compress(file.read(), 9)


class Directory:
    """A directory of the table as an entry of `sys.path` or of a package's `__path__`."""

    def __init__(self, path: str):
        if not path.startswith(ROOT):
            raise ImportError("not a directory of the embedded library", path=path)
        self.path = path

    def find_spec(self, fullname: str, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module in this directory, if there is one."""
        base = f"{self.path}/{fullname.rpartition('.')[2]}"
        if (file := f"{base}/__init__.py") in TABLE:
            spec = ModuleSpec(fullname, Loader(file), origin=file, is_package=True)
            spec.submodule_search_locations = [base]
        elif (file := f"{base}.py") in TABLE:
            spec = ModuleSpec(fullname, Loader(file), origin=file)
        else:
            return None
        spec.has_location = True
        return spec

    def invalidate_caches(self) -> None:
        """Nothing to do: the table does not change."""

    def iter_modules(self, prefix: str = ""):
        """For `pkgutil.iter_modules`: names in this directory and whether they are packages."""
        found = {}
        for file in TABLE:
            if file.startswith(self.path + "/") and file.endswith(".py"):
                name, _, rest = file[len(self.path) + 1 :].partition("/")
                if rest in ("", "__init__.py") and name != "__init__.py":
                    found[name.removesuffix(".py")] = bool(rest)
        for name in sorted(found):
            yield prefix + name, found[name]


class Loader:
    """Loads one module from the table."""

    __slots__ = ("file",)

    def __init__(self, file: str):
        self.file = file

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The default kind of module."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Runs the module."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, fullname: str) -> CodeType:
        """The module's code."""
        return marshal.loads(zlib.decompress(TABLE[self.file]))

    def get_source(self, fullname: str) -> str | None:
        """None: only code is embedded."""
        return None

    def get_filename(self, fullname: str) -> str:
        """The name in the table."""
        return self.file

    def is_package(self, fullname: str) -> bool:
        """Whether it has modules below it."""
        return self.file.endswith("/__init__.py")

    def get_data(self, path: str) -> bytes:
        """The bytes of a file of data, for `pkgutil.get_data`; OSError if there is none."""
        if path.endswith(".py") or path not in TABLE:
            raise FileNotFoundError(errno.ENOENT, "not in the embedded library", path)
        return zlib.decompress(TABLE[path])

    def get_resource_reader(self, fullname: str):
        """For `importlib.resources`; None if it is no package."""
        if not self.is_package(fullname):
            return None
        from .resources import Resources

        return Resources(self.file.removesuffix("/__init__.py"))


class Shim:
    """Puts the shim's packages before everything else, and lets mounted directories add to them.

    A directory made by `pip install --target DIR pyats …` holds a `pyats` that is compiled for the machine, so
    the shim's must win; but `genie.libs.parser`, which the shim has not, is found in it.
    """

    def find_spec(self, fullname: str, path=None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The shim's module of this name; one that is mounted, if the shim has only its parent."""
        root = fullname.partition(".")[0]
        if f"{SHIM}/{root}/__init__.py" not in TABLE:
            return None
        parent, _, _ = fullname.replace(".", "/").rpartition("/")
        found = Directory(f"{SHIM}/{parent}" if parent else SHIM).find_spec(fullname)
        if found is not None or not parent:
            return found
        mounted = [f"{entry}/{parent}" for entry in sys.path if entry and not entry.startswith(ROOT)]
        return PathFinder.find_spec(fullname, mounted)
