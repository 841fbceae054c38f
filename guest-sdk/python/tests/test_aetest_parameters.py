"""Parameters: where they come from, which one wins, and how arguments are filled (SPEC 8)."""

from __future__ import annotations

import os
import unittest
from unittest import mock

from aetest_harness import ScriptTestCase
from easypy_runner import tracebacks


class ParametersTest(ScriptTestCase):
    def test_precedence_from_loop_to_module(self):
        datafile = self.write(
            "d.yaml",
            "parameters: {a: file, b: file}\ntestcases: {tc: {parameters: {d: tcfile, e: tcfile}}}\n",
        )
        self.run_script(
            """
            parameters = dict.fromkeys('abcdef', 'module')
            class tc(aetest.Testcase):
                parameters = {'c': 'class', 'd': 'class', 'e': 'class'}
                @aetest.test.loop(e=['loop'])
                def t(self, a, b, c, d, e, f): seen.append((a, b, c, d, e, f))
            """,
            datafile=datafile,
            b="run",
            c="run",
        )
        self.assertEqual([("file", "run", "class", "tcfile", "loop", "module")], self.seen)

    def test_what_can_be_called_is_called_when_it_is_given(self):
        ran = self.run_script(
            """
            import functools
            class Given:
                def __call__(self): return 'object'
            def needs(argument): pass
            def twice(): return len
            parameters = {'f': lambda: 1, 'made': dict, 'given': Given(), 'needs': needs, 'twice': twice}
            def pre(section, f): seen.append(('pre', f))
            class tc(aetest.Testcase):
                parameters = {'own': 'x'.upper}
                @aetest.processors(pre=[pre])
                @aetest.test
                def t1(self, f, made, given, own, run, section): seen.append((f, made, given, own, run, section.uid))
                @aetest.test
                def t2(self, twice, default=lambda: 2, *, named=Given()): seen.append((twice, default, named))
                @aetest.test
                def t3(self, **known): pass
                @aetest.test
                def t4(self, given, **known): pass
                @aetest.test
                def t5(self): seen.append(type(self.parameters['given']).__name__)
                @aetest.skipIf(lambda f: f == 1, 'it is')
                @aetest.test
                def t6(self): pass
            """,
            run=lambda: "of the run",
        )
        self.assertEqual(
            [("pre", 1), (1, {}, "object", "X", "of the run", "t1"), (len, 2, "object"), "Given"], self.seen
        )
        self.assertIn("needs() missing 1 required positional argument", ran["tc/t3"].data["traceback"])
        self.assertEqual("skipped", ran["tc/t6"].outcome)

    def test_what_is_set_is_seen_by_later_sections_of_the_same_scope(self):
        self.run_script(
            """
            parameters = {'a': 1}
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def s(self, testscript):
                    self.parent.parameters['b'] = 2
                    testscript.parameters.update(a=3)
                    self.parameters['own'] = 4
            class tc(aetest.Testcase):
                @aetest.test
                def t1(self, a, b, own=None): seen.append((a, b, own)); self.parameters['local'] = 5
                @aetest.test
                def t2(self, local): seen.append(local)
            class tc2(aetest.Testcase):
                @aetest.test
                def t(self, local=None): seen.append(local)
            """
        )
        self.assertEqual([(3, 2, None), 5, None], self.seen)

    def test_a_class_keeps_its_parameters_whatever_an_instance_sets(self):
        self.run_script(
            """
            @aetest.loop(n=[1, 2])
            class tc(aetest.Testcase):
                parameters = {'p': 'class'}
                @aetest.test
                def t(self, p): seen.append(p); self.parameters['p'] = 'changed'
            """
        )
        self.assertEqual(["class", "class"], self.seen)

    def test_a_missing_parameter_errs_the_section(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, there_not, default=1): pass
            """
        )
        self.assertEqual(
            "ValueError: Missing parameters {'there_not'} in scope of '<bound method tc.t of <class 'tc' uid='tc'>>'\n",
            ran["tc/t"].data["traceback"],
        )

    def test_reserved_arguments(self):
        self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, section, testscript, steps, testbed, runinfo_dir):
                    seen.append((str(section), section.parent is self, testscript is self.parent, steps is section.steps))
                    seen.append((testbed, bool(runinfo_dir), str(testscript), testscript.module.__name__))
            """,
            taskid="T",
        )
        self.assertEqual(
            [("section t", True, True, True), (None, True, "T", "pyats.aetest.testscript.script_1")],
            self.seen,
        )

    def test_a_testbed_that_run_was_given_is_the_parameter(self):
        self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, testbed): seen.append(testbed)
            """,
            testbed="mine",
        )
        self.assertEqual(["mine"], self.seen)

    def test_all_kinds_of_arguments(self):
        ran = self.run_script(
            """
            import functools
            def decorated(function):
                @functools.wraps(function)
                def wrapper(*args, **kwargs): return function(*args, **kwargs)
                return wrapper
            class tc(aetest.Testcase):
                @aetest.test
                def everything(self, **kwargs): seen.append((kwargs['kw'], 'section' in kwargs, 'testbed' in kwargs))
                @aetest.test
                def keyword_only(self, *, kw, other=2): seen.append((kw, other))
                @aetest.test
                def variable(self, *args): seen.append(args)
                @decorated
                @aetest.test
                def outside(self, kw): seen.append(kw)
                @aetest.test
                @decorated
                def inside(self, kw): seen.append(kw)
                @staticmethod
                @aetest.test
                def static(kw): seen.append(kw)
                @aetest.test
                def positional(self, kw, /): seen.append(kw)
            """,
            kw=1,
        )
        self.assertEqual([(1, True, True), (1, 2), (), 1, 1, 1], self.seen)
        self.assertIn("positional-only", ran["tc/positional"].data["traceback"])

    def test_parameter_functions_are_called_for_each_section_that_asks(self):
        ran = self.run_script(
            """
            from pyats.aetest.parameters import parametrize
            @parametrize
            def plain(): seen.append('called'); return 1
            @parametrize(base=5)
            def given(base, section, more='default'): return (base, section.uid, more)
            @parametrize
            def broken(): raise ValueError('broken')
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, plain, given): seen.append((plain, given))
                @aetest.test
                def again(self, plain): pass
                @aetest.test
                def without(self): pass
                @aetest.test
                def bad(self, broken): pass
            """
        )
        self.assertEqual(["called", (1, (5, "t", "default")), "called"], self.seen)
        self.assertEqual("errored", ran["tc/bad"].outcome)
        self.assertEqual("Caught error while evaluating parameter 'broken'", ran["tc/bad"].details[0])

    def test_parameters_can_be_replaced(self):
        self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): self.parameters = {'z': 1}
                @aetest.test
                def u(self, z): seen.append((z, self.parameters.local['z']))
            """
        )
        self.assertEqual([(1, 1)], self.seen)


