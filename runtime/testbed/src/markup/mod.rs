//! Markup in the texts of a testbed: `%ENV{}`, `%ASK{}`, `%CLI{}`, `%INCLUDE{}`, `%{reference}` (SPEC 9.1).
//!
//! What comes from outside (the environment, the command line, the user) comes by the [`Asker`] and is a
//! value: markup in it means nothing. Nothing is executed.

mod asker;
mod resolve;
mod token;

pub use asker::{Answer, Argument, AskError, Asker, Question};
pub(crate) use resolve::{Asking, outside, resolve};
pub(crate) use token::{Name, Part, is_one_token, parts};
