"""`run`, `Task`, `runtime.tasks` and `runtime` (SPEC 4.2, 4.4, 4.5; DIFFERENCES)."""

import datetime
import inspect
import json
import os
import sys
import tempfile
import unittest
from unittest import mock

import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
import pyats.easypy  # noqa: E402
from pyats.easypy import Task, inherit, run  # noqa: E402
from pyats.easypy.main import EasypyRuntime  # noqa: E402
from pyats.results import Errored, Failed, Passed  # noqa: E402


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        self.runtime = EasypyRuntime()
        patch = mock.patch.object(pyats.easypy, "runtime", self.runtime)
        patch.start()
        self.addCleanup(patch.stop)
        inherit.remember()

    def raises(self, kind, text, call, *args, **kwargs):
        with self.assertRaises(kind) as caught:
            call(*args, **kwargs)
        self.assertEqual(str(caught.exception), text)


class Run(Case):
    def test_it_gives_the_result_of_the_script(self):
        synchro.scripts["/s.py"] = "failed"
        result = run(testscript="/s.py", runtime=self.runtime)
        self.assertEqual((result, bool(result), repr(result)), (Failed, False, "Failed"))
        self.assertEqual([(each._taskid, each._testscript) for each in synchro.tasks], [("Task-1", "/s.py")])

    def test_the_second_positional_is_the_taskid(self):
        run("/s.py", "name")
        self.assertEqual(synchro.tasks[0]._taskid, "name")

    def test_what_it_does_not_know_is_the_scripts(self):
        run("/s.py", runtime=self.runtime, max_runtime=5, groups="x", a=1)
        self.assertEqual(json.loads(synchro.tasks[0]._kwargs), {"groups": "x", "a": 1})

    def test_a_script_that_reports_nothing_is_passed(self):
        synchro.scripts["/s.py"] = None
        self.assertEqual(run("/s.py"), Passed)

    def test_a_script_that_takes_too_long_is_terminated(self):
        synchro.scripts["/s.py"] = synchro.RUNNING
        for limit, shown in ((3, "3"), (0, "0"), (-1, "-1"), (0.5, "0.5")):
            text = f"has exceeded its max runtime of '{shown}' seconds. It has been terminated forcefully."
            self.raises(TimeoutError, f"Task 'slow{shown}' {text}", run, "/s.py", f"slow{shown}", max_runtime=limit)
        task = self.runtime.tasks["slow3"]
        self.assertEqual((task.result, task.exitcode, task.is_alive()), (Errored, -15, False))
        self.assertEqual(
            task.error, "Task 'slow3' has exceeded its max runtime of '3' seconds. It has been terminated forcefully."
        )

    def test_a_limit_that_is_no_number(self):
        self.raises(TypeError, "unsupported operand type(s) for +: 'float' and 'str'", run, "/s.py", max_runtime="3")

    def test_what_is_no_parameter_of_a_task_is_told_beside_the_text_of_pyats(self):
        for call, kind, text, note in (
            (lambda: run("/s.py", max_runtime="3"), TypeError, "unsupported operand type(s)", "seconds, and no str: '3'"),
            (lambda: run("/s.py", 5), AttributeError, "'int' object has no attribute 'replace'", "and no int: 5"),
            (lambda: run("/s.py", self.runtime), AttributeError, "has no attribute 'replace'", "no EasypyRuntime: <"),
            (lambda: run(None), TypeError, "expected str, bytes or os.PathLike object, not NoneType", "is a path: text"),
            (run, TypeError, "__init__() takes at least 2 positional arguments (1 given)", "is the testscript: a path"),
        ):
            with self.assertRaises(kind) as caught:
                call()
            self.assertIn(text, str(caught.exception))
            self.assertIn(note, "".join(caught.exception.__notes__))

    def test_a_class_of_the_users_own_shows_its_name(self):
        class Probe(Task):
            pass

        self.assertEqual(repr(Probe("/s.py", "t")), "<Probe name='t' initial>")

    def test_in_a_task_no_job_is_running(self):
        fake_host.state.taskid = "Task-1"
        text = (
            "Cannot start a task when no job is running. A testscript is a task itself: tasks are started by main() of "
            "the jobfile."
        )
        self.raises(RuntimeError, text, run, "/s.py")
        self.raises(RuntimeError, text, Task, "/s.py")


