//! Plain WASI commands: one testcase with the file's name, one test `main`.

use crate::row::{ROW, Row, rows};

rows! {
    command_exits_0: Row {
        sections: &["Testcase command_exits_0 passed", "TestSection command_exits_0.main passed"],
        ..ROW
    },
    command_exits_3: Row {
        outcome: "failed",
        sections: &[
            "Testcase command_exits_3 failed",
            // WASI 0.2 tells success from failure only: the status itself does not cross.
            "TestSection command_exits_3.main failed: exited with status",
        ],
        ..ROW
    },
    command_prints: Row {
        sections: &["Testcase command_prints passed", "TestSection command_prints.main passed"],
        ..ROW
    },
    command_takes_parameters: Row {
        kwargs: r#"{"vlan": 10, "name": "r1"}"#,
        sections: &[
            "Testcase command_takes_parameters passed",
            "TestSection command_takes_parameters.main passed",
        ],
        ..ROW
    },
    command_panics: Row {
        outcome: "errored",
        reason: "unreachable",
        sections: &[
            "Testcase command_panics errored",
            "TestSection command_panics.main errored: unreachable",
        ],
        ..ROW
    },
}
