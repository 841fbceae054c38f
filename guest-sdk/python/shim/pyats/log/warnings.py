"""Python's warnings as log records of the logger `warnings`."""

from __future__ import annotations

import logging
import warnings

__all__ = ["enable_deprecation_warnings", "enable_warnings_to_log"]

logger = logging.getLogger("warnings")


def log_warning(message, category, filename, lineno, file=None, line=None) -> None:
    """What `warnings.showwarning` becomes: one WARNING with the place and the line that caused it."""
    if file is not None:
        file.write(warnings.formatwarning(message, category, filename, lineno, line))
        return
    logger.warning("%s", warnings.formatwarning(message, category, filename, lineno, line).rstrip("\n"))


def enable_warnings_to_log() -> None:
    """Sends every warning to the log instead of stderr."""
    warnings.showwarning = log_warning


def enable_deprecation_warnings(module: str = r"pyats\..*|__main__") -> None:
    """Shows DeprecationWarning from the modules whose names match this regular expression."""
    warnings.filterwarnings("default", category=DeprecationWarning, module=module)
