"""What scripts use of unicon: its errors, its dialogs, and connections to devices of the run's testbed.

Written for easypy-wasm. The sessions are the host's; here is only what a script calls.
"""

from typing import Any

from .core.errors import ConnectionError


class Connection:
    """Not to be made here: a device of a testbed has its connections (`device.connect()`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise ConnectionError(
            "a script in the sandbox cannot open a connection of its own: put the device into a testbed, run the job with "
            "--testbed-file, and call testbed.devices[name].connect()"
        )


Unicon = Connection
