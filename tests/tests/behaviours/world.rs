//! What guests try to see and to do outside of their sandbox.

use crate::row::{ROW, Row, rows};

rows! {
    opens_etc_passwd: Row {
        sections: &[
            "Testcase opens_etc_passwd passed",
            "TestSection opens_etc_passwd.opens_etc_passwd passed: none of them can be read",
        ],
        ..ROW
    },
    writes_files: Row {
        sections: &[
            "Testcase writes_files passed",
            "TestSection writes_files.writes_files passed: wrote to /runtime and /tmp only",
        ],
        ..ROW
    },
    reads_environment: Row {
        sections: &[
            "Testcase reads_environment passed",
            "TestSection reads_environment.reads_environment passed: see the data",
        ],
        ..ROW
    },
    draws_random: Row {
        sections: &["Testcase draws_random passed", "TestSection draws_random.draws_random passed: drew "],
        ..ROW
    },
    reads_arguments: Row {
        sections: &["Testcase reads_arguments passed", "TestSection reads_arguments.reads_arguments passed: see the data"],
        ..ROW
    },
    opens_a_socket: Row {
        kwargs: r#"{"address": "127.0.0.1:22"}"#,
        sections: &[
            "Testcase opens_a_socket passed",
            "TestSection opens_a_socket.opens_a_socket passed: there is no network",
        ],
        ..ROW
    },
    starts_a_process: Row {
        sections: &[
            "Testcase starts_a_process passed",
            "TestSection starts_a_process.starts_a_process passed: neither can be started",
        ],
        ..ROW
    },
    reads_stdin: Row {
        sections: &["Testcase reads_stdin passed", "TestSection reads_stdin.reads_stdin passed"],
        ..ROW
    },
    renames_the_job: Row {
        sections: &["Testcase renames_the_job passed", "TestSection renames_the_job.renames_the_job passed"],
        ..ROW
    },
    attaches: Row {
        sections: &[
            "Testcase tc passed",
            "TestSection tc.good passed",
            "TestSection tc.bad passed",
            "TestSection tc.large passed",
        ],
        ..ROW
    },
    attaches_by_name: Row {
        kwargs: r#"{"name": "notes.txt", "content": "x"}"#,
        sections: &[
            "Testcase attaches_by_name passed",
            "TestSection attaches_by_name.attaches_by_name passed",
        ],
        ..ROW
    },
}
