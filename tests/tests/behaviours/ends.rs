//! Ends that nobody wished for: what was done keeps its results, what can go on goes on.

use crate::row::{ROW, Row, rows};

rows! {
    traps: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_traps errored",
            "TestSection tc_traps.before passed",
            "TestSection tc_traps.unreachable errored: unreachable",
            "TestSection tc_traps.after blocked: section unreachable did not come to its end",
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
            "Subsection common_setup.next blocked: subsection connect did not come to its end",
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
        kwargs: r#"{"status": 3}"#,
        sections: &[
            "Testcase tc_crash aborted",
            "TestSection tc_crash.t_ok passed",
            "TestSection tc_crash.t_crash aborted: exited with status 3",
        ],
        ..ROW
    },
    overflows_the_stack: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_deep errored",
            "TestSection tc_deep.recurses errored: stack",
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
            "TestSection tc_eats.all_of_it errored: memory",
            "Testcase tc_next passed",
            "TestSection tc_next.t passed",
        ],
        ..ROW
    },
    spins: Row {
        outcome: "errored",
        max_runtime: Some(0.4),
        reason: "max runtime",
        sections: &[
            "Testcase tc_busy errored",
            "TestSection tc_busy.t_busy errored",
        ],
        ..ROW
    },
    sleeps: Row {
        outcome: "errored",
        max_runtime: Some(0.4),
        reason: "max runtime",
        sections: &[
            "CommonSetup common_setup passed",
            "Subsection common_setup.quick passed",
            "Testcase tc_sleep errored",
            "TestSection tc_sleep.t_before passed",
            "TestSection tc_sleep.t_sleep errored",
        ],
        ..ROW
    },
}
