"""What the runner puts in the place of a system: `absent`, `environ`, `processes`, `signals`, `network`, `devnull`."""

import io
import os
import sys
import tempfile
import types
import unittest
from unittest import mock

import fake_host
import runner_harness  # noqa: F401
from runner_harness import python

from easypy_runner import absent, devnull, loader, network, processes, signals, stdlib  # noqa: E402


class Absent(unittest.TestCase):
    def test_an_import_that_fails_says_what_to_do(self):
        for name, part in (
            ("numpy", "compiled for the machine"),
            ("numpy.linalg", "compiled for the machine"),
            ("paramiko", "devices are reached through the testbed"),
            ("pyats.connections", "Collect what devices say before the run"),
            ("rest.connector", "devices are reached through the testbed"),
            ("telnetlib", "Python itself has removed it"),
            ("imp", "Use importlib"),
            ("distutils.version", "packaging (pure Python)"),
            ("lxml", "xml.etree.ElementTree"),
            ("genie.libs.parser", "--python-path DIR"),
            ("_ssl", "ssl is not there"),
            ("pwd", "systems that the sandbox is not"),
            ("xmltodict", "pip install --target DIR xmltodict"),
        ):
            text = absent.explain(name)
            self.assertTrue(text.startswith(f"No module named {name!r}"), text)
            self.assertIn(part, text)

    def test_what_is_not_to_be_had_is_not_to_be_installed(self):
        for name in ("asyncore", "nntplib", "crypt", "lib2to3.main", "cgi", "rest", "paramiko"):
            self.assertNotIn("pip install", absent.explain(name))

    def test_of_own_packages_the_modules_are_named_that_there_are(self):
        files = ("pyats/__init__.py", "pyats/log/utils.py", "genie/utils/dq.py", "genie/base.py", "genie/_x.py")
        with mock.patch.dict(stdlib.TABLE, {f"{stdlib.SHIM}/{file}": b"" for file in files}, clear=True):
            self.assertIn("There are pyats.log. Others", absent.explain("pyats.nope"))
            self.assertIn("There are genie.base, genie.utils.dq. Others", absent.explain("genie.nope.part"))

    def test_a_submodule_that_its_package_lacks_needs_no_advice(self):
        with tempfile.TemporaryDirectory() as directory:
            self.assertEqual(absent.explain("mine.part", [directory]), "No module named 'mine.part'")

    def test_an_extension_module_is_named(self):
        with tempfile.TemporaryDirectory() as directory:
            extension = os.path.join(directory, "_fast.cpython-314-x86_64-linux-gnu.so")
            open(extension, "w").close()
            text = absent.explain("mine._fast", [directory])
        self.assertIn(extension, text)
        self.assertIn("can only load pure Python", text)

    def test_imports_raise_and_questions_do_not(self):
        out = python("""
            from easypy_runner import absent
            absent.install()
            import importlib.util
            print(importlib.util.find_spec("no_such_package"))
            try: import no_such_package
            except ImportError as error: print(type(error).__name__, error.name, "--python-path" in str(error))
        """)
        self.assertEqual(out, "None\nModuleNotFoundError no_such_package True\n")

    def test_ctypes_fails_where_a_script_uses_it_and_where_a_library_imports_it(self):
        out = python(f"""
            from easypy_runner import absent
            absent._LATE = frozenset(("late_module",))
            absent.install()
            script = {{"__package__": {loader.TESTSCRIPTS!r}, "__name__": "x"}}
            exec("import late_module", script)
            try: exec("late_module.windll", script)
            except AttributeError as error: print(error)
            del sys.modules["late_module"]
            try: import late_module
            except ImportError: print("ImportError")
        """)
        self.assertTrue(out.startswith("late_module.windll: No module named 'late_module'"), out)
        self.assertTrue(out.endswith("ImportError\n"), out)


class Environ(unittest.TestCase):
    def test_what_a_script_looks_for_in_vain_is_told_once(self):
        out = python("""
            from easypy_runner import environ
            import os
            os.environ["THERE"] = "1"
            environ.install()
            os.environ.get("A"), os.getenv("A"), "B" in os.environ, os.environ.get("THERE")
            os.environ.setdefault("D", "")
            try: os.environ["C"]
            except KeyError as error: print(error)
            print(fake_host.state.missing)
        """)
        self.assertEqual(out, "'C'\n['A', 'B', 'D', 'C']\n")

    def test_what_the_library_looks_for_is_its_own_business(self):
        out = python("""
            from easypy_runner import environ
            import os
            environ._LIBRARY += (os.path.dirname(os.__file__),)
            environ._LAYERS += (os.__file__,)
            environ.install()
            os.environ.pop("COLUMNS", None), os.environ.pop("LINES", None)
            fake_host.state.missing.clear(); environ._told.clear()
            import shutil; shutil.get_terminal_size()
            print(fake_host.state.missing)
        """)
        self.assertEqual(out, "[]\n")

    def test_the_runner_s_own_variables_are_taken_out(self):
        out = python("""
            from easypy_runner import environ
            import os
            os.environ["EASYPY_CWD"] = "/somewhere"
            environ.install()
            print(environ.take("EASYPY_CWD"), environ.take("EASYPY_CWD"), "EASYPY_CWD" in dict(os.environ))
            print(fake_host.state.missing)
        """)
        self.assertEqual(out, "/somewhere None False\n[]\n")