class DatafileTest(ScriptTestCase):
    script = """
        kind = 'module'
        def processor(section): seen.append(f'processor {section.uid}')
        class cs(aetest.CommonSetup):
            @aetest.subsection
            def s(self, a, cp): seen.append((a, cp, self.extra, kind))
        class tc(aetest.Testcase):
            '''own'''
            items = [1]
            @aetest.test
            def t(self, a, p): seen.append((self.uid, self.description, self.groups, self.items, a, p))
        """

    def test_a_datafile_sets_parameters_attributes_and_variables(self):
        path = self.write(
            "data.yaml",
            """
            parameters: {a: script, reference: "%{parameters.a}"}
            kind: from file
            common_setup: {parameters: {cp: 1}, extra: e}
            testcases:
              tc:
                uid: renamed
                description: other
                groups: [g]
                items: [2, 3]
                parameters: {p: "%{parameters.a} twice"}
            """,
        )
        ran = self.run_script(self.script, datafile=path)
        self.assertEqual(
            [("script", 1, "e", "from file"), ("renamed", "other", ["g"], [2, 3], "script", "script twice")],
            self.seen,
        )
        self.assertEqual("other", ran["renamed"].description)

    def test_a_datafile_is_copied_into_the_archive(self):
        path = self.write("data.yaml", "parameters: {a: 1, cp: 2, p: 3}\ncommon_setup: {extra: 1}\n")
        ran = self.run_script(self.script, datafile=path)
        with open(path, "rb") as file:
            content = file.read()
        self.assertEqual([(None, "datafile.yaml", "application/yaml", content)], ran.state.attachments)

    def test_extends_merges_deeply_and_own_values_win(self):
        self.write("base.yaml", "parameters: {a: base, cp: base, p: base}\ncommon_setup: {extra: base}\n")
        path = self.write("data.yaml", "extends: base.yaml\nparameters: {a: own}\n")
        self.run_script(self.script, datafile=path)
        self.assertEqual(("own", "base", "base", "module"), self.seen[0])

    def test_processors_of_a_datafile_are_global(self):
        path = self.write(
            "data.yaml",
            "parameters: {a: 1, cp: 2, p: 3}\ncommon_setup: {extra: 1}\n"
            "processors: {pre: [pyats.aetest.testscript.script_1.processor]}\n",
        )
        self.run_script(self.script, datafile=path)
        called = [each for each in self.seen if isinstance(each, str)]
        self.assertEqual([f"processor {uid}" for uid in ("common_setup", "s", "tc", "t")], called)

    def test_what_is_wrong_with_a_datafile_fails_the_script(self):
        for text, cause in (
            ("testcases: {nope: {uid: x}}", "LookupError: Section 'nope' is not defined in testscript"),
            ("testcases: {tc: {uid: 5}}", "TypeError: testcases.tc.uid: expected str, not 5"),
            ("parameters: '%{no.such}'", "LookupError: Caught error while processing markups"),
            ("[1, 2]", "a datafile is a mapping, not list"),
            ("extends: data.yaml", "extend each other in a circle"),
        ):
            path = self.write("data.yaml", text)
            ran = self.run_script(self.script, datafile=path)
            self.assertEqual(f"Failed to load & apply datafile '{path}'", ran.failure)
            self.assertIn(cause, "\n".join(ran.log(level=40)))
        missing = self.run_script(self.script, datafile="/nope.yaml")
        self.assertEqual("Failed to load & apply datafile '/nope.yaml'", missing.failure)

    def test_the_log_shows_the_cause_and_no_code_of_the_harness(self):
        with mock.patch.object(tracebacks, "_HIDDEN", (os.path.dirname(os.path.dirname(__file__)),)):
            ran = self.run_script(self.script, datafile="/nope.yaml")
        (text,) = ran.log(level=40)
        self.assertIn("FileNotFoundError: [Errno 2] No such file or directory: '/nope.yaml'\n", text)
        self.assertNotIn("File \"", text)


if __name__ == "__main__":
    unittest.main()
