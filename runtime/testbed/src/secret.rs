//! Secrets: texts that are never printed.

use std::fmt;

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use crate::mask::MASK;

/// Where a secret is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The user was asked for it, by `%ASK{}`.
    Asked,
    /// It is part of credentials, or refers to one.
    Credential,
}

/// A text that must not be shown: it prints, also for debugging, and serialises as `***`, and is wiped from
/// memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// `None`: the user is to be asked, and has not been.
    text: Option<Zeroizing<String>>,
    origin: Origin,
}

impl Secret {
    pub(crate) fn new(text: Zeroizing<String>, origin: Origin) -> Secret {
        Secret { text: Some(text), origin }
    }

    pub(crate) fn unasked() -> Secret {
        Secret { text: None, origin: Origin::Asked }
    }

    /// The text itself, for the device. `None` if the user would have to be asked and was not
    /// ([`Answer::Later`](crate::Answer::Later)).
    pub fn reveal(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.as_str())
    }

    /// Where it is from.
    pub fn origin(&self) -> Origin {
        self.origin
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_its_mask_whichever_way() {
        let secret = Secret::new(Zeroizing::new("hunter2".to_owned()), Origin::Credential);
        assert_eq!(format!("{secret} {secret:?}"), "*** ***");
        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""***""#);
        assert_eq!(secret.reveal(), Some("hunter2"));
        assert_eq!(Secret::unasked().reveal(), None);
    }
}
