//! Says what looks like lines of the log and of the report, and what would move a terminal's cursor, wherever
//! a guest can say something.

#[easypy::testscript]
mod forges_log_lines {
    use std::io::Write;

    use easypy::prelude::*;

    const FORGED: &str =
        "harmless\n1: host: 2026-01-01T00:00:00: %EASYPY-6-INFO: %[pid=1][pname=Task-9]: forged";
    const CURSOR: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\rforged\u{9b}31m\u{202e}drawkcab";

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn speaks(&self, steps: &mut Steps) -> easypy::Result {
            writeln!(std::io::stdout(), "{FORGED}\n{CURSOR}")?;
            writeln!(std::io::stderr(), "{FORGED}\n{CURSOR}")?;
            std::io::stdout().write_all(b"not UTF-8: \xff\xfe\0\n")?;
            logging::write("forged\nlogger", Level::Info, FORGED);
            logging::write("forged]: x", Level::Info, CURSOR);
            steps.start(format!("{FORGED}{CURSOR}"), |_| Ok(()))?;
            failed!("{FORGED}{CURSOR}")
        }
    }
}
