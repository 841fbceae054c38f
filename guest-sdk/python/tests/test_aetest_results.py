"""How sections get their results, reasons and data, and what is logged of it (SPEC 5, 8)."""

from __future__ import annotations

import math
import unittest

from aetest_harness import ScriptTestCase


class ResultsTest(ScriptTestCase):
    def test_each_result_ends_its_section_with_reason_and_data(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t_passed(self): self.passed('p', data={'k': [1, None]}); seen.append('not reached')
                @aetest.test
                def t_passx(self): self.passx('why passx')
                @aetest.test
                def t_failed(self): self.failed('why failed')
                @aetest.test
                def t_errored(self): self.errored('why errored')
                @aetest.test
                def t_blocked(self): self.blocked('why blocked')
                @aetest.test
                def t_skipped(self): self.skipped('why skipped')
                @aetest.test
                def t_aborted(self): self.aborted('why aborted')
            """
        )
        self.assertEqual("passed", ran["tc/t_passed"].outcome)
        self.assertEqual("p", ran["tc/t_passed"].reason)
        self.assertEqual({"k": [1, None]}, ran["tc/t_passed"].data)
        for name in ("passx", "failed", "errored", "blocked", "skipped", "aborted"):
            self.assertEqual((name, f"why {name}"), (ran[f"tc/t_{name}"].outcome, ran[f"tc/t_{name}"].reason))
        self.assertEqual("aborted", ran["tc"].outcome)
        self.assertEqual([], self.seen)

    def test_falling_off_the_end_and_returning_pass(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def falls(self): pass
                @aetest.test
                def returns(self): return False
            class empty(aetest.Testcase): pass
            """
        )
        self.assertEqual(
            {"tc": "passed", "tc/falls": "passed", "tc/returns": "passed", "empty": "passed"}, ran.outcomes()
        )

    def test_an_exception_errs_and_an_assertion_fails_and_the_next_test_runs(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def raises(self): raise ValueError('boom')
                @aetest.test
                def asserts(self): assert 1 == 2, 'no'
                @aetest.test
                def after(self): seen.append('after')
            """
        )
        raised = ran["tc/raises"]
        self.assertEqual(
            ("errored", "Caught an exception while executing section raises"), (raised.outcome, raised.reason)
        )
        trace = raised.data["traceback"]
        self.assertTrue(trace.startswith("Traceback (most recent call last):\n"), trace)
        self.assertTrue(trace.endswith("ValueError: boom\n"), trace)
        self.assertNotIn("executer", trace)
        self.assertEqual([f"{raised.reason}:\n{trace}"], raised.details)
        failed = ran["tc/asserts"]
        self.assertEqual(
            ("failed", "Caught an assertion failure while executing section asserts"),
            (failed.outcome, failed.reason),
        )
        self.assertIn("AssertionError: no", failed.data["traceback"])
        self.assertEqual(["after"], self.seen)

    def test_a_result_is_not_caught_by_except_exception(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self):
                    try: self.failed('through')
                    except Exception: seen.append('caught')
            """
        )
        self.assertEqual("through", ran["tc/t"].reason)
        self.assertEqual([], self.seen)

    def test_from_exception_puts_the_traceback_into_the_reason(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self):
                    try: 1 / 0
                    except Exception as error: self.failed('division', from_exception=error)
                @aetest.test
                def without(self):
                    try: 1 / 0
                    except Exception as error: self.errored(from_exception=error)
            """
        )
        self.assertTrue(
            ran["tc/t"].reason.startswith("division\n\nException:\nTraceback (most"), ran["tc/t"].reason
        )
        self.assertTrue(ran["tc/t"].reason.endswith("ZeroDivisionError: division by zero\n"))
        self.assertTrue(
            ran["tc/without"].reason.startswith("\nException:\nTraceback"), ran["tc/without"].reason
        )

    def test_memory_and_recursion_errors_are_exceptions_like_others(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def memory(self): raise MemoryError('m')
                @aetest.test
                def recursion(self):
                    def f(): f()
                    f()
                @aetest.test
                def after(self): pass
            """
        )
        self.assertEqual(["errored", "errored", "errored", "passed"], list(ran.outcomes().values()))

    def test_sys_exit_aborts_the_section_and_ends_the_script(self):
        ran = self.run_script(
            """
            import sys
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): sys.exit(4)
                @aetest.test
                def after(self): seen.append('after')
            class cc(aetest.CommonCleanup):
                @aetest.subsection
                def c(self): seen.append('cleanup')
            """
        )
        self.assertEqual({"tc": "aborted", "tc/t": "aborted"}, ran.outcomes())
        self.assertEqual("sys.exit(4)", ran["tc/t"].reason)
        self.assertIsNone(ran.failure)
        self.assertEqual([], self.seen)

    def test_keyboard_interrupt_aborts_the_script_without_common_cleanup(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): raise KeyboardInterrupt
                @aetest.test
                def after(self): seen.append('after')
            class cc(aetest.CommonCleanup):
                @aetest.subsection
                def c(self): seen.append('cleanup')
            """
        )
        text = "Caught keyboard interrupt (ctrl+c): aborting script run immediately."
        self.assertEqual({"tc": "aborted", "tc/t": "aborted"}, ran.outcomes())
        self.assertEqual(text, ran["tc/t"].reason)
        self.assertEqual([], self.seen)

    def test_any_other_base_exception_aborts_the_script_with_its_traceback(self):
        ran = self.run_script(
            """
            class Odd(BaseException): pass
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): raise Odd('odd')
                @aetest.test
                def after(self): seen.append('after')
            """
        )
        self.assertEqual({"tc": "aborted", "tc/t": "aborted"}, ran.outcomes())
        self.assertIn("Odd: odd", ran["tc/t"].data["traceback"])
        self.assertEqual([], self.seen)

    def test_data_that_json_cannot_carry_is_shown_as_text(self):
        ran = self.run_script(
            """
            class Thing:
                def __str__(self): return 'a thing'
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): self.passed(data={1: Thing(), 'n': float('nan'), 't': (1, 2), 's': {3}})
                @aetest.test
                def deep(self):
                    inner = []
                    for _ in range(5000): inner = [inner]
                    self.passed(data=inner)
            """
        )
        self.assertEqual({"1": "a thing", "n": str(math.nan), "t": [1, 2], "s": [3]}, ran["tc/t"].data)
        self.assertEqual("passed", ran["tc/deep"].outcome)

    def test_a_reason_may_be_any_object(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): self.failed(ValueError('as text'))
                @aetest.test
                def empty(self): self.failed('')
            """
        )
        self.assertEqual("as text", ran["tc/t"].reason)
        self.assertIsNone(ran["tc/empty"].reason)

    def test_results_can_be_given_by_the_section_its_parent_and_the_class(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def by_section(self, section): section.failed('s')
                @aetest.test
                def by_parent(self): self.parent.failed('p')
                @aetest.test
                def by_class(self): aetest.Testcase.failed('c')
            """
        )
        reasons = [ran[f"tc/{name}"].reason for name in ("by_section", "by_parent", "by_class")]
        self.assertEqual(["s", "p", "c"], reasons)

    def test_result_so_far_is_seen_and_cannot_be_anything(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def one(self): seen.append(repr(self.result)); self.failed()
                @aetest.test
                def two(self, section): seen.append((repr(self.result), repr(section.result)))
                @aetest.test
                def three(self): self.result = 5
            """
        )
        self.assertEqual(["Passed", ("Failed", "Passed")], self.seen)
        self.assertIn("TypeError: expected result type to be", ran["tc/three"].data["traceback"])


