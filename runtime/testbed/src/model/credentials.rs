//! Logins.

use indexmap::IndexMap;
use serde::Serialize;

use super::CredentialName;
use crate::secret::Secret;

/// Logins by name: `default`, `enable`, and any others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Credentials(pub(crate) IndexMap<CredentialName, Credential>);

/// A login. Its password, and all else that is not the user's name, is secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Credential {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// `passphrase`, `private_key` …
    #[serde(flatten)]
    pub others: IndexMap<String, Secret>,
}

impl Credential {
    /// Its password, and what else is secret, as far as that is known.
    fn secrets(&self) -> impl Iterator<Item = &str> {
        self.password.iter().chain(self.others.values()).filter_map(Secret::reveal)
    }
}

impl Credentials {
    pub fn get(&self, name: &str) -> Option<&Credential> {
        self.0.get(name)
    }

    /// In the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&CredentialName, &Credential)> {
        self.0.iter()
    }

    /// The passwords, passphrases … that are known.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.0.values().flat_map(Credential::secrets)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
