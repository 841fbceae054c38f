//! Testbed files: pyATS's YAML, read into a model, with every mistake in it shown at its place (SPEC 9.1).
//!
//! ```no_run
//! use easypy_testbed::{Answer, Argument, AskError, Asker, Question, load, show};
//!
//! struct NobodyThere;
//!
//! impl Asker for NobodyThere {
//!     fn environment(&self, name: &str) -> Option<String> {
//!         std::env::var(name).ok()
//!     }
//!     fn argument(&self, _: &str) -> Option<Argument> {
//!         None
//!     }
//!     fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
//!         Err(AskError("there is no terminal".to_owned()))
//!     }
//! }
//!
//! match load("lab.yaml".as_ref(), &NobodyThere) {
//!     Ok((testbed, _warnings)) => println!("{}", show::tree(&testbed)),
//!     Err(mistakes) => println!("{mistakes}"),
//! }
//! ```
//!
//! | room | for |
//! | --- | --- |
//! | `yaml` | texts as trees with places |
//! | `markup` | `%ENV{}`, `%{reference}` … made into values |
//! | `load` | the files, `extends`, `%INCLUDE{}`, one after the other |
//! | `schema` | trees checked and made into the model |
//! | [`model`] | what a testbed is |
//! | `finding` | mistakes and warnings, and how they look |
//! | `mask` | what of a file is secret |
//! | [`show`], [`svg`], [`view`] | a testbed for a terminal, as a picture, for a guest |
//! | [`select`] | which devices are meant |
//!
//! Nothing here opens a connection, executes anything, or prints. What comes from outside the files comes by
//! the [`Asker`].

mod finding;
mod limits;
mod load;
mod markup;
mod mask;
pub mod model;
mod schema;
mod secret;
pub mod select;
pub mod show;
mod source;
pub mod svg;
pub mod view;
mod yaml;

pub use finding::{Diagnostics, Finding, Place, Remark, Severity, Warning, nearest};
pub use load::load;
pub use markup::{Answer, Argument, AskError, Asker, Question};
pub use mask::MASK;
pub use model::Testbed;
pub use secret::{Origin, Secret};
