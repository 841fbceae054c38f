"""`device.state_machine` and `device.spawn`, as far as scripts can have them."""

from __future__ import annotations

from typing import Any


class StateMachine:
    """Knows the mode that the session is in. The ways between modes are the host's."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @property
    def current_state(self) -> str:
        """`enable`, `config` … as the platform names it: asked of the host."""
        return self._connection._mode()

    @property
    def hostname(self) -> str:
        return self._connection.hostname

    def go_to(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            "state_machine.go_to: the host brings sessions into the mode that a command needs; configure() goes into "
            "configuration mode and back"
        )

    def __repr__(self) -> str:
        return f"<StateMachine of {self._connection!r}>"


class Spawn:
    """`device.spawn`: talking to the device directly, as `send` and `expect` of the connection do."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @property
    def buffer(self) -> str:
        """What the last `expect` or `receive` had before it."""
        return self._connection._buffer

    def send(self, command: Any = "", *args: Any, **kwargs: Any) -> None:
        self._connection.send(command)

    def sendline(self, command: Any = "", *args: Any, **kwargs: Any) -> None:
        self._connection.sendline(command)

    def expect(self, patterns: Any, timeout: float | None = None, **kwargs: Any) -> Any:
        """As `device.expect`."""
        return self._connection.expect(patterns, timeout=timeout)