class Ids(Case):
    def ids(self, *asked):
        return [Task("/s.py", each).taskid for each in asked]

    def test_they_are_numbered_by_all_that_were_made(self):
        self.assertEqual(self.ids(None, "own", None, ""), ["Task-1", "own", "Task-3", "Task-4"])

    def test_a_failed_construction_does_not_count(self):
        self.assertRaises(TypeError, Task)
        self.assertRaises(AttributeError, Task, "/s.py", 5)
        self.assertEqual(self.ids(None), ["Task-1"])

    def test_a_slash_becomes_an_underscore(self):
        self.assertEqual(self.ids("a/b"), ["a_b"])

    def test_a_taken_name_gets_a_number_from_the_host_at_the_start(self):
        # The host warns the user; a name that was changed before would keep it from seeing that.
        first, second, third = Task("/s.py", "a/b"), Task("/s.py", "a_b"), Task("/s.py", "a_b")
        self.assertEqual([task.taskid for task in self.runtime.tasks], ["a_b", "a_b", "a_b"])
        for task in (second, first):
            task.start()
        self.runtime.tasks.set_up_the_rest()
        self.assertEqual([first.taskid, second.taskid, third.taskid], ["a_b-2", "a_b", "a_b-3"])
        self.assertIs(self.runtime.tasks["a_b"], second)

    def test_the_host_has_the_last_word(self):
        task = Task("/s.py", "x")
        synchro.Task.create("/other.py", "x", "{}")
        task.start()
        self.assertEqual((task.taskid, task.name, task.uid), ("x-2", "x-2", "x-2"))
        self.assertIs(self.runtime.tasks["x-2"], task)


class Arguments(Case):
    def test_signatures_are_pyatss_and_what_is_our_own_is_given_by_name(self):
        parameters = inspect.signature(Task).parameters
        own = [name for name in parameters if parameters[name].kind is inspect.Parameter.KEYWORD_ONLY]
        self.assertEqual(own, ["exclusive", "grant"])
        self.assertEqual(
            [name for name in parameters if name not in own],
            ["testscript", "taskid", "test_harness", "runtime", "kwargs"],
        )
        self.assertEqual(list(inspect.signature(run).parameters), ["args", "max_runtime", "kwargs"])
        wait = inspect.signature(Task.wait).parameters
        self.assertEqual(
            {name: wait[name].default for name in wait if name != "self"},
            {"max_runtime": None, "post_task_exit_grace_period": 5, "poll_interval": 1},
        )

    def test_errors_are_pyatss(self):
        self.raises(TypeError, "__init__() takes at least 2 positional arguments (1 given)", Task)
        self.raises(TypeError, "expected str, bytes or os.PathLike object, not NoneType", Task, testscript=None)
        self.raises(AttributeError, "'int' object has no attribute 'replace'", Task, "/s.py", taskid=5)
        self.raises(AttributeError, "'int' object has no attribute 'tasks'", Task, "/s.py", runtime=5)
        self.raises(ModuleNotFoundError, "No module named 'nope'", Task, "/s.py", test_harness="nope")
        self.assertRaises(NotImplementedError, Task, "/s.py", test_harness="json")

    def test_a_relative_script_is_where_the_current_directory_has_it_or_the_hosts_to_find(self):
        with tempfile.TemporaryDirectory() as directory:
            self.addCleanup(os.chdir, os.getcwd())
            os.chdir(directory)
            open("here.py", "w").close()
            self.assertEqual(Task("here.py").testscript, os.path.join(os.getcwd(), "here.py"))
            self.assertEqual(Task("not_here.py").testscript, "not_here.py")
        self.assertEqual(Task(b"/bytes.py").testscript, "/bytes.py")

    def test_parameters_are_those_at_the_start(self):
        shared = [1]
        task = Task("/s.py", a=shared)
        shared.append(2)
        task.kwargs["b"] = 3
        task.start()
        self.assertEqual(json.loads(synchro.tasks[0]._kwargs), {"a": [1, 2], "b": 3})
        self.assertEqual(task.kwargs, {"a": [1, 2], "b": 3})

    def test_a_script_that_is_no_python_gets_json(self):
        run("/s.wasm", a=(1, 2))
        run("/s.py", a=(1, 2))
        self.assertEqual(json.loads(synchro.tasks[0]._kwargs), {"a": [1, 2]})
        self.assertEqual(list(json.loads(synchro.tasks[1]._kwargs)["a"]), ["$pickle", "$refs"])

    def test_a_parameter_that_cannot_be_handed_over_starts_nothing(self):
        with self.assertRaisesRegex(TypeError, "^parameter 'f' of type generator cannot be handed to a task: "):
            run("/s.py", f=(x for x in ()))
        self.assertEqual(synchro.tasks, [])


