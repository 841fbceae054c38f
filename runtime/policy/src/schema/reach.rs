//! Grants that nothing reaches.

use crate::read::At;
use crate::rules::Rule;

/// One of the earlier grants, if all patterns are covered by patterns of earlier ones. Sound, and complete but for
/// several patterns that cover one only together.
pub(super) fn covering<'a>(earlier: &[(&Vec<Rule>, &'a At)], tasks: &[Rule]) -> Option<&'a At> {
    let mut first = None;
    for rule in tasks {
        let covers = |(tasks, _): &&(&Vec<Rule>, &'a At)| tasks.iter().any(|wide| wide.covers(rule));
        let (_, at) = earlier.iter().find(covers)?;
        first = first.or(Some(*at));
    }
    first
}
