//! The `runtime` capability: what cannot change is in [`crate::entry::RunInfo`], what a job may change crosses here.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    SetJobName(String),
    SetArguments(Vec<String>),
    /// The variables that tasks have from now on.
    SetEnvironment(Vec<(String, String)>),
    /// A guest looked for a variable and found none.
    VariableMissing(String),
}
