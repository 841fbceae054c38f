"""`importlib.resources` on the embedded library: what a package of the table has beside its modules."""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Iterator
from importlib.resources.abc import Traversable, TraversableResources
from typing import Any

from .stdlib import TABLE


class Resources(TraversableResources):
    """The reader of one package."""

    def __init__(self, directory: str):
        self._directory = directory

    def files(self) -> Traversable:
        """The package's directory."""
        return Entry(self._directory)


class Entry(Traversable):
    """A file or directory of the table, or the name of what is not there. Modules are code, and no files."""

    def __init__(self, path: str):
        self._path = path

    @property
    def name(self) -> str:
        """Its last part."""
        return self._path.rpartition("/")[2]

    def is_file(self) -> bool:
        """Whether it can be read."""
        return self._path in TABLE and not self._path.endswith(".py")

    def is_dir(self) -> bool:
        """Whether there is something below it."""
        below = self._path + "/"
        return any(file.startswith(below) for file in TABLE)

    def iterdir(self) -> Iterator[Traversable]:
        """What can be read, and the directories."""
        below = self._path + "/"
        names = {}
        for file in TABLE:
            if file.startswith(below):
                name, _, rest = file[len(below) :].partition("/")
                if rest or not name.endswith(".py"):
                    names[name] = None
        return (Entry(below + name) for name in names)

    def joinpath(self, *descendants: Any) -> Traversable:
        """An entry below this one."""
        return Entry("/".join((self._path, *(part.strip("/") for part in map(str, descendants)))))

    __truediv__ = joinpath

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        """A file, to be read as text or bytes."""
        file = io.BytesIO(self.read_bytes())
        return file if "b" in mode else io.TextIOWrapper(file, *args, **kwargs)

    def read_bytes(self) -> bytes:
        """All of it; FileNotFoundError if there is no such file."""
        if not self.is_file():
            raise FileNotFoundError(errno.ENOENT, "not in the embedded library", self._path)
        return zlib.decompress(TABLE[self._path])

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        """All of it as text."""
        return self.read_bytes().decode(encoding or "utf-8", errors or "strict")
