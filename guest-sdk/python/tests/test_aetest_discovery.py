"""Which classes and functions of a script are run, in which order, and what is said of them (SPEC 3.4, 4.3, 8)."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import subprocess
import sys
import unittest
from unittest import mock

import fake_host
from aetest_harness import ScriptTestCase, run_file


class DiscoveryTest(ScriptTestCase):
    def test_sections_run_in_their_order_whatever_they_are_called(self):
        ran = self.run_script(
            """
            class z_cleanup(aetest.CommonCleanup):
                @aetest.subsection
                def c(self): pass
            class tc(aetest.Testcase):
                @aetest.cleanup
                def a(self): pass
                @aetest.test
                def z(self): pass
                def helper(self): pass
                @aetest.test
                def b(self): pass
                @aetest.test
                def _hidden(self): pass
                @aetest.setup
                def y(self): pass
            class a_setup(aetest.CommonSetup):
                @aetest.subsection
                def second(self): pass
                @aetest.subsection
                def first(self): pass
            """
        )
        self.assertEqual(
            [
                "common_setup",
                "common_setup/second",
                "common_setup/first",
                "tc",
                "tc/y",
                "tc/z",
                "tc/b",
                "tc/a",
            ]
            + ["common_cleanup", "common_cleanup/c"],
            list(ran.outcomes()),
        )
        kinds = [
            ran[path].kind for path in ("common_setup", "common_setup/first", "tc", "tc/y", "tc/z", "tc/a")
        ]
        self.assertEqual(["common-setup", "subsection", "testcase", "setup", "test", "cleanup"], kinds)

    def test_inherited_sections_come_first_and_keep_their_place_when_overridden(self):
        ran = self.run_script(
            """
            class Base(aetest.Testcase):
                @aetest.setup
                def s(self): seen.append('base setup')
                @aetest.test
                def t1(self): pass
                @aetest.test
                def t2(self): seen.append('base t2')
                @aetest.test
                def gone(self): pass
            class Mixin:
                @aetest.test
                def m(self): pass
            class Child(Mixin, Base):
                @aetest.test
                def own(self): pass
                @aetest.test
                def t2(self): super().t2(); seen.append('child t2')
                def gone(self): pass
            """,
            uids=lambda *uids: uids[0] == "Child",
        )
        self.assertEqual(
            ["Child", "Child/s", "Child/t1", "Child/t2", "Child/m", "Child/own"], list(ran.outcomes())
        )
        self.assertEqual(["base setup", "base t2", "child t2"], self.seen)

    def test_sections_of_several_bases_run_in_the_order_of_the_text(self):
        ran = self.run_script(
            """
            class Mixin:
                @aetest.test
                def zm(self): pass
                @aetest.test
                def am(self): pass
            class Base(aetest.Testcase):
                @aetest.test
                def zb(self): pass
                @aetest.test
                def ab(self): pass
            class Child(Base, Mixin):
                @aetest.test
                def zc(self): pass
                @aetest.test
                def ac(self): pass
                @aetest.test
                def am(self): pass
                @aetest.test
                def ab(self): pass
            def make(name):
                def function(self): pass
                function.__name__ = name
                return aetest.test(function)
            class Made(aetest.Testcase): pass
            for name in ('m3', 'm1', 'm2'): setattr(Made, name, make(name))
            """,
            uids=lambda *uids: uids[0] in ("Child", "Made"),
        )
        child = ["Child", "Child/zm", "Child/am", "Child/zb", "Child/ab", "Child/zc", "Child/ac"]
        self.assertEqual([*child, "Made", "Made/m1", "Made/m2", "Made/m3"], list(ran.outcomes()))

    def test_sections_of_other_files_are_in_their_classes_order(self):
        self.write(
            "library_of_bases.py",
            "from pyats import aetest\n" + "\n" * 50 + "class Far(aetest.Testcase):\n"
            "    @aetest.test\n    def far_b(self): pass\n    @aetest.test\n    def far_a(self): pass\n"
            "class Mixin:\n    @aetest.test\n    def fm(self): pass\n",
        )
        self.addCleanup(sys.modules.pop, "library_of_bases", None)
        ran = self.run_script(
            """
            from library_of_bases import Far, Mixin
            class Near(aetest.Testcase):
                @aetest.test
                def near(self): pass
            class Child(Near, Far, Mixin):
                @aetest.test
                def child(self): pass
            class Mixed(Near, Mixin):
                @aetest.test
                def last(self): pass
                @aetest.test
                def child(self): pass
            """,
        )
        # As pyATS has them: where files have nothing to do with each other, names decide.
        self.assertEqual(
            {
                "Near": ["near"],
                "Child": ["far_b", "far_a", "near", "child", "fm"],
                "Mixed": ["child", "fm", "near", "last"],
            },
            {each.id: [section.id for section in each.sections] for each in ran.state.sections},
        )

    def test_classes_of_other_modules_and_hidden_ones_are_not_run(self):
        self.write(
            "library_of_testcases.py",
            "from pyats import aetest\nclass Imported(aetest.Testcase):\n    @aetest.test\n    def t(self): pass\n",
        )
        self.addCleanup(sys.modules.pop, "library_of_testcases", None)
        ran = self.run_script(
            """
            from library_of_testcases import Imported
            class Own(Imported): pass
            class _Hidden(aetest.Testcase): pass
            made = type('Made', (aetest.Testcase,), {'t': aetest.test(lambda self: None)})
            """
        )
        self.assertEqual(["Made", "Made/<lambda>", "Own", "Own/t"], list(ran.outcomes()))

    def test_two_of_what_there_is_one_of(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.setup
                def a(self): pass
                @aetest.setup
                def b(self): pass
            class other(aetest.Testcase): pass
            """
        )
        self.assertEqual({"tc": "errored", "other": "passed"}, ran.outcomes())
        self.assertEqual(
            "pyats.aetest.exceptions.MultiSectionError: Setup section is unique per Testcase. Caught duplicate definitions: "
            "<bound method tc.a of <class 'tc' uid='tc'>>, <bound method tc.b of <class 'tc' uid='tc'>>\n",
            ran["tc"].data["traceback"],
        )
        ran = self.run_script("class a(aetest.CommonSetup): pass\nclass b(aetest.CommonSetup): pass\n")
        self.assertTrue(
            ran.failure.startswith("CommonSetup section is unique to each testscript. Caught duplicate"),
            ran.failure,
        )
        self.assertEqual({}, ran.outcomes())

    def test_sections_where_they_do_not_belong(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.subsection
                def s(self): pass
                @aetest.test
                def t(self): seen.append('run')
            class cc(aetest.CommonCleanup):
                @aetest.test
                def t(self): seen.append('run')
            """
        )
        self.assertEqual({"tc": "errored", "common_cleanup": "errored"}, ran.outcomes())
        self.assertIn("Only setup/test/cleanup sections can be defined", ran["tc"].data["traceback"])
        self.assertIn("Only subsections can be defined", ran["common_cleanup"].data["traceback"])
        self.assertEqual([], self.seen)

    def test_a_function_cannot_be_two_things_or_take_a_name_that_is_taken(self):
        ran = self.run_script(
            "class tc(aetest.Testcase):\n    @aetest.setup\n    @aetest.test\n    def t(self): pass\n"
        )
        self.assertIn("t is a TestSection already", ran.failure)
        ran = self.run_script(
            "class tc(aetest.Testcase):\n    @aetest.test\n    def parameters(self): pass\n"
        )
        self.assertIn("tc.parameters: a section cannot have this name", ran.failure)

    def test_sections_may_have_names_that_mean_something_elsewhere(self):
        names = ["last", "description", "groups", "reserved", "source", "steps", "must_pass"]
        ran = self.run_script(
            "class tc(aetest.Testcase):\n"
            + "".join(f"    @aetest.test\n    def {name}(self): seen.append('{name}')\n" for name in names),
            groups=lambda *groups: not groups,
        )
        self.assertEqual((None, names), (ran.failure, self.seen))
        self.assertIsNone(ran["tc"].description)

    def test_ids_descriptions_and_groups(self):
        ran = self.run_script(
            '''
            class tc(aetest.Testcase):
                """of the class"""
                @aetest.test
                def t(self):
                    """of the test"""
                    seen.append((self.uid, self.groups, self.description, repr(self), str(self), type(self).__name__))
            class named(aetest.Testcase):
                uid = 'my.uid with space/slash'
                description = 'own'
                name = 'shown'
                groups = ['g']
                @aetest.test
                def t(self): seen.append((self.uid == 'my.uid with space/slash', self.groups, self.name))
            class numbered(aetest.Testcase):
                uid, name, description = 5, 6, 7
            '''
        )
        self.assertEqual(
            [
                ("tc", [], "of the class", "<class 'tc' uid='tc'>", "testcase tc", "tc"),
                (True, ["g"], "shown"),
            ],
            self.seen,
        )
        self.assertEqual(("of the class", "of the test"), (ran["tc"].description, ran["tc/t"].description))
        named = ran.state.sections[1]
        self.assertEqual(
            ("my.uid with space/slash", "own", "shown"), (named.id, named.description, named.name)
        )
        numbered = ran.state.sections[2]
        self.assertEqual(("5", "7", "6"), (numbered.id, numbered.description, numbered.name))

    def test_instances_have_what_their_own_init_sets(self):
        self.run_script(
            """
            class tc(aetest.Testcase):
                def __init__(self, *args, **kwargs):
                    super().__init__(*args, **kwargs)
                    self.value = 3
                @aetest.test
                def t(self): seen.append(self.value); self.value = 4
                @aetest.test
                def u(self): seen.append(self.value)
            """
        )
        self.assertEqual([3, 4], self.seen)

    def test_attributes_of_a_testcase_are_free_for_its_own_use(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                script = 'class attribute'
                @aetest.test
                def source(self):
                    self.source, self.reporter, self.steps, self.reserved = 'a', 'b', 'c', 'd'
                @aetest.test
                def t(self, reporter=None, steps=None):
                    seen.append((self.source, self.reporter, self.steps, self.reserved, self.script))
            """
        )
        self.assertEqual([("a", "b", "c", "d", "class attribute")], self.seen)
        self.assertEqual("passed", ran["tc"].outcome)

    def test_other_classes_may_discover(self):
        from pyats.aetest import discovery, running

        class Backwards(discovery.TestcaseDiscovery):
            def order(self, setup=None, tests=(), cleanup=None):
                return super().order(setup, list(reversed(tests)), cleanup)

        with mock.patch.object(running.discoverers, "testcase", Backwards):
            ran = self.run_script(
                """
                class tc(aetest.Testcase):
                    @aetest.test
                    def a(self): pass
                    @aetest.test
                    def b(self): pass
                """
            )
        self.assertEqual(["tc", "tc/b", "tc/a"], list(ran.outcomes()))


