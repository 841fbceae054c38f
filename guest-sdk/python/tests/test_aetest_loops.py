"""Loops and retries (SPEC 8)."""

from __future__ import annotations

import unittest

from aetest_harness import ScriptTestCase


class LoopTest(ScriptTestCase):
    def test_sections_and_testcases_run_once_for_each_set_of_values_in_step(self):
        ran = self.run_script(
            """
            class cs(aetest.CommonSetup):
                @aetest.subsection.loop(x=[1, 2])
                def s(self, x): seen.append(x)
            @aetest.loop(b=['x', 'y'], a=[1, 2])
            class tc(aetest.Testcase):
                uid = 'another'
                @aetest.test
                def t(self, a, b): seen.append((self.uid, a, b))
                @aetest.loop(v=[3])
                @aetest.test
                def u(self, a, v): seen.append((a, v))
            """
        )
        self.assertEqual(
            ["common_setup", "common_setup/s[x=1]", "common_setup/s[x=2]"]
            + ["tc[a=1,b=x]", "tc[a=1,b=x]/t", "tc[a=1,b=x]/u[v=3]"]
            + ["tc[a=2,b=y]", "tc[a=2,b=y]/t", "tc[a=2,b=y]/u[v=3]"],
            list(ran.outcomes()),
        )
        self.assertEqual([1, 2, ("tc[a=1,b=x]", 1, "x"), (1, 3), ("tc[a=2,b=y]", 2, "y"), (2, 3)], self.seen)

    def test_values_come_from_args_functions_generators_and_texts(self):
        ran = self.run_script(
            """
            class Device:
                def __str__(self): return 'my device'
            def values(): seen.append('asked'); return [1]
            class tc(aetest.Testcase):
                @aetest.test.loop(args=('a', 'b'), argvs=((1, 2), (3,)), c=[5, 6])
                def t1(self, a, b, c): seen.append((a, b, c))
                @aetest.test.loop(v=values)
                def t2(self, v): pass
                @aetest.test.loop(v=(n for n in range(1)))
                def t3(self, v): pass
                @aetest.test.loop(v={'k': 1})
                def t4(self, v): pass
                @aetest.test.loop(v=[])
                def t5(self, v): pass
                @aetest.test.loop(v=[Device()])
                def t6(self, v): pass
                @aetest.test.loop(v=[1, 2], w=['x'], filler='F')
                def t7(self, v, w): pass
            """
        )
        self.assertEqual(
            ["t1[a=1,b=2,c=5]", "t1[a=3,b=None,c=6]", "t2[v=1]", "t3[v=0]", "t4[v=k]", "t6[v=my_device]"]
            + ["t7[v=1,w=x]", "t7[v=2,w=F]"],
            [full.partition("/")[2] for full in ran.outcomes()][1:],
        )
        self.assertEqual([(1, 2, 5), (3, None, 6), "asked"], self.seen)

    def test_what_can_be_called_is_named_in_the_id_and_called_in_the_turn(self):
        self.run_script(
            """
            class Given:
                def __call__(self): return 'object'
            class tc(aetest.Testcase):
                @aetest.loop(v=[lambda: 1, int, Given()])
                @aetest.test
                def t(self, v, section): seen.append((section.uid, v))
            """
        )
        self.assertEqual([("t[v=<lambda>()]", 1), ("t[v=int()]", 0), ("t[v=Given()]", "object")], self.seen)

    def test_uids_name_the_turns_and_say_how_many(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test.loop(v=[1, 2], uids=['x', 'y', 'z'])
                def more(self, v, section): seen.append((section.uid, v))
                @aetest.test.loop(v=[1, 2], uids=['only'])
                def fewer(self, v): pass
                @aetest.test.loop(uids=['u'])
                def alone(self): pass
            """
        )
        self.assertEqual([("x", 1), ("y", 2), ("z", None)], self.seen)
        self.assertEqual(["tc", "tc/x", "tc/y", "tc/z", "tc/only", "tc/u"], list(ran.outcomes()))

    def test_what_an_earlier_section_marks_loops(self):
        ran = self.run_script(
            """
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def s(self): aetest.loop.mark(tc, device=['r1', 'r2'])
            class tc(aetest.Testcase):
                @aetest.setup
                def setup(self): aetest.loop.mark(self.t, v=[7, 8], uids=['m1', 'm2'])
                @aetest.test
                def t(self, device, v): seen.append((device, v))
            """
        )
        self.assertEqual([("r1", 7), ("r1", 8), ("r2", 7), ("r2", 8)], self.seen)
        self.assertIn("tc[device=r2]/m2", ran.outcomes())

    def test_a_generator_of_ones_own_makes_the_turns(self):
        ran = self.run_script(
            """
            from pyats.aetest.loop import Iteration
            class Mine:
                def __init__(self, *args, loopee, **kwargs): self.given = args, loopee.__name__, kwargs
                def __iter__(self):
                    seen.append(self.given)
                    yield Iteration(uid='own', parameters={'p': 1})
            class tc(aetest.Testcase):
                @aetest.loop(generator=Mine, a=5)
                @aetest.test
                def t(self, p): seen.append(p)
            """
        )
        self.assertEqual([((), "t", {"a": 5}), 1], self.seen)
        self.assertIn("tc/own", ran.outcomes())

    def test_a_loop_that_cannot_be_iterated_errs_its_testcase_only(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test.loop(v=5)
                def t(self, v): pass
            class other(aetest.Testcase):
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual({"tc": "errored", "other": "passed", "other/t": "passed"}, ran.outcomes())
        self.assertEqual("Caught an exception while executing testcase tc", ran["tc"].reason)


class RetryTest(ScriptTestCase):
    def test_a_test_is_tried_until_it_passes_and_then_is_passx(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.retry(retries=3, retry_wait=0)
                @aetest.test
                def t(self, retry_count):
                    seen.append(retry_count)
                    if retry_count < 2: self.failed('again', data=1)
            """
        )
        self.assertEqual([0, 1, 2], self.seen)
        self.assertEqual(
            {"tc": "passx", "tc/t": "failed", "tc/t [Retry 1]": "failed", "tc/t [Retry 2]": "passx"},
            ran.outcomes(),
        )
        ignored = ran["tc/t"]
        self.assertEqual(("Ignoring the result because of retry", None), (ignored.reason, ignored.data))
        self.assertEqual(["Failed reason: again"], ignored.details)

    def test_the_last_try_counts_without_a_reason(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.retry(retries=1, retry_wait=0)
                @aetest.test
                def t(self): self.failed('always', data=1)
            """
        )
        self.assertEqual({"tc": "failed", "tc/t": "failed", "tc/t [Retry 1]": "failed"}, ran.outcomes())
        last = ran["tc/t [Retry 1]"]
        self.assertEqual((None, None), (last.reason, last.data))
        self.assertEqual(["Failed reason: always"], last.details)

    def test_of_the_last_try_s_other_results_the_reason_is_kept(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.retry(retries=1, retry_wait=0)
                @aetest.test
                def skips(self, retry_count): self.skipped('then not') if retry_count else self.failed('at first')
                @aetest.retry(retries=1, retry_wait=0)
                @aetest.test
                def passes(self, retry_count): self.passed('at last') if retry_count else self.failed('at first')
            """
        )
        self.assertEqual("then not", ran["tc/skips [Retry 1]"].reason)
        passes = ran["tc/passes [Retry 1]"]
        self.assertEqual(("passx", None), (passes.outcome, passes.reason))

    def test_tries_that_are_not_made_or_made_again_do_not_count(self):
        ran = self.run_script(
            """
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def s(self): self.failed()
            @aetest.retry(retries=1, retry_wait=0)
            class under_retry(aetest.Testcase): pass
            class other(aetest.Testcase): pass
            """
        )
        self.assertEqual(
            [("blocked", True), ("blocked", False)],
            [(ran[each].outcome, ran[each].ignored) for each in ("under_retry", "other")],
        )

    def test_only_failed_is_tried_again_unless_other_results_are_named(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.retry(retries=1, retry_wait=0)
                @aetest.test
                def once(self): raise ValueError
                @aetest.retry(retries=1, retry_wait=0, section_results=['errored'])
                @aetest.test
                def twice(self): raise ValueError
            """
        )
        self.assertEqual(["tc", "tc/once", "tc/twice", "tc/twice [Retry 1]"], list(ran.outcomes()))

    def test_a_testcase_is_tried_again_as_a_whole(self):
        ran = self.run_script(
            """
            tries = []
            @aetest.retry(retries=1, retry_wait=0)
            class tc(aetest.Testcase):
                @aetest.test
                def t(self):
                    tries.append(1)
                    if len(tries) < 2: self.failed('first')
            """
        )
        self.assertEqual(
            {"tc": "failed", "tc/t": "failed", "tc [Retry 1]": "passx", "tc [Retry 1]/t": "passed"},
            ran.outcomes(),
        )
        self.assertEqual(("Ignoring the result because of retry", True), (ran["tc"].reason, ran["tc"].ignored))
        self.assertFalse(ran["tc [Retry 1]"].ignored)
        self.assertEqual("passx", ran.result)

    def test_turns_of_a_loop_are_not_tried_again_and_the_log_says_so(self):
        ran = self.run_script(
            """
            @aetest.loop(a=[1, 2])
            @aetest.retry(retries=1, retry_wait=0)
            class tc(aetest.Testcase):
                @aetest.test
                def t(self, a): assert a > 1
            """
        )
        self.assertEqual(
            {"tc[a=1]": "failed", "tc[a=1]/t": "failed", "tc[a=2]": "passed", "tc[a=2]/t": "passed"}, ran.outcomes()
        )
        self.assertIn("tc is under loop and retry: its turns are not tried again, as in pyATS.", ran.log(30))
        self.assertEqual("failed", ran.result)

    def test_the_decorator_works_without_parentheses(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.retry
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual({"tc": "passed", "tc/t": "passed"}, ran.outcomes())


if __name__ == "__main__":
    unittest.main()
