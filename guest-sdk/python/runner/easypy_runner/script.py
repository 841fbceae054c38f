"""Runs the testscript that the host named, as a task (SPEC 3.5, 4.2, 4.3)."""

from __future__ import annotations

import logging
from traceback import walk_tb
from typing import Any

from pyats.aetest.exceptions import AEtestExceptions

from . import host, loader
from .tracebacks import format_exception, hidden

logger = logging.getLogger("pyats.aetest")


_MOST_CAUSES = 10


class ScriptFailed(Exception):
    """The script could not be run at all.

    Its text is the task's reason, and everything else is in the log.
    """


def run(parameters: dict[str, Any]) -> None:
    """Loads the script and runs its sections, which are reported as they go.

    ScriptFailed when it cannot be loaded, or not be run as it was asked for.
    """
    from pyats.aetest import runner

    harness = {name: parameters.pop(name) for name in runner.HARNESS_ARGUMENTS if name in parameters}
    try:
        module = loader.load_testscript(host.program())
        runner.run_script(module, parameters, harness)
    except SystemExit as exc:
        # Sections catch their own: this is the file itself, which then has reported nothing.
        raise ScriptFailed(
            _told(f"the testscript ended itself while it was loaded: sys.exit({exc.code!r})")
        ) from exc
    except KeyboardInterrupt as exc:
        raise ScriptFailed(_told("the testscript was interrupted while it was loaded")) from exc
    except Exception as exc:
        text = str(exc) or type(exc).__name__
        _told(f"{text}\n{_traceback(exc)}")
        raise ScriptFailed(text) from exc


def _traceback(exc: Exception) -> str:
    """The traceback of what kept the script from being run.

    Of an error by which the harness refuses a script only the text, unless a file of the user's had a part in it:
    the rest would be the harness's own code.
    """
    if isinstance(exc, AEtestExceptions):
        link: BaseException | None = exc
        for _ in range(_MOST_CAUSES):
            if link is None:
                break
            if not any(not hidden(frame.f_code.co_filename) for frame, _ in walk_tb(link.__traceback__)):
                link.__traceback__ = None
            link = link.__cause__
    return format_exception(exc)


def _told(text: str) -> str:
    logger.error("%s", text)
    return text