class FailureTest(ScriptTestCase):
    def test_a_script_that_raises_when_loaded_fails_with_its_text(self):
        ran = self.run_script("raise ValueError('at import')")
        self.assertEqual("at import", ran.failure)
        (text,) = ran.log(level=40)
        self.assertTrue(text.startswith("at import\nTraceback (most recent call last):\n"), text)
        self.assertIn("script_1.py", text)

    def test_a_syntax_error_names_the_line(self):
        ran = self.run_script("def broken(:\n")
        self.assertRegex(ran.failure, r"invalid syntax \(script_1\.py, line \d+\)")

    def test_sys_exit_while_loading_fails_the_script(self):
        ran = self.run_script("import sys; sys.exit(9)")
        self.assertIn("sys.exit(9)", ran.failure)

    def test_a_script_without_sections_reports_nothing(self):
        ran = self.run_script("x = 1")
        self.assertEqual((None, None, {}), (ran.failure, ran.result, ran.outcomes()))

    def test_a_missing_file_is_named(self):
        ran = run_file(os.path.join(self.directory, "nope.py"))
        self.assertIn("nope.py", ran.failure)


class SourceTest(ScriptTestCase):
    def test_places_and_hashes_are_of_the_text_with_decorators(self):
        text = '''\
from pyats import aetest
@aetest.loop(a=[1])
@aetest.skipIf(False, 'x')
class tc(aetest.Testcase):
    """doc"""
    @aetest.test
    def t(self):
        x = """
unindented
"""
        # trailing comment

    # comment of the class
    @aetest.test.loop(
        v=[1],
    )
    def t2(self, v): pass
    @aetest.test
    def t3(self):
        """only doc
        """
    @aetest.test
    def t4(self,
           section):
        return dict(
            a=1,
        )
    @aetest.test.loop(
        v=[1],
    )
    def t5(
        self,
        v,
    ):
        """only doc"""

# after
class tc2(aetest.Testcase):
    @aetest.test
    def t(self): pass
    data = {
        'a': 1,
    }
'''
        path = self.write("source.py", text)
        ran = run_file(path)
        lines = text.splitlines(keepends=True)
        # First and last lines as real pyATS had them, by its hashes.
        for section, first, last in (
            ("tc[a=1]", 2, 35),
            ("tc[a=1]/t", 6, 11),
            ("tc[a=1]/t2[v=1]", 14, 17),
            ("tc[a=1]/t3", 18, 21),
            ("tc[a=1]/t4", 22, 27),
            ("tc[a=1]/t5[v=1]", 28, 35),
            ("tc2", 38, 43),
            ("tc2/t", 39, 40),
        ):
            with self.subTest(section):
                digest = hashlib.sha256("".join(lines[first - 1 : last]).encode()).hexdigest()
                self.assertEqual((path, first, digest), ran[section].source)


