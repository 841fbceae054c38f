"""`easypy_runner.loader` and `tracebacks`: files as modules, and what is shown of their errors (SPEC 3.5)."""

import inspect
import logging
import os
import pickle
import sys
import tempfile
import textwrap
import unittest
from unittest import mock

import runner_harness  # noqa: F401

from easypy_runner import loader, stdlib, tracebacks  # noqa: E402


class Case(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        path, modules = sys.path[:], set(sys.modules)

        def restore():
            sys.path[:] = path
            for name in set(sys.modules) - modules:
                del sys.modules[name]

        self.addCleanup(restore)

    def write(self, name: str, text: str) -> str:
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))
        return path


class Loading(Case):
    def test_modules_have_the_names_that_loggers_and_pickles_need(self):
        path = self.write("my_job.py", "class Point: pass\nimport logging\nlog = logging.getLogger(__name__)\n")
        job = loader.load_jobfile(path)
        self.assertEqual(job.__name__, "pyats.easypy.jobs.my_job")
        self.assertEqual(job.__file__, path)
        self.assertEqual(repr(job), f"<module 'pyats.easypy.jobs.my_job' from '{path}'>")
        self.assertIsInstance(pickle.loads(pickle.dumps(job.Point())), job.Point)
        script = loader.load_testscript(path)
        self.assertEqual(script.__name__, "pyats.aetest.testscript.my_job")
        self.assertTrue(script.log.parent.name.startswith("pyats") or script.log.parent is logging.root)

    def test_a_file_may_have_any_name(self):
        for name in ("no_extension", "with space.py", "dotted.name.py", "ünïcode.py"):
            module = loader.load_jobfile(self.write(name, "here = __file__"))
            self.assertEqual(module.__name__, "pyats.easypy.jobs." + name.removesuffix(".py"))
            self.assertEqual(module.here, os.path.join(self.directory, name))

    def test_what_is_beside_the_file_can_be_imported_and_comes_first(self):
        self.write("sched.py", "whose = 'mine'")
        self.write("lib/__init__.py", "")
        self.write("lib/part.py", "value = 7")
        module = loader.load_testscript(self.write("s.py", "import sched\nfrom lib.part import value\n"))
        self.assertEqual((module.sched.whose, module.value), ("mine", 7))

    def test_source_of_the_file_is_there_for_inspection(self):
        module = loader.load_testscript(self.write("s.py", "\ndef f():\n    return 1\n"))
        self.assertEqual(inspect.getsource(module.f), "def f():\n    return 1\n")

    def test_encodings_are_heeded(self):
        path = os.path.join(self.directory, "latin.py")
        with open(path, "wb") as file:
            file.write("# -*- coding: latin-1 -*-\ntext = 'ü'\n".encode("latin-1"))
        self.assertEqual(loader.load_jobfile(path).text, "ü")

    def test_what_the_file_raises_comes_through_and_leaves_no_module(self):
        raising = {"import sys; sys.exit(9)": SystemExit, "x = (": SyntaxError, "1 / 0": ZeroDivisionError}
        for text, kind in raising.items():
            with self.assertRaises(kind):
                loader.load_testscript(self.write("bad.py", text))
            self.assertNotIn("pyats.aetest.testscript.bad", sys.modules)

    def test_nothing_is_written_beside_the_file(self):
        loader.load_jobfile(self.write("j.py", "x = 1"))
        self.assertEqual(os.listdir(self.directory), ["j.py"])


class Tracebacks(Case):
    def raised(self, text: str) -> BaseException:
        module = loader.load_testscript(self.write("s.py", text))
        try:
            module.f()
        except Exception as error:
            return error
        raise AssertionError("nothing was raised")

    def as_embedded(self, code_of):
        """A function whose file is called as those of the runner in the component."""
        code = compile(inspect.getsource(code_of).strip(), "easypy:/runner/easypy_runner/x.py", "exec")
        scope = {}
        exec(code, scope)
        return scope[code_of.__name__]

    def test_the_first_frame_is_the_user_s(self):
        error = self.raised("def f():\n    raise ValueError('bad')\n")
        called = self.as_embedded(_call)
        try:
            called(_raise, error)
        except ValueError as error:
            text = tracebacks.format_exception(error)
        self.assertNotIn("easypy:", text)
        self.assertIn(f'File "{self.directory}/s.py", line 2, in f\n    raise ValueError(\'bad\')', text)
        self.assertTrue(text.startswith("Traceback (most recent call last):\n") and text.endswith("ValueError: bad"))

    def test_causes_are_shown_and_cleaned_as_well(self):
        error = self.raised(
            """
            def f():
                try:
                    {}["k"]
                except KeyError as e:
                    raise RuntimeError("outer") from e
            """
        )
        text = tracebacks.format_exception(error)
        self.assertIn("KeyError: 'k'\n\nThe above exception was the direct cause", text)
        self.assertTrue(text.endswith("RuntimeError: outer"))

    def test_a_fault_of_the_runner_itself_is_shown_whole(self):
        try:
            self.as_embedded(_fault)()
        except KeyError as error:
            text = tracebacks.format_exception(error.with_traceback(error.__traceback__.tb_next))
        self.assertIn("easypy:/runner/easypy_runner/x.py", text)

    def test_of_a_file_that_cannot_be_read_only_its_line_is_shown(self):
        path = self.write("bad.py", "def f():\nreturn 1\n")
        try:
            loader.load_testscript(path)
        except IndentationError as error:
            with mock.patch.object(tracebacks, "_HIDDEN", (os.path.dirname(loader.__file__), __file__)):
                text = tracebacks.format_exception(error)
        self.assertEqual(text.count("File "), 1, text)
        self.assertIn(f'File "{path}", line 2', text)

    def test_frames_give_file_and_line(self):
        error = self.raised("def f():\n    g()\ndef g():\n    raise ValueError\n")
        frames = tracebacks.frames(error)
        self.assertEqual([(os.path.basename(f.filename), f.lineno) for f in frames][-2:], [("s.py", 2), ("s.py", 4)])

    def test_a_cycle_of_causes_ends(self):
        error, other = ValueError("a"), KeyError("b")
        error.__context__, other.__context__ = other, error
        self.assertIn("ValueError: a", tracebacks.format_exception(error))


