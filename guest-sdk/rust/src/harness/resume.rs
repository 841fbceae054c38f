//! How a script goes on in a new instance after one of its sections trapped.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Script;
use crate::Outcome;
use crate::bindings::testscript::exports::easypy::runtime::script::Resume;

/// What one instance leaves to the next, as JSON.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    /// the script's parameters; none if they could not be read
    pub(super) parameters: Option<Map<String, Value>>,
    /// the index of the container that was open
    pub(super) container: usize,
    /// the roll-up of its sections up to and with `last`
    pub(super) outcome: Outcome,
    /// the checkpoint of the last section that is counted in
    pub(super) last: u32,
}

/// The form that crosses.
#[derive(Serialize, Deserialize)]
struct Text {
    parameters: Option<Map<String, Value>>,
    container: usize,
    outcome: String,
    last: u32,
}

impl Kept {
    pub(super) fn to_json(&self) -> String {
        let text = Text {
            parameters: self.parameters.clone(),
            container: self.container,
            outcome: self.outcome.as_str().to_owned(),
            last: self.last,
        };
        // A struct of JSON values can always be written.
        serde_json::to_string(&text).unwrap_or_default()
    }

    fn from_json(json: &str) -> Option<Kept> {
        let text: Text = serde_json::from_str(json).ok()?;
        let outcome = Outcome::from_str(&text.outcome)?;
        Some(Kept { parameters: text.parameters, container: text.container, outcome, last: text.last })
    }
}

/// Where and with what to go on.
#[derive(Debug)]
pub(super) struct Resumed {
    /// the section that trapped
    pub(super) checkpoint: u32,
    pub(super) common_setup_failed: bool,
    pub(super) kept: Option<Kept>,
}

impl From<Resume> for Resumed {
    fn from(resume: Resume) -> Resumed {
        Resumed {
            checkpoint: resume.checkpoint,
            common_setup_failed: resume.common_setup_failed,
            kept: resume.kept.as_deref().and_then(Kept::from_json),
        }
    }
}

impl Resumed {
    /// The roll-up of the open container so far, the section that trapped among it.
    pub(super) fn outcome(&self, container: usize) -> Outcome {
        match &self.kept {
            Some(kept) if kept.last == self.checkpoint => kept.outcome,
            // It trapped without a panic, of which only the host knows: Errored.
            Some(kept) if kept.container == container => kept.outcome.roll_up(Outcome::Errored),
            _ => Outcome::Errored,
        }
    }
}

/// The container and the section (both by index) that have this checkpoint. Sections are numbered from 1, in
/// the order in which they run.
pub(super) fn place(script: &Script, checkpoint: u32) -> Option<(usize, usize)> {
    let mut before = 0;
    for (container, sections) in script.containers.iter().map(|c| c.sections.len()).enumerate() {
        let within = (checkpoint as usize).checked_sub(before + 1)?;
        if within < sections {
            return Some((container, within));
        }
        before += sections;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::Outcome;

    #[test]
    fn what_is_kept_comes_back() {
        let parameters = serde_json::from_str(r#"{"vlan": 7}"#).unwrap();
        let kept = Kept { parameters: Some(parameters), container: 2, outcome: Outcome::Failed, last: 5 };
        assert_eq!(Kept::from_json(&kept.to_json()), Some(kept));
        assert_eq!(Kept::from_json("{}"), None);
    }
}
