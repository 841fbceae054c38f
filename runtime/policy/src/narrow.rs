//! What a job leaves to a task of the task's grant.

use crate::bounds;
use crate::grant::Grant;
use crate::read::{Mistakes, Source, parse_json};
use crate::schema;

/// Why a text narrows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NarrowError {
    #[error("a grant is at most {limit} bytes long, this one has {0}", limit = bounds::NARROWING)]
    TooLarge(usize),
    #[error("the grant is no JSON: {0}")]
    NotJson(String),
    /// Each with its place; those beyond the first 20 are counted.
    #[error("the grant is wrong: {}{}", .mistakes.join("; "), and_more(.left_out))]
    Mistakes { mistakes: Vec<String>, left_out: usize },
    #[error("a grant can be narrowed {} times", bounds::LAYERS)]
    TooOften,
}

fn and_more(count: &usize) -> String {
    if *count == 0 { String::new() } else { format!("; and {count} more") }
}

impl Grant {
    /// This grant, as far as a JSON object allows it too. The object has the keys of a grant in a policy file
    /// but `tasks`, and says all that is left: what it does not name is not granted. Limits that it does not name stay.
    ///
    /// # Errors
    /// What is no such object, or costs too much. Then nothing is granted.
    pub fn narrowed(&self, json: &str) -> Result<Grant, NarrowError> {
        if json.len() > bounds::NARROWING {
            return Err(NarrowError::TooLarge(json.len()));
        }
        let root = parse_json(json).map_err(NarrowError::NotJson)?;
        let mut mistakes = Mistakes::default();
        let layer = schema::narrowing(root, &Source::Job, &mut mistakes);
        let mut lines = mistakes.as_lines();
        match layer {
            Some(layer) if lines.is_empty() => self.with(layer).map_err(|_| NarrowError::TooOften),
            _ => {
                let left_out = lines.len().saturating_sub(bounds::TOLD);
                lines.truncate(bounds::TOLD);
                Err(NarrowError::Mistakes { mistakes: lines, left_out })
            }
        }
    }
}