class Life(Case):
    def test_before_the_start(self):
        task = Task("/s.py", "t")
        self.assertEqual(
            (task.pid, task.ident, task.exitcode, task.is_alive(), task.result, task.error),
            (None, None, None, False, None, None),
        )
        self.raises(AssertionError, "can only join a started process", task.join)
        self.raises(RuntimeError, "cannot wait() on a task that has not been started", task.wait)
        self.raises(RuntimeError, "cannot wait() on a task that has not been started", task.wait, 1)
        self.raises(RuntimeError, "cannot terminate() a task that has not been started", task.terminate)
        self.raises(RuntimeError, "cannot kill() a task that has not been started", task.kill)
        self.raises(ValueError, "process not started", lambda: task.sentinel)
        self.assertEqual((repr(task), synchro.tasks), ("<Task name='t' initial>", []))

    def test_while_it_runs(self):
        synchro.scripts["/s.py"] = synchro.RUNNING
        task = Task("/s.py", "t")
        task.start()
        self.assertEqual(
            (task.pid, task.is_alive(), task.result, task.exitcode, task.finalized), (1000, True, None, None, False)
        )
        self.raises(AssertionError, "cannot start a process twice", task.start)
        self.assertEqual([task.join(timeout) for timeout in (0.1, 0, -1)], [None, None, None])
        self.assertTrue(task.is_alive())
        self.assertEqual(repr(task), "<Task name='t' pid=1000 started>")
        self.assertRaises(ValueError, task.close)

    def test_after_the_end(self):
        task = Task("/s.py", "t")
        task.start()
        self.assertEqual((task.wait(), task.join(), task.wait(1), task.wait(0)), (None, None, None, None))
        self.assertEqual(
            (task.is_alive(), task.result, task.exitcode, task.pid, task.error), (False, Passed, 0, 1000, None)
        )
        self.raises(AssertionError, "cannot start a process twice", task.start)
        task.terminate()
        task.close()
        self.assertEqual(repr(task), "<Task name='t' pid=1000 stopped exitcode=0>")

    def test_terminated_and_killed_tasks_are_errored(self):
        synchro.scripts["/s.py"] = synchro.RUNNING
        for end, status in ((Task.terminate, -15), (Task.kill, -9)):
            task = Task("/s.py")
            task.start()
            end(task)
            task.join()
            self.assertEqual((task.result, task.exitcode, bool(task.error)), (Errored, status, True))

    def test_a_task_that_waits_for_a_place_has_not_ended(self):
        task = Task("/s.py")
        task._set_up()
        self.assertEqual((task.is_alive(), task.result, task.exitcode, task.finalized), (False, None, None, False))

    def test_what_the_host_refuses(self):
        for kind, value, error in (
            ("shutting-down", None, RuntimeError),
            ("limit-exceeded", ("tasks", 5), RuntimeError),
            ("invalid-argument", "taskid: too long", ValueError),
            ("spawn-failed", "no memory", OSError),
        ):
            refuse = mock.Mock(side_effect=fake_host.HostError("task", kind, value))
            with mock.patch.object(synchro.Task, "create", refuse):
                self.assertRaises(error, run, "/s.py")

    def test_the_attributes_of_pyats_are_there(self):
        task = Task("/s.py")
        for name in (
            "close daemon error error_handler exitcode finalized ident is_alive join kill kwargs manager name pid "
            "rerun_skip result run runtime start taskid terminate testscript uid wait"
        ).split():
            getattr(task, name)
        self.assertEqual(task.harness.__name__, "pyats.aetest")
        self.assertRaises(AttributeError, getattr, task, "authkey")
        self.assertIsInstance(task, Task)
        self.assertIs(task.manager, self.runtime.tasks)


