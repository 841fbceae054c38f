"""`easypy_runner.job`: a jobfile's `main()` and what comes of it (SPEC 4.1)."""

import contextlib
import io
import os
import sys
import tempfile
import textwrap
import unittest
from unittest import mock

import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
import pyats.easypy  # noqa: E402
from easypy_runner import job, tracebacks  # noqa: E402
from pyats.easypy.main import EasypyRuntime  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        runtime = EasypyRuntime()
        path = list(sys.path)
        self.addCleanup(sys.path.__setitem__, slice(None), path)
        hidden = (os.path.join(ROOT, "runner"), os.path.join(ROOT, "shim"), "<frozen importlib")
        for module, name, value in (
            (pyats.easypy, "runtime", runtime),
            (job, "runtime", runtime),
            (tracebacks, "_HIDDEN", hidden),
        ):
            patch = mock.patch.object(module, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def run_job(self, text, name="some job.py"):
        path = os.path.join(self.directory, name)
        with open(path, "w") as file:
            file.write(textwrap.dedent(text))
        fake_host.state.program = path
        self.path = path
        # Interpreters are not asked to be new: what a job imports goes with it.
        for module in [each for each in sys.modules if each.startswith("pyats.easypy.jobs.")]:
            del sys.modules[module]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            job.run()
        return printed.getvalue()

    def failure(self, text, **kwargs):
        with self.assertRaises(job.JobFailed) as caught:
            self.run_job(text, **kwargs)
        return str(caught.exception)


class Main(Case):
    def test_runtime_is_passed_by_keyword_to_who_wants_it(self):
        for signature, printed in (
            ("runtime", "True"),
            ("runtime=None", "True"),
            ("*, runtime", "True"),
            ("x=1, runtime=None, testbed=None", "True"),
            ("", "False"),
            ("x=1", "False"),
            ("*args", "False"),
            ("**runtime_args", "False"),
        ):
            out = self.run_job(f"""
                from pyats.easypy import runtime as wanted
                def main({signature}):
                    print(any(value is wanted for value in locals().values()))
                """)
            self.assertEqual((signature, out), (signature, printed + "\n"))

    def test_wrong_signatures_say_what_python_says(self):
        for signature, text in (
            ("rt", "TypeError: main() missing 1 required positional argument: 'rt'"),
            ("runtime, other", "TypeError: main() missing 1 required positional argument: 'other'"),
            (
                "runtime, /",
                "TypeError: main() got some positional-only arguments passed as keyword arguments: 'runtime'",
            ),
        ):
            failure = self.failure(f"def main({signature}): pass")
            self.assertEqual(failure, f"Caught error in jobfile '{self.path}':\n\n{text}")

    def test_its_names_are_pyatss(self):
        out = self.run_job("""
            def main(runtime):
                print(__name__, __file__, runtime.job.file == __file__)
            """)
        self.assertEqual(out, f"pyats.easypy.jobs.some job {self.path} True\n")

    def test_what_it_returns_means_nothing(self):
        self.run_job("def main(): return 7")

    def test_main_can_be_any_callable(self):
        out = self.run_job("""
            class Job:
                def __call__(self, runtime): print(runtime.job.name)
            main = Job()
            """)
        self.assertEqual(out, "job\n")

    def test_tasks_are_run_from_it(self):
        synchro.scripts["/s.py"] = "failed"
        out = self.run_job("""
            from pyats.easypy import Task, run
            def main(runtime):
                print(run('/s.py', runtime=runtime, a=1))
                Task('/never.py')
            """)
        self.assertEqual(out, "failed\n")
        self.assertEqual(
            [(each._testscript, each.started) for each in synchro.tasks], [("/s.py", True), ("/never.py", False)]
        )


class Failures(Case):
    def test_without_main(self):
        for text in ("x = 1", ""):
            self.assertEqual(
                self.failure(text, name="nothing.py"),
                f"Caught error in jobfile '{self.path}':\n\n"
                "RuntimeError: Jobfile 'nothing' did not define main().\n"
                "Each jobfile must define a main() function as entry point",
            )

    def test_the_traceback_begins_in_the_jobfile(self):
        failure = self.failure("""
            def helper():
                raise ValueError('main blew up')
            def main(runtime):
                helper()
            """)
        lines = failure.splitlines()
        self.assertEqual(
            lines[:4],
            [
                f"Caught error in jobfile '{self.path}':",
                "",
                "Traceback (most recent call last):",
                f'  File "{self.path}", line 5, in main',
            ],
        )
        self.assertEqual(lines[-1], "ValueError: main blew up")
        self.assertNotIn("easypy_runner", failure)

    def test_what_the_shim_raises_points_at_the_jobs_line(self):
        failure = self.failure("""
            from pyats.easypy import run
            def main(runtime):
                run('/s.py', x=(x for x in ()))
            """)
        self.assertIn(f'  File "{self.path}", line 4, in main', failure)
        self.assertNotIn(ROOT, failure)

    def test_a_file_that_cannot_be_loaded(self):
        self.assertIn("SyntaxError: ", self.failure("def main(runtime)\n    pass"))
        self.assertIn("NameError: name 'sys' is not defined", self.failure("sys.path"))
        self.assertIn("ModuleNotFoundError: No module named 'not_there'", self.failure("import not_there"))

    def test_tasks_that_ran_stay(self):
        self.failure("""
            from pyats.easypy import Task, run
            def main(runtime):
                run('/s.py')
                Task('/never.py')
                raise ValueError
            """)
        self.assertEqual([each.started for each in synchro.tasks], [True, False])

    def test_keyboard_interrupt(self):
        with self.assertRaises(job.Interrupted):
            self.run_job("def main(): raise KeyboardInterrupt")

    def test_sys_exit_ends_the_run(self):
        for argument, status, said in (
            ("", 0, ""),
            ("5", 5, ""),
            ("None", 0, ""),
            ("'why'", 1, "why\n"),
            ("-1", 255, ""),
            ("True", 1, ""),
        ):
            for text in ("import sys\ndef main(): sys.exit({})", "import sys\nsys.exit({})"):
                errors = io.StringIO()
                with contextlib.redirect_stderr(errors), self.assertRaises(job.Exit) as caught:
                    self.run_job(text.format(argument))
                self.assertEqual((argument, caught.exception.status, errors.getvalue()), (argument, status, said))


if __name__ == "__main__":
    unittest.main()
