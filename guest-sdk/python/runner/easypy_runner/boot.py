"""From a frozen interpreter to one that is about to run a user's file.

`freeze` is the last thing the build does: it imports what nearly every job uses and puts the sandbox's own ways
into the library, so that nothing of it is left to do at start. `start` undoes what freezing has made stale. What
stays frozen on purpose: the seed of `hash()` of texts, so sets of texts have one order everywhere.
"""

from __future__ import annotations

import gc
import importlib
import io
import logging
import os
import sys
import tempfile
import time

from pyats.log import host as log

from . import absent, asyncio_loop, devnull, environ, identity, mp, network, pickles, processes, terminal, threads
from .stdlib import LIBRARY, PACKAGES, RUNNER

# What jobs, testscripts and the parsers they use import. Frozen, a module costs nothing until it is touched.
_LIBRARY = """
    abc argparse array ast asyncio base64 bisect calendar cmath cmd collections collections.abc
    concurrent.futures concurrent.futures.thread configparser contextlib contextvars copy copyreg csv
    dataclasses datetime decimal difflib email.utils enum errno fnmatch fractions functools getpass glob gzip
    hashlib heapq hmac html importlib.metadata importlib.resources importlib.util inspect io ipaddress
    itertools json keyword linecache locale logging logging.config logging.handlers math numbers operator
    optparse pathlib pickle pkgutil platform pprint queue random re reprlib secrets select selectors shlex
    shutil signal socket stat statistics string struct subprocess tempfile textwrap threading time timeit
    traceback types typing unicodedata urllib.parse uuid warnings weakref xml.etree.ElementTree zipfile zlib
    zoneinfo _strptime encodings.ascii encodings.latin_1 encodings.idna encodings.utf_8_sig cloudpickle jinja2
    markupsafe yaml easypy_runner.resources
""".split()  # fmt: skip

_SHIM = """
    pyats pyats.aetest pyats.easypy pyats.results pyats.log pyats.log.utils pyats.datastructures
    pyats.datastructures.logic pyats.async_ pyats.topology pyats.topology.loader genie genie.testbed
    unicon.core.errors ats
""".split()  # fmt: skip


def freeze() -> None:
    """Build time: everything imported, everything in its place, nothing of the build left."""
    mp.install()
    for name in _LIBRARY:
        importlib.import_module(name)
    environ.install()
    processes.install()
    identity.install()
    network.install()
    devnull.install()
    asyncio_loop.install()
    terminal.install()
    absent.install()
    for name in _SHIM:
        importlib.import_module(name)
    _streams()
    sys.dont_write_bytecode = True
    sys.path[:] = [LIBRARY, PACKAGES, RUNNER]
    sys.path_importer_cache.clear()
    gc.collect()
    gc.freeze()


def start(role: str) -> None:
    """Run time: the interpreter as it would be if it had been started now; `role` is `job` or `task`."""
    logging._startTime = time.time_ns() if isinstance(logging._startTime, int) else time.time()
    tempfile.tempdir = None
    tempfile._name_sequence = None
    cwd = environ.take(environ.CWD)
    if cwd:
        os.chdir(cwd)
    directories = environ.take(environ.PYTHON_PATH)
    if directories:
        # After the standard library, as site-packages is; before the packages that are carried.
        at = sys.path.index(PACKAGES)
        sys.path[at:at] = directories.split(":")
        pickles.mount(directories.split(":"))
        threads.mount(directories.split(":"))
    inherited = environ.take(environ.SYS_PATH)
    if inherited:
        sys.path += [entry for entry in inherited.split(":") if entry not in sys.path]
    processes.start()
    log.install(role)


def _streams() -> None:
    """Standard output line by line, so that it and the log keep their order; no text is refused."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        raw = io.FileIO(number, "wb", closefd=False)
        raw.name = f"<{name}>"
        stream = io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=True)
        stream.mode = "w"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
