//! Logging in.
//!
//! As OpenSSH does it: what the server takes is asked first, and each way to log in is tried once, as long as the
//! server says that it may help. One thing is in another order: a login that has a password gives it before
//! keys that nobody has named, since each of those is a failed attempt, and devices allow few.

use std::collections::HashSet;

use easypy_contract::testbed::ConnectFailure;
use russh::client::{AuthResult, Handle, KeyboardInteractiveAuthResponse, Prompt};
use russh::keys::{Algorithm, HashAlg, PrivateKeyWithHashAlg, PublicKey};
use russh::{Error, MethodKind, MethodSet};
use zeroize::Zeroizing;

use super::super::ConnectError;
use super::super::text::{listed, quoted};
use super::hops::{Account, Hop, Key};
use super::keys;
use super::server::{Checker, Notes};

/// Rounds of questions that a server may ask.
const ROUNDS: usize = 10;

/// How a login went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoggedIn {
    /// The server asked for nothing: the device may ask once it can be typed to.
    Unasked,
    Authenticated,
}

/// One login, as far as it has come.
pub(super) struct Attempt<'a> {
    handle: &'a mut Handle<Checker>,
    hop: &'a Hop,
    account: &'a Account,
    notes: &'a Notes,
    /// What keys may sign with.
    user_keys: &'a [Algorithm],
    /// Whether only the question what the server takes is under way.
    probing: bool,
    /// What the server takes.
    methods: MethodSet,
    /// What was tried, for the message.
    tried: Vec<String>,
    /// What could not be tried, for the message.
    missed: Vec<String>,
    offered: HashSet<Vec<u8>>,
}

