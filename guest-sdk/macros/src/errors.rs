//! Mistakes are collected, so that one build tells of all of them.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;
use syn::Error;

/// What was wrong so far.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Notes a mistake and where it was made.
    pub(crate) fn at(&mut self, culprit: impl ToTokens, message: impl Display) {
        self.add(Error::new_spanned(culprit, message));
    }

    /// Notes a mistake at something that is no token.
    pub(crate) fn at_span(&mut self, culprit: Span, message: impl Display) {
        self.add(Error::new(culprit, message));
    }

    pub(crate) fn add(&mut self, error: Error) {
        match &mut self.0 {
            Some(so_far) => so_far.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// This, unless something was wrong.
    ///
    /// # Errors
    /// All that was wrong.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Error> {
        self.0.map_or(Ok(value), Err)
    }
}
