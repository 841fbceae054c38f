//! How sections and steps end, and what follows from it.

use crate::row::{ROW, Row, rows};

rows! {
    passes: Row { sections: &["Testcase tc passed", "TestSection tc.t passed"], ..ROW },
    fails: Row {
        outcome: "failed",
        sections: &[
            "Testcase tc_fail failed",
            "TestSection tc_fail.t_fail failed: it failed",
            "TestSection tc_fail.t_assert failed: assertion text",
            "TestSection tc_fail.t_after passed",
        ],
        ..ROW
    },
    asserts: Row {
        outcome: "failed",
        sections: &[
            "Testcase tc_fail failed",
            "TestSection tc_fail.t_assert failed: assertion text",
            "TestSection tc_fail.t_after blocked: section t_assert did not come to its end",
            "CleanupSection tc_fail.cleanup passed",
            "Testcase tc_next passed",
            "TestSection tc_next.t passed",
        ],
        ..ROW
    },
    errors: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_error errored",
            "TestSection tc_error.t_err errored: boom",
            "TestSection tc_error.t_errored errored: explicit error",
        ],
        ..ROW
    },
    skips: Row {
        outcome: "skipped",
        sections: &["Testcase tc_skip skipped", "TestSection tc_skip.t_skip skipped: not today"],
        ..ROW
    },
    passes_in_spite: Row {
        outcome: "passx",
        sections: &["Testcase tc_passx passx", "TestSection tc_passx.t_passx passx: known issue"],
        ..ROW
    },
    blocks: Row {
        outcome: "blocked",
        sections: &["Testcase tc_block blocked", "TestSection tc_block.t_block blocked: is blocked"],
        ..ROW
    },
    aborts_its_test: Row {
        outcome: "aborted",
        sections: &[
            "Testcase tc_abort aborted",
            "TestSection tc_abort.t_abort aborted: abort now",
            "TestSection tc_abort.t_after_abort passed",
        ],
        ..ROW
    },
    common_setup_fails: Row {
        outcome: "failed",
        sections: &[
            "CommonSetup common_setup failed",
            "Subsection common_setup.sub_fail failed: common setup failed",
            "Subsection common_setup.sub_next passed",
            "Testcase tc blocked: common_setup did not pass",
            "CommonCleanup common_cleanup passed",
            "Subsection common_cleanup.clean passed",
        ],
        ..ROW
    },
    setup_fails: Row {
        outcome: "failed",
        sections: &[
            "Testcase tc_setup_fail failed",
            "SetupSection tc_setup_fail.setup failed: setup failed",
            "TestSection tc_setup_fail.t1 blocked: testcase setup did not pass",
            "CleanupSection tc_setup_fail.cleanup passed",
            "Testcase tc_next passed",
            "TestSection tc_next.t1 passed",
        ],
        ..ROW
    },
    must_pass: Row {
        outcome: "failed",
        sections: &[
            "Testcase tc_before passed",
            "TestSection tc_before.t1 passed",
            "Testcase tc_must failed",
            "TestSection tc_must.t1 failed: must pass failed",
            "Testcase tc_after blocked: goto: common_cleanup",
            "CommonCleanup common_cleanup passed",
            "Subsection common_cleanup.c passed",
        ],
        ..ROW
    },
    steps: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_steps errored",
            "TestSection tc_steps.t failed",
            "Step tc_steps.t.STEP 1 passed",
            "Step tc_steps.t.STEP 2 failed: bad step",
            "Step tc_steps.t.STEP 3 passx",
            "Step tc_steps.t.STEP 3.STEP 3.1 passed: fine",
            "Step tc_steps.t.STEP 3.STEP 3.2 passx: known",
            "Step tc_steps.t.STEP 4 failed: hard",
            "TestSection tc_steps.t_exc errored",
            "Step tc_steps.t_exc.STEP 1 errored: in step",
            "TestSection tc_steps.t_assert failed: assertion `left == right` failed: nope",
            "Step tc_steps.t_assert.STEP 1 failed: assertion `left == right` failed: nope",
            "TestSection tc_steps.t_skip passed",
            "Step tc_steps.t_skip.STEP 1 skipped: skip step",
        ],
        ..ROW
    },
    deep_steps: Row {
        kwargs: r#"{"depth": 3}"#,
        sections: &[
            "Testcase tc passed",
            "TestSection tc.deeper passed",
            "Step tc.deeper.STEP 1 passed",
            "Step tc.deeper.STEP 1.STEP 1.1 passed",
            "Step tc.deeper.STEP 1.STEP 1.1.STEP 1.1.1 passed",
            "TestSection tc.after passed",
        ],
        ..ROW
    },
    many_steps: Row {
        kwargs: r#"{"count": 2}"#,
        sections: &[
            "Testcase tc passed",
            "TestSection tc.t passed",
            "Step tc.t.STEP 1 passed",
            "Step tc.t.STEP 2 passed",
        ],
        ..ROW
    },
    keeps_parameters: Row {
        outcome: "errored",
        sections: &[
            "CommonSetup common_setup passed",
            "Subsection common_setup.find passed",
            "Testcase tc_panics errored",
            "SetupSection tc_panics.setup passed",
            "TestSection tc_panics.breaks errored: seen 7 and broke (at ",
            "TestSection tc_panics.after blocked: section breaks did not come to its end",
            "CleanupSection tc_panics.cleanup passed: r1 is still known, seen is 0",
            "Testcase tc_next passed",
            "TestSection tc_next.goes_on passed: r1",
        ],
        ..ROW
    },
    reads_parameters: Row {
        outcome: "errored",
        kwargs: r#"{"argument_a": "from the job", "over": "from the job too"}"#,
        sections: &[
            "Testcase tc errored",
            "TestSection tc.sees passed: base=1 over=testcase argument_a=from the job nothing=None",
            "TestSection tc.misses errored: Missing parameters {'does_not_exist'} in scope of 'tc.misses'",
            "TestSection tc.mistakes errored: Parameter 'over' in scope of 'tc.mistakes' is of another type",
        ],
        ..ROW
    },
    returns_an_error: Row {
        outcome: "errored",
        sections: &[
            "Testcase returns_an_error errored",
            "TestSection returns_an_error.returns_an_error errored: No such file or directory",
        ],
        ..ROW
    },
}
