"""An in-memory stand-in for `easypy_runner.host`, for tests that run on a native CPython.

It keeps what the shim tells the host (the tree of sections, log records, levels, the environment handed on to
tasks) so that a test can look at it. It decides nothing that the shim should decide. Synchro and task parts
are in `fake_host_synchro`, devices in `fake_host_testbed`, which are looked up when one of their names is asked for.

A test module starts with `import fake_host; fake_host.install()`, before it imports `pyats`, and calls
`fake_host.reset()` in `setUp`.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: Greatest first, as the contract's `outcome` says (SPEC 1.2).
ROLL_UP = ("aborted", "errored", "failed", "blocked", "passx", "passed", "skipped")
KINDS = frozenset(
    (
        "common-setup",
        "subsection",
        "testcase",
        "setup",
        "test",
        "cleanup",
        "step",
        "common-cleanup",
        "section",
    )
)
LEVEL_NUMBERS = (10, 20, 30, 40, 50)

#: `type` of `results.json` for a kind of section, as in oracle.json's trees.
TYPES = {
    "common-setup": "CommonSetup",
    "subsection": "Subsection",
    "testcase": "Testcase",
    "setup": "SetupSection",
    "test": "TestSection",
    "cleanup": "CleanupSection",
    "step": "Step",
    "common-cleanup": "CommonCleanup",
    "section": "Section",
}


class HostError(Exception):
    """What a refused call raises: `interface`, the WIT variant's `kind`, and its payload `value`."""

    def __init__(self, interface: str, kind: str, value: Any = None) -> None:
        super().__init__(f"{interface}: {kind}" + ("" if value is None else f" ({value})"))
        self.interface = interface
        self.kind = kind
        self.value = value


class RunInfo(NamedTuple):
    uid: str
    directory: str
    home: str
    archive: str | None
    submitter: str
    user: str
    host: str


class TaskSummary(NamedTuple):
    taskid: str
    testscript: str
    started: bool
    alive: bool
    result: str | None


@dataclass
class Section:
    """One section as it was reported."""

    kind: str
    id: str
    name: str | None = None
    description: str | None = None
    source: tuple[str, int, str | None] | None = None
    outcome: str | None = None
    reason: str | None = None
    data: Any = None
    details: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    #: the outcome was rolled up because `end` was given none
    rolled_up: bool = False
    #: it counts for nothing around it
    ignored: bool = False
    open: bool = True

    @property
    def type(self) -> str:
        return TYPES[self.kind]

    def __getitem__(self, id: str) -> Section:
        for section in self.sections:
            if section.id == id:
                return section
        raise KeyError(f"no section {id!r} in {self.id!r}, only {[each.id for each in self.sections]}")

    def walk(self, prefix: str = "") -> Iterator[tuple[str, Section]]:
        """This section and all inside it, each with its full id."""
        full = f"{prefix}.{self.id}" if prefix else self.id
        yield full, self
        for section in self.sections:
            yield from section.walk(full)


class Record(NamedTuple):
    logger: str
    level: int
    message: str


class Attachment(NamedTuple):
    section: str | None
    name: str
    media_type: str
    content: bytes


class State:
    """What the host knows. Tests read `fake_host.state`, and set what the guest is to see."""

    def __init__(self) -> None:
        self.directory = tempfile.gettempdir()
        self.home = os.getcwd()
        self.program = ""
        self.job_name = "job"
        self.taskid: str | None = "Task-1"
        self.arguments: list[str] | None = None
        self.environment: dict[str, str] | None = None
        self.missing: list[str] = []
        self.records: list[Record] = []
        self.levels: dict[str, int] = {}
        self.sections: list[Section] = []
        self.stack: list[Section] = []
        self.attachments: list[Attachment] = []
        self.panic: tuple[str, str] | None = None

    def tree(self) -> list[tuple[str, str, str | None, str | None]]:
        """`(type, full id, outcome, reason)` of every section in order, as oracle.json has it."""
        return [
            (section.type, full, section.outcome, section.reason)
            for top in self.sections
            for full, section in top.walk()
        ]

    def section(self, *ids: str) -> Section:
        """The section at a path of ids."""
        (found,) = [each for each in self.sections if each.id == ids[0]]
        for id in ids[1:]:
            found = found[id]
        return found

    def result(self) -> str | None:
        """The roll-up of the top sections: the task's result; None when nothing was reported."""
        return roll_up(each.outcome for each in self.sections if not each.ignored)

    def messages(self, logger: str | None = None, level: int = 0) -> list[str]:
        """The texts logged, of one logger (and those below it) or of all, from a level on."""
        return [
            record.message
            for record in self.records
            if record.level >= level
            and (logger is None or record.logger == logger or record.logger.startswith(logger + "."))
        ]


