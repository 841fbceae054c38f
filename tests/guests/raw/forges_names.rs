//! Ids, names and reasons with control characters and line breaks, which the SDK would refuse.

use easypy_test_guests::{Failure, Guest, Outcome, Resume, Section, SectionKind, results, section, verdict};

const FORGED: &str = "x\u{1b}[2J\u{1b}]0;owned\u{7}\r\nforged: line   PASSED\n\u{9b}31m\u{202e}";

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        let named = |kind, id: &str| Section {
            name: Some(FORGED.to_owned()),
            description: Some(FORGED.to_owned()),
            ..section(kind, id)
        };
        results::begin(&named(SectionKind::Testcase, FORGED));
        results::begin(&named(SectionKind::Test, "<&\"'>]]>\0\u{1}\u{fffe}"));
        results::begin(&named(SectionKind::Step, "STEP 1"));
        results::end(Some(&verdict(Outcome::Passx, FORGED)));
        results::end(Some(&verdict(Outcome::Failed, FORGED)));
        results::end(None);
        Ok(())
    }
}

easypy_test_guests::contract::export_script!(Script);
