"""One connection of a device: what a script asks of it, the host does in the session that it has for device and `via`."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable
from typing import Any

from easypy_runner import host
from easypy_runner.host import Exchange, HostError
from unicon.core.errors import SubCommandFailure
from unicon.core.refusals import crlf, refusal, refused
from unicon.eal.patterns import for_host
from unicon.eal.replies import replies

from . import leases
from .commands import config_lines, exec_commands
from .conversation import Conversation
from .settings import Settings
from .state import Spawn, StateMachine

logger = logging.getLogger("unicon")

#: Unicon's services that need more than commands and their answers.
_NOT_HERE = {
    **dict.fromkeys(
        "bash_console guestshell rommon tclsh attach attach_console switchto maintenance_mode".split(),
        "a guest enters no other modes than those of commands: take a lease, then sendline() and expect()",
    ),
    "disable": "the host brings sessions into the mode that a command needs; send 'disable' under a lease",
    "reload": "give the questions that it asks to execute(): execute('reload', reply=dialog); connect() again afterwards",
    "copy": "give the questions that it asks to execute(): execute('copy …', reply=dialog)",
    "traceroute": "use execute('traceroute …')",
}
_NO_REPLY = re.compile(r"[Ss]uccess rate is 0(?:\.0+)? percent|\b100(?:\.0+)?% packet loss")
_WITHOUT_EFFECT = ("connect_reply", "prompt_recovery", "mit", "logfile", "service_attributes", "proxy_connections")


class Connection(Conversation):
    """A device by one of its ways in (`via`; None: the default one).

    The session behind it is the host's, and all guests of the run share it: a command begins in the platform's home
    mode, and no other guest's comes in between.
    """

    def __init__(self, device: Any, name: str, alias: str, via: str | None = None) -> None:
        self.device, self.alias, self.via = device, alias, via
        self._name = name
        self.settings = Settings()
        self.hostname = name
        self.state_machine, self.spawn = StateMachine(self), Spawn(self)
        self.context: dict[str, Any] = {}
        self._opened = False
        self._shown = True
        super().__init__()

    # -- the session -------------------------------------------------------------------------------------------

    def connect(
        self,
        *args: Any,
        timeout: float | None = None,
        connection_timeout: float | None = None,
        learn_hostname: bool | None = None,
        log_stdout: bool = True,
        settings: Any = None,
        init_exec_commands: Any = None,
        init_config_commands: Any = None,
        **kwargs: Any,
    ) -> str | None:
        """Opens the session, or takes part in the one that is open. None if this guest was connected already; the dialog
        of the login is in the device's transcript, not here.

        `init_exec_commands` and `init_config_commands` come after the platform's own, when the session is new.
        ConnectionError, CredentialsExhaustedError, SpawnInitError if it cannot be opened.
        """
        self.settings.update(settings or {})
        self._shown = bool(log_stdout)
        for name in _WITHOUT_EFFECT:
            if kwargs.get(name):
                logger.warning("connect(%s=…) has no effect: the login is the host's", name)
        if self.is_connected():
            return None
        try:
            made = host.device_connect(self._name, self.via, self._login_time(timeout, connection_timeout))
        except HostError as error:
            raise refusal(error, self._name, "connect") from None
        self.via, self._opened = made.via, True
        self.hostname = made.hostname or self._name
        logger.info("+++ %s: connected via %s, %s +++", self._name, made.via, made.mode)
        if made.new:
            if init_exec_commands:
                self.execute(init_exec_commands)
            if init_config_commands:
                self.configure(init_config_commands)
        return ""

    def prepare(
        self,
        *args: Any,
        timeout: float | None = None,
        connection_timeout: float | None = None,
        settings: Any = None,
        **kwargs: Any,
    ) -> None:
        """Has the host begin to open the session; `connect` with the same arguments then waits for the rest, and is told
        what is wrong.
        """
        self.settings.update(settings or {})
        with contextlib.suppress(HostError):
            host.device_prepare(self._name, self.via, self._login_time(timeout, connection_timeout))

    def _login_time(self, *given: Any) -> float | None:
        """The time that a login may take: the first that was given."""
        known = (each for each in (*given, self.settings.given("CONNECTION_TIMEOUT")) if each is not None)
        return _seconds(next(known, None))

    def disconnect(self, *args: Any, **kwargs: Any) -> None:
        """Takes no part in the session any more. The host closes it when no guest does."""
        leases.settle(self._name)
        try:
            host.device_disconnect(self._name, self.via)
        except HostError as error:
            if error.kind not in ("not-connected", "no-testbed", "unknown-device"):
                raise refusal(error, self._name, "disconnect") from None

    destroy = disconnect

    def is_connected(self) -> bool:
        """Whether this guest is connected, and the session is open."""
        try:
            return host.device_is_connected(self._name, self.via)
        except HostError as error:
            if error.kind in ("not-connected", "no-testbed", "unknown-device"):
                return False
            raise refusal(error, self._name, "is_connected") from None

    @property
    def connected(self) -> bool:
        return self.is_connected()

    def _mode(self) -> str:
        return self._ask("state_machine", host.device_mode)

    def _ask(self, what: str, ask: Callable[..., Any], *args: Any) -> Any:
        """Asks the host. A session that was open once, and is not any more, is opened again first, as Unicon does."""
        try:
            return ask(self._name, self.via, *args)
        except HostError as error:
            if error.kind != "not-connected" or not self._opened:
                raise refusal(error, self._name, what) from None
        self.connect(log_stdout=self._shown)
        try:
            return ask(self._name, self.via, *args)
        except HostError as error:
            raise refusal(error, self._name, what) from None

    # -- commands ----------------------------------------------------------------------------------------------

    def execute(
        self,
        command: Any = (),
        reply: Any = None,
        timeout: float | None = None,
        error_pattern: Any = None,
        append_error_pattern: Any = None,
        **kwargs: Any,
    ) -> Any:
        """What the device says to a command, without the echo and the prompt; lines end with `\\r\\n`, as Unicon has it.

        A list of commands, or a text of several lines, gives a list. SubCommandFailure if an answer fits an error
        pattern: the platform's, or `error_pattern` (an empty list: none), and those of `append_error_pattern`;
        CommandTimeout after `timeout` seconds for one command. `reply` is a Dialog.
        """
        commands, shaped = exec_commands(command)
        if not commands:
            return {}
        leases.settle(self._name)
        own = error_pattern if error_pattern is not None else self.settings.given("ERROR_PATTERN")
        exchange = Exchange(
            timeout=_seconds(timeout if timeout is not None else self.settings.given("EXEC_TIMEOUT")),
            raise_=own is None,
            replies=replies(reply),
        )
        patterns = [*_patterns(own), *_patterns(append_error_pattern)]
        if patterns:
            outputs = []
            for each in commands:
                outputs += self._execute([each], exchange)
                _check(each, outputs[-1], patterns)
        else:
            outputs = self._execute(commands, exchange)
        return shaped(outputs)

    def _execute(self, commands: list[str], exchange: Exchange) -> list[str]:
        what = commands[0] if len(commands) == 1 else "; ".join(commands)
        said = self._ask(what, host.device_execute, commands, exchange)
        for command, output in zip(commands, said):
            self._log(command, output.text)
            if output.cut:
                logger.warning(
                    "%s: %s: %d bytes more than the host lets cross were left out", self._name, command, output.cut
                )
        return [crlf(output.text) for output in said]

    def configure(
        self,
        command: Any = (),
        reply: Any = None,
        timeout: float | None = None,
        error_pattern: Any = None,
        append_error_pattern: Any = None,
        **kwargs: Any,
    ) -> str:
        """Sends lines in configuration mode, commits where the platform does, and leaves it. What the device said to
        them, without the lines themselves (which Unicon has in it).

        SubCommandFailure if a line is refused; the lines before it have been taken.
        """
        lines = config_lines(command)
        if not lines:
            return ""
        leases.settle(self._name)
        own = error_pattern if error_pattern is not None else self.settings.given("CONFIGURE_ERROR_PATTERN")
        exchange = Exchange(
            timeout=_seconds(timeout if timeout is not None else self.settings.given("CONFIG_TIMEOUT")),
            raise_=own is None or bool(_patterns(own)),
            errors=None if own is None else [for_host(pattern) for pattern in _patterns(own)],
            replies=replies(reply),
        )
        try:
            done = self._ask("configure", host.device_configure, lines, exchange)
        except SubCommandFailure as error:
            # Unicon's `configure` raises the inner one.
            inner = error.args[-1] if error.args else None
            raise (inner if isinstance(inner, SubCommandFailure) else error) from None
        self._log("configure", done.output.text)
        text = crlf(done.output.text)
        _check("; ".join(lines), text, _patterns(append_error_pattern), nested=False)
        return text

    config = configure

    def enable(self, *args: Any, **kwargs: Any) -> bool:
        """Nothing to do: commands begin in the platform's home mode."""
        self._mode()
        return True

    def ping(self, addr: str, command: str = "", *, timeout: float | None = None, **kwargs: Any) -> str:
        """Sends `ping ADDR`, or `command`, and gives the answer; SubCommandFailure if nothing came back.

        What Unicon asks of the extended ping cannot be given here: write the whole command.
        """
        if kwargs:
            raise NotImplementedError(f"ping({', '.join(kwargs)}=…): give the whole line as command='ping …' instead")
        line = command or (f"ping -c 5 {addr}" if getattr(self.device, "os", None) == "linux" else f"ping {addr}")
        output = self.execute(line, timeout=timeout)
        if _NO_REPLY.search(output):
            raise refused(line, _NO_REPLY.search(output)[0], output)
        return output

    # -- what is said in the log -------------------------------------------------------------------------------

    def log_user(self, enable: bool, *args: Any, **kwargs: Any) -> None:
        """Whether commands and answers come into the task's log. The device's transcript has them anyway."""
        self._shown = bool(enable)

    def expect_log(self, enable: bool = False, *args: Any, **kwargs: Any) -> None:
        """No effect: the device's transcript has all that was said."""

    def _log(self, command: str, output: str) -> None:
        if self._shown:
            logger.info("+++ %s: %s +++\n%s", self._name, command, output)

    def __getattr__(self, name: str) -> Any:
        if name in _NOT_HERE:
            return _not_here(name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<Connection {self.alias!r} of {self._name} via {self.via}>"


def _not_here(name: str) -> Callable[..., Any]:
    def service(*args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{name}() is not in easypy-wasm: {_NOT_HERE[name]}")

    return service


def _seconds(value: Any) -> float | None:
    """A time as a number, as Unicon takes it: text of one, too."""
    return None if value is None else float(value)


def _patterns(patterns: Any) -> list[str]:
    return [] if not patterns else [patterns] if isinstance(patterns, str) else list(patterns)


def _check(command: str, output: str, patterns: list[str], nested: bool = True) -> None:
    """Error patterns of the script's own, by Python's `re`."""
    for pattern in patterns:
        found = re.search(pattern, output, re.MULTILINE)
        if found:
            line = output[output.rfind("\n", 0, found.start()) + 1 :].partition("\r\n")[0]
            raise refused(command, line, output, nested)
