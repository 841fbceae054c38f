"""What `execute` and `configure` take, and in which form the answer is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def exec_commands(command: Any) -> tuple[list[str], Callable[[list[str]], Any]]:
    """The single commands, and what makes Unicon's form of their outputs.

    A text of several lines gives a list. A list gives one output for each member, in which those of several lines are
    joined, and the output itself if it has one member only.
    """
    if isinstance(command, str):
        lines = command.splitlines() or [""]
        return lines, _one_or_all
    if not isinstance(command, list) and command != ():
        raise ValueError(f"Command passed is not of type string or list ({type(command)})")
    members = [str(each).splitlines() or [""] for each in command]

    def shaped(outputs: list[str]) -> Any:
        rest = iter(outputs)
        return _one_or_all(["\r\n".join(next(rest) for _ in lines) for lines in members])

    return [line for lines in members for line in lines], shaped


def _one_or_all(outputs: list[str]) -> Any:
    return outputs[0] if len(outputs) == 1 else outputs


def config_lines(command: Any) -> list[str]:
    """The lines of a configuration: a text, or a list of texts."""
    if isinstance(command, str):
        command = [command]
    if not isinstance(command, (list, tuple)):
        raise ValueError(f"Command passed is not of type string or list ({type(command)})")
    return [line for each in command for line in str(each).splitlines()]
