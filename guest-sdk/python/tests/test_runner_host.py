"""`easypy_runner.host` on the bindings that componentize-py generates: nothing that a user can pass may abort.

`cargo xtask test` generates the bindings and puts their directory into `EASYPY_BINDINGS`. Without it these tests are
left out: they have nothing to be tested on.
"""

import importlib.util
import os
import sys
import unittest
from unittest import mock

import fake_host
import runner_harness

BINDINGS = os.environ.get("EASYPY_BINDINGS")


def real_host():
    """The real package, beside the fake one that stands in its place."""
    sys.path.append(BINDINGS)
    directory = os.path.join(runner_harness.RUNNER, "easypy_runner", "host")
    spec = importlib.util.spec_from_file_location(
        "real_host", os.path.join(directory, "__init__.py"), submodule_search_locations=[directory]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["real_host"] = module
    spec.loader.exec_module(module)
    return module


@unittest.skipUnless(BINDINGS, "EASYPY_BINDINGS names no bindings: run by `cargo xtask test`")
class Host(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = sys.modules.get("real_host") or real_host()
        from wit_world.imports import log, results, runtime, synchro, task, testbed

        cls.log, cls.results, cls.runtime, cls.synchro, cls.task = log, results, runtime, synchro, task
        cls.testbed = testbed

    def test_the_fake_host_has_every_name(self):
        self.assertEqual([name for name in self.host.__all__ if not hasattr(fake_host, name)], [])

    def test_every_function_of_testbed_is_there(self):
        for name, function in vars(self.testbed).items():
            if callable(function) and not isinstance(function, type) and function.__module__ == self.testbed.__name__:
                self.assertTrue(hasattr(self.host, name) or hasattr(self.host, f"device_{name}"), name)

    def test_what_goes_wrong_with_devices_has_plain_values(self):
        from componentize_py_types import Err
        from wit_world.imports.types import Limit

        testbed, said = self.testbed, self.testbed.Output("text", 3)
        for case, kind, value in (
            (testbed.DeviceError_NoTestbed(), "no-testbed", None),
            (testbed.DeviceError_UnknownVia(testbed.ViaError("R1", "x")), "unknown-via", ("R1", "x")),
            (testbed.DeviceError_NotConnected(testbed.ViaError("R1", "x")), "not-connected", ("R1", "x")),
            (
                testbed.DeviceError_Connect(testbed.ConnectError(testbed.ConnectFailure.HOST_KEY, "why")),
                "connect",
                ("host-key", "why"),
            ),
            (testbed.DeviceError_Timeout(testbed.TimeoutError(1_500_000_000, said)), "timeout", (1.5, "text")),
            (testbed.DeviceError_Command(testbed.CommandError("c", "l", said)), "command", ("c", "l", "text")),
            (testbed.DeviceError_Closed(testbed.ClosedError("why", said)), "closed", ("why", "text")),
            (testbed.DeviceError_Deadlock(["a", "b", "a"]), "deadlock", ["a", "b", "a"]),
            (testbed.DeviceError_LimitExceeded(Limit("x", 3)), "limit-exceeded", ("x", 3)),
            (testbed.DeviceError_Denied("grant"), "denied", "grant"),
        ):
            with (
                mock.patch.object(testbed, "mode", side_effect=Err(case)),
                self.assertRaises(self.host.HostError) as caught,
            ):
                self.host.device_mode("R1", None)
            error = caught.exception
            self.assertEqual((error.interface, error.kind, error.value), ("testbed", kind, value))

    def test_what_is_asked_of_devices_fits_the_contract(self):
        testbed, said = self.testbed, self.testbed.Output("text", 3)
        exchange = self.host.Exchange(1e30, True, ["e"], (self.host.Reply("p", "a\udcff", False, True),), 2**70)
        with mock.patch.object(testbed, "execute", return_value=[said]) as execute:
            self.assertEqual(self.host.device_execute("R1", None, ["show \udcff"], exchange), [("text", 3)])
        device, via, commands, options = execute.call_args.args
        self.assertEqual((device, via, commands), ("R1", None, ["show \\udcff"]))
        reply = testbed.Reply("p", "a\\udcff", False, True)
        self.assertEqual(options, testbed.Exchange(None, True, ["e"], [reply], 2**64 - 1))
        with mock.patch.object(testbed, "configure", return_value=testbed.Configured(said, "enable")):
            self.assertEqual(self.host.device_configure("R1", "x", [], self.host.Exchange()), (("text", 3), "enable"))
        with mock.patch.object(testbed, "expect", return_value=testbed.Matched(1, said, ["a", None])) as expect:
            self.assertEqual(self.host.device_expect("R1", "x", ["p"], -1.0), (1, ("text", 3), ["a", None]))
        self.assertEqual(expect.call_args.args, ("R1", "x", ["p"], 0))
        with mock.patch.object(testbed, "connect", return_value=testbed.Connected("cli", "enable", "R1", True)):
            self.assertEqual(self.host.device_connect("R1", None, None), ("cli", "enable", "R1", True))

    def test_a_task_is_asked_for_with_devices_and_grant(self):
        with mock.patch.object(self.task.Task, "create", return_value=None) as create:
            self.host.Task.create("s.py", None, "{}", ("R1",), '{"devices": []}')
            self.host.Task.create("s.py", None, "{}")
        first, second = (call.args[0] for call in create.call_args_list)
        self.assertEqual((first.exclusive, first.grant), (["R1"], '{"devices": []}'))
        self.assertEqual((second.exclusive, second.grant), ([], None))

    def test_every_function_of_synchro_is_there(self):
        for name, function in vars(self.synchro).items():
            if callable(function) and not isinstance(function, type) and function.__module__ == self.synchro.__name__:
                self.assertTrue(callable(getattr(self.host, name)), name)

    def test_any_level_is_rounded_down_to_one_that_the_host_knows(self):
        import real_host.log as seam

        with mock.patch.object(seam, "_write") as write:
            for level in (-5, 0, 1, 10, 19, 20, 25, 30, 41, 50, 10**30):
                self.host.write("x", level, "m")
        self.assertEqual([call.args[1].value for call in write.call_args_list], [0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 4])

    def test_text_that_utf8_cannot_carry_is_escaped(self):
        import real_host.log as seam

        with mock.patch.object(seam, "_write") as write:
            self.host.write("ü", 20, "bad \udcff \ud800")
        self.assertEqual(write.call_args.args[0], "ü")
        self.assertEqual(write.call_args.args[2], "bad \\udcff \\ud800")

    def test_errors_have_the_names_of_the_contract_and_plain_values(self):
        from componentize_py_types import Err
        from wit_world.imports.types import Limit

        synchro, task, results = self.synchro, self.task, self.results
        for case, expected in (
            (synchro.SynchroError_MissingKey("k"), ("synchro", "missing-key", "k")),
            (synchro.SynchroError_Timeout(), ("synchro", "timeout", None)),
            (synchro.SynchroError_OutOfRange((5, 2)), ("synchro", "out-of-range", (5, 2))),
            (synchro.SynchroError_WrongKind(synchro.Kind.LIST), ("synchro", "wrong-kind", "list")),
            (synchro.SynchroError_LimitExceeded(Limit("objects", 3)), ("synchro", "limit-exceeded", ("objects", 3))),
            (task.TaskError_Timeout(2_500_000_000), ("task", "timeout", 2.5)),
            (task.TaskError_Denied("task"), ("task", "denied", "task")),
            (results.AttachError_TooLarge(9), ("results", "too-large", 9)),
        ):
            with (
                mock.patch.object(synchro, "value_get", side_effect=Err(case)),
                self.assertRaises(self.host.HostError) as caught,
            ):
                self.host.value_get(1)
            error = caught.exception
            self.assertEqual((error.interface, error.kind, error.value), expected)

    def test_numbers_that_fit_no_type_of_the_contract_do_not_reach_it(self):
        with mock.patch.object(self.synchro, "queue_get", return_value="1") as get:
            for seconds, nanoseconds in ((None, None), (-1, 0), (0, 0), (1.5, 1_500_000_000), (1e30, None)):
                self.host.queue_get(1, seconds)
                self.assertEqual(get.call_args.args[1], nanoseconds)
            with self.assertRaises(ValueError):
                self.host.queue_get(1, float("nan"))
        for call in (
            lambda: self.host.list_get(1, 2**70),
            lambda: self.host.new_queue(-1),
            lambda: self.host.new_semaphore(2**32, False),
            lambda: self.host.kind_of(2**64),
        ):
            self.assertRaises(self.host.HostError, call)

    def test_results_cross_with_all_their_parts(self):
        with mock.patch.object(self.results, "begin") as begin, mock.patch.object(self.results, "end") as end:
            self.host.begin("common-setup", "id", source=("f.py", 3, None))
            self.host.end("failed", "why", {"a": {1, 2}}, ["x"])
            self.host.end()
        section = begin.call_args.args[0]
        self.assertEqual((section.kind, section.source.line), (self.results.SectionKind.COMMON_SETUP, 3))
        verdict = end.call_args_list[0].args[0]
        self.assertEqual((verdict.reason, verdict.data, verdict.details), ("why", '{"a": "{1, 2}"}', ["x"]))
        self.assertEqual(end.call_args_list[1].args, (None,))

    def test_the_way_a_task_ended_is_one_number(self):
        task = self.host.Task(mock.Mock())
        for status, number in (
            (None, None),
            (self.task.ExitStatus_Code(3), 3),
            (self.task.ExitStatus_Signal(9), -9),
        ):
            task._task.exit_status.return_value = status
            self.assertEqual(task.exit_status(), number)


if __name__ == "__main__":
    unittest.main()
