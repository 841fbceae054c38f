"""The terminal that a guest has not: debuggers are passed over, so that a forgotten one does not end a run."""

from __future__ import annotations

import logging
import pdb
import sys

_log = logging.getLogger("pyats.sandbox")


def install() -> None:
    """Build time."""
    sys.breakpointhook = _passed_over("breakpoint()")
    for name in ("set_trace", "post_mortem", "pm"):
        setattr(pdb, name, _passed_over(f"pdb.{name}()"))


def _passed_over(call: str):
    """A function that does nothing but say so."""

    def function(*args, **named) -> None:
        _log.warning("%s is passed over: a guest has no terminal.", call)

    return function
