//! Trees checked and made into rules. All mistakes are found, not the first one.

mod addresses;
mod device;
mod directories;
mod fields;
mod grant;
mod limits;
mod list;
mod policy;
mod reach;

pub(crate) use grant::narrowing;
pub(crate) use policy::policy;

use crate::read::{Mistakes, Source};

/// What is needed wherever something is read.
pub(crate) struct Reading<'a> {
    pub(crate) source: &'a Source,
    pub(crate) mistakes: &'a mut Mistakes,
}

/// `environment`, `directories` …, for a mistake.
fn keys(known: &[&str]) -> String {
    known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}
