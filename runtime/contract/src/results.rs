//! The `results` capability: sections, verdicts, attachments.

use serde::{Deserialize, Serialize};

use crate::Outcome;

/// What a section is. The words are those of `results.json` (SPEC 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SectionKind {
    CommonSetup,
    Subsection,
    Testcase,
    #[serde(rename = "SetupSection")]
    Setup,
    #[serde(rename = "TestSection")]
    Test,
    #[serde(rename = "CleanupSection")]
    Cleanup,
    Step,
    CommonCleanup,
    /// One that has no place among the others.
    Section,
}

impl SectionKind {
    /// Whether it holds sections (subsections, tests …) rather than code.
    pub fn is_container(self) -> bool {
        matches!(
            self,
            SectionKind::CommonSetup
                | SectionKind::Testcase
                | SectionKind::CommonCleanup
                | SectionKind::Section
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub file: String,
    pub line: u32,
    /// SHA-256 of its text, hexadecimal
    #[serde(default)]
    pub hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub kind: SectionKind,
    pub id: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub source: Option<Source>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    pub reason: Option<String>,
    /// JSON
    pub data: Option<String>,
    /// Texts that belong to it: warnings, errors, tracebacks.
    pub details: Vec<String>,
    /// Whether it counts for nothing around it.
    pub ignored: bool,
}

/// A place in a log file: bytes and lines before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPosition {
    pub bytes: u64,
    pub lines: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    Begin {
        section: Section,
        at: LogPosition,
    },
    /// Ends the innermost open section.
    End {
        verdict: Option<Verdict>,
        at: LogPosition,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    Attach { name: String, media_type: String, content: Vec<u8> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    Attached,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    #[error("`{0}` cannot be an attachment's name")]
    InvalidName(String),
    #[error("the attachment is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the attachment could not be written: {0}")]
    NotWritten(String),
}