class StandaloneTest(ScriptTestCase):
    def test_main_runs_the_script_and_logs_the_tree(self):
        from pyats import aetest

        module = type(sys)("standalone_script")
        exec(
            "from pyats import aetest\nclass tc(aetest.Testcase):\n    @aetest.test\n    def t(self, p, steps):\n"
            "        with steps.start('st') as step: step.passx(p)\n    @aetest.test\n    def t2(self): self.failed('x')\n",
            module.__dict__,
        )
        state = fake_host.reset()
        result = aetest.main(module, p="from main")
        self.assertEqual("failed", result.value)
        self.assertEqual([], state.sections)
        log = state.messages()
        self.assertIn(f"{'`-- tc':<70}{'FAILED':>10}", log)
        self.assertIn(f"{'    |   `-- Step 1: st':<70}{'PASSX':>10}", log)
        self.assertIn(f" {'Number of FAILED':<70} {1:>7} ", log)
        self.assertIn(f" {'Success Rate':<70} {'0.0%':>7} ", log)

    def test_main_within_a_task_leaves_the_tasks_report_alone(self):
        ran = self.run_script(
            """
            import types
            inner = types.ModuleType('inner')
            exec('class tc(aetest.Testcase):\\n    @aetest.test\\n    def t(self): self.failed()', {'aetest': aetest}, inner.__dict__)
            class outer(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    seen.append(repr(aetest.main(inner)))
                    with steps.start('after'): pass
            """
        )
        self.assertEqual(["outer", "outer/t", "outer/t/STEP 1"], list(ran.outcomes()))

    def test_exit_cli_code(self):
        from pyats import aetest
        from pyats.results import Failed, Passx

        for result, code in ((Passx, 0), (Failed, 1)):
            with self.assertRaises(SystemExit) as ended:
                aetest.exit_cli_code(result)
            self.assertEqual(code, ended.exception.code)

    def test_a_command_line_gives_filters_and_leaves_the_rest(self):
        path = self.write(
            "script.py",
            """
            import sys
            sys.path[:0] = PATHS
            import fake_host; fake_host.install()
            from pyats import aetest
            class a(aetest.Testcase):
                @aetest.test
                def t(self): print('ran a', sys.argv[1:])
            class b(aetest.Testcase):
                @aetest.test
                def t(self): print('ran b')
            if __name__ == '__main__':
                aetest.exit_cli_code(aetest.main())
            """.replace("PATHS", repr([os.path.dirname(os.path.abspath(__file__))])),
        )
        done = subprocess.run(
            [sys.executable, path, "-uids", "Or('a')", "--mine", "1"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(
            (0, "ran a ['-uids', \"Or('a')\", '--mine', '1']\n"), (done.returncode, done.stdout), done.stderr
        )
        with contextlib.redirect_stderr(io.StringIO()):
            from pyats.aetest.main import AEtest

            self.assertEqual(
                {"max_failures": 2, "random": True}, AEtest().parse_args(["-max_failures", "2", "--random"])
            )


if __name__ == "__main__":
    unittest.main()
