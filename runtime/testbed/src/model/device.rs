//! A device.

use indexmap::IndexMap;

use super::{Connections, Credentials, DeviceName, Interface, InterfaceName, Map, Value};

/// A device of the testbed.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    pub name: DeviceName,
    /// Another name; no device's name or alias is another's.
    pub alias: Option<DeviceName>,
    pub kind: Option<String>,
    /// By this the platform is chosen. pyATS only warns if it is missing, and so does `load`.
    pub os: Option<String>,
    pub platform: Option<String>,
    pub version: Option<String>,
    pub model: Option<String>,
    /// The other facts that are texts, by their keys: `series`, `role`, `pid`, `chassis_type` …
    pub facts: IndexMap<&'static str, String>,
    pub connections: Connections,
    pub credentials: Credentials,
    pub custom: Map,
    /// From `topology`, in the order of the file.
    pub interfaces: IndexMap<InterfaceName, Interface>,
    /// What this program keeps and does not look into: `management`, `clean`, `peripherals` …
    pub others: Map,
}

impl Device {
    /// Every secret of its own logins.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let of_connections =
            self.connections.iter().flat_map(|(_, connection)| connection.credentials.secrets());
        of_connections.chain(self.credentials.secrets())
    }

    /// The interface of this name or alias; a name goes before an alias.
    pub fn interface(&self, name: &str) -> Option<&Interface> {
        let alias = || {
            self.interfaces
                .values()
                .find(|interface| interface.alias.as_ref().is_some_and(|alias| alias.as_str() == name))
        };
        self.interfaces.get(name).or_else(alias)
    }

    /// The value at a path within `custom`.
    pub fn custom_at<S: AsRef<str>>(&self, path: &[S]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        self.custom.get(first.as_ref())?.at(rest)
    }

    /// What it is called in the testbed's own words: the alias if it has one.
    pub fn shown(&self) -> &DeviceName {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}
