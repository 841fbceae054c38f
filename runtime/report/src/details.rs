//! The `details` of a node, in the words of pyATS: what went wrong, for a person.

use easypy_contract::Outcome;
use serde_json::Value;

use crate::model::{Run, Section};

/// What a section has to say besides its outcome; mostly nothing (SPEC 3.4).
pub(crate) fn of_section(section: &Section) -> Vec<String> {
    let wrong = matches!(section.outcome, Outcome::Failed | Outcome::Errored | Outcome::Aborted);
    let mut details: Vec<String> = section.details().iter().map(|text| text.to_string()).collect();
    let is_told = wrong && !section.ignored && details.is_empty();
    if let Some(reason) = section.reason().filter(|_| is_told) {
        details.push(match traceback(section) {
            Some(traceback) => format!("{reason}:\n{traceback}"),
            None => format!("{} reason: {reason}", capitalized(section.outcome)),
        });
    }
    if let Some(bytes) = section.data_left_out() {
        details.push(format!("its data, {bytes} bytes, is in the journal only"));
    }
    details
}

/// What the run itself has to say: why it failed, what stopped it, which tasks it had forgotten.
pub(crate) fn of_run(run: &Run) -> Vec<String> {
    let mut details = Vec::new();
    match (&run.failure, &run.interrupted) {
        (Some(failure), _) => details.push(match &failure.detail {
            Some(detail) => format!("{}\n{detail}", failure.message),
            None => failure.message.clone(),
        }),
        // Otherwise the signal is why the job failed.
        (None, Some(signal)) => details.push(format!("the run was stopped by {signal}")),
        (None, None) => {}
    }
    for task in run.tasks.iter().filter(|task| task.dangling) {
        details.push(format!("dangling task: {}: {}", task.taskid, task.testscript()));
    }
    details
}

/// The member `traceback` of a section's data.
fn traceback(section: &Section) -> Option<String> {
    match serde_json::from_str(section.data()?).ok()? {
        Value::Object(mut data) => match data.remove("traceback")? {
            Value::String(traceback) => Some(traceback),
            _ => None,
        },
        _ => None,
    }
}

fn capitalized(outcome: Outcome) -> String {
    let word = outcome.as_str();
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