class Manager(Case):
    def test_it_is_the_tasks_in_order(self):
        tasks = self.runtime.tasks
        self.assertEqual(
            (len(tasks), tasks.count, tasks.active, tasks.result, tasks.errors, tasks.error_str), (0, 0, (), 0, (), "")
        )
        synchro.scripts.update({"/f.py": "failed", "/r.py": synchro.RUNNING})
        tasks.run("/s.py")
        tasks.run("/f.py", taskid="f")
        running = tasks.Task("/r.py")
        running.start()
        self.assertEqual([each.taskid for each in tasks], ["Task-1", "f", "Task-3"])
        self.assertEqual((tasks[0].taskid, tasks["f"].result, tasks[-1]), ("Task-1", Failed, running))
        self.assertEqual((tasks.active, tasks.result), ((running,), Failed))
        self.raises(ValueError, "No such task known: zzz", lambda: tasks["zzz"])
        self.raises(IndexError, "list index out of range", lambda: tasks[9])
        tasks.Task("/never.py")
        tasks.terminate()
        self.assertEqual(
            (tasks.active, tasks.result, tasks.errors, tasks.error_str), ((), Errored, (running,), "(1 failed to run)")
        )

    def test_those_never_started_are_told_at_the_end(self):
        Task("/a.py", "a", unpicklable=(x for x in ()))
        run("/b.py", taskid="b")
        Task("/c.py", "c")
        self.assertEqual([each._taskid for each in synchro.tasks], ["b"])
        self.runtime.tasks.set_up_the_rest()
        self.assertEqual(
            [(each._taskid, each.started) for each in synchro.tasks], [("b", True), ("a", False), ("c", False)]
        )

    def test_a_deadline_shortens_every_wait(self):
        tasks, now = self.runtime.tasks, datetime.datetime.now(datetime.UTC)
        self.assertEqual(
            (tasks.runtime_deadline_timeout(), tasks.runtime_deadline_timeout(5)), ((None, None), (5, None))
        )
        self.assertTrue(tasks.set_runtime_deadline(now + datetime.timedelta(hours=2)))
        self.assertEqual(tasks.runtime_deadline, now + datetime.timedelta(hours=1.5))
        self.assertEqual(tasks.runtime_deadline_timeout(5), (5, None))
        self.assertFalse(tasks.set_runtime_deadline("no time"))
        self.assertTrue(
            tasks.set_runtime_deadline(
                (now - datetime.timedelta(seconds=1)).isoformat(), reason="the reservation's end"
            )
        )
        synchro.scripts["/s.py"] = synchro.RUNNING
        self.raises(
            TimeoutError,
            "Task 'x' reached the reservation's end. It has been terminated forcefully.",
            run,
            "/s.py",
            "x",
        )
        tasks.clear_runtime_deadline()
        self.assertEqual((tasks.runtime_deadline, tasks.runtime_deadline_reason), (None, None))

    def test_deadlines_are_read_as_pyats_reads_them(self):
        tasks = self.runtime.tasks
        self.assertTrue(tasks.set_runtime_deadline("2130-01-01T00:00:00Z", guard_seconds=0))
        self.assertEqual(tasks.runtime_deadline_reason, "runtime deadline 2130-01-01T00:00:00+00:00")
        self.assertTrue(tasks.set_runtime_deadline("2130-01-01 00:00:00", guard_seconds=-1))
        self.assertEqual(tasks.runtime_deadline.isoformat(), "2129-12-31T23:30:00+00:00")
        for time in (5, None):
            self.assertFalse(tasks.set_runtime_deadline(time))


