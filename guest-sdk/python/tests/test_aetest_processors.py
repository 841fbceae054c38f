"""Processors and skips (SPEC 8)."""

from __future__ import annotations

import unittest

from aetest_harness import ScriptTestCase


class ProcessorsTest(ScriptTestCase):
    def test_order_of_global_and_own_processors(self):
        self.run_script(
            """
            def note(text):
                def processor(section): seen.append((text, section.uid))
                return processor
            global_processors = {'pre': [note('gpre')], 'post': [note('gpost')]}
            @aetest.processors(pre=[note('pre')], post=[note('post')])
            class tc(aetest.Testcase):
                @aetest.processors.pre(note('outer'))
                @aetest.processors.pre(note('inner'))
                @aetest.test
                def t(self): seen.append('run')
            """
        )
        self.assertEqual(
            [
                ("gpre", "tc"),
                ("pre", "tc"),
                ("gpre", "t"),
                ("outer", "t"),
                ("inner", "t"),
                "run",
                ("gpost", "t"),
            ]
            + [("gpost", "tc"), ("post", "tc")],
            self.seen,
        )

    def test_a_pre_processors_result_takes_the_place_of_the_section(self):
        ran = self.run_script(
            """
            def fails(section): section.failed('no', data=1)
            def skips(section): section.skipped()
            def raises(section): raise ValueError('v')
            def asserts(section): assert 0
            def false(section): return False
            def true(section): seen.append('true'); return True
            pre = aetest.processors.pre
            class tc(aetest.Testcase):
                @pre(skips, fails)
                @aetest.test
                def worst(self): seen.append('run')
                @pre(skips)
                @aetest.test
                def no_reason(self): seen.append('run')
                @pre(raises)
                @aetest.test
                def raised(self): seen.append('run')
                @pre(asserts)
                @aetest.test
                def asserted(self): seen.append('run')
                @pre(true, false)
                @aetest.test
                def returned(self): seen.append('run')
            """
        )
        raised = "PreProcessor-1 'raises' - Caught an exception while executing PreProcessor-1 'raises'"
        asserted = (
            "PreProcessor-1 'asserts' - Caught an assertion failure while executing PreProcessor-1 'asserts'"
        )
        for name, outcome, reason in (
            ("worst", "failed", "PreProcessor-2 'fails' - no"),
            ("no_reason", "skipped", "PreProcessor-1 'skips'"),
            ("raised", "errored", raised),
            ("asserted", "blocked", asserted),
            ("returned", "skipped", "PreProcessor-2 'false' - returned False"),
        ):
            self.assertEqual((outcome, reason), (ran[f"tc/{name}"].outcome, ran[f"tc/{name}"].reason))
        self.assertEqual(["true"], self.seen)
        self.assertEqual(1, ran["tc/worst"].data)

    def test_a_post_processors_result_replaces_the_sections(self):
        ran = self.run_script(
            """
            def passes(section): seen.append(repr(section.result)); section.passed('fine')
            class tc(aetest.Testcase):
                @aetest.processors.post(passes)
                @aetest.test
                def t(self): self.failed('bad')
            """
        )
        self.assertEqual(["Failed"], self.seen)
        self.assertEqual(
            ("passed", "PostProcessor-1 'passes' - fine"), (ran["tc/t"].outcome, ran["tc/t"].reason)
        )
        self.assertEqual("passed", ran["tc"].outcome)

    def test_exception_processors_see_suppress_and_replace(self):
        ran = self.run_script(
            """
            def true(exc_type, exc_value): seen.append((exc_type.__name__, str(exc_value))); return True
            def skips(section): section.skipped('rather')
            def nothing(section): pass
            exception = aetest.processors.exception
            class tc(aetest.Testcase):
                @exception(true)
                @aetest.test
                def suppressed(self): raise ValueError('v')
                @exception(skips)
                @aetest.test
                def replaced(self): assert 0
                @exception(nothing)
                @aetest.test
                def kept(self): raise ValueError('k')
                @exception(true)
                @aetest.test
                def signal(self): self.failed('not an exception')
            @exception(true)
            class whole(aetest.Testcase):
                @aetest.test
                def t(self): raise KeyError('for all its sections')
            """
        )
        self.assertEqual(
            ["skipped", "passed", "errored", "failed"],
            [ran[f"tc/{name}"].outcome for name in ("replaced", "suppressed", "kept", "signal")],
        )
        self.assertEqual("ExceptionProcessor-1 'skips' - rather", ran["tc/replaced"].reason)
        self.assertTrue(
            ran["tc/suppressed"].details[0].startswith("Suppressed exception:\nCaught an exception")
        )
        self.assertEqual("passed", ran["whole"].outcome)
        self.assertEqual([("ValueError", "v"), ("KeyError", "'for all its sections'")], self.seen)

    def test_exception_processors_with_four_arguments_get_them_whatever_they_are_called(self):
        ran = self.run_script(
            """
            def usual(section, exc_type, exc_value, exc_tb): seen.append((section.uid, str(exc_value))); return True
            def swapped(exc_type, exc_value, exc_traceback, section): seen.append(exc_type.uid); return True
            def rest(section, *others): seen.append(len(others)); return True
            def named(**known): seen.append('exc_type' in known); return True
            def named_rest(section, *others, **known): seen.append((len(others), 'exc_type' in known)); return True
            def three(section, t, v): pass
            def fifth(a, b, c, d, own=1): pass
            def keyword(section, exc_type, exc_value, *, own): seen.append(own); return True
            class Own:
                def method(self, section, t, v, trace): seen.append(t.__name__); return True
            exception = aetest.processors.exception
            class tc(aetest.Testcase):
                parameters = {'own': 7}
                @exception(usual, swapped, rest, named, named_rest, keyword, Own().method)
                @aetest.test
                def t(self): raise ValueError('v')
                @exception(three)
                @aetest.test
                def too_few(self): raise ValueError('v')
                @exception(fifth)
                @aetest.test
                def too_many(self): raise ValueError('v')
            """
        )
        self.assertEqual([("t", "v"), "t", 3, True, (0, True), 7, "ValueError"], self.seen)
        self.assertEqual(
            ["errored", "passed", "errored"], [ran[f"tc/{n}"].outcome for n in ("too_few", "t", "too_many")]
        )
        self.assertIn("Missing parameters {'t', 'v'}", ran["tc/too_few"].data["traceback"])

    def test_a_processors_goto_is_not_obeyed(self):
        ran = self.run_script(
            """
            def to(target): return lambda section, *exc: section.failed('go', goto=[target])
            class tc(aetest.Testcase):
                @aetest.processors(pre=[to('cleanup')])
                @aetest.test
                def before(self): seen.append('run')
                @aetest.processors(post=[to('exit')])
                @aetest.test
                def after(self): pass
                @aetest.processors(exception=[to('next_tc')])
                @aetest.test
                def raising(self): raise ValueError
                @aetest.processors(post=[to('nowhere')])
                @aetest.test
                def wrong(self): pass
                @aetest.test
                def still(self): self.passed()
            """
        )
        self.assertEqual(
            ["failed", "failed", "failed", "failed", "passed"],
            [ran[f"tc/{n}"].outcome for n in ("before", "after", "raising", "wrong", "still")],
        )
        self.assertEqual("PostProcessor-1 '<lambda>' - go", ran["tc/wrong"].reason)
        self.assertEqual([], self.seen)

    def test_assertions_in_processors(self):
        ran = self.run_script(
            """
            def asserts(section, *exc): assert not exc and False, 'no'
            class tc(aetest.Testcase):
                @aetest.processors(pre=[asserts])
                @aetest.test
                def before(self): pass
                @aetest.processors(post=[asserts])
                @aetest.test
                def after(self): pass
                @aetest.processors(exception=[asserts])
                @aetest.test
                def raising(self): raise ValueError
            """
        )
        self.assertEqual(
            ["blocked", "failed", "failed"],
            [ran[f"tc/{n}"].outcome for n in ("before", "after", "raising")],
        )

    def test_context_processors_give_results(self):
        ran = self.run_script(
            """
            P = aetest.processors
            @P.context
            def skips(section):
                section.skipped('before')
                yield
            @P.context
            def asserts_first(section):
                assert False
                yield
            @P.context
            def fails(section):
                yield
                seen.append(repr(section.result))
                section.failed('after', goto=['exit'])
            @P.context
            def raises(section):
                yield
                raise RuntimeError('after')
            @P.context
            def turns(section):
                try: yield
                except ValueError: section.passx('known')
            @P.context
            def suppresses(section):
                try: yield
                except ValueError: pass
            def note(section): seen.append(repr(section.result))
            def passx(section): section.passx()
            def blocked(section, t, v, tb): section.blocked('exc')
            @P(fails)
            class whole(aetest.Testcase): pass
            class tc(aetest.Testcase):
                @P(skips, pre=[note])
                @aetest.test
                def t_skipped(self): seen.append('run')
                @P(asserts_first)
                @aetest.test
                def t_asserted(self): seen.append('run')
                @P(fails, post=[note, passx])
                @aetest.test
                def t_failed(self): self.passx('so far')
                @P(raises)
                @aetest.test
                def t_raised(self): pass
                @P(turns)
                @aetest.test
                def t_turned(self): raise ValueError
                @P(turns, exception=[blocked])
                @aetest.test
                def t_turned_and_blocked(self): raise ValueError
                @P(fails, suppresses)
                @aetest.test
                def t_suppressed(self): raise ValueError
                @aetest.test
                def t_still(self): pass
            """
        )
        self.assertIsNone(ran.failure)
        raised = "Caught an exception while executing PostContextProcessor-1 'raises'"
        asserted = "Caught an assertion failure while executing PreContextProcessor-1 'asserts_first'"
        for path, outcome, reason in (
            ("whole", "failed", "PostContextProcessor-1 'fails' - after"),
            ("tc/t_skipped", "skipped", "PreContextProcessor-1 'skips' - before"),
            ("tc/t_asserted", "blocked", f"PreContextProcessor-1 'asserts_first' - {asserted}"),
            ("tc/t_failed", "failed", "PostContextProcessor-1 'fails' - after"),
            ("tc/t_raised", "errored", f"PostContextProcessor-1 'raises' - {raised}"),
            ("tc/t_turned", "passx", "PostContextProcessor-1 'turns' - known"),
            ("tc/t_turned_and_blocked", "blocked", "ExceptionProcessor-1 'blocked' - exc"),
            ("tc/t_suppressed", "passed", None),
            ("tc/t_still", "passed", None),
        ):
            self.assertEqual((path, outcome, reason), (path, ran[path].outcome, ran[path].reason))
        self.assertEqual(["Passed", "Skipped", "Passx", "Failed"], self.seen)

    def test_processors_take_parameters_and_steps(self):
        ran = self.run_script(
            """
            parameters = {'p': 1}
            def pre(p, steps, testscript, processor):
                seen.append((p, str(processor), str(testscript)))
                with steps.start('check'): pass
            def pre_fails(steps):
                with steps.start('bad') as step: step.failed()
            class tc(aetest.Testcase):
                @aetest.processors.pre(pre)
                @aetest.test
                def t(self): pass
                @aetest.processors.pre(pre_fails)
                @aetest.test
                def u(self): seen.append('run')
            """,
            taskid="T",
        )
        self.assertEqual([(1, "PreProcessor-1 'pre'", "T")], self.seen)
        self.assertEqual("check", ran["tc/t/STEP 1"].name)
        self.assertEqual(("failed", "PreProcessor-1 'pre_fails'"), (ran["tc/u"].outcome, ran["tc/u"].reason))

    def test_context_processors_are_around_the_section(self):
        ran = self.run_script(
            """
            from pyats.aetest.processors.bases import BaseContextProcessor
            @aetest.processors.context
            def around(section):
                seen.append('enter')
                try: yield
                finally: seen.append('exit')
            class Mine(BaseContextProcessor):
                def __enter__(self): seen.append(('enter', self.section.uid))
                def post_context(self): seen.append('post')
            class tc(aetest.Testcase):
                @aetest.processors(around, Mine)
                @aetest.test
                def t(self): seen.append('run')
                @aetest.processors(around)
                @aetest.test
                def raises(self): raise ValueError
            """
        )
        self.assertEqual(["enter", ("enter", "t"), "run", "exit", "post", "enter", "exit"], self.seen)
        self.assertEqual("errored", ran["tc/raises"].outcome)

    def test_context_processors_end_in_their_order_and_all_see_the_exception(self):
        ran = self.run_script(
            """
            def make(name, suppress=False):
                @aetest.processors.context
                def context(section):
                    try:
                        yield
                        seen.append('exit ' + name)
                    except ValueError:
                        seen.append('exception ' + name)
                        if not suppress: raise
                return context
            class tc(aetest.Testcase):
                @aetest.processors(make('1'), make('2'))
                @aetest.test
                def t(self): pass
                @aetest.processors(make('1'), make('2', suppress=True), make('3'))
                @aetest.test
                def raises(self): raise ValueError
                @aetest.processors(make('1'), make('2'))
                @aetest.test
                def stays(self): raise ValueError
            """
        )
        self.assertEqual(
            ["exit 1", "exit 2", "exception 1", "exception 2", "exception 3", "exception 1", "exception 2"],
            self.seen,
        )
        self.assertEqual(["passed", "errored"], [ran[f"tc/{n}"].outcome for n in ("raises", "stays")])

    def test_report_gives_a_processor_a_section_of_its_own(self):
        ran = self.run_script(
            """
            @aetest.processors.report
            def shown(section): pass
            @aetest.processors.noreport
            def hidden(section): pass
            class tc(aetest.Testcase):
                @aetest.processors.pre(shown, hidden)
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual(["tc", "tc/t", "tc/t/PreProcessor-1"], list(ran.outcomes()))
        self.assertEqual("shown", ran["tc/t/PreProcessor-1"].name)

    def test_processors_are_affixed_and_added_while_the_script_runs(self):
        self.run_script(
            """
            def one(section): seen.append('one')
            def two(section): seen.append('two')
            class tc(aetest.Testcase):
                @aetest.setup
                def setup(self):
                    aetest.processors.affix(self.t, pre=[one])
                    aetest.processors.add(self.t, pre=[two])
                    seen.append([p.__name__ for p in aetest.processors.get(self.t, 'pre')])
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual([["one", "two"], "one", "two"], self.seen)

    def test_processors_do_not_run_for_what_is_blocked(self):
        self.run_script(
            """
            def note(section): seen.append(section.uid)
            global_processors = {'pre': [note], 'post': [note]}
            class tc(aetest.Testcase):
                @aetest.setup
                def s(self): self.failed()
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual(["tc", "s", "s", "tc"], self.seen)


class SkipTest(ScriptTestCase):
    def test_skips(self):
        ran = self.run_script(
            """
            parameters = {'flag': False}
            @aetest.skip('whole')
            class whole(aetest.Testcase):
                @aetest.test
                def t(self): seen.append('run')
            class tc(aetest.Testcase):
                @aetest.skip()
                @aetest.test
                def t1(self): seen.append('t1')
                @aetest.skipIf(True)
                @aetest.test
                def t2(self): seen.append('t2')
                @aetest.skipIf(False, 'no')
                @aetest.test
                def t3(self): seen.append('t3')
                @aetest.skipUnless(0, 'zero')
                @aetest.test
                def t4(self): seen.append('t4')
                @aetest.skipIf(lambda: False, 'called')
                @aetest.test
                def t5(self): seen.append('t5')
                @aetest.skipUnless(lambda flag: flag, 'called with a parameter')
                @aetest.test
                def t6(self): seen.append('t6')
            """
        )
        self.assertEqual(["t3", "t5"], self.seen)
        self.assertEqual(
            {
                "whole": "PreProcessor-1 'skip' - whole",
                "tc/t1": "PreProcessor-1 'skip' - skip decorator",
                "tc/t2": "PreProcessor-1 'skipIf' - skipIf condition == True",
                "tc/t4": "PreProcessor-1 'skipUnless' - zero",
                "tc/t6": "PreProcessor-1 'skipUnless' - called with a parameter",
            },
            {full: ran[full].reason for full, outcome in ran.outcomes().items() if outcome == "skipped"},
        )

    def test_skips_are_affixed_to_what_has_not_begun(self):
        ran = self.run_script(
            """
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def s(self):
                    aetest.skip.affix(section=tc2, reason='later')
                    aetest.skipIf.affix(tc1.t, True, reason='if')
                    aetest.skipUnless.affix(section=tc1.u, condition=True, reason='unless')
            class tc1(aetest.Testcase):
                @aetest.test
                def t(self): pass
                @aetest.test
                def u(self): pass
            class tc2(aetest.Testcase):
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual("PreProcessor-1 'skip' - later", ran["tc2"].reason)
        self.assertEqual("PreProcessor-1 'skipIf' - if", ran["tc1/t"].reason)
        self.assertEqual("passed", ran["tc1/u"].outcome)

    def test_skipped_common_setup_does_not_block(self):
        ran = self.run_script(
            """
            @aetest.skip('all')
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def s(self): pass
            class tc(aetest.Testcase): pass
            """
        )
        self.assertEqual({"common_setup": "skipped", "tc": "passed"}, ran.outcomes())


if __name__ == "__main__":
    unittest.main()