def _call(function, argument):
    function(argument)


def _raise(error):
    raise error


def _fault():
    raise KeyError("inside")


class EmbeddedLibrary(Case):
    """The finder on a table of its own; `embed` itself is tried by every build."""

    FILES = {
        "easypy:/lib/only_here.py": "value = 1",
        "easypy:/lib/pack/__init__.py": "",
        "easypy:/lib/pack/part.py": "value = 2",
        "easypy:/shim/genie/__init__.py": "",
        "easypy:/shim/genie/testbed.py": "whose = 'shim'",
    }

    def setUp(self):
        super().setUp()
        import marshal
        import zlib

        for name, text in self.FILES.items():
            stdlib.TABLE[name] = zlib.compress(marshal.dumps(compile(text, name, "exec")))
        shim = stdlib.Shim()
        sys.path_hooks.insert(0, stdlib.Directory)
        sys.meta_path.insert(0, shim)
        sys.path.append(stdlib.LIBRARY)
        self.addCleanup(stdlib.TABLE.clear)
        self.addCleanup(sys.path_hooks.remove, stdlib.Directory)
        self.addCleanup(sys.meta_path.remove, shim)
        self.addCleanup(sys.path_importer_cache.clear)

    def test_modules_and_packages_come_from_the_table(self):
        import importlib

        module = importlib.import_module("only_here")
        self.assertEqual((module.value, module.__file__), (1, "easypy:/lib/only_here.py"))
        self.assertEqual(importlib.import_module("pack.part").value, 2)
        self.assertEqual(module.__spec__.loader.get_code("only_here").co_filename, "easypy:/lib/only_here.py")
        with self.assertRaises(ModuleNotFoundError):
            importlib.import_module("pack.absent")

    def test_a_directory_that_is_no_package_hides_nothing(self):
        import importlib

        os.mkdir(os.path.join(self.directory, "only_here"))
        sys.path.insert(0, self.directory)
        self.assertEqual(importlib.import_module("only_here").value, 1)

    def test_the_shim_wins_over_a_mounted_package_and_is_completed_by_it(self):
        import importlib

        # Another test may have imported the shim's.
        for name in [name for name in sys.modules if name.partition(".")[0] == "genie"]:
            self.addCleanup(sys.modules.__setitem__, name, sys.modules.pop(name))
        self.write("genie/__init__.py", "raise ImportError('the mounted one')")
        self.write("genie/testbed.py", "whose = 'mounted'")
        self.write("genie/libs/parser/__init__.py", "whose = 'mounted'")
        sys.path.append(self.directory)
        self.assertEqual(importlib.import_module("genie.testbed").whose, "shim")
        self.assertEqual(importlib.import_module("genie.libs.parser").whose, "mounted")

    def test_modules_of_the_table_can_be_listed(self):
        import pkgutil

        found = {(each.name, each.ispkg) for each in pkgutil.iter_modules([stdlib.LIBRARY])}
        self.assertEqual(found, {("only_here", False), ("pack", True)})

    def test_a_package_s_data_is_read_as_everywhere(self):
        import importlib.resources
        import pkgutil
        import zlib

        stdlib.TABLE["easypy:/lib/pack/zones/__init__.py"] = stdlib.TABLE["easypy:/lib/pack/__init__.py"]
        stdlib.TABLE["easypy:/lib/pack/zones/UTC"] = zlib.compress("größe".encode())
        for name in ("pack", "pack.zones"):
            self.addCleanup(sys.modules.pop, name, None)
        files = importlib.resources.files("pack.zones")
        self.assertEqual(files.joinpath("UTC").read_text("utf-8"), "größe")
        with (files / "UTC").open("rb") as file, (files / "UTC").open(encoding="utf-8") as text:
            self.assertEqual((file.read().decode(), text.read()), ("größe",) * 2)
        self.assertEqual(pkgutil.get_data("pack.zones", "UTC").decode(), "größe")
        self.assertEqual([entry.name for entry in files.iterdir()], ["UTC"])
        self.assertTrue(importlib.resources.files("pack").joinpath("zones").is_dir())
        self.assertEqual([each.name for each in pkgutil.iter_modules(["easypy:/lib/pack"])], ["part", "zones"])
        for missing in ("CET", "__init__.py"):
            with self.assertRaises(FileNotFoundError):
                files.joinpath(missing).open("rb")
            with self.assertRaises(OSError):
                pkgutil.get_data("pack.zones", missing)


if __name__ == "__main__":
    unittest.main()
