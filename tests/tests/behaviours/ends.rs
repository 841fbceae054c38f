//! Ends that nobody wished for: what was done keeps its results, what can go on goes on.

use crate::row::{ROW, Row, rows};

rows! {
    traps: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_traps errored",
            "TestSection tc_traps.before passed",
            "TestSection tc_traps.unreachable errored: unreachable",
            "TestSection tc_traps.after passed",
            "CleanupSection tc_traps.cleanup passed",
            "Testcase tc_next passed",
            "TestSection tc_next.t passed",
        ],
        ..ROW
    },
    panics: Row {
        outcome: "errored",
        sections: &[
            "Testcase panics errored",
            "TestSection panics.panics errored: the sky fell (at ",
        ],
        ..ROW
    },
    panics_in_common_setup: Row {
        outcome: "errored",
        sections: &[
            "CommonSetup common_setup errored",
            "Subsection common_setup.connect errored: no route to host (at ",
            "Subsection common_setup.next passed",
            "Testcase tc blocked: common_setup did not pass",
            "CommonCleanup common_cleanup passed",
            "Subsection common_cleanup.disconnect passed",
        ],
        ..ROW
    },
    aborts: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_crash errored",
            "TestSection tc_crash.t_ok passed",
            "TestSection tc_crash.t_crash errored: unreachable",
        ],
        ..ROW
    },
    exits: Row {
        outcome: "aborted",
        reason: "exited with status 1",
        kwargs: r#"{"status": 3}"#,
        sections: &[
            "Testcase tc_crash aborted",
            "TestSection tc_crash.t_ok passed",
            // WASI 0.2 tells success from failure only: any status but 0 arrives as 1.
            "TestSection tc_crash.t_crash aborted: exited with status 1",
        ],
        ..ROW
    },
    overflows_the_stack: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_deep errored",
            "TestSection tc_deep.calls errored: call stack exhausted",
            // Rust keeps what has an address on a stack of its own, at the bottom of the linear memory.
            "TestSection tc_deep.frames errored: out of bounds memory access",
            "Testcase tc_next passed",
            "TestSection tc_next.t passed",
        ],
        ..ROW
    },
    eats_memory: Row {
        outcome: "errored",
        options: &["--memory", "64MiB"],
        sections: &[
            "Testcase tc_eats errored",
            "TestSection tc_eats.all_of_it errored: the memory limit of 67108864 bytes was reached",
            "Testcase tc_next passed",
            "TestSection tc_next.t passed",
        ],
        ..ROW
    },
    copes_without_memory: Row {
        outcome: "errored",
        options: &["--memory", "64MiB"],
        sections: &[
            "Testcase tc errored",
            "TestSection tc.copes passed",
            "TestSection tc.fails failed: assertion `left == right` failed",
            "TestSection tc.traps errored: unreachable",
        ],
        ..ROW
    },
    drops_slowly: Row {
        outcome: "errored",
        max_runtime: Some(2.0),
        reason: "max runtime",
        sections: &["Testcase tc passed", "TestSection tc.t passed"],
        ..ROW
    },
    spins: Row {
        outcome: "errored",
        max_runtime: Some(2.0),
        reason: "max runtime",
        sections: &[
            "Testcase tc_busy errored: max runtime",
            "TestSection tc_busy.t_busy errored: max runtime",
        ],
        ..ROW
    },
    sleeps: Row {
        outcome: "errored",
        max_runtime: Some(2.0),
        reason: "max runtime",
        sections: &[
            "CommonSetup common_setup passed",
            "Subsection common_setup.quick passed",
            "Testcase tc_sleep errored: max runtime",
            "TestSection tc_sleep.t_before passed",
            "TestSection tc_sleep.t_sleep errored: max runtime",
        ],
        ..ROW
    },
}
