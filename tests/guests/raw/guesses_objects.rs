//! Tries to reach shared objects that it was not given, by guessing their numbers.

use easypy_test_guests::synchro::{self, SynchroError};
use easypy_test_guests::{Failure, Guest, Outcome, Resume, SectionKind, results, section, verdict};

struct Script;

impl Guest for Script {
    fn run(_parameters: String, _resume: Option<Resume>) -> Result<(), Failure> {
        results::begin(&section(SectionKind::Testcase, "tc"));
        results::begin(&section(SectionKind::Test, "guesses"));
        results::end(Some(&match reach() {
            Ok(()) => verdict(Outcome::Passed, "none of them can be reached"),
            Err(reached) => verdict(Outcome::Failed, &reached),
        }));
        results::end(None);
        Ok(())
    }
}

/// What could be reached, if anything could.
fn reach() -> Result<(), String> {
    let own = synchro::new_dict("{}").map_err(|error| format!("{error:?}"))?;
    for id in (0..10_000).chain([u64::MAX]).filter(|id| *id != own) {
        match synchro::kind_of(id) {
            Err(SynchroError::UnknownObject(unknown)) if unknown == id => {}
            other => return Err(format!("kind-of {id}: {other:?}")),
        }
        let hidden = format!("{{\"$shared\": {id}}}");
        match synchro::dict_set(own, "key", &hidden) {
            Err(SynchroError::UnknownObject(_)) => {}
            other => return Err(format!("a reference to {id} in a value: {other:?}")),
        }
        if id > 100 && id % 500 != 0 {
            continue;
        }
        // A reference that hides behind an escape.
        let hidden = format!("{{\"\\u0024shared\": {id}}}");
        if synchro::dict_set(own, "key", &hidden).is_ok() {
            let _ = synchro::dict_get(own, "key");
            if synchro::kind_of(id).is_ok() {
                return Err(format!("a hidden reference to {id} opened it"));
            }
        }
    }
    Ok(())
}

easypy_test_guests::contract::export_script!(Script);
