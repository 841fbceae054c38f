"""Runs a jobfile: loads it, calls its `main()`, and says what came of it (SPEC 4.1).

`main` is given `runtime` by keyword if it has a parameter of that name, whatever else it takes; what it returns means
nothing.
"""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from types import ModuleType
from typing import Any

from pyats.easypy import runtime
from pyats.easypy.inherit import remember

from . import host, loader, tracebacks


class JobFailed(Exception):
    """The jobfile could not be loaded, or its `main()` raised: the text for the report."""


class Interrupted(Exception):
    """KeyboardInterrupt came out of the jobfile."""


class Exit(Exception):
    """The jobfile called `sys.exit`: `status` is 0 to 255."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


def run() -> None:
    """Runs the job of this guest to its end. Raises JobFailed, Interrupted or Exit."""
    remember()
    path = host.program()
    try:
        _call_main(loader.load_jobfile(path), path)
    except JobFailed:
        raise
    except SystemExit as exit:
        raise Exit(_status(exit.code)) from None
    except KeyboardInterrupt:
        raise Interrupted from None
    except BaseException as error:
        raise JobFailed(_failure(path, _text(error))) from None
    finally:
        runtime.tasks.set_up_the_rest()


def _call_main(module: ModuleType, path: str) -> None:
    main = getattr(module, "main", None)
    if main is None:
        stem = os.path.splitext(os.path.basename(path))[0]
        raise JobFailed(
            _failure(
                path,
                f"RuntimeError: Jobfile '{stem}' did not define main().\n"
                "Each jobfile must define a main() function as entry point",
            )
        )
    main(**_arguments(main))


def _arguments(main: Any) -> dict[str, Any]:
    try:
        parameters = inspect.signature(main).parameters
    except (TypeError, ValueError):
        return {}
    return {"runtime": runtime} if "runtime" in parameters else {}


def _failure(path: str, text: str) -> str:
    return f"Caught error in jobfile '{path}':\n\n{text}"


def _text(error: BaseException) -> str:
    """The traceback from the jobfile's frame on; without any, if the call of `main` itself was the error."""
    frame = error.__traceback__
    while frame is not None and tracebacks.hidden(frame.tb_frame.f_code.co_filename):
        frame = frame.tb_next
    if frame is None and error.__cause__ is None and error.__context__ is None:
        return "".join(traceback.format_exception_only(error)).rstrip("\n")
    return tracebacks.format_exception(error)


def _status(code: Any) -> int:
    """The exit status that Python makes of what `sys.exit` was given."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1
