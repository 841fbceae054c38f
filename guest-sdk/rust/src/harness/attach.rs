//! What can go wrong with an attachment.

use crate::bindings::results;

/// Why a file could not be attached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachError {
    /// Names are 1 to 128 characters, without `/` and control characters, not starting with a dot.
    #[error("`{0}` cannot be an attachment's name")]
    InvalidName(String),
    /// It is larger than this many bytes.
    #[error("the attachment is larger than {0} bytes")]
    TooLarge(u64),
    /// The file could not be written, with the system's reason.
    #[error("the attachment could not be written: {0}")]
    NotWritten(String),
}

impl From<results::AttachError> for AttachError {
    fn from(error: results::AttachError) -> AttachError {
        match error {
            results::AttachError::InvalidName(name) => AttachError::InvalidName(name),
            results::AttachError::TooLarge(bytes) => AttachError::TooLarge(bytes),
            results::AttachError::NotWritten(why) => AttachError::NotWritten(why),
        }
    }
}
