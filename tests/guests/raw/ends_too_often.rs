//! Ends a section that it never began.

use easypy_test_guests::{Failure, Guest, Outcome, Resume, SectionKind, results, section, verdict};

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        results::begin(&section(SectionKind::Testcase, "tc"));
        results::end(Some(&verdict(Outcome::Passed, "this one was begun")));
        results::end(Some(&verdict(Outcome::Passed, "this one was not")));
        Ok(())
    }
}

easypy_test_guests::contract::export_script!(Script);