class Inherited(Case):
    def test_what_the_job_changed_is_handed_on_before_a_start(self):
        argv = ["job.py", "--left", "over"]
        path = [*sys.path, "/added"]
        with (
            mock.patch.object(sys, "argv", argv),
            mock.patch.object(sys, "path", path),
            mock.patch.dict(os.environ, SCRIPT_ARG="x"),
        ):
            run("/s.py")
        self.assertEqual(fake_host.state.arguments, ["--left", "over"])
        self.assertEqual(
            fake_host.state.environment, {**os.environ, "SCRIPT_ARG": "x", "EASYPY_SYS_PATH": "/added"}
        )

    def test_nothing_is_said_when_nothing_has_changed(self):
        run("/s.py")
        self.assertEqual((fake_host.state.arguments, fake_host.state.environment), (None, None))
        with mock.patch.dict(os.environ, A="1"):
            run("/s.py")
            fake_host.state.environment = None
            run("/s.py")
            self.assertIsNone(fake_host.state.environment)
        run("/s.py")
        self.assertEqual(fake_host.state.environment, dict(os.environ))


class Runtime(Case):
    def test_it_is_the_hosts_run(self):
        runtime, info = self.runtime, fake_host.info()
        self.assertEqual((runtime.directory, runtime.archive, runtime.testbed), (info.directory, None, None))
        self.assertEqual(list(runtime.ReturnCodes), [0, 1, 2, 3, 4])
        self.assertEqual(runtime.ReturnCodes.NOT_100_PERCENT, 1)
        self.assertEqual(
            (runtime.args.submitter, runtime.args.testbed_file, runtime.args.no_archive), ("user", None, True)
        )
        self.assertEqual(
            (runtime.env.user, runtime.env["host"]["name"], len(runtime.env.argv.custom)), ("user", "host", 1)
        )
        for name in ("mailbot", "plugins", "reporter"):
            with self.assertRaisesRegex(AttributeError, f"runtime.{name}: that is the host's part"):
                getattr(runtime, name)
        self.raises(AttributeError, "'EasypyRuntime' object has no attribute 'nope'", lambda: runtime.nope)

    def test_what_a_job_adds_to_the_mail_is_taken_with_a_warning(self):
        with self.assertLogs("pyats.easypy", "WARNING") as told:
            report = self.runtime.mail_report
            report.contents["Extra"] = "text"
            report.subject = "mine"
        self.assertIs(self.runtime.mail_report, report)
        self.assertEqual((list(report.contents), report.subject, len(told.records)), (["Extra"], "mine", 1))
        self.assertIn("sends no mail", told.output[0])

    def test_the_job(self):
        with tempfile.NamedTemporaryFile(suffix=".py") as file:
            file.write(b"x = 1\n")
            file.flush()
            fake_host.state.program = file.name
            job = self.runtime.job
            stem = os.path.basename(file.name)[:-3]
            self.assertEqual(
                (job.file, job.suite_name, job.job_type, job.uid), (file.name, stem, "easypy", fake_host.info().uid)
            )
            self.assertEqual(job.file_hash, "9e26bf369911c45c243c684147b23fc9e1dcfcf257d299a1c632016a6fcd33f4")
        job.name = "other"
        self.assertEqual((fake_host.state.job_name, job.name), ("other", "other"))
        self.assertEqual((job.image, job.testbed, job.starttime, job.results.total), (None, None, None, 0))

    def test_in_a_task_it_is_there_and_the_jobs_file_is_not(self):
        fake_host.state.taskid = "Task-1"
        self.assertEqual((self.runtime.job.name, len(self.runtime.tasks), self.runtime.args.jobfile), ("job", 0, None))
        self.assertFalse(hasattr(self.runtime.job, "file"))


if __name__ == "__main__":
    unittest.main()
