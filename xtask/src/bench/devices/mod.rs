//! Sessions on devices: what they add to what the device itself takes.
//!
//! The devices are of `easypy-peers`: Unicon's mock devices, which are Python processes, and a router that answers
//! at once or after as long as it is told, in threads of this process. All are on 127.0.0.1.

mod bare;
mod connect;
mod execute;
mod output;
mod parallel;
mod unicon;

use std::fs;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context as _, Result, format_err};
use easypy_peers::FaultyServer;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::context::Context;
use crate::setup;

pub(super) use connect::BENCH as CONNECT;
pub(super) use execute::BENCH as EXECUTE;
pub(super) use output::BENCH as OUTPUT;
pub(super) use parallel::BENCH as PARALLEL;
pub(super) use unicon::BENCH as UNICON;

/// What a task told of one device.
#[derive(Debug, Deserialize)]
struct Talked {
    connect_ns: f64,
    execute_ns: Vec<f64>,
}

/// What the job told of all devices: until the last had connected, and until the last had its last answer.
#[derive(Debug, Deserialize)]
struct AllTalked {
    connect_ns: f64,
    execute_ns: f64,
}

/// A testbed's file: devices by name, each an IOS XE with its one connection.
struct Testbed {
    devices: Map<String, Value>,
    custom: Value,
}

impl Testbed {
    fn new() -> Testbed {
        Testbed { devices: Map::new(), custom: json!({}) }
    }

    /// What the Python testscript does.
    fn asking(self, command: &str, times: usize) -> Testbed {
        Testbed { custom: json!({ "command": command, "times": times }), ..self }
    }

    fn device(mut self, name: &str, connection: Value) -> Testbed {
        let device = json!({ "os": "iosxe", "type": "router", "connections": { "cli": connection } });
        self.devices.insert(name.to_owned(), device);
        self
    }

    /// Routers `D1`, `D2` …
    fn routers(self, routers: &[FaultyServer]) -> Testbed {
        let numbered = (1..).zip(routers);
        numbered.fold(self, |testbed, (n, router)| testbed.device(&format!("D{n}"), telnet(router.port())))
    }

    /// Writes it: JSON is YAML, too.
    ///
    /// # Errors
    /// It cannot be written.
    fn write(&self, context: &Context<'_>, name: &str) -> Result<PathBuf> {
        let credentials = json!({
            "default": { "username": "admin", "password": "cisco123" }, "enable": { "password": "en123" },
        });
        let testbed = json!({
            "testbed": { "name": "bench", "credentials": credentials, "custom": self.custom },
            "devices": self.devices,
        });
        let file = context.easypy.directory().join(format!("{name}.yaml"));
        fs::write(&file, format!("{testbed:#}\n"))
            .with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }
}

/// A way in by telnet.
fn telnet(port: u16) -> Value {
    json!({ "protocol": "telnet", "ip": "127.0.0.1", "port": port })
}

/// Routers with the names `D1`, `D2` …, each at its prompt as soon as somebody comes.
fn routers(count: usize) -> Result<Vec<FaultyServer>> {
    let router = |n: usize| FaultyServer::builder().hostname(&format!("D{n}")).start();
    started(|| (1..=count).map(router).collect())
}

/// Peers, which panic when they cannot be started.
///
/// # Errors
/// They did.
fn started<T: Send>(start: impl FnOnce() -> T + Send) -> Result<T> {
    let joined = thread::scope(|scope| scope.spawn(start).join());
    joined.map_err(|_| format_err!("the devices do not start: see above"))
}

/// For a bench that talks to Unicon's mock devices.
fn install_mocks(context: &Context<'_>) -> Result<()> {
    easypy_peers::look_in(&setup::peers::find_or_install(context.workspace)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_that_do_not_start_are_an_error() {
        assert_eq!(started(|| 1).unwrap(), 1);
        assert!(started::<()>(|| panic!("no port")).is_err());
    }
}
