"""`logging`, through the handler on the root logger, as the host sees it (SPEC 3.5, 3.6; DIFFERENCES)."""

import contextlib
import io
import logging
import os
import tempfile
import unittest
import warnings

import fake_host

fake_host.install()

from pyats.log import (  # noqa: E402
    ScreenFormatter,
    TaskLogFormatter,
    TaskLogHandler,
    managed_handlers,
    records,  # noqa: E402
)
from pyats.log import host as connection  # noqa: E402
from pyats.log.colour import FgColour, Palette, Style  # noqa: E402
from pyats.log.utils import ReportingLogFile, banner, get_file_length, str_shortener, title  # noqa: E402


class Logging(unittest.TestCase):
    """Each test has fresh levels and the host's handler alone on the root logger."""

    def setUp(self):
        fake_host.reset()
        self.handlers = logging.root.handlers[:]
        logging.root.handlers[:] = [managed_handlers.tasklog]
        self.forget_levels()
        connection.install("job")

    def tearDown(self):
        logging.root.handlers[:] = self.handlers
        managed_handlers.tasklog.setLevel(0)
        managed_handlers.tasklog.formatter = None
        managed_handlers.tasklog.filters.clear()
        managed_handlers.tasklog.close()
        self.forget_levels()

    def forget_levels(self):
        connection._connected = False
        for logger in list(logging.Logger.manager.loggerDict.values()):
            if isinstance(logger, logging.Logger):
                logger.setLevel(logging.NOTSET)
        logging.root.setLevel(logging.INFO)


class Records(Logging):
    def test_a_record_reaches_the_host_with_logger_level_and_text(self):
        logging.getLogger("mylibrary.part").warning("%s of %d", "one", 2)
        logging.info("by the root logger")
        self.assertEqual(
            fake_host.state.records,
            [("mylibrary.part", 30, "one of 2"), ("root", 20, "by the root logger")],
        )

    def test_debug_is_not_written_unless_a_level_lets_it_through(self):
        logger = logging.getLogger("mylibrary")
        logger.debug("no")
        logger.setLevel("DEBUG")
        logger.debug("yes")
        self.assertEqual(fake_host.state.messages(), ["yes"])

    def test_an_exception_is_written_below_the_message(self):
        try:
            raise ValueError("broken")
        except ValueError:
            logging.exception("it happened")
        (text,) = fake_host.state.messages()
        self.assertTrue(text.startswith("it happened\nTraceback (most recent call last):\n"), text)
        self.assertTrue(text.endswith("\nValueError: broken"), text)

    def test_exc_info_without_an_exception_and_stack_info_are_written(self):
        logging.info("nothing", exc_info=True)
        logging.info("here", stack_info=True)
        nothing, here = fake_host.state.messages()
        self.assertEqual(nothing, "nothing\nNoneType: None")
        self.assertTrue(here.startswith("here\nStack (most recent call last):\n"), here)

    def test_filters_and_formatters_of_a_script_are_obeyed(self):
        managed_handlers.tasklog.setFormatter(logging.Formatter("<%(funcName)s> %(message)s"))
        managed_handlers.tasklog.addFilter(lambda record: "secret" not in record.getMessage())
        logging.info("a secret")
        logging.info("plain")
        self.assertEqual(
            fake_host.state.messages(), ["<test_filters_and_formatters_of_a_script_are_obeyed> plain"]
        )

    def test_the_level_of_the_handler_is_obeyed(self):
        managed_handlers.tasklog.setLevel(logging.ERROR)
        logging.warning("no")
        logging.error("yes")
        self.assertEqual(fake_host.state.messages(), ["yes"])

    def test_a_message_that_does_not_fit_its_arguments_is_reported_and_does_not_raise(self):
        with contextlib.redirect_stderr(io.StringIO()) as stderr:
            logging.info("%s", 1, 2)
        logging.info("after")
        self.assertEqual(fake_host.state.messages(), ["after"])
        for part in (
            "TypeError: not all arguments converted",
            "test_misc_log.py",
            "Message: '%s'",
            "Arguments: (1, 2)",
        ):
            self.assertIn(part, stderr.getvalue())

    def test_arguments_that_cannot_be_shown_do_not_raise(self):
        class Wrong:
            def __repr__(self):
                raise ValueError("no")

        with contextlib.redirect_stderr(io.StringIO()) as stderr:
            logging.info("%d", Wrong())
        self.assertIn("--- Logging error ---", stderr.getvalue())

    def test_messages_need_not_be_strings(self):
        logging.info({"a": 1})
        self.assertEqual(fake_host.state.messages(), ["{'a': 1}"])

    def test_warnings_are_records_of_the_logger_warnings(self):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            connection.enable_warnings_to_log()
            warnings.warn("watch out", UserWarning, stacklevel=1)
        ((logger, level, text),) = fake_host.state.records
        self.assertEqual((logger, level), ("warnings", logging.WARNING))
        self.assertIn("UserWarning: watch out", text)
        self.assertTrue(text.startswith(__file__), text)

    def test_basicConfig_leaves_the_handler_of_the_host(self):
        logging.basicConfig(level="DEBUG")
        self.assertEqual(logging.root.handlers, [managed_handlers.tasklog])


