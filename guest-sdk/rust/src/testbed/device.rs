//! One device.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;
use std::time::Duration;

use super::topology::{DeviceFacts, Topology};
use super::{DeviceError, Exchange, Lease, Result, lease};
use crate::bindings::testbed;
use crate::task::nanoseconds;

/// A device of the testbed, by its default way in or one that [`via`](Device::via) names.
///
/// ```no_run
/// # use easypy::prelude::*;
/// # fn script() -> easypy::Result {
/// let uut = runtime().testbed()?.device("uut")?;
/// uut.connect()?;
/// let version = uut.execute("show version")?;
/// easypy::ensure!(version.contains("17.9"), "another version: {version}");
/// uut.configure(["interface Gi1", "no shutdown"])?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Device {
    topology: Rc<Topology>,
    name: String,
    via: Option<String>,
}

/// What a device said: line ends are `\n`; without the command's echo, the prompt behind it, and escape codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    text: String,
    cut: u64,
}

impl Output {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many bytes were left out at its end, to keep to the limit; 0 if it is whole.
    pub fn cut(&self) -> u64 {
        self.cut
    }

    /// The text itself.
    pub fn into_string(self) -> String {
        self.text
    }
}

impl Deref for Output {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<testbed::Output> for Output {
    fn from(output: testbed::Output) -> Output {
        Output { text: output.text, cut: output.cut }
    }
}

/// A session after connecting.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connected {
    pub via: String,
    /// as the platform names it: `exec`, `enable` …
    pub mode: String,
    /// as the device's prompt has it
    pub hostname: String,
    /// whether this call opened it; else it was open already
    pub new: bool,
}

/// What came of lines in configuration mode.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Configured {
    pub output: Output,
    /// the mode afterwards
    pub mode: String,
}

/// What [`Device::expect`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matched {
    /// which of the patterns, from 0
    pub index: usize,
    /// what was said before it
    pub before: Output,
    /// the match and its groups
    pub groups: Vec<Option<String>>,
}

impl Device {
    pub(super) fn new(topology: Rc<Topology>, name: &str) -> Device {
        Device { topology, name: name.to_owned(), via: None }
    }

    /// Its name in the testbed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the testbed's file says of it.
    pub fn facts(&self) -> &DeviceFacts {
        // It was made of this name.
        &self.topology.devices[&self.name]
    }

    /// The same device by another way in.
    pub fn via(&self, via: impl Into<String>) -> Device {
        Device { via: Some(via.into()), ..self.clone() }
    }

    /// Opens the session with all that its login takes, or takes part in the one that is open.
    ///
    /// # Errors
    /// [`DeviceError::Connect`] and its kind; [`DeviceError::Denied`].
    pub fn connect(&self) -> Result<Connected> {
        self.connect_within(None)
    }

    /// The same, within a time.
    ///
    /// # Errors
    /// As [`Device::connect`].
    pub fn connect_within(&self, timeout: impl Into<Option<Duration>>) -> Result<Connected> {
        let timeout = timeout.into().map(nanoseconds);
        let connected = testbed::connect(&self.name, self.via.as_deref(), timeout)?;
        Ok(Connected {
            via: connected.via,
            mode: connected.mode,
            hostname: connected.hostname,
            new: connected.new,
        })
    }

    /// Begins to open the session and does not wait for it: [`connect`](Device::connect) then waits for the rest, and is told what
    /// went wrong. [`connect_all`](super::connect_all) does so with several devices.
    ///
    /// # Errors
    /// [`DeviceError::Denied`], [`DeviceError::UnknownVia`].
    pub fn prepare(&self) -> Result {
        Ok(testbed::prepare(&self.name, self.via.as_deref(), None)?)
    }

    /// Sends a command and returns its answer.
    ///
    /// # Errors
    /// [`DeviceError::Command`] if the device refuses it, [`DeviceError::Timeout`], [`DeviceError::Closed`],
    /// [`DeviceError::Denied`], [`DeviceError::NotConnected`].
    pub fn execute(&self, command: impl Into<String>) -> Result<Output> {
        self.execute_with(command, &Exchange::new())
    }

