//! The testbed as a whole.

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::{Credential, Credentials, Device, DeviceName, Link, LinkName, Map, TestbedName};
use crate::source::Source;

/// A testbed: what [`crate::load`] makes of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Testbed {
    /// The file's name without its ending, if the file gives none.
    pub name: TestbedName,
    pub alias: Option<String>,
    pub credentials: Credentials,
    pub custom: Map,
    pub(crate) devices: IndexMap<DeviceName, Device>,
    pub(crate) aliases: IndexMap<DeviceName, DeviceName>,
    pub(crate) links: IndexMap<LinkName, Link>,
    /// What this program keeps and does not look into: `servers`, `lab_name` …
    pub others: Map,
    pub(crate) files: Vec<MaskedFile>,
}

/// A file of a testbed as it may be passed around: as it was given, with its secrets masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedFile {
    path: PathBuf,
    text: String,
    has_secrets: bool,
}

impl MaskedFile {
    pub(crate) fn new(source: &Source, text: String) -> MaskedFile {
        MaskedFile { path: source.path.clone(), text, has_secrets: !source.secrets.is_empty() }
    }

    /// As the user wrote it, or as the file that names it makes it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether secrets stand in the file itself, and not only what says where they are.
    pub fn has_secrets(&self) -> bool {
        self.has_secrets
    }
}

impl Testbed {
    /// The device of this name or alias.
    pub fn device(&self, name: &str) -> Option<&Device> {
        self.devices.get(name).or_else(|| self.devices.get(self.aliases.get(name)?.as_str()))
    }

    /// In the order of the file.
    pub fn devices(&self) -> impl ExactSizeIterator<Item = &Device> {
        self.devices.values()
    }

    /// Links and segments, in the order in which they are first named.
    pub fn links(&self) -> impl ExactSizeIterator<Item = &Link> {
        self.links.values()
    }

    pub fn link(&self, name: &str) -> Option<&Link> {
        self.links.get(name)
    }

    /// The links that two devices have in common (`device.find_links(other)` of pyATS).
    pub fn links_between<'a>(&'a self, one: &'a Device, other: &'a Device) -> impl Iterator<Item = &'a Link> {
        let on = |link: &Link, device: &Device| link.ends.iter().any(|end| end.device == device.name);
        self.links.values().filter(move |link| on(link, one) && on(link, other))
    }

    /// A login for a connection: what the connection says, else the device, else the testbed.
    pub fn credential<'a>(&'a self, device: &'a Device, via: &str, name: &str) -> Option<&'a Credential> {
        let connection = device.connections.get(via).and_then(|connection| connection.credentials.get(name));
        connection.or_else(|| device.credentials.get(name)).or_else(|| self.credentials.get(name))
    }

    /// Every secret of its logins, also of those that are not used: what must be shown to nobody, and given to no guest.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.devices.values().flat_map(Device::secrets).chain(self.credentials.secrets())
    }

    /// The file it was loaded from, and those that it extends and includes, in the order in which they were
    /// read; for the archive.
    pub fn files(&self) -> &[MaskedFile] {
        &self.files
    }
}