class Attributes(Logging):
    """Records made by `pyats.log.records` against those that the library makes."""

    class Keeper(logging.Handler):
        def __init__(self):
            super().__init__()
            self.records = []

        def emit(self, record):
            self.records.append(record)

    def record(self, *args, **kwargs):
        keeper = self.Keeper()
        logging.root.addHandler(keeper)
        logging.getLogger("some.logger").info(*args, **kwargs)
        logging.root.removeHandler(keeper)
        return keeper.records[0]

    def test_they_have_the_attributes_of_the_library(self):
        ours = self.record("%s", "x")
        logging.setLogRecordFactory(logging.LogRecord)
        try:
            theirs = self.record("%s", "x")
        finally:
            records.use()
        self.assertIsInstance(ours, records.HostRecord)
        self.assertEqual(vars(ours).keys() - {"taskName"}, vars(theirs).keys() - {"taskName"})
        for name in (
            "name",
            "levelname",
            "pathname",
            "filename",
            "module",
            "lineno",
            "funcName",
            "process",
            "thread",
            "threadName",
        ):
            self.assertEqual(getattr(ours, name), getattr(theirs, name), name)
        for name in ("created", "relativeCreated"):
            self.assertAlmostEqual(getattr(ours, name), getattr(theirs, name), delta=60_000, msg=name)
        self.assertEqual(ours.processName, "Task-1")

    def test_stacklevel_and_stack_info_name_the_callers(self):
        def inner(**kwargs):
            return self.record("x", **kwargs)

        self.assertEqual(inner(stacklevel=2).funcName, "inner")
        self.assertEqual(inner(stacklevel=3).funcName, "test_stacklevel_and_stack_info_name_the_callers")
        with_stack = inner(stack_info=True, stacklevel=2)
        self.assertEqual(with_stack.funcName, "inner")
        self.assertNotIn("find_caller", with_stack.stack_info)

    def test_a_dictionary_as_the_only_argument_is_read_by_names(self):
        self.assertEqual(self.record("%(a)s and %(b)s", {"a": 1, "b": 2}).getMessage(), "1 and 2")
        self.assertEqual(self.record("%s", {}).getMessage(), "{}")

    def test_a_record_factory_of_a_script_is_used(self):
        class Braces(logging.LogRecord):
            def getMessage(self):
                return self.msg.format(*self.args)

        logging.setLogRecordFactory(Braces)
        try:
            logging.info("{}-{}", 1, 2)
        finally:
            records.use()
        self.assertEqual(fake_host.state.messages(), ["1-2"])


