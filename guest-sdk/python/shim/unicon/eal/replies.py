"""Dialogs as what the host can do: a pattern, and a text that is sent when it fits."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from easypy_runner.host import Reply
from unicon.core.errors import StatementValidationError, SubCommandFailure

from .dialogs import ACTION, Dialog, Statement
from .patterns import for_host

_NOT_KNOWN = (
    "a function as an action is called beforehand, once, to find out what it sends: it may call spawn.send() and "
    "spawn.sendline(), and nothing else of spawn, context or session. What depends on what the device says is a "
    "conversation: device.sendline() and device.expect()"
)


def replies(reply: Any) -> tuple[Reply, ...]:
    """The replies of a command's `reply`: a Dialog, a Statement, or a list of Statements.

    SubCommandFailure for anything else, StatementValidationError for an action that is more than a text to send.
    """
    if reply is None:
        return ()
    if isinstance(reply, Statement):
        reply = [reply]
    elif not isinstance(reply, (Dialog, list, tuple)) or not all(isinstance(each, Statement) for each in reply):
        raise SubCommandFailure("dialog passed via 'reply' must be an instance of Dialog")
    return tuple(made for statement in reply for made in _of(statement))


def _of(statement: Statement) -> list[Reply]:
    sent, raw = _action(statement)
    patterns = [statement.pattern] if isinstance(statement.pattern, str) else statement.pattern
    # Unicon looks for them anywhere; the host, at the end of what was said: the rest of the line goes with it.
    return [Reply(f"(?:{for_host(pattern)})[^\\n]*", sent, raw, statement.loop_continue) for pattern in patterns]


def _action(statement: Statement) -> tuple[str, bool]:
    """What is sent, and whether without a line end."""
    action = statement.action
    if isinstance(action, str):
        how, what = ACTION.fullmatch(action).groups()
        if how in ("send", "sendline"):
            return what, how == "send"
        raise StatementValidationError(
            f"the action {action!r} cannot be used: passwords and what a login has learned stay with the host, which "
            "answers their prompts itself"
        )
    if callable(action):
        return _called(action, statement)
    raise StatementValidationError(
        f"the statement {statement!r} has no action: the host needs a text to send, as 'sendline(yes)'"
    )


class _Unknown(Exception):
    """The function asks for more than there is beforehand."""


class _Recorder:
    """Stands in for `spawn`: keeps what is sent."""

    def __init__(self) -> None:
        self._sent: list[str] = []

    def send(self, command: Any = "", *args: Any, **kwargs: Any) -> None:
        self._sent.append(str(command))

    def sendline(self, command: Any = "", *args: Any, **kwargs: Any) -> None:
        self._sent.append(str(command) + "\r")

    def __getattr__(self, name: str) -> Any:
        raise _Unknown(f"spawn.{name}")


class _Nothing(dict):
    """Stands in for `context` and `session`, of which nothing is known."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def _ask(self, *args: Any, **kwargs: Any) -> Any:
        raise _Unknown(self._name)

    __getitem__ = __setitem__ = __contains__ = __iter__ = __len__ = __getattr__ = __bool__ = _ask
    get = keys = values = items = pop = setdefault = update = _ask


def _called(action: Callable[..., Any], statement: Statement) -> tuple[str, bool]:
    """What a function sends: it is called once, with something in the place of the connection."""
    spawn = _Recorder()
    given = {"spawn": spawn, "context": _Nothing("context"), "session": _Nothing("session")}
    given = {name: value for name, value in given.items() if name in statement.di_params}
    try:
        names = inspect.signature(action).parameters
        arguments = {name: value for name, value in given.items() if name in names}
        arguments.update(statement.args or {})
        action(**arguments)
    except Exception as error:
        name = getattr(action, "__name__", repr(action))
        raise StatementValidationError(f"the action {name} cannot be used: it {_why(error)}. {_NOT_KNOWN}") from error
    sent = "".join(spawn._sent)
    if not sent:
        name = getattr(action, "__name__", repr(action))
        raise StatementValidationError(f"the action {name} cannot be used: it sends nothing. {_NOT_KNOWN}")
    if sent.endswith("\r") and "\r" not in sent[:-1]:
        return sent[:-1], False
    return sent, True


def _why(error: Exception) -> str:
    return f"asks for {error}" if isinstance(error, _Unknown) else f"raises {type(error).__name__}: {error}"
