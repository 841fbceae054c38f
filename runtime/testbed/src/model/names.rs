//! Names, each of which is of one kind of thing.

use std::borrow::Borrow;
use std::fmt;

use serde::Serialize;

use crate::limits;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("a name cannot be empty")]
    Empty,
    #[error("a name is at most {} bytes long", limits::NAME)]
    TooLong,
    #[error("a name has no control characters")]
    Control,
}

fn check(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        Err(NameError::Empty)
    } else if name.len() > limits::NAME {
        Err(NameError::TooLong)
    } else if name.contains(char::is_control) {
        Err(NameError::Control)
    } else {
        Ok(())
    }
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// The text is empty, longer than 256 bytes, or has control characters.
            pub fn new(name: &str) -> Result<$name, NameError> {
                check(name)?;
                Ok($name(name.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// What a testbed is called.
    TestbedName
);
name!(
    /// A device's name or alias.
    DeviceName
);
name!(
    /// A way into a device: a key of its `connections`.
    Via
);
name!(
    /// What credentials are called: `default`, `enable` …
    CredentialName
);
name!(
    /// An interface's name or alias.
    InterfaceName
);
name!(
    /// A link's or a segment's name or alias.
    LinkName
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_be_shown_and_are_not_endless() {
        assert_eq!(DeviceName::new("R1 (left)").unwrap().as_str(), "R1 (left)");
        assert_eq!(DeviceName::new(""), Err(NameError::Empty));
        assert_eq!(DeviceName::new("a\u{1b}[2J"), Err(NameError::Control));
        assert_eq!(DeviceName::new(&"x".repeat(257)), Err(NameError::TooLong));
    }
}