class Levels(Logging):
    def test_setting_a_level_tells_the_host(self):
        logging.getLogger("pyats.aetest").setLevel("WARNING")
        logging.getLogger("mylibrary").setLevel(logging.DEBUG)
        logging.root.setLevel(logging.ERROR)
        self.assertEqual(fake_host.levels(), {"pyats.aetest": 30, "mylibrary": 10, "": 40})
        logging.getLogger("mylibrary").setLevel(logging.NOTSET)
        self.assertNotIn("mylibrary", fake_host.levels())

    def test_a_root_logger_without_a_level_takes_everything(self):
        logging.root.setLevel(logging.NOTSET)
        self.assertEqual(fake_host.levels(), {"": 10})

    def test_a_logger_outside_the_tree_is_not_the_hosts_matter(self):
        logging.Logger("mylibrary").setLevel("DEBUG")
        self.assertEqual(fake_host.levels(), {})

    def test_a_wrong_level_raises_as_ever(self):
        with self.assertRaisesRegex(ValueError, "Unknown level: 'LOUD'"):
            logging.getLogger("mylibrary").setLevel("LOUD")
        self.assertEqual(fake_host.levels(), {})

    def install(self, role, levels):
        self.forget_levels()
        fake_host.state.levels.update(levels)
        connection.install(role)

    def test_a_task_starts_with_the_levels_of_its_job(self):
        self.install("task", {"": 30, "mylibrary": 10})
        self.assertEqual(logging.root.level, logging.WARNING)
        self.assertEqual(logging.getLogger("mylibrary").level, logging.DEBUG)

    def test_the_harness_stays_at_info_in_a_task_when_the_root_logger_is_quieter(self):
        self.install("task", {"": 40})
        logging.getLogger("pyats.aetest.testscript.x").info("written")
        logging.getLogger("mylibrary").warning("dropped")
        self.assertEqual(fake_host.state.messages(), ["written"])
        self.assertEqual(fake_host.effective_level("pyats.aetest.testscript.x"), logging.INFO)

    def test_the_harness_follows_a_root_logger_that_says_more(self):
        self.install("task", {"": 10})
        logging.getLogger("pyats.aetest").debug("written")
        self.assertEqual(fake_host.state.messages(), ["written"])

    def test_a_level_that_the_job_gave_the_harness_holds_in_its_tasks(self):
        self.install("task", {"pyats.aetest": 40})
        logging.getLogger("pyats.aetest").warning("dropped")
        self.assertEqual(fake_host.state.messages(), [])

    def test_in_a_job_the_harness_has_no_level_of_its_own(self):
        self.install("job", {"": 40})
        self.assertEqual(logging.getLogger("pyats.aetest").level, logging.NOTSET)


class ManagedHandlers(Logging):
    def test_what_scripts_do_with_the_screen_handler_is_harmless(self):
        managed_handlers.screen.setLevel(logging.CRITICAL)
        logging.root.removeHandler(managed_handlers["screen"])
        managed_handlers.screen.setLevel(logging.NOTSET)
        logging.info("written")
        self.assertEqual(fake_host.state.messages(), ["written"])

    def test_logfile_is_the_file_of_the_host(self):
        fake_host.state.directory = "/run/info/runtime"
        self.assertEqual(managed_handlers.tasklog.logfile, "/run/info/TaskLog.Task-1")
        fake_host.state.taskid, fake_host.state.program = None, "/jobs/my_job.py"
        self.assertEqual(managed_handlers.tasklog.logfile, "/run/info/JobLog.my_job")

    def test_changeFile_writes_into_the_other_file_too(self):
        with tempfile.TemporaryDirectory() as directory:
            other = os.path.join(directory, "section.log")
            before = managed_handlers.tasklog.logfile
            managed_handlers.tasklog.changeFile(other)
            logging.getLogger("pyats.aetest.testscript.x").info("both")
            managed_handlers.tasklog.changeFile(before)
            logging.info("one")
            with open(other) as file:
                (line,) = file.read().splitlines()
            self.assertRegex(
                line,
                r"^\d+: host: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d: %SCRIPT-6-INFO: %\[pid=\d+\]\[pname=Task-1\]: both$",
            )
        self.assertEqual(fake_host.state.messages(), ["both", "one"])

    def test_the_forms_of_fork_handling_are_there(self):
        managed_handlers.tasklog.enableForked()
        with managed_handlers.tasklog.next_fork_logfile("x"):
            pass
        managed_handlers.tasklog.disableForked()
        managed_handlers.tasklog.coloured = True
        logging.info("plain")
        self.assertEqual(fake_host.state.messages(), ["plain"])


