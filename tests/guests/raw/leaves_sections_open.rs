//! Returns with sections open: nobody can say that they passed.

use easypy_test_guests::{Failure, Guest, Resume, SectionKind, results, section};

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        results::begin(&section(SectionKind::Testcase, "tc_open"));
        results::begin(&section(SectionKind::Test, "t_open"));
        Ok(())
    }
}

easypy_test_guests::contract::export_script!(Script);
