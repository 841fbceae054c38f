//! The handle of the section that runs.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::arguments::{Unusable, missing, read};
use super::attach::AttachError;
use super::parameters::View;
use super::report::Reporter;
use crate::{Result, Stop};

/// The section that runs: what a section function gets that asks for `section: &mut Section`.
pub struct Section<'a> {
    pub(super) reporter: &'a dyn Reporter,
    pub(super) view: View<'a>,
    pub(super) container: &'a str,
    pub(super) id: &'a str,
}

impl Section<'_> {
    /// Its id: the function's name.
    pub fn id(&self) -> &str {
        self.id
    }

    /// The id of what it belongs to: its testcase, `common_setup` or `common_cleanup`.
    pub fn container(&self) -> &str {
        self.container
    }

    /// A parameter by its name, where an argument of the function does not fit.
    ///
    /// # Errors
    /// Errored when it is missing (unless `T` is an `Option`) or of another type.
    pub fn parameter<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let scope = format!("{}.{}", self.container, self.id);
        read(self.view, name, &scope).map_err(|unusable| match unusable {
            Unusable::Missing => Stop::errored(missing(&[name], &scope)),
            Unusable::Wrong(text) => Stop::errored(text),
        })
    }

    /// Sets a parameter of the script for this and all later sections: how common setup hands on what it
    /// found. It outlives a panic.
    ///
    /// # Errors
    /// Errored when the value cannot be written as JSON.
    pub fn set_parameter(&mut self, name: &str, value: impl Serialize) -> Result {
        self.view.script.set(name, value)
    }

    /// Puts a file into the archive as `<taskid>.<name>` and names it in the innermost open section. A second
    /// one of the same name replaces the first.
    ///
    /// # Errors
    /// A name that cannot be a file's, a content beyond 16 MiB, and what the system says.
    pub fn attach(
        &mut self,
        name: &str,
        media_type: &str,
        content: impl AsRef<[u8]>,
    ) -> Result<(), AttachError> {
        self.reporter.attach(name, media_type, content.as_ref())
    }
}

impl std::fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Section({}.{})", self.container, self.id)
    }
}
