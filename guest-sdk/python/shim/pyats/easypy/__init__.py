"""`pyats.easypy`: what jobfiles import (SPEC 4.2, 4.4, 4.5).

`run` and `Task` start tasks, `runtime` is the run. Written for easypy-wasm; the engine itself is the host.
"""

from .main import EasypyRuntime, runtime
from .tasks import Task, run

__all__ = ["EasypyRuntime", "Task", "run", "runtime"]
