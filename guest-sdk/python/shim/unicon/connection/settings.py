"""`device.settings`, with Unicon's names."""

from __future__ import annotations

from typing import Any


class Settings:
    """What a script sets here counts for its own commands. What it does not set is the platform's and the testbed's,
    whose values the host has: those shown here are Unicon's usual ones.

    In use are EXEC_TIMEOUT, CONFIG_TIMEOUT, EXPECT_TIMEOUT and CONNECTION_TIMEOUT (seconds), ERROR_PATTERN and
    CONFIGURE_ERROR_PATTERN; the others are kept, and have no effect.
    """

    EXEC_TIMEOUT = 60
    CONFIG_TIMEOUT = 60
    EXPECT_TIMEOUT = 10
    CONNECTION_TIMEOUT = 60
    ERROR_PATTERN: Any = ()
    CONFIGURE_ERROR_PATTERN: Any = ()
    POST_DISCONNECT_WAIT_SEC = 0
    GRACEFUL_DISCONNECT_WAIT_SEC = 0
    HA_INIT_EXEC_COMMANDS: Any = ()
    HA_INIT_CONFIG_COMMANDS: Any = ()

    def given(self, name: str) -> Any:
        """What the script has set; None if it has not."""
        return vars(self).get(name)

    def update(self, *args: Any, **kwargs: Any) -> None:
        for name, value in dict(*args, **kwargs).items():
            setattr(self, name, value)
