"""What runs and what does not: gates, goto, must_pass, max_failures, filters, ids, order (SPEC 4.3, 8)."""

from __future__ import annotations

import unittest

from aetest_harness import ScriptTestCase

_COMMON = """
class cs(aetest.CommonSetup):
    @aetest.subsection
    def s(self): {setup}
class tc1(aetest.Testcase):
    @aetest.test
    def t1(self): {first}
    @aetest.test
    def t2(self): pass
    @aetest.cleanup
    def c(self): pass
class tc2(aetest.Testcase):
    @aetest.test
    def t1(self): pass
class cc(aetest.CommonCleanup):
    @aetest.subsection
    def c(self): pass
"""


class ControlTest(ScriptTestCase):
    def common(self, setup: str = "pass", first: str = "pass", **kwargs):
        return self.run_script(_COMMON.format(setup=setup, first=first), **kwargs)

    def brief(self, ran) -> str:
        """Outcomes as letters: common setup, tc1, t1, t2, c, tc2, t1, common cleanup, c."""
        return " ".join(f"{name.split('/')[-1]}:{outcome}" for name, outcome in ran.outcomes().items())

    def test_common_setup_that_does_not_pass_blocks_the_testcases(self):
        for result in ("failed", "errored", "blocked", "aborted"):
            ran = self.common(setup=f"self.{result}()")
            self.assertEqual(
                f"common_setup:{result} s:{result} tc1:blocked tc2:blocked common_cleanup:passed c:passed",
                self.brief(ran),
            )
            self.assertEqual("common_setup did not pass", ran["tc1"].reason)
        for result in ("skipped", "passx"):
            self.assertEqual("passed", self.common(setup=f"self.{result}()")["tc2"].outcome)

    def test_setup_that_does_not_pass_blocks_the_tests_but_not_cleanup(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.setup
                def s(self): self.failed()
                @aetest.test
                def t(self): pass
                @aetest.cleanup
                def c(self): pass
            class other(aetest.Testcase):
                @aetest.setup
                def s(self): self.skipped()
                @aetest.test
                def t(self): pass
            """
        )
        self.assertEqual(
            "tc:failed s:failed t:blocked c:passed other:passed s:skipped t:passed", self.brief(ran)
        )
        self.assertEqual("testcase setup did not pass", ran["tc/t"].reason)

    def test_goto_cleanup(self):
        ran = self.common(first="self.failed('f', goto=['cleanup'])")
        self.assertEqual(
            "common_setup:passed s:passed tc1:failed t1:failed t2:blocked c:passed tc2:passed t1:passed "
            "common_cleanup:passed c:passed",
            self.brief(ran),
        )
        self.assertEqual("Skipping/blocking due to goto: cleanup", ran["tc1/t2"].reason)

    def test_goto_after_passing_skips(self):
        ran = self.common(first="self.passed('p', goto=['next_tc'])")
        self.assertEqual(("skipped", "skipped"), (ran["tc1/t2"].outcome, ran["tc1/c"].outcome))
        self.assertEqual(("passed", "passed"), (ran["tc1"].outcome, ran["tc2"].outcome))

    def test_goto_common_cleanup(self):
        ran = self.common(first="self.errored('e', goto=['common_cleanup'])")
        self.assertEqual(
            "common_setup:passed s:passed tc1:errored t1:errored t2:blocked c:blocked tc2:blocked "
            "common_cleanup:passed c:passed",
            self.brief(ran),
        )

    def test_goto_may_name_several_stops(self):
        ran = self.common(first="self.failed('f', goto=['cleanup', 'common_cleanup'])")
        self.assertEqual(
            ("blocked", "passed", "blocked", "passed"),
            tuple(ran[each].outcome for each in ("tc1/t2", "tc1/c", "tc2", "common_cleanup")),
        )

    def test_goto_exit_ends_the_script_at_the_next_section(self):
        ran = self.common(first="self.passed('p', goto=['exit'])")
        self.assertEqual("common_setup:passed s:passed tc1:aborted t1:passed t2:aborted", self.brief(ran))
        self.assertEqual(["Goto 'exit': aborting script run immediately."], ran["tc1/t2"].details)

    def test_goto_that_leads_nowhere_errs(self):
        ran = self.common(first="self.failed('f', goto=['nowhere'])")
        self.assertEqual(
            ("errored", "'nowhere' is not a valid goto target."),
            (ran["tc1/t1"].outcome, ran["tc1/t1"].reason),
        )
        ran = self.common(setup="self.passed('p', goto=['cleanup'])")
        self.assertEqual("goto cleanup cannot be called in s", ran["common_setup/s"].reason)
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): self.passed('p', goto=['cleanup'])
            class after(aetest.Testcase): pass
            """
        )
        self.assertEqual(
            "Testcase tc does not have a cleanup section, and goto cleanup was called.", ran["tc"].reason
        )
        self.assertEqual({"tc": "errored", "tc/t": "passed", "after": "passed"}, ran.outcomes())

    def test_must_pass_goes_to_common_cleanup(self):
        text = _COMMON.format(setup="pass", first="self.failed()").replace(
            "class tc1(aetest.Testcase):", "class tc1(aetest.Testcase):\n    must_pass = True"
        )
        ran = self.run_script(text)
        self.assertEqual(
            ("failed", "blocked", "passed"),
            tuple(ran[each].outcome for each in ("tc1", "tc2", "common_cleanup")),
        )
        self.assertEqual(["Testcase marked must-pass: aborting script execution"], ran["tc1"].details)

    def test_max_failures_goes_to_common_cleanup(self):
        ran = self.common(first="self.errored()", max_failures=1)
        self.assertEqual(
            ("errored", "blocked", "passed"),
            tuple(ran[each].outcome for each in ("tc1", "tc2", "common_cleanup")),
        )
        self.assertEqual(["Max failure reached: aborting script execution"], ran["tc1"].details)
        self.assertEqual("passed", self.common(first="self.failed()", max_failures=2)["tc2"].outcome)