class OwnLogFiles(Logging):
    """Forms compared with those of real pyATS."""

    def record(self, *args, **kwargs):
        return logging.LogRecord("pyats.foo.bar", *args, exc_info=None, **kwargs)

    def test_every_line_of_a_message_has_its_prefix(self):
        record = self.record(logging.WARNING, "f", 1, "hello %s\nworld", ("x",))
        self.assertRegex(
            ScreenFormatter().format(record),
            r"\A(\S{19}): %FOO-WARNING: hello x\n\1: %FOO-WARNING: world\Z",
        )
        self.assertRegex(
            TaskLogFormatter().format(record),
            r"\A(\d+): host: \S{19}: %FOO-4-WARNING: %\[part=\1\.1/2\]\[pid=\d+\]\[pname=Task-1\]: hello x\n"
            r"\d+: host: \S{19}: %FOO-4-WARNING: %\[part=\1\.2/2\]\[pid=\d+\]\[pname=Task-1\]: world\Z",
        )
        self.assertEqual(record.getMessage(), "hello x\nworld")

    def test_tags_name_the_part_of_the_logger(self):
        tags = {
            "pyats.aetest": "AETEST",
            "pyats.aetest.testscript.x": "SCRIPT",
            "my.lib.sub": "MY",
            "root": "ROOT",
            "genie": "GENIE",
        }
        for logger, tag in tags.items():
            record = logging.LogRecord(logger, logging.INFO, "f", 1, "", (), None)
            self.assertRegex(ScreenFormatter().format(record), rf"\A\S{{19}}: %{tag}-INFO: \Z")

    def test_a_file_handler_of_a_script_writes_opens_lazily_and_changes_its_file(self):
        with tempfile.TemporaryDirectory() as directory:
            first, second = (os.path.join(directory, name) for name in ("first", "second"))
            handler = TaskLogHandler(first)
            self.assertFalse(os.path.exists(first))
            logging.root.addHandler(handler)
            logging.error("one")
            handler.changeFile(second)
            logging.error("two")
            logging.root.removeHandler(handler)
            handler.close()
            self.assertEqual(handler.history, [first, second])
            for path, text in ((first, "one\n"), (second, "two\n")):
                with open(path) as file:
                    self.assertEqual(file.read().split(": ")[-1], text)

    def test_colours(self):
        self.assertEqual(FgColour.RED.apply("x"), "\x1b[31mx\x1b[0m\x1b[39m")
        self.assertEqual(Palette.mix(FgColour.RED, Style.BOLD), "\x1b[31m\x1b[1m")
        self.assertEqual(Palette.paint("x"), "x")


class Texts(unittest.TestCase):
    """Banners and titles, compared with those of real pyATS."""

    def test_banner(self):
        edge = "+" + "-" * 78 + "+"
        self.assertEqual(banner("hello"), f"{edge}\n|{'hello':^78}|\n{edge}")
        self.assertEqual(
            banner("hello\n\nworld two"), f"{edge}\n|{'hello':^78}|\n|{' ' * 34}world two{' ' * 35}|\n{edge}"
        )
        self.assertEqual(banner(""), f"{edge}\n{edge}")

    def test_banner_cuts_long_lines_where_the_room_ends(self):
        _, first, second, _ = banner("x" * 100).split("\n")
        self.assertEqual(first, "|    " + "x" * 70 + "    |")
        self.assertEqual(second, "|" + ("x" * 30).center(78) + "|")

    def test_banner_of_another_width_and_margin(self):
        self.assertEqual(
            banner("a b c d e f g h i j k l m n o p", width=20),
            "+------------------+\n|    a b c d e     |\n|    f g h i j     |\n|    k l m n o     |\n|        p         |\n"
            "+------------------+",
        )
        self.assertEqual(
            banner("ab", width=21), "+-------------------+\n|         ab        |\n+-------------------+"
        )
        self.assertEqual(
            banner("a", width=20, padding=7, align="left").split("\n")[1], "|   a              |"
        )
        self.assertEqual(
            banner("a", width=20, padding=7, align="right").split("\n")[1], "|             a    |"
        )
        self.assertEqual(
            banner("a", 12, h_margin="=", v_margin="!"), "+==========+\n!    a     !\n+==========+"
        )

    def test_banner_refuses_what_cannot_be_drawn(self):
        with self.assertRaisesRegex(
            ValueError, "The size of h_margin must be of size 1. =- is not of size 1 but of size 2"
        ):
            banner("a", h_margin="=-")
        with self.assertRaisesRegex(ValueError, "The width of the banner is 10, with a padding of size 10"):
            banner("ab", width=10)

    def test_title(self):
        self.assertEqual(title("hello"), "=" * 37 + "hello" + "=" * 38)
        self.assertEqual(title("ab", 20, 5, "-", "left"), "--ab----------------")
        self.assertEqual(title("ab", 20, 5, "-", "right"), "---------------ab---")
        self.assertEqual(title(""), "")

    def test_str_shortener(self):
        self.assertEqual([str_shortener("abcdef", limit) for limit in (6, 5, 4)], ["abcdef", "ab...", "a..."])

    def test_lengths_of_log_files(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "log")
            with open(path, "w") as file:
                file.write("one\n")
                before = ReportingLogFile(file)
                file.write("two\nthree\n")
                after = ReportingLogFile(file)
                region = after - before
            self.assertEqual(get_file_length(path), (14, 3))
            self.assertEqual(
                before.get_summary(region),
                {"file": "log", "begin": 4, "size": 10, "begin_lines": 1, "size_lines": 2},
            )


if __name__ == "__main__":
    unittest.main()
