//! The exit codes, as one table for the code, the help and the documentation (SPEC 1.1).

use std::fmt::Write as _;

/// How the program ends when it does not end with the code of a run's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The jobfile is nothing that this host can run.
    NotRun,
    /// The command line is wrong.
    Usage,
    /// What a run needs could not be prepared.
    NotPrepared,
    /// The run broke off.
    Broken,
    /// SIGINT
    Interrupted,
    /// SIGTERM or SIGHUP
    Terminated,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::NotRun => 1,
            Exit::Usage => 2,
            Exit::NotPrepared => 3,
            Exit::Broken => 4,
            Exit::Interrupted => 130,
            Exit::Terminated => 143,
        }
    }
}

/// A row of the table.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) meaning: &'static str,
}

/// The whole table.
pub(crate) const TABLE: [Row; 8] = [
    Row {
        code: "0",
        meaning: "passed: the success rate is 100 % and the results of the tasks roll up to Passed or Passx",
    },
    Row {
        code: "1",
        meaning: "not passed: a task did not pass, none ran, main() failed, or the jobfile is nothing that can be run",
    },
    Row {
        code: "2",
        meaning: "wrong use: a bad option, no jobfile given, or one that does not exist or cannot be read",
    },
    Row {
        code: "3",
        meaning: "not prepared: the testbed or the policy is not there or has mistakes, or a directory, a file or a process that the run needs could not be made; no task ran",
    },
    Row {
        code: "4",
        meaning: "broken off: the run could not be kept on disk, or easypy-wasm itself has a bug",
    },
    Row {
        code: "130",
        meaning: "stopped by SIGINT (Ctrl-C); the report and the archive are written unless it came twice",
    },
    Row { code: "143", meaning: "stopped by SIGTERM or SIGHUP, likewise" },
    Row {
        code: "N",
        meaning: "main() left with exit status N itself (a Rust job can say only 1, through WASI 0.2); the report and the archive are written",
    },
];

/// The table for `--help`, which does not indent the lines that it breaks itself.
pub(crate) fn as_help() -> String {
    const COLUMNS: usize = 79;
    let mut text = String::from("Exit codes:");
    for row in &TABLE {
        // Writing to a String does not fail.
        let _ = write!(text, "\n  {:>3} ", row.code);
        let mut column = 6;
        for word in row.meaning.split(' ') {
            if column + 1 + word.len() > COLUMNS {
                text.push_str("\n      ");
                column = 6;
            }
            let _ = write!(text, " {word}");
            column += 1 + word.len();
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_markdown() -> String {
        let mut text = String::from("# Exit codes\n\n| code | meaning |\n| --- | --- |\n");
        for row in &TABLE {
            let _ = writeln!(text, "| {} | {} |", row.code, row.meaning);
        }
        text
    }

    #[test]
    fn the_documentation_has_the_table_of_the_code() {
        assert_eq!(include_str!("../../../docs/exit-codes.md"), as_markdown());
    }

    #[test]
    fn help_fits_a_narrow_terminal() {
        assert!(as_help().lines().all(|line| line.chars().count() <= 79));
        assert_eq!(as_help().split_whitespace().filter(|word| *word == "130").count(), 1);
    }

    #[test]
    fn every_code_has_its_row() {
        for exit in
            [Exit::NotRun, Exit::Usage, Exit::NotPrepared, Exit::Broken, Exit::Interrupted, Exit::Terminated]
        {
            assert!(TABLE.iter().any(|row| row.code == exit.code().to_string()), "{exit:?}");
        }
    }
}