state = State()
_PARTS = ("fake_host_synchro", "fake_host_testbed")


def reset() -> State:
    """Forgets everything; the state that tests look at from now on."""
    global state
    state = State()
    for part in _PARTS:
        module = sys.modules.get(part)
        if module is not None:
            module.reset()
    return state


def install() -> None:
    """Puts the shim and the runner on `sys.path`, and this module in the place of `easypy_runner.host`."""
    here = os.path.dirname(os.path.abspath(__file__))
    for directory in ("runner", "shim"):
        path = os.path.join(os.path.dirname(here), directory)
        if path not in sys.path:
            sys.path.insert(0, path)
    module = sys.modules[__name__]
    sys.modules["easypy_runner.host"] = module
    import easypy_runner

    easypy_runner.host = module


def roll_up(outcomes: Any) -> str | None:
    """The greatest of the outcomes (SPEC 1.2), or None of none."""
    known = [each for each in outcomes if each is not None]
    return min(known, key=ROLL_UP.index) if known else None


# -- runtime ---------------------------------------------------------------------------------------------


def info() -> RunInfo:
    return RunInfo("job_2026Nov24_00_00_00_000000", state.directory, state.home, None, "user", "user", "host")


def program() -> str:
    return state.program


def job_name() -> str:
    return state.job_name


def set_job_name(name: str) -> None:
    state.job_name = name


def taskid() -> str | None:
    return state.taskid


def set_arguments(arguments: list[str]) -> None:
    state.arguments = list(arguments)


def set_environment(variables: dict[str, str]) -> None:
    state.environment = dict(variables)


def process_id() -> int:
    return 4711


def variable_missing(name: str) -> None:
    state.missing.append(name)


# -- log -------------------------------------------------------------------------------------------------


def write(logger: str, level: int, message: str) -> None:
    if not isinstance(message, str):
        raise TypeError(f"message is {type(message).__name__}")
    state.records.append(Record(logger, level, message))


def effective_level(logger: str) -> int:
    while logger:
        if logger in state.levels:
            return state.levels[logger]
        logger = logger.rpartition(".")[0]
    return state.levels.get("", 20)


def set_level(logger: str, level: int | None) -> None:
    if level is None:
        state.levels.pop(logger, None)
    else:
        state.levels[logger] = max(10, min(50, level - level % 10))


def levels() -> dict[str, int]:
    return dict(state.levels)


# -- results ---------------------------------------------------------------------------------------------


def begin(
    kind: str,
    id: str,
    name: str | None = None,
    description: str | None = None,
    source: tuple[str, int, str | None] | None = None,
) -> None:
    if kind not in KINDS:
        raise ValueError(f"no such kind of section: {kind!r}")
    for text in (id, name, description):
        if text is not None and not isinstance(text, str):
            raise TypeError(f"expected text, not {text!r}")
    siblings = state.stack[-1].sections if state.stack else state.sections
    if any(each.id == id for each in siblings):
        raise ValueError(f"ids are unique among siblings: {id!r}")
    section = Section(kind, id, name, description, source)
    siblings.append(section)
    state.stack.append(section)


def end(
    outcome: str | None = None,
    reason: str | None = None,
    data: Any = None,
    details: Any = (),
    ignored: bool = False,
) -> None:
    section = state.stack.pop()
    if outcome is not None and outcome not in ROLL_UP:
        raise ValueError(f"no such outcome: {outcome!r}")
    if reason is not None and not isinstance(reason, str):
        raise TypeError(f"a reason is text, not {reason!r}")
    section.rolled_up = outcome is None
    section.outcome = outcome or roll_up(each.outcome for each in section.sections if not each.ignored)
    section.reason = reason
    section.data = None if data is None else json.loads(json.dumps(data))
    section.details = list(details)
    section.ignored = ignored
    section.open = False


def panicking(outcome: str, reason: str) -> None:
    state.panic = (outcome, reason)


def attach(name: str, media_type: str, content: bytes) -> None:
    if not 1 <= len(name) <= 128 or "/" in name or name.startswith(".") or not name.isprintable():
        raise HostError("results", "invalid-name", name)
    if len(content) > 16 << 20:
        raise HostError("results", "too-large", len(content))
    open_section = state.stack[-1].id if state.stack else None
    state.attachments.append(Attachment(open_section, name, media_type, bytes(content)))


def __getattr__(name: str) -> Any:
    """Synchro and tasks, from `fake_host_synchro`; devices, from `fake_host_testbed`."""
    if name.startswith("__"):
        raise AttributeError(name)
    for part in _PARTS:
        module = importlib.import_module(part)
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f"the fake host has no {name!r}")
