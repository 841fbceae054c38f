//! `ssh_options` of pyATS's testbeds: arguments of OpenSSH's `ssh`.
//!
//! What matters is understood or refused, never passed over; what changes nothing for a session is passed over.

use std::path::PathBuf;
use std::time::Duration;

use easypy_testbed::model::{Connection, Value};

use super::super::settings::HostKeys;
use super::super::tcp::Family;
use super::super::text::quoted;
use super::super::{ConnectError, settings};
use super::algorithms::Kind;

/// What the options say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::transport) struct Options {
    pub(in crate::transport) host_keys: Option<HostKeys>,
    pub(in crate::transport) connect_timeout: Option<Duration>,
    pub(in crate::transport) connect_retries: Option<u32>,
    pub(in crate::transport) keepalive: Option<Duration>,
    pub(in crate::transport) family: Family,
    pub(super) user: Option<String>,
    pub(super) port: Option<u16>,
    /// Files of private keys, in order.
    pub(super) identities: Vec<PathBuf>,
    /// Whether no keys but the named ones are tried.
    pub(super) identities_only: bool,
    pub(super) agent: Agent,
    pub(super) user_known_hosts: Option<Vec<PathBuf>>,
    pub(super) global_known_hosts: Option<Vec<PathBuf>>,
    /// `user@host:port`, in the order in which they are passed.
    pub(super) jump: Option<Vec<String>>,
    /// Ways to log in that are not to be tried.
    pub(super) no_password: bool,
    pub(super) no_interactive: bool,
    pub(super) no_key: bool,
    /// How many unanswered questions whether it is still there a server may leave.
    pub(super) keepalive_max: Option<usize>,
    /// Lists of algorithms, as they are written.
    pub(super) algorithms: Vec<(Kind, String)>,
}

/// Which agent holds keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Agent {
    /// That of SSH_AUTH_SOCK.
    #[default]
    Environment,
    At(PathBuf),
    None,
}

/// A path as a user writes it.
pub(in crate::transport) fn path(text: &str) -> PathBuf {
    match (text.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    }
}

/// The options of a connection.
pub(in crate::transport) fn of(connection: &Connection) -> Result<Options, ConnectError> {
    let text = match connection.others.get("ssh_options") {
        None | Some(Value::Null) => return Ok(Options::default()),
        Some(Value::Text(text)) => text.as_str(),
        // What is wrong with it would tell of it.
        Some(Value::Secret(secret)) => {
            return parse(secret.reveal().unwrap_or_default())
                .map_err(|_| refused("has an option that this program does not understand"));
        }
        Some(_) => return Err(refused("is a text of options, as `-o StrictHostKeyChecking=no`")),
    };
    parse(text)
}

fn refused(what: &str) -> ConnectError {
    ConnectError::unsupported(format!("`ssh_options` {what}"))
}

fn parse(text: &str) -> Result<Options, ConnectError> {
    let Ok(words) = shell_words::split(text) else { return Err(refused("has a quote that is not closed")) };
    let mut options = Options::default();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let Some(mut letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            return Err(refused(&format!(
                "has `{}`, which is no option: hosts and commands do not belong there",
                quoted(&word)
            )));
        };
        while let Some(letter) = letters.chars().next() {
            letters = &letters[letter.len_utf8()..];
            if options.switch(letter) {
                continue;
            }
            if !matches!(letter, 'o' | 'i' | 'p' | 'l' | 'J' | 'c' | 'm' | 'e' | 'E' | 'F') {
                return Err(refused(&format!(
                    "has `-{letter}`, which this program does not understand; leave it out, or use `command: ssh …`"
                )));
            }
            let value = if letters.is_empty() { words.next() } else { Some(letters.to_owned()) };
            let Some(value) = value else {
                return Err(refused(&format!("ends with `-{letter}`, without its value")));
            };
            options.take(letter, &value)?;
            break;
        }
    }
    Ok(options)
}