class Processes(unittest.TestCase):
    INSTALL = "from easypy_runner import processes; import os, signal, subprocess; processes.install()\n"

    def run_here(self, program: str) -> str:
        return python(program, self.INSTALL)

    def test_starting_a_process_says_what_to_do_instead(self):
        out = self.run_here("""
            for start in (
                lambda: subprocess.run(["ls", "-l"]), lambda: subprocess.check_output("ls", shell=True),
                lambda: os.system("ls"), lambda: os.popen("ls"),
            ):
                try: start()
                except OSError as error: print(error.strerror.split(".")[0])
        """)
        self.assertEqual(out, "cannot start 'ls -l'\ncannot start 'ls'\ncannot start 'ls'\ncannot start 'ls'\n")

    def test_what_os_lacks_is_lacking_with_a_reason(self):
        out = self.run_here("""
            print(hasattr(os, "fork"), hasattr(os, "execv"))
            try: os.fork()
            except AttributeError as error: print(str(error)[:45])
            try: os.nonsense
            except AttributeError as error: print(error)
        """)
        self.assertEqual(
            out, "False False\nos.fork is not there. There are no processes \nmodule 'os' has no attribute 'nonsense'\n"
        )

    def test_another_process_cannot_be_signalled(self):
        out = self.run_here("""
            processes.start()
            try: os.kill(1, 9)
            except PermissionError as error: print(str(error)[:53])
            print(os.getpid(), os.kill(4711, 0))
        """)
        self.assertTrue(out.endswith("4711 None\n"), out)
        self.assertIn("cannot send signal 9 to process 1", out)

    def test_the_way_a_script_ends_itself_reaches_the_report(self):
        fake_host.reset()
        fake_host.state.taskid = "Task-1"
        for end, how in (
            (lambda: processes.exit_now(3), "os._exit(3)"),
            (processes.abort, "os.abort()"),
            (lambda: processes.end("SIGTERM, which it sent to itself"), "SIGTERM, which it sent to itself"),
        ):
            with mock.patch.object(processes, "_trap") as trap, self.assertRaises(SystemError):
                end()
            trap.assert_called_once_with()
            self.assertEqual(fake_host.state.panic, ("errored", f"The testscript ended itself by {how}."))

    def test_in_a_job_os_exit_gives_the_run_its_status(self):
        fake_host.reset()
        fake_host.state.taskid = None
        with self.assertRaises(SystemExit) as caught:
            processes.exit_now(259)
        self.assertEqual(caught.exception.code, 3)

    def test_a_job_that_ends_itself_fails_where_it_did(self):
        fake_host.reset()
        fake_host.state.taskid = None
        with mock.patch.object(processes, "_trap") as trap:
            for end, how in (
                (processes.abort, "os.abort()"),
                (lambda: processes.end("SIGKILL, which it sent to itself"), "SIGKILL, which it sent to itself"),
            ):
                with self.assertRaises(processes.Ended) as caught:
                    end()
                self.assertEqual(str(caught.exception), f"The job ended itself by {how}.")
                self.assertNotIsInstance(caught.exception, Exception)
        trap.assert_not_called()


class Terminal(unittest.TestCase):
    def test_debuggers_are_passed_over_with_a_warning(self):
        out = python("""
            from easypy_runner import terminal; terminal.install()
            import logging, pdb; logging.basicConfig(stream=sys.stdout)
            breakpoint(); pdb.set_trace()
            print("on")
        """)
        self.assertIn("WARNING:pyats.sandbox:breakpoint() is passed over", out)
        self.assertIn("WARNING:pyats.sandbox:pdb.set_trace() is passed over", out)
        self.assertTrue(out.endswith("on\n"))


class Identity(unittest.TestCase):
    def test_user_and_machine_are_those_of_the_run(self):
        out = python("""
            from easypy_runner import identity, host; identity.install()
            import getpass, os, platform, socket
            run = host.info()
            print(getpass.getuser() == os.getlogin() == run.user)
            print(socket.gethostname() == platform.node() == os.uname().nodename == run.host)
            print(os.getuid() == os.geteuid() != 0, os.getpgid(0) == os.getpid(), os.umask(0))
            try: os.get_terminal_size()
            except OSError: print("no terminal")
        """)
        self.assertEqual(out, "True\nTrue\nTrue True 18\nno terminal\n")


    def test_local_time_is_utc_and_who_wants_another_is_told(self):
        out = python("""
            from easypy_runner import identity; identity.install()
            import os, time
            for zone in (None, "UTC", "Etc/UTC", "Europe/Berlin", "CET-1CEST"):
                os.environ.pop("TZ", None)
                if zone is not None: os.environ["TZ"] = zone
                try: print(zone, time.tzset())
                except NotImplementedError as error: print(error)
        """)
        self.assertTrue(out.startswith("None None\nUTC None\nEtc/UTC None\n"), out)
        self.assertIn("time.tzset() with TZ='Europe/Berlin': local time is UTC", out)
        self.assertIn("time.tzset() with TZ='CET-1CEST'", out)
        self.assertEqual(out.count("zoneinfo.ZoneInfo("), 2)

    def test_the_time_that_was_used_is_not_negative(self):
        out = python("""
            from easypy_runner import identity; identity.install()
            import os
            used = os.times()
            print(0 < used.user < 60, used.system, used.elapsed > 0, len(used))
        """)
        self.assertEqual(out, "True 0.0 True 5\n")


