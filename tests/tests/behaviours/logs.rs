//! What guests write into their logs.

use crate::row::{ANY, ROW, Row, rows};

rows! {
    floods_the_log: Row {
        outcome: "errored",
        reason: "the log limit of 1048576 bytes was reached",
        options: &["--log-size", "1MiB"],
        sections: &[
            "Testcase tc_before passed",
            "TestSection tc_before.t passed",
            "Testcase tc_floods errored",
            "TestSection tc_floods.without_end errored: log limit",
        ],
        ..ROW
    },
    long_line: Row {
        kwargs: r#"{"bytes": 200000}"#,
        sections: &["Testcase long_line passed", "TestSection long_line.long_line passed"],
        ..ROW
    },
    forges_log_lines: Row {
        outcome: "failed",
        sections: ANY,
        ..ROW
    },
    logs_at_all_levels: Row {
        sections: &[
            "Testcase tc passed",
            "TestSection tc.t passed: =Info mylibrary=Info mylibrary.part=Info pyats.aetest=Info",
        ],
        ..ROW
    },
}
