"""The testscripts of the conformance cases, on the fake host, against what real pyATS gave for them (oracle.json).

Jobs are run with a `run()` that runs the script in this process; what needs processes is tested with the
built program.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import types
import unittest
from unittest import mock

import aetest_harness
from pyats.results.result import TestResult

CONFORMANCE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "tests", "conformance"
)
CASES = os.path.realpath(os.path.join(CONFORMANCE, "cases"))

#: Cases whose jobs do nothing but run scripts, one after the other.
NAMES = (
    "a_all a_data a_e a_groups e_crash_kbdint e_lognames e_mix_pass_skip e_only_s_abort e_only_s_block e_only_s_error "
    "e_only_s_fail e_only_s_none e_only_s_pass e_only_s_passx e_only_s_skip fixed_F1_simple fixed_F3_run_api"
).split()
#: Tasks that never load a script: that is between the host and the loader.
WITHOUT_SCRIPT = {"a_data": {"dotted"}}
#: Tasks that have no node in pyATS's tree, and why they did not run.
NOT_IN_TREE = {"a_groups": {"uids_list": "uids must be a callable object"}}


class Job:
    """What `pyats.easypy.run` is in these tests."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.trees: dict[str, list] = {}

    def run(self, testscript, runtime=None, taskid=None, max_runtime=None, **kwargs):
        taskid = taskid or f"Task-{len(self.trees) + 1}"
        path = os.path.join(self.directory, testscript)
        ran = aetest_harness.run_file(path, taskid, **kwargs)
        result = "errored" if ran.failure is not None else ran.result
        reason = ran.failure if not ran.state.sections else None
        tree = [["Task", taskid, result, reason]]
        for kind, full, outcome, why in ran.state.tree():
            tree.append([kind, f"{taskid}.{full}", outcome, why])
        self.trees[taskid] = tree
        return TestResult.from_str(result or "passed")


class CasesTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls) -> None:
        with open(os.path.join(CONFORMANCE, "oracle.json"), encoding="utf-8") as file:
            cls.oracle = json.load(file)

    def check(self, name: str) -> None:
        expected: dict[str, list] = {}
        for node in self.oracle[name]["tree"]:
            if node[0] == "Task":
                tree = expected[node[1]] = []
            tree.append(node)
        job = self.run_job(os.path.join(CASES, self.oracle[name]["job"]))
        for taskid, why in NOT_IN_TREE.get(name, {}).items():
            self.assertEqual([["Task", taskid, "errored", why]], job.trees.pop(taskid))
        for taskid in WITHOUT_SCRIPT.get(name, ()):
            del expected[taskid], job.trees[taskid]
        self.assertEqual(list(expected), list(job.trees))
        for taskid, tree in expected.items():
            # A task that reported nothing because it failed: here it has the failure's text, there only the
            # log has.
            if tree[0][2] is None and job.trees[taskid][0][3] is not None:
                tree = [job.trees[taskid][0]]
                self.assertIn("Caught duplicate definitions", tree[0][3])
            self.assertEqual(tree, job.trees[taskid], taskid)

    def run_job(self, path: str) -> Job:
        job = Job(os.path.dirname(path))
        easypy = types.ModuleType("pyats.easypy")
        easypy.run, easypy.Task = job.run, None
        directory = self.enterContext(tempfile.TemporaryDirectory())
        runtime = types.SimpleNamespace(directory=directory, job=types.SimpleNamespace(name="job"))
        module = {"__name__": "job", "__file__": path}
        handlers = list(logging.root.handlers)
        with mock.patch.dict(sys.modules, {"pyats.easypy": easypy}):
            with open(path, encoding="utf-8") as file:
                exec(compile(file.read(), path, "exec"), module)
            with mock.patch("builtins.print"):
                module["main"](runtime)
        logging.root.handlers[:] = handlers
        return job


def _test(name: str):
    return lambda self: self.check(name)


for _name in NAMES:
    setattr(CasesTest, f"test_{_name}", _test(_name))

if __name__ == "__main__":
    unittest.main()
