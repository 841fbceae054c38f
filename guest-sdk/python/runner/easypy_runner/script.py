"""Runs the testscript that the host named, as a task (SPEC 3.5, 4.2, 4.3)."""

from __future__ import annotations

import logging
from typing import Any

from . import host, loader
from .tracebacks import format_exception

logger = logging.getLogger("pyats.aetest")


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
        _told(f"{text}\n{format_exception(exc)}")
        raise ScriptFailed(text) from exc


def _told(text: str) -> str:
    logger.error("%s", text)
    return text
