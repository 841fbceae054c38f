"""`send`, `expect` and their like: a guest's own conversation with a device, for which it is leased (`leases`)."""

from __future__ import annotations

from typing import Any

from easypy_runner import host
from unicon.core.errors import CommandTimeout
from unicon.core.refusals import crlf
from unicon.eal.expect import ExpectMatch, Match
from unicon.eal.patterns import for_host

from . import leases


class Conversation:
    """The part of a connection that talks."""

    _name: str
    settings: Any

    def __init__(self) -> None:
        #: What came before the last match, or all that came instead of one.
        self._buffer = ""
        self._last = ""

    def send(self, command: Any, target: str | None = None, *args: Any, **kwargs: Any) -> bool:
        """Sends a text as it is. The device is leased for it, until the next command."""
        with leases.conversation(self._name):
            self._ask("send", host.device_send, str(command))
        return True

    transmit = send

    def sendline(self, command: Any = "", target: str | None = None, *args: Any, **kwargs: Any) -> bool:
        """Sends a text and the return key."""
        return self.send(f"{command}\r")

    def expect(
        self,
        patterns: Any,
        timeout: float | None = None,
        size: int | None = None,
        trim_buffer: bool = True,
        target: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> ExpectMatch:
        """Waits until what the device says fits one of the patterns, and takes all up to its end.

        In them and in what they match, ends of lines are as in Unicon. CommandTimeout after `timeout` seconds (10).
        """
        wanted = [patterns] if isinstance(patterns, str) else list(patterns)
        rewritten = [for_host(each) for each in wanted]
        seconds = float(self.settings.EXPECT_TIMEOUT if timeout is None else timeout)
        try:
            with leases.conversation(self._name):
                found = self._ask("expect", host.device_expect, rewritten, seconds)
        except CommandTimeout as error:
            self._buffer = self._last = error.output or ""
            raise
        self._buffer = crlf(found.before.text)
        groups = [None if group is None else crlf(group) for group in found.groups]
        match = ExpectMatch(Match(wanted[found.index], self._buffer, groups), found.index)
        self._last = match.match_output
        return match

    def receive(
        self,
        pattern: Any,
        timeout: float | None = None,
        size: int | None = None,
        trim_buffer: bool = True,
        target: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Whether what the device says fits a pattern in time; `receive_buffer()` has the text."""
        try:
            self.expect(pattern, timeout=timeout)
        except CommandTimeout:
            return False
        return True

    def receive_buffer(self) -> str:
        """What the last `receive` or `expect` matched; if it did not, what the device had said."""
        return self._last

    def _ask(self, what: str, ask: Any, *args: Any) -> Any:
        raise NotImplementedError
