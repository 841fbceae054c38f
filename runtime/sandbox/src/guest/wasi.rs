//! The WASI context of a guest: what the host named, and nothing else.

use easypy_contract::entry::{Role, Start};
use serde_json::{Map, Value};
use wasmtime::error::Context as _;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder};

use super::stdio::LogStream;

/// `kwargs`: those of a plain command, which knows no other way to get them.
///
/// # Errors
/// A directory that the grant names cannot be opened.
pub(super) fn context(
    start: &Start,
    kwargs: &[String],
    [stdout, stderr]: &[LogStream; 2],
) -> wasmtime::Result<WasiCtx> {
    let mut builder = WasiCtxBuilder::new();
    builder
        // The child has nothing else to do: file operations need no thread.
        .allow_blocking_current_thread(true)
        .stdout(stdout.clone())
        .stderr(stderr.clone())
        .arg(start.file.to_string_lossy())
        .args(kwargs)
        .args(&start.arguments)
        .envs(&start.environment)
        .allow_tcp(false)
        .allow_udp(false)
        .allow_ip_name_lookup(false);
    if let Some(home) = start.directories.first() {
        builder.initial_cwd(&home.guest);
    }
    for directory in &start.directories {
        let permissions = if directory.writable { FsPerms::ReadWrite } else { FsPerms::ReadOnly };
        builder
            .preopened_dir(&directory.host, &directory.guest, permissions)
            .with_context(|| format!("cannot open {} for {}", directory.host.display(), directory.guest))?;
    }
    Ok(builder.build())
}

/// A task's kwargs as a command's arguments, `--name value`: a text as it is, anything else as JSON.
pub(super) fn kwargs_as_arguments(role: &Role) -> Vec<String> {
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
