"""`from pyats.results import Passed, Failed, …`: the seven results (SPEC 1.2) and what counts them."""

from .context import TestableId, TestResultContext  # noqa: F401 - importable, but not by *
from .counter import ResultCounter  # noqa: F401
from .result import Aborted, Blocked, Errored, Failed, Passed, Passx, Skipped, TestResult  # noqa: F401

__all__ = ["Failed", "Passed", "Aborted", "Blocked", "Skipped", "Errored", "Passx"]
