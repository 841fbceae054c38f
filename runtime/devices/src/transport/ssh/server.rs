//! What a server is asked for its key, and what it says when it goes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use easypy_contract::testbed::ConnectFailure;
use russh::client::{ChannelOpenHandle, DisconnectReason, Handler, Msg, Session};
use russh::keys::{PublicKey, PublicKeyOrCertificate};
use russh::{Channel, Error};

use super::super::ConnectError;
use super::super::settings::HostKeys;
use super::super::text::{listed, quoted};
use super::known_hosts::{self, KnownHosts, Verdict, fingerprint};

/// What a connection's task has found out, for those who wait for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Arc<Mutex<Noted>>);

#[derive(Debug, Default)]
struct Noted {
    /// Why the server's key was not taken.
    refused: Option<ConnectError>,
    /// Why the connection ended.
    ended: Option<String>,
}

impl Notes {
    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn refused(&self) -> Option<ConnectError> {
        self.lock().refused.clone()
    }

    pub(super) fn ended(&self) -> Option<String> {
        self.lock().ended.clone()
    }
}

/// How a server's key is judged.
pub(super) struct Checker {
    pub(super) wanted: HostKeys,
    /// Not read if nothing is asked of the key.
    pub(super) known: KnownHosts,
    /// Where they were read from; new keys are recorded in the first.
    pub(super) files: Vec<PathBuf>,
    pub(super) notes: Notes,
}

impl Checker {
    /// Whether the key is taken; why not is noted.
    async fn check(&self, key: &PublicKey) -> bool {
        let judged = match (self.wanted, self.known.verdict(key)) {
            (HostKeys::Ignore, _) | (_, Verdict::Known) => Ok(()),
            (HostKeys::AcceptNew, Verdict::New) => self.record(key).await,
            (_, verdict) => Err(self.why(key, &verdict)),
        };
        match judged {
            Ok(()) => true,
            Err(message) => {
                self.notes.lock().refused = Some(ConnectError::new(ConnectFailure::HostKey, message));
                false
            }
        }
    }

    async fn record(&self, key: &PublicKey) -> Result<(), String> {
        let (Some(file), Some(line)) = (self.files.first().cloned(), self.known.line(key)) else {
            return Ok(());
        };
        let shown = file.display().to_string();
        let recorded = tokio::task::spawn_blocking(move || known_hosts::record(&file, &line)).await;
        let why = match recorded {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        Err(format!(
            "the host key of {} is new and could not be recorded in {shown} ({why}); it would be taken for new each time",
            self.known.name
        ))
    }

    fn why(&self, key: &PublicKey, verdict: &Verdict) -> String {
        let name = &self.known.name;
        let shown = format!("{} {}", key.algorithm(), fingerprint(key));
        let line = self.known.line(key).unwrap_or_default();
        match verdict {
            Verdict::Known | Verdict::New => {
                let files: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
                let unread = match self.known.unread() {
                    [] => String::new(),
                    unread => format!(" (not read: {})", unread.join(", ")),
                };
                format!(
                    "the host key of {name} is not known: it shows {shown}, and {} says nothing of it{unread}. If that is the \
                     device's fingerprint, add this line there, or set `host_keys: accept-new`: {line}",
                    listed(&files, "or")
                )
            }
            Verdict::OtherKinds(kinds) => format!(
                "the host key of {name} is not known: it shows {shown}, and known are only {}. If that is the device's \
                 fingerprint, add this line: {line}",
                listed(kinds, "and")
            ),
            Verdict::Changed { place, file, fingerprint } => format!(
                "the host key of {name} has changed: it shows {shown}, and {place} knows it by {fingerprint}. Somebody may stand \
                 between you and the device, or it was installed anew. If it was, remove the old key \
                 (ssh-keygen -R '{name}' -f '{}') and add the new one: {line}",
                file.display()
            ),
            Verdict::Revoked { place } => {
                format!(
                    "the host key of {name}, {shown}, is revoked by {place}; do not trust whoever shows it"
                )
            }
        }
    }
}

impl Handler for Checker {
    type Error = Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, Error> {
        match shown {
            PublicKeyOrCertificate::PublicKey { key, .. } => Ok(self.check(key).await),
            // None was asked for.
            PublicKeyOrCertificate::Certificate(_) => Ok(false),
        }
    }

    async fn disconnected(&mut self, reason: DisconnectReason<Error>) -> Result<(), Error> {
        let text = match reason {
            DisconnectReason::ReceivedDisconnect(info) => match quoted(&info.message) {
                empty if empty.is_empty() => format!("the server ended it ({:?})", info.reason_code),
                message => format!("the server ended it: {message}"),
            },
            DisconnectReason::Error(Error::Disconnect | Error::HUP) => "the server closed it".to_owned(),
            DisconnectReason::Error(Error::KeepaliveTimeout) => {
                "the server does not answer any more (the setting `keepalive`)".to_owned()
            }
            DisconnectReason::Error(Error::IO(error))
                if error.kind() == std::io::ErrorKind::UnexpectedEof =>
            {
                "the server closed it".to_owned()
            }
            DisconnectReason::Error(error) => quoted(&error.to_string()),
        };
        self.notes.lock().ended.get_or_insert(text);
        Ok(())
    }

    // A server opens nothing towards us; who does not answer refuses.

    async fn server_channel_open_forwarded_tcpip(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn server_channel_open_forwarded_streamlocal(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn server_channel_open_agent_forward(
        &mut self,
        _: Channel<Msg>,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn server_channel_open_session(
        &mut self,
        _: Channel<Msg>,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn server_channel_open_direct_tcpip(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn server_channel_open_direct_streamlocal(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn server_channel_open_x11(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        Ok(())
    }
}