class Signals(unittest.TestCase):
    INSTALL = """
        from easypy_runner import signals
        import signal
        ended = []
        signals.install(ended.append)
    """

    def test_handlers_are_kept_and_called_by_own_signals(self):
        out = python(
            """
            got = []
            print(signal.signal(signal.SIGTERM, lambda number, frame: got.append(number)) == signal.SIG_DFL)
            signal.raise_signal(signal.SIGTERM); print(got, ended)
            signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGCHLD); print(got, ended)
            signal.signal(signal.SIGTERM, signal.SIG_DFL); signal.raise_signal(signal.SIGTERM); print(ended)
            try: signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt: print("interrupted")
            """,
            self.INSTALL,
        )
        self.assertEqual(out, "True\n[15] []\n[15] []\n['SIGTERM, which it sent to itself']\ninterrupted\n")

    def test_what_no_process_may_handle_is_refused(self):
        for number, handler, kind in ((9, print, OSError), (15, "x", TypeError), (1000, print, ValueError)):
            with self.assertRaises(kind):
                signals.set_handler(number, handler)

    def test_who_would_wait_for_a_signal_is_told_that_none_comes(self):
        out = python(
            """
            waits = (signal.pause, lambda: signal.sigwait([15]), lambda: signal.sigtimedwait([15], 1))
            for wait in waits:
                try: wait()
                except NotImplementedError as error: print(error)
            signal.pthread_kill(0, signal.SIGTERM); print(ended)
            """,
            self.INSTALL,
        )
        for name in ("pause", "sigwait", "sigtimedwait"):
            self.assertIn(f"signal.{name}(): no signal of another process reaches a guest", out)
        self.assertTrue(out.endswith("['SIGTERM, which it sent to itself']\n"), out)

    def test_a_timer_that_cannot_strike_is_refused(self):
        out = python(
            """
            for timer in (lambda: signal.alarm(5), lambda: signal.setitimer(signal.ITIMER_REAL, 0.5)):
                try: timer()
                except NotImplementedError as error: print(error)
            print(signal.alarm(0), signal.setitimer(signal.ITIMER_REAL, 0))
            """,
            self.INSTALL,
        )
        self.assertIn("signal.alarm(5): nothing can interrupt a script in the sandbox", out)
        self.assertIn("signal.setitimer(0.5): nothing can", out)
        self.assertEqual(out.count("run(max_runtime="), 2)
        self.assertTrue(out.endswith("\n0 (0.0, 0.0)\n"), out)


class Network(unittest.TestCase):
    def test_a_refusal_says_what_to_do_instead(self):
        refusal = PermissionError(2, "Permission denied")
        with mock.patch("socket.socket.connect", side_effect=refusal, create=True):
            connect = network._explained("connect")
        with self.assertRaises(PermissionError) as caught:
            connect(types.SimpleNamespace(), ("10.0.0.1", 22))
        self.assertIn("('10.0.0.1', 22)", str(caught.exception))
        self.assertIn("Devices are reached through the testbed", str(caught.exception))

    def test_a_name_that_is_not_resolved_keeps_its_kind_of_error(self):
        import socket

        resolve = network._unresolved(mock.Mock(side_effect=socket.gaierror(-4, "no"), __name__="gethostbyname"))
        with self.assertRaises(socket.gaierror) as caught:
            resolve("router")
        self.assertEqual(caught.exception.errno, -4)
        self.assertIn("'router' is not resolved", str(caught.exception))


class DevNull(unittest.TestCase):
    def test_it_takes_everything_and_gives_nothing(self):
        for mode, written in (("w", "x"), ("a", "x"), ("wb", b"x"), ("w+", "x"), ("wb+", b"x")):
            with devnull._open(os.devnull, mode) as file:
                file.write(written)
        for mode, nothing in (("r", ""), ("rb", b""), ("r+", "")):
            with devnull._open(os.devnull, mode) as file:
                self.assertEqual(file.read(), nothing)

    def test_other_files_are_opened_as_always(self):
        with tempfile.NamedTemporaryFile("w") as written:
            written.write("text")
            written.flush()
            with devnull._open(written.name) as file:
                self.assertEqual(file.read(), "text")
                self.assertIsInstance(file, io.TextIOWrapper)
        with self.assertRaises(FileNotFoundError):
            devnull._open(os.path.join(os.path.dirname(sys.executable), "no such file"))


if __name__ == "__main__":
    unittest.main()
