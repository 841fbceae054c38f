"""Steps (SPEC 8): their results, what they end, how they nest, and their report."""

from __future__ import annotations

import unittest

from aetest_harness import ScriptTestCase


class StepsTest(ScriptTestCase):
    def test_steps_are_sections_with_numbers_and_names(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('first', description='what it is') as step:
                        seen.append((step.index, str(step)))
                    with steps.start('second') as step:
                        with step.start('inside') as inner:
                            seen.append((inner.index, str(inner)))
                            inner.passx('known')
            """
        )
        self.assertEqual([("1", "STEP 1: first"), ("2.1", "STEP 2.1: inside")], self.seen)
        first = ran["tc/t/STEP 1"]
        self.assertEqual(
            ("step", "first", "what it is", "passed"),
            (first.kind, first.name, first.description, first.outcome),
        )
        inner = ran["tc/t/STEP 2/STEP 2.1"]
        self.assertEqual(("inside", "passx", "known"), (inner.name, inner.outcome, inner.reason))
        self.assertEqual(("passx", None), (ran["tc/t/STEP 2"].outcome, ran["tc/t/STEP 2"].reason))
        self.assertEqual(("passx", None), (ran["tc/t"].outcome, ran["tc/t"].reason))

    def test_a_step_that_does_not_pass_ends_its_section(self):
        for result in ("failed", "errored", "blocked", "aborted"):
            with self.subTest(result):
                self.seen.clear()
                ran = self.run_script(
                    f"""
                    class tc(aetest.Testcase):
                        @aetest.test
                        def t(self, steps):
                            with steps.start('s') as step: step.{result}('why', data=[1])
                            seen.append('after')
                        @aetest.test
                        def next(self): seen.append('next')
                    """
                )
                self.assertEqual((result, None), (ran["tc/t"].outcome, ran["tc/t"].reason))
                step = ran["tc/t/STEP 1"]
                self.assertEqual((result, "why", [1]), (step.outcome, step.reason, step.data))
                self.assertEqual(["next"], self.seen)

    def test_passed_passx_and_skipped_go_on(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('a') as step: step.passed(); seen.append('not here')
                    with steps.start('b') as step: step.skipped('s')
                    seen.append('after')
            """
        )
        self.assertEqual(["after"], self.seen)
        self.assertEqual("passed", ran["tc/t"].outcome)

    def test_continue_goes_on_after_results_and_assertions_but_not_after_exceptions(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('a', continue_=True) as step: step.failed('f')
                    with steps.start('b', continue_=True) as step: assert 0, 'a'
                    with steps.start('c', continue_=True) as step: step.aborted()
                    seen.append('after all')
                    with steps.start('d', continue_=True) as step: raise ValueError('v')
                    seen.append('not reached')
            """
        )
        self.assertEqual(["after all"], self.seen)
        self.assertEqual("Caught an exception while executing section t", ran["tc/t"].reason)
        self.assertEqual("Caught an exception while executing STEP 4: d", ran["tc/t/STEP 4"].reason)
        assertion = ran["tc/t/STEP 2"]
        self.assertEqual("Caught an assertion failure while executing STEP 2: b", assertion.reason)
        self.assertIn("AssertionError: a", assertion.data["traceback"])
        self.assertEqual("errored", ran["tc/t"].outcome)

    def test_an_inner_step_ends_the_outer_and_the_outers_continue_decides(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('outer', continue_=True) as step:
                        with step.start('inner') as inner: inner.failed('i')
                        seen.append('not here')
                    seen.append('on')
                    with steps.start('outer') as step:
                        with step.start('inner', continue_=True) as inner: inner.failed('i')
                        seen.append('within')
                    seen.append('on, for the outer did not end')
            """
        )
        self.assertEqual(["on", "within", "on, for the outer did not end"], self.seen)
        self.assertEqual(["failed"] * 6, list(ran.outcomes().values()))

    def test_a_sections_own_result_within_a_step_is_that_of_both(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('s', continue_=True): self.failed('section')
                    seen.append('not here')
                @aetest.test
                def passes(self, steps):
                    with steps.start('s', continue_=True) as step: step.failed()
                    self.passed('in spite of its step')
            """
        )
        self.assertEqual(("failed", "section"), (ran["tc/t"].outcome, ran["tc/t"].reason))
        self.assertEqual(("failed", "section"), (ran["tc/t/STEP 1"].outcome, ran["tc/t/STEP 1"].reason))
        self.assertEqual("passed", ran["tc/passes"].outcome)
        self.assertEqual([], self.seen)

    def test_what_a_user_catches_still_counts(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    try:
                        with steps.start('s'): raise ValueError
                    except ValueError: pass
            """
        )
        self.assertEqual(("errored", None), (ran["tc/t"].outcome, ran["tc/t"].reason))

    def test_sys_exit_and_interrupts_abort_the_steps(self):
        for raised in ("KeyboardInterrupt", "SystemExit(2)"):
            ran = self.run_script(
                f"""
                class tc(aetest.Testcase):
                    @aetest.test
                    def t(self, steps):
                        with steps.start('s'): raise {raised}
                """
            )
            self.assertEqual(["aborted"] * 3, list(ran.outcomes().values()))

    def test_details_list_steps_and_those_inside(self):
        self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('a') as step:
                        with step.start('b') as inner: inner.skipped()
                    with steps.start('c'): pass
                    seen.extend((d.index, d.name, repr(d.result)) for d in steps.details)
                    seen.append(repr(steps.result))
            """
        )
        self.assertEqual(
            [("1", "a", "Passed"), ("1.1", "b", "Skipped"), ("2", "c", "Passed"), "Passed"], self.seen
        )

    def test_the_report_is_at_the_end_of_the_section(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('one'): pass
            """
        )
        log = ran.log()
        place = log.index(f"{'STEP 1 - one':<50}{'Passed':<10}")
        self.assertEqual(["." * 60, "The result of section t is => PASSED"], log[place + 1 : place + 3])
        self.assertIn("STEPS Report", log[place - 1])

    def test_steps_started_anywhere_nest_where_they_run_and_ids_stay_unique(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('a'):
                        with steps.start('b') as step: seen.append(step.index)
                    with steps.start('c', offset=5) as step: seen.append(step.index)
                    with steps.start('d', offset=4) as step: seen.append(step.index)
            """
        )
        self.assertEqual(["2", "8", "8"], self.seen)
        self.assertEqual(
            ["tc", "tc/t", "tc/t/STEP 1", "tc/t/STEP 1/STEP 2", "tc/t/STEP 8", "tc/t/STEP 8_DUP1"],
            list(ran.outcomes()),
        )

    def test_a_step_says_where_it_was_started(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    with steps.start('s'):
                        pass
            """
        )
        file, line, _ = ran["tc/t/STEP 1"].source
        with open(file, encoding="utf-8") as script:
            self.assertIn("steps.start('s')", script.read().splitlines()[line - 1])

    def test_steps_outside_of_a_run_are_reported_to_nobody(self):
        from pyats.aetest.steps import Steps

        steps = Steps()
        with steps.start("alone") as step:
            step.passx("fine")
        self.assertEqual("passx", steps.result.value)


if __name__ == "__main__":
    unittest.main()