impl Options {
    /// Options without a value; whether it is one.
    fn switch(&mut self, letter: char) -> bool {
        match letter {
            '4' => self.family = Family::V4,
            '6' => self.family = Family::V6,
            // Talk, terminals (there always is one), forwarding that is off, compression.
            'q' | 'v' | 't' | 'a' | 'x' | 'k' | 'C' | 'T' => {}
            _ => return false,
        }
        true
    }

    fn take(&mut self, letter: char, value: &str) -> Result<(), ConnectError> {
        match letter {
            'i' => self.identities.push(path(value)),
            'p' => self.port = Some(number("-p", value)?),
            'l' => self.user = Some(value.to_owned()),
            'J' => self.set("proxyjump", "-J", value)?,
            'c' => self.algorithms.push((Kind::Cipher, value.to_owned())),
            'm' => self.algorithms.push((Kind::Mac, value.to_owned())),
            // The escape character is one of terminals that people type at; a log is no matter of the session.
            'e' | 'E' => {}
            'F' if value == "none" || value == "/dev/null" => {}
            'F' => {
                return Err(refused("has `-F`: configurations of ssh are not read; write its options here"));
            }
            _ => {
                let (name, value) = value.split_once(['=', ' ']).unwrap_or((value, ""));
                let (name, value) = (name.trim(), value.trim().trim_start_matches('=').trim());
                self.set(&name.to_ascii_lowercase(), name, value)?;
            }
        }
        Ok(())
    }

    /// `-o name=value`; the name in lower case and as it was written.
    fn set(&mut self, name: &str, written: &str, value: &str) -> Result<(), ConnectError> {
        let off = matches!(value, "no" | "off" | "none" | "false");
        let unknown = || {
            refused(&format!(
                "has `{}={}`, which this program does not understand",
                quoted(written),
                quoted(value)
            ))
        };
        match name {
            "stricthostkeychecking" => {
                self.host_keys = Some(match value {
                    "yes" | "ask" => HostKeys::Strict,
                    "accept-new" => HostKeys::AcceptNew,
                    "no" | "off" => HostKeys::Ignore,
                    _ => return Err(unknown()),
                });
            }
            "userknownhostsfile" => self.user_known_hosts = Some(paths(value)),
            "globalknownhostsfile" => self.global_known_hosts = Some(paths(value)),
            "identityfile" if value == "none" => {}
            "identityfile" => self.identities.push(path(value)),
            "identitiesonly" => self.identities_only = value == "yes",
            "identityagent" => {
                self.agent = match value {
                    "none" => Agent::None,
                    "SSH_AUTH_SOCK" | "$SSH_AUTH_SOCK" => Agent::Environment,
                    file => Agent::At(path(file)),
                }
            }
            "port" => self.port = Some(number(written, value)?),
            "user" => self.user = Some(value.to_owned()),
            "proxyjump" if value == "none" => self.jump = Some(Vec::new()),
            "proxyjump" => self.jump = Some(value.split(',').map(|hop| hop.trim().to_owned()).collect()),
            "connecttimeout" => {
                let seconds: u32 = number(written, value)?;
                self.connect_timeout =
                    Some(Duration::from_secs(seconds.into())).filter(|time| !time.is_zero());
            }
            "connectionattempts" => {
                let attempts: u32 = number(written, value)?;
                self.connect_retries = Some(attempts.saturating_sub(1).min(settings::RETRIES));
            }
            "serveraliveinterval" => {
                let seconds: u32 = number(written, value)?;
                self.keepalive = Some(Duration::from_secs(seconds.into()));
            }
            "serveralivecountmax" => self.keepalive_max = Some(number(written, value)?),
            "addressfamily" => {
                self.family = match value {
                    "any" => Family::Any,
                    "inet" => Family::V4,
                    "inet6" => Family::V6,
                    _ => return Err(unknown()),
                }
            }
            "pubkeyauthentication" => self.no_key = off,
            "passwordauthentication" => self.no_password = off,
            "kbdinteractiveauthentication" | "challengeresponseauthentication" => self.no_interactive = off,
            "preferredauthentications" => {
                let has = |method: &str| value.split(',').any(|name| name.trim() == method);
                self.no_key = !has("publickey");
                self.no_password = !has("password");
                self.no_interactive = !has("keyboard-interactive");
            }
            "kexalgorithms" => self.algorithms.push((Kind::Kex, value.to_owned())),
            "hostkeyalgorithms" => self.algorithms.push((Kind::HostKey, value.to_owned())),
            "ciphers" => self.algorithms.push((Kind::Cipher, value.to_owned())),
            "macs" => self.algorithms.push((Kind::Mac, value.to_owned())),
            "pubkeyacceptedalgorithms" | "pubkeyacceptedkeytypes" => {
                self.algorithms.push((Kind::UserKey, value.to_owned()));
            }
            // Talk, questions to a user, what is recorded beside keys, terminals, compression.
            "loglevel"
            | "batchmode"
            | "numberofpasswordprompts"
            | "checkhostip"
            | "updatehostkeys"
            | "visualhostkey"
            | "hashknownhosts"
            | "verifyhostkeydns"
            | "requesttty"
            | "tcpkeepalive"
            | "escapechar"
            | "compression"
            | "addkeystoagent"
            | "ipqos"
            | "rekeylimit" => {}
            // Connections are not shared, and forward nothing.
            "controlmaster"
            | "controlpath"
            | "controlpersist"
            | "clearallforwardings"
            | "exitonforwardfailure" => {}
            "gssapiauthentication"
            | "hostbasedauthentication"
            | "forwardagent"
            | "forwardx11"
            | "forwardx11trusted"
            | "permitlocalcommand"
                if off => {}
            _ => return Err(unknown()),
        }
        Ok(())
    }
}

