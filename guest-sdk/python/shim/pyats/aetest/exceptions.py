"""What the harness raises when a script or its datafile cannot be run as it is written (SPEC 4.3)."""


class AEtestExceptions(Exception):
    """The base of all of these."""


class MultiSectionError(AEtestExceptions):
    """A section that there can be one of is defined more than once."""


class SequenceError(AEtestExceptions):
    """A section was asked for where it cannot run."""


class InvalidContextError(AEtestExceptions):
    """A section was used outside of what it belongs to."""


class DatafileError(AEtestExceptions):
    """A datafile cannot be read, or does not fit the script."""


class FilterError(AEtestExceptions, TypeError):
    """A filter such as `uids` is nothing that can be called."""


class StepDebugFileLoadError(AEtestExceptions):
    """A step debug file cannot be read. Nothing here raises it: step debugging is not there."""


class DuplicateIDError(Exception):
    """A section's id is taken among its siblings."""
