//! The WASI context of a guest: what the host named, and nothing else.

use std::net::SocketAddr;

use easypy_contract::entry::{Directory, Role, Start};
use easypy_contract::network::{self, Network};
use serde_json::{Map, Value};
use wasmtime::error::Context as _;
use wasmtime_wasi::sockets::SocketAddrUse;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder};

use super::stdio::LogStream;
use crate::module::Entry;

/// # Errors
/// A directory that the grant names cannot be opened.
pub(super) fn context(
    start: &Start,
    entry: Entry,
    [stdout, stderr]: &[LogStream; 2],
) -> wasmtime::Result<WasiCtx> {
    let is_command = entry == Entry::Command;
    // A command knows no other way to get them.
    let kwargs = if is_command { kwargs_as_arguments(&start.role) } else { Vec::new() };
    let mut builder = WasiCtxBuilder::new();
    builder
        // The child has nothing else to do: file operations need no thread.
        .allow_blocking_current_thread(true)
        .stdout(stdout.clone())
        .stderr(stderr.clone())
        .arg(start.file.to_string_lossy())
        .args(&kwargs)
        .args(&start.arguments)
        .envs(&start.environment)
        .allow_tcp(!start.addresses.is_empty())
        .allow_udp(!start.addresses.is_empty())
        .allow_ip_name_lookup(false);
    let addresses = start.addresses.clone();
    builder.socket_addr_check(move |address, what| {
        let may = may_use(&addresses, address, what);
        Box::pin(async move { may })
    });
    // A command's C library takes relative paths against the directory that is called `.`.
    let current = start.directories.first().filter(|_| is_command);
    let current = current.map(|directory| Directory { guest: ".".to_owned(), ..directory.clone() });
    for directory in start.directories.iter().chain(&current) {
        let permissions = if directory.writable { FsPerms::ReadWrite } else { FsPerms::ReadOnly };
        builder
            .preopened_dir(&directory.host, &directory.guest, permissions)
            .with_context(|| format!("cannot open {} for {}", directory.host.display(), directory.guest))?;
    }
    Ok(builder.build())
}

/// Whether a guest may use an address so. It can be no server; what it connects from is the system's choice.
fn may_use(addresses: &[Vec<Network>], address: SocketAddr, what: SocketAddrUse) -> bool {
    match what {
        SocketAddrUse::TcpBind | SocketAddrUse::UdpBind => {
            address.ip().is_unspecified() && address.port() == 0
        }
        SocketAddrUse::TcpConnect | SocketAddrUse::UdpSend | SocketAddrUse::UdpReceive => {
            network::permits(addresses, address)
        }
        SocketAddrUse::TcpListen | SocketAddrUse::TcpAccept => false,
    }
}

/// A task's kwargs as a command's arguments, `--name value`: a text as it is, anything else as JSON.
fn kwargs_as_arguments(role: &Role) -> Vec<String> {
    let Role::Task { kwargs, .. } = role else { return Vec::new() };
    let kwargs: Map<String, Value> = serde_json::from_str(kwargs).unwrap_or_default();
    let pair = |(name, value)| {
        let value = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        [format!("--{name}"), value]
    };
    kwargs.into_iter().flat_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commands_kwargs_are_pairs_of_arguments() {
        let kwargs = r#"{"site": "paris north", "vlan": 10, "all": true, "hosts": ["r1", "r2"]}"#;
        let role = Role::Task { taskid: "t".into(), kwargs: kwargs.into() };
        let expected =
            ["--all", "true", "--hosts", r#"["r1","r2"]"#, "--site", "paris north", "--vlan", "10"];
        assert_eq!(kwargs_as_arguments(&role), expected);
        assert!(kwargs_as_arguments(&Role::Job).is_empty());
    }
}