fn paths(value: &str) -> Vec<PathBuf> {
    value.split_whitespace().filter(|file| *file != "none").map(path).collect()
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, ConnectError> {
    value.parse().map_err(|_| refused(&format!("gives `{}` a value that is no such number", quoted(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_testbeds_write_is_understood() {
        let options =
            parse("-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -oLogLevel=ERROR -tt")
                .unwrap();
        assert_eq!(options.host_keys, Some(HostKeys::Ignore));
        assert_eq!(options.user_known_hosts, Some(vec![PathBuf::from("/dev/null")]));

        let options = parse(
            "-4 -l admin -p2222 -i /keys/a -o 'IdentityFile /keys/b' -J js@jump:2022,other -oConnectTimeout=7 \
             -o ServerAliveInterval=0 -o KexAlgorithms=+diffie-hellman-group14-sha1 -c aes128-cbc",
        )
        .unwrap();
        assert_eq!(options.family, Family::V4);
        assert_eq!(options.user.as_deref(), Some("admin"));
        assert_eq!(options.port, Some(2222));
        assert_eq!(options.identities, [PathBuf::from("/keys/a"), PathBuf::from("/keys/b")]);
        assert_eq!(options.jump, Some(vec!["js@jump:2022".to_owned(), "other".to_owned()]));
        assert_eq!(options.connect_timeout, Some(Duration::from_secs(7)));
        assert_eq!(options.keepalive, Some(Duration::ZERO));
        let lists =
            [(Kind::Kex, "+diffie-hellman-group14-sha1".to_owned()), (Kind::Cipher, "aes128-cbc".to_owned())];
        assert_eq!(options.algorithms, lists);
    }

    #[test]
    fn what_would_matter_and_is_not_understood_is_refused() {
        for (text, named) in [
            ("-o ProxyCommand=nc", "ProxyCommand"),
            ("-L 80:a:80", "-L"),
            ("-F /etc/my", "-F"),
            ("-p", "-p"),
            ("-p x", "-p"),
            ("host", "`host`"),
            ("-o 'x", "quote"),
            ("-A", "-A"),
            ("-o ForwardAgent=yes", "ForwardAgent"),
            ("-o StrictHostKeyChecking=maybe", "StrictHostKeyChecking"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.kind, easypy_contract::testbed::ConnectFailure::Unsupported);
            assert!(error.message.contains(named), "{text}: {error}");
        }
    }
}