/// What one way to log in came to.
enum Step {
    Done,
    /// Something else is to be tried; or more, if the server wants several.
    Next,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(
        handle: &'a mut Handle<Checker>,
        hop: &'a Hop,
        account: &'a Account,
        notes: &'a Notes,
        user_keys: &'a [Algorithm],
    ) -> Attempt<'a> {
        Attempt {
            handle,
            hop,
            account,
            notes,
            user_keys,
            probing: true,
            methods: MethodSet::empty(),
            tried: Vec::new(),
            missed: Vec::new(),
            offered: HashSet::new(),
        }
    }

    /// Logs in.
    ///
    /// # Errors
    /// Nothing that could be tried is taken.
    pub(super) async fn run(mut self) -> Result<LoggedIn, ConnectError> {
        let asked = self.handle.authenticate_none(self.account.user.as_str()).await;
        if let Step::Done = self.settle(asked, "no password at all")? {
            return Ok(LoggedIn::Unasked);
        }
        self.tried.clear();
        self.probing = false;
        // A server that wants several things says so after the first, which may come behind the second here.
        for _ in 0..2 {
            let before = self.tried.len();
            if self.named_keys().await? || self.password().await? || self.other_keys().await? {
                return Ok(LoggedIn::Authenticated);
            }
            if self.tried.len() == before {
                break;
            }
        }
        Err(self.refused())
    }

    fn takes(&self, method: MethodKind) -> bool {
        let options = &self.hop.settings.ssh;
        let off = match method {
            MethodKind::PublicKey => options.no_key,
            MethodKind::Password => options.no_password,
            MethodKind::KeyboardInteractive => options.no_interactive,
            _ => true,
        };
        !off && self.methods.contains(&method)
    }

    /// Keeps what the server says; `what` was tried.
    fn settle(&mut self, result: Result<AuthResult, Error>, what: &str) -> Result<Step, ConnectError> {
        match result {
            Ok(AuthResult::Success) => Ok(Step::Done),
            Ok(AuthResult::Failure { remaining_methods, partial_success }) => {
                // russh's word for a connection that is gone.
                if remaining_methods.is_empty() && self.handle.is_closed() {
                    self.tried.push(what.to_owned());
                    return Err(self.closed());
                }
                self.methods = remaining_methods;
                let outcome = if partial_success { " (taken, and more is wanted)" } else { "" };
                self.tried.push(format!("{what}{outcome}"));
                Ok(Step::Next)
            }
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// The keys that the login or the options name.
    async fn named_keys(&mut self) -> Result<bool, ConnectError> {
        let files = self.hop.settings.ssh.identities.iter().cloned().map(Key::File);
        let named: Vec<Key> = self.account.key.iter().cloned().chain(files).collect();
        for key in named {
            if self.takes(MethodKind::PublicKey) && self.key(key, true).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The agent's keys, and the user's own.
    async fn other_keys(&mut self) -> Result<bool, ConnectError> {
        if !self.takes(MethodKind::PublicKey) || self.hop.settings.ssh.identities_only {
            return Ok(false);
        }
        let binding = self.handle.agent_session_binding().cloned();
        match keys::agent(&self.hop.settings.ssh.agent, binding.as_ref()).await {
            Err(why) => self.miss(why),
            Ok(None) => {}
            Ok(Some((mut agent, held))) => {
                for key in held {
                    let Some(hash) = self.hash(&key).await? else { continue };
                    if !self.takes(MethodKind::PublicKey) || !self.is_new(&key) {
                        continue;
                    }
                    let what = format!("the agent's key {}", super::known_hosts::fingerprint(&key));
                    let user = self.account.user.as_str();
                    match self.handle.authenticate_publickey_with(user, key, hash, &mut agent).await {
                        Ok(result) => {
                            if let Step::Done = self.settle(Ok(result), &what)? {
                                return Ok(true);
                            }
                        }
                        Err(error) => self.miss(format!("{what}: {}", quoted(&error.to_string()))),
                    }
                }
            }
        }
        if self.account.key.is_none() && self.hop.settings.ssh.identities.is_empty() {
            for file in keys::defaults().await {
                if self.takes(MethodKind::PublicKey) && self.key(Key::File(file), false).await? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Tries a key; one that was `named` and cannot be read is worth a word.
    async fn key(&mut self, key: Key, named: bool) -> Result<bool, ConnectError> {
        let what = format!("the key {}", key.shown());
        let read = match keys::read(key, self.account.passphrase.clone()).await {
            Ok(read) => read,
            Err(why) => {
                if named {
                    self.miss(why);
                }
                return Ok(false);
            }
        };
        let Some(hash) = self.hash(read.public_key()).await? else {
            self.miss(format!(
                "{what}: there is no way to sign with it that both sides take (of RSA keys SHA-1 needs the setting \
                 `legacy_algorithms`)"
            ));
            return Ok(false);
        };
        if !self.is_new(read.public_key()) {
            return Ok(false);
        }
        let key = PrivateKeyWithHashAlg::new(read, hash);
        let result = self.handle.authenticate_publickey(self.account.user.as_str(), key).await;
        Ok(matches!(self.settle(result, &what)?, Step::Done))
    }

    fn is_new(&mut self, key: &PublicKey) -> bool {
        key.to_bytes().is_ok_and(|bytes| self.offered.insert(bytes))
    }

    fn miss(&mut self, why: String) {
        if !self.missed.contains(&why) {
            self.missed.push(why);
        }
    }

    /// What a key is to sign with, if it is one of RSA, where several will do; `None` if it is not to sign.
    async fn hash(&mut self, key: &PublicKey) -> Result<Option<Option<HashAlg>>, ConnectError> {
        let kind = key.algorithm();
        if !matches!(kind, Algorithm::Rsa { .. }) {
            return Ok(self.user_keys.contains(&kind).then_some(None));
        }
        let ours: Vec<Option<HashAlg>> = self
            .user_keys
            .iter()
            .filter_map(|kind| match kind {
                Algorithm::Rsa { hash } => Some(*hash),
                _ => None,
            })
            .collect();
        match self.handle.best_supported_rsa_hash().await {
            Ok(Some(best)) if ours.contains(&best) => Ok(Some(best)),
            Ok(Some(None)) => Ok(None),
            Ok(Some(Some(_))) => Ok(ours.first().copied()),
            // It does not say what it takes: an old one takes SHA-1 and nothing else.
            Ok(None) if ours.contains(&None) => Ok(Some(None)),
            Ok(None) if ours.contains(&Some(HashAlg::Sha256)) => Ok(Some(Some(HashAlg::Sha256))),
            Ok(None) => Ok(ours.first().copied()),
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// The password: by questions, as most servers ask for it, else as such.
    async fn password(&mut self) -> Result<bool, ConnectError> {
        let Some(password) = self.account.password.clone() else { return Ok(false) };
        if self.tried.iter().any(|what| what.starts_with("the password")) {
            return Ok(false);
        }
        if self.takes(MethodKind::KeyboardInteractive) {
            let (done, given) = self.answer(&password).await?;
            if done || given {
                return Ok(done);
            }
        }
        if !self.takes(MethodKind::Password) {
            return Ok(false);
        }
        let user = self.account.user.as_str();
        let result = self.handle.authenticate_password(user, password.as_str()).await;
        Ok(matches!(self.settle(result, "the password")?, Step::Done))
    }

    /// Answers a server's questions. Whether that logs in, and whether the password was given.
    async fn answer(&mut self, password: &Zeroizing<String>) -> Result<(bool, bool), ConnectError> {
        let user = self.account.user.as_str();
        let mut given = false;
        let mut reply = self.handle.authenticate_keyboard_interactive_start(user, None).await;
        for _ in 0..ROUNDS {
            let prompts = match reply {
                Ok(KeyboardInteractiveAuthResponse::Success) => return Ok((true, given)),
                Ok(KeyboardInteractiveAuthResponse::Failure { remaining_methods, partial_success }) => {
                    let what = if given { "the password, when asked" } else { "questions that were none" };
                    let failure = AuthResult::Failure { remaining_methods, partial_success };
                    self.settle(Ok(failure), what)?;
                    return Ok((false, given));
                }
                Ok(KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. }) => prompts,
                Err(error) => return Err(self.broken(&error)),
            };
            let mut answers = Vec::with_capacity(prompts.len());
            for Prompt { prompt, echo } in &prompts {
                let answer = match echo {
                    false if !given => {
                        given = true;
                        password.to_string()
                    }
                    true if asks_for_user(prompt) => self.account.user.clone(),
                    _ => {
                        // A second password is a new one to be chosen, or a code that nobody here has.
                        self.tried
                            .push(format!("the server asks {:?}, which nobody can answer", quoted(prompt)));
                        return Err(self.refused());
                    }
                };
                answers.push(answer);
            }
            reply = self.handle.authenticate_keyboard_interactive_respond(answers).await;
        }
        self.tried.push("the server asks on and on".to_owned());
        Err(self.refused())
    }

    fn who(&self) -> String {
        format!("{} at {}", quoted(&self.account.user), self.hop.shown())
    }

    fn refused(&self) -> ConnectError {
        let takes: Vec<&str> = self.methods.iter().map(Into::into).collect();
        let takes =
            if takes.is_empty() { String::new() } else { format!("; it takes {}", listed(&takes, "or")) };
        let missed = self.missed.iter().map(|why| format!("; {why}")).collect::<String>();
        let (what, hint) = match self.tried.as_slice() {
            [] => ("there is nothing to log in with".to_owned(), self.lack()),
            tried => (format!("it refuses {}", listed(tried, "and")), self.advice()),
        };
        ConnectError::new(
            ConnectFailure::Authentication,
            format!("cannot log in as {}: {what}{takes}{missed}; {hint}", self.who()),
        )
    }

    fn advice(&self) -> String {
        match &self.account.name {
            Some(name) => format!("is the login `{name}` of the testbed right?"),
            None => "the testbed has no `credentials` for it".to_owned(),
        }
    }

    fn lack(&self) -> String {
        match &self.account.name {
            Some(name) => {
                format!("give the login `{name}` a `password` or a `private_key`, or start an agent")
            }
            None => "give the testbed `credentials`, or start an agent".to_owned(),
        }
    }

    /// The connection is gone. Who goes after a refusal goes because of it.
    fn closed(&self) -> ConnectError {
        let why = self.notes.ended().unwrap_or_else(|| "the server closed the connection".to_owned());
        self.broken_off(&why)
    }

    fn broken(&self, error: &Error) -> ConnectError {
        let why = self.notes.ended().unwrap_or_else(|| quoted(&error.to_string()));
        self.broken_off(&why)
    }

    fn broken_off(&self, why: &str) -> ConnectError {
        let who = self.who();
        if self.probing {
            return ConnectError::new(
                ConnectFailure::Closed,
                format!("the login as {who} was broken off: {why}"),
            );
        }
        let tried = match listed(&self.tried, "and") {
            none if none.is_empty() => String::new(),
            tried => format!(", after {tried}"),
        };
        ConnectError::new(
            ConnectFailure::Authentication,
            format!("the login as {who} was broken off: {why}{tried}; {}", self.advice()),
        )
    }
}

fn asks_for_user(prompt: &str) -> bool {
    let prompt = prompt.to_ascii_lowercase();
    ["user", "login", "account"].iter().any(|word| prompt.contains(word))
}