class LogTest(ScriptTestCase):
    def test_banners_reasons_and_results_are_logged_as_in_pyats(self):
        ran = self.run_script(
            """
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def sub(self): self.passx('known')
            class tc(aetest.Testcase):
                @aetest.setup
                def s(self): pass
                @aetest.test
                def t(self): self.failed('bad')
            """
        )
        shown = [
            line.strip("|").strip() for text in ran.log() for line in text.splitlines() if line[0] != "+"
        ]
        self.assertEqual(
            [
                "Starting common setup",
                "Starting subsection sub",
                "Passx reason: known",
                "The result of subsection sub is => PASSX",
                "The result of common setup is => PASSX",
                "Starting testcase tc",
                "Starting section s",
                "The result of section s is => PASSED",
                "Starting section t",
                "Failed reason: bad",
                "The result of section t is => FAILED",
                "The result of testcase tc is => FAILED",
            ],
            shown,
        )
        self.assertEqual(["Failed reason: bad"], ran.log(level=40))
        edge = "+" + "-" * 78 + "+"
        self.assertIn(f"{edge}\n|{'Starting common setup'.center(78)}|\n{edge}", ran.log())
        self.assertEqual({"pyats.aetest"}, {record.logger for record in ran.state.records})

    def test_details_are_the_warnings_and_errors_of_the_innermost_section(self):
        ran = self.run_script(
            """
            import logging
            log, library = logging.getLogger(__name__), logging.getLogger('library')
            log.error('while loading: belongs to no section')
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, steps):
                    log.warning('before %d', 1)
                    with steps.start('s'): library.error('inside')
                    log.info('not this')
                @aetest.test
                def with_traceback(self):
                    try: 1 / 0
                    except Exception: log.exception('caught')
            """
        )
        self.assertEqual(["before 1"], ran["tc/t"].details)
        self.assertEqual(["inside"], ran["tc/t/STEP 1"].details)
        self.assertEqual([], ran["tc"].details)
        caught, trace = ran["tc/with_traceback"].details
        self.assertEqual("caught", caught)
        self.assertIn("ZeroDivisionError", trace)

    def test_details_are_bounded(self):
        ran = self.run_script(
            """
            import logging
            class tc(aetest.Testcase):
                @aetest.test
                def many(self):
                    for n in range(1500): logging.warning('n%d', n)
                @aetest.test
                def large(self): logging.warning('x' * (1 << 20)); logging.warning('y')
            """
        )
        self.assertEqual(1001, len(ran["tc/many"].details))
        self.assertEqual("… and 500 more, which are in the log", ran["tc/many"].details[-1])
        self.assertEqual(2, len(ran["tc/large"].details))

    def test_script_loggers_are_children_of_the_harness(self):
        ran = self.run_script(
            """
            import logging
            logging.getLogger(__name__).info('hello')
            """
        )
        (record,) = ran.state.records
        self.assertEqual(("pyats.aetest.testscript.script_1", "hello"), (record.logger, record.message))


if __name__ == "__main__":
    unittest.main()