class FilterTest(ScriptTestCase):
    script = """
        class cs(aetest.CommonSetup):
            @aetest.subsection
            def s(self): pass
        class tc_a(aetest.Testcase):
            groups = ['g1', 'g2']
            @aetest.test
            def t1(self): pass
            @aetest.test
            def t2(self): pass
        class tc_b(aetest.Testcase):
            @aetest.test
            def t1(self): pass
        """

    def test_uids_are_asked_with_all_ids_from_the_container_on(self):
        calls = []
        self.run_script(self.script, uids=lambda *uids: calls.append(uids) or True)
        self.assertEqual(
            [
                ("common_setup",),
                ("common_setup", "s"),
                ("tc_a",),
                ("tc_a", "t1"),
                ("tc_a", "t2"),
                ("tc_b",),
                ("tc_b", "t1"),
            ],
            calls,
        )

    def test_uids_groups_and_exclude_uids_choose(self):
        from pyats.datastructures.logic import Not, Or

        def ids(**kwargs):
            return list(self.run_script(self.script, **kwargs).outcomes())

        self.assertEqual(["tc_b", "tc_b/t1"], ids(uids=Or("tc_b")))
        self.assertEqual(
            ["common_setup", "common_setup/s", "tc_a", "tc_a/t1", "tc_a/t2"], ids(groups=Or("g1"))
        )
        self.assertEqual(["common_setup", "common_setup/s", "tc_b", "tc_b/t1"], ids(groups=Not("g1")))

    def test_what_is_excluded_is_reported_as_skipped(self):
        from pyats.datastructures.logic import Or

        ran = self.run_script(self.script, exclude_uids=Or("t1", "common.*", "tc_b"))
        self.assertEqual(
            {
                "common_setup": "skipped",
                "tc_a": "passed",
                "tc_a/t1": "skipped",
                "tc_a/t2": "passed",
                "tc_b": "skipped",
            },
            ran.outcomes(),
        )
        reason = "Section 't1' is being excluded by user filter: Or('t1', 'common.*', 'tc_b')"
        self.assertEqual(reason, ran["tc_a/t1"].reason)
        self.assertEqual([f"{reason}\nSkipping section..."], ran["tc_a/t1"].details)

    def test_exclusion_comes_before_everything_else_that_stops_a_section(self):
        ran = self.run_script(
            """
            class cs(aetest.CommonSetup):
                @aetest.subsection
                def s(self): self.failed()
            class out(aetest.Testcase):
                must_pass = True
                @aetest.test
                def t(self): pass
            class other(aetest.Testcase): pass
            class cc(aetest.CommonCleanup): pass
            """,
            exclude_uids=lambda *uids: uids == ("out",),
        )
        self.assertEqual("skipped", ran["out"].outcome)
        self.assertEqual(
            ("blocked", "common_setup did not pass"), (ran["other"].outcome, ran["other"].reason)
        )
        self.assertEqual("passed", ran["common_cleanup"].outcome)

    def test_a_filter_that_cannot_be_called_fails_the_script(self):
        ran = self.run_script(self.script, uids=["tc_a"])
        self.assertEqual(("uids must be a callable object", {}), (ran.failure, ran.outcomes()))

    def test_random_order_follows_from_the_seed(self):
        script = """
            class A(aetest.Testcase): pass
            class B(aetest.Testcase): pass
            class C(aetest.Testcase): pass
            """
        # As real pyATS orders three testcases with this seed.
        ran = self.run_script(script, random=True, random_seed=42)
        self.assertEqual(["B", "C", "A"], list(ran.outcomes()))
        self.assertIn("Testcase randomization is enabled, seed: 42", ran.log())

    def test_harness_arguments_are_no_parameters(self):
        self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test
                def t(self): seen.extend(sorted(self.parent.parameters))
            """,
            loglevel="DEBUG",
            pdb=True,
            pause_on="x",
            step_debug="y",
            random=False,
            own=1,
        )
        self.assertEqual(["own", "runinfo_dir", "testbed"], self.seen)


class DuplicateTest(ScriptTestCase):
    def test_a_testcase_whose_id_is_taken_is_not_run_but_reported(self):
        ran = self.run_script(
            """
            class a(aetest.Testcase):
                uid = 'same'
            class b(aetest.Testcase):
                uid = 'same'
                @aetest.test
                def t(self): seen.append('b')
            class c(aetest.Testcase):
                uid = 'same'
            class last(aetest.Testcase): pass
            """
        )
        self.assertEqual(
            {"same": "passed", "same_DUP1": "errored", "same_DUP2": "errored", "last": "passed"},
            ran.outcomes(),
        )
        twin = ran["same_DUP1"]
        self.assertEqual(("section", "Duplicate Section ID"), (twin.kind, twin.reason))
        self.assertEqual(["DuplicateIDError('Section with id same already exists.')"], twin.details)
        self.assertEqual([], self.seen)

    def test_a_test_whose_id_is_taken_errs_its_testcase(self):
        ran = self.run_script(
            """
            class tc(aetest.Testcase):
                @aetest.test.loop(uids=['x', 'x'])
                def t(self): pass
                @aetest.test
                def after(self): pass
            """
        )
        self.assertEqual(
            {"tc": "errored", "tc/x": "passed", "tc/x_DUP1": "errored", "tc/after": "passed"}, ran.outcomes()
        )
        self.assertIn("Section with id x already exists.", ran["tc"].details[0])


if __name__ == "__main__":
    unittest.main()
