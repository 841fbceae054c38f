//! What looks like a secret, and is masked where the environment and the command line are written down.
//!
//! An archive is passed around, so what may be a secret is taken for one: a harmless value that is masked costs
//! little.

use std::borrow::Cow;

use crate::text::{shell_quoted, visible};

/// What stands in for a secret.
pub(crate) const MASK: &str = "********";

/// Parts of names of secrets, wherever they are in the name.
const IN_NAMES: [&str; 14] = [
    "PASS",
    "TOKEN",
    "SECRET",
    "CREDENTIAL",
    "KEY",
    "AUTH",
    "COOKIE",
    "PRIVATE",
    "SIGNATURE",
    "JWT",
    "WEBHOOK",
    "CONNSTR",
    "CONNECTION_STRING",
    "BEARER",
];
/// Words of names of secrets, between `_` and other marks.
const WORDS: [&str; 9] = ["PWD", "PW", "PAT", "PIN", "OTP", "DSN", "SALT", "CRED", "CREDS"];
/// Names that hold one of these and no secret.
const HARMLESS: [&str; 5] = ["PWD", "OLDPWD", "SSH_AUTH_SOCK", "XAUTHORITY", "GPG_KEY_ID"];
/// How values of secrets begin.
const BEGINNINGS: [&str; 15] = [
    "-----BEGIN",
    "Bearer ",
    "Basic ",
    "eyJ",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "sk-",
    "AKIA",
    "ASIA",
    "hvs.",
];
/// What stands before a secret within a value, whatever its case.
const ASSIGNMENTS: [&str; 8] =
    ["password=", "passwd=", "pwd=", "token=", "secret=", "key=", "authorization:", "credential="];
/// The least length of a value that is taken for a secret since it looks like no word.
const OPAQUE: usize = 24;

/// The value of a variable as it may be written down.
pub(super) fn masked<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    if value.is_empty() {
        Cow::Borrowed(value)
    } else if is_secret_name(name) || is_secret_value(value) {
        Cow::Borrowed(MASK)
    } else {
        mask_urls(value)
    }
}

/// A command line as it may be written down: quoted for a shell, with control characters made visible.
pub(crate) fn masked_command(arguments: &[String]) -> String {
    let mut words = Vec::with_capacity(arguments.len());
    let mut secret_follows = false;
    for argument in arguments {
        let follows_secret = std::mem::take(&mut secret_follows);
        let name = argument.strip_prefix('-').map(|rest| rest.trim_start_matches('-'));
        let word: Cow<'_, str> = match (name, argument.split_once('=')) {
            _ if follows_secret && name.is_none() => Cow::Borrowed(MASK),
            (Some(_), Some((option, value))) => Cow::Owned(format!("{option}={}", masked(option, value))),
            (Some(name), None) => {
                secret_follows = is_secret_name(name);
                Cow::Borrowed(argument.as_str())
            }
            (None, _) => masked("", argument),
        };
        words.push(shell_quoted(&visible(&word)).into_owned());
    }
    words.join(" ")
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    if HARMLESS.contains(&name.as_str()) {
        return false;
    }
    IN_NAMES.iter().any(|part| name.contains(part))
        || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| WORDS.contains(&word))
}

fn is_secret_value(value: &str) -> bool {
    if BEGINNINGS.iter().any(|beginning| value.starts_with(beginning)) || is_opaque(value) {
        return true;
    }
    let lower = value.to_ascii_lowercase();
    ASSIGNMENTS.iter().any(|assignment| lower.contains(assignment))
}

/// Long, without blanks, and a jumble of letters and digits: more likely a secret than a word or a path.
fn is_opaque(value: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"+/=_-".contains(&b);
    let marks = |set: &[u8]| value.bytes().filter(|b| set.contains(b)).count();
    value.len() >= OPAQUE
        && !value.starts_with('/')
        && value.bytes().all(fits)
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        // Words that are joined are no jumble.
        && marks(b"_-/") * 10 < value.len()
}

/// Masks what is between `://` and `@`.
fn mask_urls(value: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let authority = after.find(|c: char| matches!(c, '/' | '?' | '#') || c.is_whitespace());
        let authority = &after[..authority.unwrap_or(after.len())];
        rest = after;
        if let Some(end) = authority.rfind('@') {
            out.push_str(MASK);
            rest = &after[end..];
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(value);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_masked(name: &str, value: &str) -> bool {
        masked(name, value) == MASK
    }

    #[test]
    fn names_of_secrets_are_masked() {
        for name in [
            "PASSWORD",
            "db_passwd",
            "MYSQL_PWD",
            "SSHPASS",
            "API_KEY",
            "APIKEY",
            "GITHUB_TOKEN",
            "client_secret",
            "AWS_SECRET_ACCESS_KEY",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "AUTHORIZATION",
            "GITHUB_PAT",
            "SENTRY_DSN",
            "SESSION_COOKIE",
            "PGPASSFILE",
            "KEY",
            "LAB_PIN",
            "SLACK_WEBHOOK_URL",
        ] {
            assert!(is_masked(name, "x"), "{name}");
        }
    }

    #[test]
    fn harmless_variables_stay_readable() {
        for (name, value) in [
            ("PWD", "/root"),
            ("OLDPWD", "/"),
            ("HOME", "/home/someone"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("LANG", "en_GB.UTF-8"),
            ("SSH_AUTH_SOCK", "/tmp/ssh-1/agent.1"),
            ("PATTERN", "abc"),
            ("HTTP_PROXY", "http://proxy.example.com:3128"),
            ("JOB_TITLE", "regression-of-the-campus-fabric"),
            ("SITE", "lab-2"),
        ] {
            assert_eq!(masked(name, value), value, "{name}");
        }
        assert_eq!(masked("PASSWORD", ""), "");
    }

    #[test]
    fn values_that_look_like_secrets_are_masked_whatever_their_name() {
        for value in [
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "eyJhbGciOiJIUzI1NiJ9.e30.x",
            "ghp_abc",
            "Bearer x",
            "jdbc:x;user=a;Password=b",
            "https://x.example/hook?token=abc",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1234567890",
            "d41d8cd98f00b204e9800998ecf8427e",
        ] {
            assert!(is_masked("X", value), "{value}");
        }
    }

    #[test]
    fn who_logs_in_to_a_url_is_masked_and_the_rest_stays() {
        assert_eq!(masked("DB", "postgres://u:p@db:5432/x"), "postgres://********@db:5432/x");
        assert_eq!(
            masked("MIRRORS", "http://a:b@c@one/ https://two ftp://x@three"),
            "http://********@one/ https://two ftp://********@three"
        );
        assert_eq!(masked("URL", "https://example.com/a@b"), "https://example.com/a@b");
    }

    #[test]
    fn a_command_line_is_written_down_without_its_secrets() {
        let words =
            ["easypy-wasm", "my job.wasm", "--password", "hunter2", "--api-key=abc", "--site", "lab", "-q"];
        assert_eq!(
            masked_command(&words.map(str::to_owned)),
            "easypy-wasm 'my job.wasm' --password '********' '--api-key=********' --site lab -q"
        );
        let words = ["j", "ssh://me:pw@host/", "--token", "--flag", "a\u{1b}[2J"];
        assert_eq!(
            masked_command(&words.map(str::to_owned)),
            "j 'ssh://********@host/' --token --flag 'a\\x1b[2J'"
        );
    }
}
