//! Platforms: what a kind of device is like, as data.
//!
//! | room | for |
//! | --- | --- |
//! | `file` | the shape of a platform's file |
//! | `build` | a file, with what it takes from others, checked and made into a [`Platform`] |
//! | `prompts` | which mode a prompt stands for, and whose it is |
//! | `known` | the platforms that come with the program, those of a directory, and which one a device has |
//! | `mistake` | what is wrong with a file, shown at its place |
//!
//! No code names a platform: all that differs is in `platforms/*.toml`. Nothing here talks to a device.

mod build;
mod file;
mod known;
mod mistake;
mod prompts;
#[cfg(test)]
mod tests;

pub use build::Platform;
pub(crate) use build::{ModeId, Question};
pub use known::{Platforms, UnknownOs};
pub use mistake::Mistakes;
pub(crate) use prompts::{Prompts, Recognised};
