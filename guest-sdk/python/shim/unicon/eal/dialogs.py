"""What to answer to which prompt.

They describe: a command takes them as its `reply`, and the host answers (`replies`). A dialog by itself has no
connection to talk by.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from unicon.core.errors import ConnectionError, StatementValidationError


#: Actions that are written as text: `sendline(yes)`. What is in the parentheses is sent as it stands.
ACTION = re.compile(
    r"(send|sendline|send_ctx|sendline_ctx|send_session|sendline_session|sendline_cred_user|sendline_cred_pass)"
    r"\((.*)\)",
    re.DOTALL,
)


class Statement:
    """A prompt (a regular expression, or a list of them) and what to do when it comes: an action with its
    arguments.
    """

    def __init__(
        self,
        pattern: str | list[str],
        action: Any = None,
        args: Any = None,
        loop_continue: bool = False,
        continue_timer: bool = False,
        trim_buffer: bool = True,
        matched_retries: int | None = None,
        matched_retry_sleep: float | None = None,
        di_params: Iterable[str] = ("spawn", "context", "session"),
        debug_statement: bool = False,
    ) -> None:
        self.pattern = pattern
        self.action = action
        self.args = args
        self.loop_continue = loop_continue
        self.continue_timer = continue_timer
        self.trim_buffer = trim_buffer
        self.matched_retries = matched_retries
        self.matched_retry_sleep = matched_retry_sleep
        self.di_params = list(di_params)
        self.debug_statement = debug_statement
        self.validate()

    def validate(self) -> None:
        """StatementValidationError if the pattern is no regular expression, an action no such text, or a switch no
        bool.
        """
        for pattern in [self.pattern] if isinstance(self.pattern, str) else self.pattern:
            try:
                re.compile(pattern)
            except (re.error, TypeError) as error:
                raise StatementValidationError(f"invalid pattern {pattern!r}: {error}") from error
        if isinstance(self.action, str) and ACTION.fullmatch(self.action) is None:
            raise StatementValidationError(f"wrong format: {self.action}")
        for name in ("loop_continue", "continue_timer", "trim_buffer", "debug_statement"):
            if not isinstance(getattr(self, name), bool):
                raise StatementValidationError(f"{name} must be a bool, not {getattr(self, name)!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Statement) and vars(self) == vars(other)

    __hash__ = None

    def __repr__(self) -> str:
        return f"Statement(pattern={self.pattern!r}, action={self.action!r}, args={self.args!r}, loop_continue={self.loop_continue!r})"


class Dialog:
    """Statements, in the order in which they are looked at.

    They may be given as lists of a Statement's arguments.
    """

    def __init__(self, statement_list: Iterable[Any] = ()) -> None:
        self.statements = [
            each if isinstance(each, Statement) else Statement(*each) for each in statement_list
        ]

    def append(self, statement: Statement) -> None:
        self.statements.append(statement)

    def insert(self, index: int, statement: Statement) -> None:
        self.statements.insert(index, statement)

    def remove(self, statement: Statement) -> None:
        self.statements.remove(statement)

    def extract_statements(self) -> list[Statement]:
        return list(self.statements)

    def get_pattern_list(self) -> list[Any]:
        return [statement.pattern for statement in self.statements]

    def validate(self) -> None:
        for statement in self.statements:
            statement.validate()

    def process(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ConnectionError: a guest has no connection to talk by."""
        raise ConnectionError(
            "a dialog needs a connection to a device, and the host holds it: give the dialog to a command, as in "
            "device.execute('reload', reply=dialog), or talk by device.sendline() and device.expect()"
        )

    def __add__(self, dialog: Dialog) -> Dialog:
        result = Dialog()
        result.statements = [*self.statements, *copy.copy(dialog).statements]
        return result

    def __iadd__(self, dialog: Dialog) -> Dialog:
        self.statements.extend(dialog.statements)
        return self

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __contains__(self, item: object) -> bool:
        return item in self.statements

    def __bool__(self) -> bool:
        return bool(self.statements)

    def __len__(self) -> int:
        return len(self.statements)

    def __repr__(self) -> str:
        return f"Dialog({self.statements!r})"


def statement_decorator(*pargs: Any, **pkwargs: Any) -> Callable[[Callable[..., Any]], Statement]:
    """Decorator: makes a Statement of a function, which becomes its action.

    The arguments are those of Statement.
    """

    def decorate(action: Callable[..., Any]) -> Statement:
        return Statement(*pargs, action=action, **pkwargs)

    return decorate
