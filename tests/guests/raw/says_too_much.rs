//! Names, descriptions and reasons of a megabyte each, data that is no JSON, and ids that are taken.

use easypy_test_guests::{Failure, Guest, Outcome, Resume, Section, SectionKind, Verdict, results, section};

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        let long = "long ".repeat(200_000);
        results::begin(&Section {
            name: Some(long.clone()),
            description: Some(long.clone()),
            ..section(SectionKind::Testcase, "tc")
        });
        for _ in 0..2 {
            results::begin(&section(SectionKind::Test, "same"));
            results::end(Some(&Verdict {
                outcome: Outcome::Passed,
                reason: Some(long.clone()),
                data: Some("{\"no\": JSON".to_owned()),
                details: Vec::new(),
                ignored: false,
            }));
        }
        results::end(None);
        Ok(())
    }
}

easypy_test_guests::contract::export_script!(Script);
