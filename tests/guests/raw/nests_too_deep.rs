//! Opens sections inside sections, far beyond the bound.

use easypy_test_guests::{Failure, Guest, Resume, SectionKind, results, section};

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        results::begin(&section(SectionKind::Testcase, "tc"));
        results::begin(&section(SectionKind::Test, "t"));
        for n in 0..10_000 {
            results::begin(&section(SectionKind::Step, &format!("STEP {n}")));
        }
        Ok(())
    }
}

easypy_test_guests::contract::export_script!(Script);
