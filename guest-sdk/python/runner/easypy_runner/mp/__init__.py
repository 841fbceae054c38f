"""`multiprocessing` for a guest: what is shared is shared by the host; processes are not to be had (SPEC 4.5).

`install()` puts these modules in the place of the library's. What jobs use it for works: managers, locks, queues,
values and pipes that are handed to tasks as parameters, `current_process().name`. `Process` and `Pool` say what to
use instead.
"""

from __future__ import annotations

import sys
from types import ModuleType

from . import connection, dummy, managers, package, pool, process, sharedctypes

_MODULES: dict[str, ModuleType] = {
    "multiprocessing": package,
    "multiprocessing.connection": connection,
    "multiprocessing.context": package.context,
    "multiprocessing.dummy": dummy,
    "multiprocessing.managers": managers,
    "multiprocessing.pool": pool,
    "multiprocessing.process": process,
    "multiprocessing.queues": package.queues,
    "multiprocessing.sharedctypes": sharedctypes,
    "multiprocessing.synchronize": package.synchronize,
}


def install() -> None:
    """Makes `import multiprocessing` give this package's modules."""
    for name, module in _MODULES.items():
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(_MODULES[parent], child, module)
    # Of the library's other submodules none could work.
    package.__path__ = []
