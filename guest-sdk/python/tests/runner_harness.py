"""For tests of the runner: what changes the whole interpreter is tried in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import fake_host

fake_host.install()

TESTS = os.path.dirname(os.path.abspath(__file__))
RUNNER = os.path.join(os.path.dirname(TESTS), "runner")


def python(program: str, prelude: str = "") -> str:
    """What a program prints, both streams, in a fresh interpreter with the fake host.

    A program that fails raises AssertionError with what it printed; one that hangs does so after a minute.
    """
    start = f"import sys; sys.path.insert(0, {TESTS!r}); import fake_host; fake_host.install()\n"
    text = start + textwrap.dedent(prelude) + textwrap.dedent(program)
    ran = subprocess.run(
        [sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60
    )
    if ran.returncode != 0:
        raise AssertionError(f"exit status {ran.returncode}:\n{ran.stdout}")
    return ran.stdout
