//! Reports nothing at all: the task has no result.

use easypy_test_guests::{Failure, Guest, Resume};

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        Ok(())
    }
}

easypy_test_guests::contract::export_script!(Script);
