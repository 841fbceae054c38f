"""The tree of results that `aetest.main()` logs when a script is run without a job (SPEC 8, standalone)."""

from __future__ import annotations

import logging
from typing import Any

from pyats.log.utils import banner
from pyats.results.result import TestResult

from .base import BaseReporter

logger = logging.getLogger("pyats.aetest")

_NAMES = ("aborted", "blocked", "errored", "failed", "passed", "passx", "skipped")
_WIDTH = 80
_RESULT = 10


class _Node:
    def __init__(self, text: str) -> None:
        self.text = text
        self.result = ""
        self.ignored = False
        self.children: list[_Node] = []


class StandaloneReporter(BaseReporter):
    """Keeps the tree of sections, and logs it at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes = [_Node(".")]

    def begin(self, kind: str, id: str, name: str | None, description: str | None, source: Any) -> None:
        text = f"{id.capitalize()}: {name}" if kind == "step" else id
        node = _Node(text.replace("\n", " "))
        self.nodes[-1].children.append(node)
        self.nodes.append(node)

    def end(self, result: TestResult, reason: str | None, details: list[str], ignored: bool) -> None:
        node = self.nodes.pop()
        node.result, node.ignored = result.value, ignored

    def log_summary(self) -> None:
        """Logs the tree, and how often each result came among common sections and testcases."""
        root = self.nodes[0]
        logger.info(banner("Detailed Results"))
        logger.info(f" {'SECTIONS/TESTCASES':<71} {'RESULT':<8} ")
        logger.info("-" * _WIDTH)
        logger.info(root.text)
        self._log_children(root, "")
        logger.info(banner("Summary"))
        results = [node.result for node in root.children if not node.ignored]
        for name in _NAMES:
            _log_row(f"Number of {name.upper()}", results.count(name))
        _log_row("Total Number", len(results))
        good = sum(results.count(name) for name in ("passed", "passx", "skipped"))
        rate = 100 * good / len(results) if results else 0.0
        logger.info(f" {'Success Rate':<70} {f'{rate:.1f}%':>7} ".rstrip() + " ")
        logger.info("-" * _WIDTH)

    def _log_children(self, node: _Node, indentation: str) -> None:
        for place, child in enumerate(node.children, 1):
            last = place == len(node.children)
            text = f"{indentation}{'`-- ' if last else '|-- '}{child.text}"
            room = _WIDTH - _RESULT
            if len(text) > room:
                text = text[: room - 3] + "..."
            logger.info(f"{text:<{room}}{child.result.upper():>{_RESULT}}")
            self._log_children(child, indentation + ("    " if last else "|   "))


def _log_row(text: str, count: int) -> None:
    logger.info(f" {text:<70} {count:>7} ")
