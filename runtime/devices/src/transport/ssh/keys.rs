//! Private keys, from files and from agents.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use russh::keys::agent::AgentIdentity;
use russh::keys::agent::client::AgentClient;
use russh::keys::{Error, PrivateKey, PublicKey, decode_secret_key};
use tokio::net::UnixStream;
use zeroize::Zeroizing;

use super::super::text::quoted;
use super::hops::Key;
use super::options::Agent;

/// Bytes of a file that may be a key.
const FILE: u64 = 1024 * 1024;
/// Keys of an agent that are tried: servers count each as a failed attempt.
const AGENT_KEYS: usize = 16;
/// Files of the user's directory that OpenSSH tries, in its order.
const DEFAULTS: [&str; 3] = ["id_rsa", "id_ecdsa", "id_ed25519"];

/// What a key is called in messages.
impl Key {
    pub(super) fn shown(&self) -> String {
        match self {
            Key::File(path) => path.display().to_string(),
            Key::Text(_) => "private_key".to_owned(),
        }
    }
}

/// Reads a key. The passphrase is used if it has one.
///
/// # Errors
/// Why there is none: what to say of it in a message.
pub(super) async fn read(key: Key, passphrase: Option<Zeroizing<String>>) -> Result<Arc<PrivateKey>, String> {
    let named = key.shown();
    // A passphrase is made slow to guess on purpose.
    let read = tokio::task::spawn_blocking(move || {
        let text = match key {
            Key::Text(text) => text,
            Key::File(path) => contents(&path).map_err(|error| error.to_string())?,
        };
        let passphrase = passphrase.as_deref().map(String::as_str);
        match decode_secret_key(&text, passphrase) {
            Ok(key) if key.is_encrypted() => Err(locked(passphrase)),
            Ok(key) => Ok(key),
            Err(Error::KeyIsEncrypted) => Err(locked(passphrase)),
            Err(_) if passphrase.is_some() => Err("it cannot be read: is the passphrase right?".to_owned()),
            Err(error) => Err(format!("it cannot be read: {}", quoted(&error.to_string()))),
        }
    });
    let key = read.await.map_err(|error| error.to_string()).and_then(|read| read);
    key.map(Arc::new).map_err(|why| format!("the key {named}: {why}"))
}

fn locked(passphrase: Option<&str>) -> String {
    match passphrase {
        None => "it is locked, and the login has no `passphrase`".to_owned(),
        Some(_) => "the `passphrase` does not unlock it".to_owned(),
    }
}

fn contents(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let file = std::fs::File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    file.take(FILE).read_to_string(&mut text)?;
    Ok(text)
}

/// The files of the user's own keys that are there.
pub(super) async fn defaults() -> Vec<PathBuf> {
    let found = tokio::task::spawn_blocking(|| {
        let Some(home) = std::env::home_dir() else { return Vec::new() };
        let files = DEFAULTS.iter().map(|name| home.join(".ssh").join(name));
        files.filter(|file| file.is_file()).collect()
    });
    found.await.unwrap_or_default()
}

/// A connection to an agent, and the keys that it holds.
pub(super) type Held = (AgentClient<UnixStream>, Vec<PublicKey>);

/// The agent's keys; `None` if there is no agent, or it holds none.
///
/// # Errors
/// It is there and does not answer as one: what to say of it in a message.
pub(super) async fn agent(
    which: &Agent,
    binding: Option<&russh::keys::agent::AgentSessionBinding>,
) -> Result<Option<Held>, String> {
    let path = match which {
        Agent::None => return Ok(None),
        Agent::At(path) => path.clone(),
        Agent::Environment => match std::env::var_os("SSH_AUTH_SOCK") {
            Some(path) if !path.is_empty() => PathBuf::from(path),
            _ => return Ok(None),
        },
    };
    let failed = |error: Error| format!("the agent {}: {}", path.display(), quoted(&error.to_string()));
    let mut agent = AgentClient::connect_uds(&path).await.map_err(failed)?;
    if let Some(binding) = binding {
        // An agent that does not know sessions needs none.
        let _ = agent.bind_session(binding, false).await;
    }
    let identities = agent.request_identities().await.map_err(failed)?;
    let keys: Vec<PublicKey> = identities
        .into_iter()
        .filter_map(|identity| match identity {
            AgentIdentity::PublicKey { key, .. } => Some(key),
            AgentIdentity::Certificate { .. } => None,
        })
        .take(AGENT_KEYS)
        .collect();
    Ok(Some((agent, keys)).filter(|(_, keys)| !keys.is_empty()))
}
