//! Guests without the SDK, which do what it would never do.

use crate::row::{ANY, ROW, Row, rows};

rows! {
    no_sections: Row { outcome: "none", ..ROW },
    echoes_parameters: Row {
        kwargs: r#"{"a": 1}"#,
        sections: &["Testcase tc passed", "TestSection tc.t passed: 7 bytes of parameters"],
        ..ROW
    },
    fails_to_run: Row {
        outcome: "errored",
        reason: "the script gave up",
        sections: &["Testcase tc passed"],
        ..ROW
    },
    ends_too_often: Row {
        outcome: "errored",
        reason: "it ended a section that it had not begun",
        sections: &["Testcase tc passed: this one was begun"],
        ..ROW
    },
    leaves_sections_open: Row {
        outcome: "errored",
        sections: &[
            "Testcase tc_open errored: Stopping context",
            "TestSection tc_open.t_open errored: Stopping context",
        ],
        ..ROW
    },
    nests_too_deep: Row {
        outcome: "errored",
        reason: "the limit `section-depth` is 64",
        sections: ANY,
        ..ROW
    },
    reports_without_end: Row {
        outcome: "errored",
        reason: "the limit `sections-per-task` is 100000",
        sections: ANY,
        ..ROW
    },
    says_too_much: Row {
        sections: &[
            "Testcase tc passed",
            "TestSection tc.same passed: [cut]",
            "TestSection tc.same passed: [cut]",
        ],
        ..ROW
    },
    forges_names: Row {
        outcome: "failed",
        sections: ANY,
        ..ROW
    },
    guesses_objects: Row {
        sections: &["Testcase tc passed", "TestSection tc.guesses passed: none of them can be reached"],
        ..ROW
    },
    traps_again_and_again: Row {
        outcome: "errored",
        reason: "unreachable",
        sections: &[
            "Testcase tc errored",
            "TestSection tc.again errored: unreachable",
            "TestSection tc.again errored: unreachable",
        ],
        ..ROW
    },
}
