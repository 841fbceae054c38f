//! The words by which secrets are known.

use crate::finding::nearest;

/// Parts of keys that name a secret, in lower case.
const IN_NAMES: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "private_key",
    "api_key",
    "apikey",
    "community",
    "psk",
];
/// Keys whose maps hold nothing but logins.
const CREDENTIALS: [&str; 2] = ["credentials", "passwords"];
/// What in credentials may be shown.
const USERS: [&str; 3] = ["username", "user", "login"];
/// What stands before a secret in a text, in lower case.
const ASSIGNMENTS: [&str; 14] = [
    "password ",
    "password=",
    "password:",
    "passwd=",
    "passwd:",
    "passphrase=",
    "passphrase:",
    "secret ",
    "secret=",
    "secret:",
    "token=",
    "token:",
    "sshpass ",
    "-----begin ",
];

/// Whether what is under this key is a secret.
pub(crate) fn is_secret_name(key: &str) -> bool {
    let key = key.to_lowercase();
    IN_NAMES.iter().any(|word| key.contains(word)) || nearest(&key, ["password"]).is_some()
}

/// Whether the key, as it is or nearly so, is one that holds logins. Somebody who writes `credentails` gets a
/// mistake, and must not get the password beside it.
pub(super) fn holds_credentials(key: &str) -> bool {
    nearest(key, CREDENTIALS).is_some()
}

pub(super) fn names_somebody(key: &str) -> bool {
    USERS.contains(&key.to_lowercase().as_str())
}

/// Whether a text has a secret in it, going by what stands before it.
pub(crate) fn tells_secret(text: &str) -> bool {
    let lower = text.to_lowercase();
    ASSIGNMENTS
        .iter()
        .any(|word| lower.match_indices(word).any(|(at, _)| !lower[at + word.len()..].trim().is_empty()))
        || has_login(&lower)
}

/// Whether there is `scheme://user:password@`.
fn has_login(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let authority = rest.split(|c: char| matches!(c, '/' | '?' | '#') || c.is_whitespace()).next();
        authority.and_then(|authority| authority.rsplit_once('@')).is_some_and(|(user, _)| user.contains(':'))
    })
}

/// Where in a line what is behind its first key begins; the line's first letter if it has no key.
pub(super) fn behind_key(line: &str) -> usize {
    let rest = line.find(':').map_or(line, |at| &line[at + 1..]);
    line.len() - rest.trim_start().len()
}

/// Where in a line of a broken file a secret may begin: behind the first key that names one or holds
/// credentials, behind a word that stands before one, or in an address with a login.
pub(super) fn secret_in_line(line: &str) -> Option<usize> {
    let mut begins = Vec::new();
    for (at, _) in line.match_indices([':', '=']) {
        let before = line[..at].trim_end_matches(['"', '\'', ' ']);
        let key =
            before.rsplit(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).next().unwrap_or("");
        if is_secret_name(key) || holds_credentials(key) || key.to_lowercase().contains("pass") {
            begins.push(at + 1);
        }
    }
    // Letters of which the small one is longer would move what is found.
    let lower = line.to_ascii_lowercase();
    begins.extend(ASSIGNMENTS.iter().filter_map(|word| Some(lower.find(word)? + word.len())));
    if has_login(&lower) {
        begins.extend(line.find("://").map(|at| at + 3));
    }
    let begin = begins.into_iter().min()?;
    Some(line.len() - line[begin..].trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_with_slips_too() {
        for key in
            ["password", "Password", "pasword", "enable_secret", "api_token", "snmp_community", "passwrod"]
        {
            assert!(is_secret_name(key), "{key}");
        }
        for key in ["username", "port", "passage", "note", "keyboard", "os"] {
            assert!(!is_secret_name(key), "{key}");
        }
        assert!(holds_credentials("credentails") && holds_credentials("passwords"));
        assert!(!holds_credentials("fallback_credentials"));
    }

    #[test]
    fn texts_that_tell_a_secret_are_known() {
        for text in [
            "ssh://a:b@host",
            "x --password=abc",
            "username a password 0 cisco",
            "enable secret 5 abc",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nabc",
            "sshpass -p x ssh y",
        ] {
            assert!(tells_secret(text), "{text}");
        }
        for text in ["http://example.com/a@b:c", "Password:", "mock_device_cli --os nxos", "ssh a@b"] {
            assert!(!tells_secret(text), "{text}");
        }
    }
}