    /// The same, with a time-out, answers to questions …
    ///
    /// # Errors
    /// As [`Device::execute`].
    pub fn execute_with(&self, command: impl Into<String>, exchange: &Exchange) -> Result<Output> {
        let mut outputs = self.execute_all([command.into()], exchange)?;
        outputs.pop().ok_or_else(|| DeviceError::InvalidArgument("the host gave no answer".to_owned()))
    }

    /// Sends commands, each after the answer to the one before it, with no other guest's in between.
    ///
    /// # Errors
    /// As [`Device::execute`]; the first one that fails ends it.
    pub fn execute_all<C: Into<String>>(
        &self,
        commands: impl IntoIterator<Item = C>,
        exchange: &Exchange,
    ) -> Result<Vec<Output>> {
        let commands: Vec<String> = commands.into_iter().map(Into::into).collect();
        let outputs = testbed::execute(&self.name, self.via.as_deref(), &commands, exchange.inner())?;
        Ok(outputs.into_iter().map(Output::from).collect())
    }

    /// Sends lines in configuration mode, commits where the platform does, and leaves it, also after an error.
    ///
    /// # Errors
    /// [`DeviceError::Command`] names the line that was refused; else as [`Device::execute`].
    pub fn configure<L: Into<String>>(&self, lines: impl IntoIterator<Item = L>) -> Result<Configured> {
        self.configure_with(lines, &Exchange::new())
    }

    /// The same, with a time-out, answers to questions …
    ///
    /// # Errors
    /// As [`Device::configure`].
    pub fn configure_with<L: Into<String>>(
        &self,
        lines: impl IntoIterator<Item = L>,
        exchange: &Exchange,
    ) -> Result<Configured> {
        let lines: Vec<String> = lines.into_iter().map(Into::into).collect();
        let configured = testbed::configure(&self.name, self.via.as_deref(), &lines, exchange.inner())?;
        Ok(Configured { output: configured.output.into(), mode: configured.mode })
    }

    /// Exclusive use of the device, until the lease is dropped. Waiting is fair.
    ///
    /// # Errors
    /// [`DeviceError::Deadlock`] when guests wait for each other.
    pub fn lease(&self) -> Result<Lease> {
        lease([self.name.as_str()], None)
    }

    /// Sends a text as it is: a conversation, for which the device must be leased.
    ///
    /// # Errors
    /// [`DeviceError::NotLeased`]; else as [`Device::execute`].
    pub fn send(&self, text: &str) -> Result {
        Ok(testbed::send(&self.name, self.via.as_deref(), text)?)
    }

    /// Waits until what the device says fits one of the patterns (regular expressions), and takes all up to its end.
    ///
    /// # Errors
    /// [`DeviceError::NotLeased`], [`DeviceError::Timeout`]; else as [`Device::execute`].
    pub fn expect<P: Into<String>>(
        &self,
        patterns: impl IntoIterator<Item = P>,
        timeout: impl Into<Option<Duration>>,
    ) -> Result<Matched> {
        let patterns: Vec<String> = patterns.into_iter().map(Into::into).collect();
        let timeout = timeout.into().map(nanoseconds);
        let matched = testbed::expect(&self.name, self.via.as_deref(), &patterns, timeout)?;
        Ok(Matched { index: matched.index as usize, before: matched.before.into(), groups: matched.groups })
    }

    /// Whether this guest is connected and the session is open.
    ///
    /// # Errors
    /// [`DeviceError::UnknownVia`].
    pub fn is_connected(&self) -> Result<bool> {
        Ok(testbed::is_connected(&self.name, self.via.as_deref())?)
    }

    /// The mode that the session is in.
    ///
    /// # Errors
    /// [`DeviceError::NotConnected`].
    pub fn mode(&self) -> Result<String> {
        Ok(testbed::mode(&self.name, self.via.as_deref())?)
    }

    /// Takes no part in the session any more. It is closed when no guest does.
    ///
    /// # Errors
    /// [`DeviceError::UnknownVia`].
    pub fn disconnect(&self) -> Result {
        Ok(testbed::disconnect(&self.name, self.via.as_deref())?)
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Device").field("name", &self.name).field("via", &self.via).finish_non_exhaustive()
    }
}
