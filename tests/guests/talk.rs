//! Steps on devices, as a plan writes them; what comes of one is JSON: `{"ok": …}` or `{"error": kind, "message": …}`.

use std::time::Duration;

use easypy::prelude::*;
use easypy::testbed::{Output, connect_all, lease};
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// One step. Times are in seconds.
#[derive(Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case")]
pub enum Talk {
    /// The testbed as it is shown.
    Topology,
    Connect {
        device: String,
        via: Option<String>,
        timeout: Option<f64>,
    },
    /// All devices at once; whether each is.
    ConnectAll,
    Execute {
        device: String,
        via: Option<String>,
        commands: Vec<String>,
        timeout: Option<f64>,
        #[serde(default)]
        allow_errors: bool,
        #[serde(default)]
        replies: Vec<(String, String)>,
        limit: Option<u64>,
        /// Only how long the answers are, in bytes.
        #[serde(default)]
        measure: bool,
    },
    Configure {
        device: String,
        via: Option<String>,
        lines: Vec<String>,
    },
    Send {
        device: String,
        text: String,
    },
    Expect {
        device: String,
        patterns: Vec<String>,
        timeout: Option<f64>,
    },
    IsConnected {
        device: String,
    },
    Mode {
        device: String,
    },
    Disconnect {
        device: String,
        via: Option<String>,
    },
    /// Held until this guest ends, or until `release`.
    Lease {
        devices: Vec<String>,
        timeout: Option<f64>,
    },
    Release,
}

/// The leases that a guest holds.
#[derive(Default)]
pub struct Held(Vec<Lease>);

/// Does a step.
pub fn talk(step: Talk, held: &mut Held) -> Json {
    match try_talk(step, held) {
        Ok(said) => json!({"ok": said}),
        Err(error) => {
            let debug = format!("{error:?}");
            let kind: String = debug.chars().take_while(|c| c.is_alphanumeric()).collect();
            let mut said = json!({"error": kind, "message": error.to_string()});
            match error {
                DeviceError::Connect { kind, .. } => {
                    let kind = format!("{kind:?}");
                    said["kind"] = json!(kind.rsplit("::").next());
                }
                DeviceError::Timeout { output, .. }
                | DeviceError::Command { output, .. }
                | DeviceError::Closed { output, .. } => said["output"] = json!(output.as_str()),
                _ => {}
            }
            said
        }
    }
}

fn try_talk(step: Talk, held: &mut Held) -> easypy::testbed::Result<Json> {
    let seconds = |timeout: Option<f64>| timeout.map(Duration::from_secs_f64);
    let device = |name: &str, via: Option<String>| {
        let device = runtime().testbed()?.device(name)?;
        Ok::<_, DeviceError>(match via {
            Some(via) => device.via(via),
            None => device,
        })
    };
    Ok(match step {
        Talk::Topology => {
            let testbed = runtime().testbed()?;
            let names: Vec<_> = testbed.devices().map(|device| device.name().to_owned()).collect();
            json!({"name": testbed.name(), "devices": names})
        }
        Talk::Connect { device: name, via, timeout } => {
            let connected = device(&name, via)?.connect_within(seconds(timeout))?;
            json!({"via": connected.via, "mode": connected.mode, "hostname": connected.hostname, "new": connected.new})
        }
        Talk::ConnectAll => {
            let devices: Vec<Device> = runtime().testbed()?.devices().collect();
            connect_all(&devices).iter().map(|connected| json!(connected.is_ok())).collect()
        }
        Talk::Execute { device: name, via, commands, timeout, allow_errors, replies, limit, measure } => {
            let mut exchange = Exchange::new();
            if let Some(timeout) = seconds(timeout) {
                exchange = exchange.timeout(timeout);
            }
            if allow_errors {
                exchange = exchange.allow_errors();
            }
            if let Some(limit) = limit {
                exchange = exchange.output_limit(limit);
            }
            for (pattern, answer) in replies {
                exchange = exchange.reply(pattern, answer);
            }
            let outputs = device(&name, via)?.execute_all(commands, &exchange)?;
            let one = |output: &Output| match measure {
                true => json!({"bytes": output.len(), "cut": output.cut()}),
                false => json!(output.as_str()),
            };
            outputs.iter().map(one).collect()
        }
        Talk::Configure { device: name, via, lines } => {
            let configured = device(&name, via)?.configure(lines)?;
            json!({"output": configured.output.as_str(), "mode": configured.mode})
        }
        Talk::Send { device: name, text } => {
            device(&name, None)?.send(&text)?;
            Json::Null
        }
        Talk::Expect { device: name, patterns, timeout } => {
            let matched = device(&name, None)?.expect(patterns, seconds(timeout))?;
            json!({"index": matched.index, "before": matched.before.as_str(), "groups": matched.groups})
        }
        Talk::IsConnected { device: name } => json!(device(&name, None)?.is_connected()?),
        Talk::Mode { device: name } => json!(device(&name, None)?.mode()?),
        Talk::Disconnect { device: name, via } => {
            device(&name, via)?.disconnect()?;
            Json::Null
        }
        Talk::Lease { devices, timeout } => {
            let lease = lease(devices, seconds(timeout))?;
            let number = lease.number();
            held.0.push(lease);
            json!(number)
        }
        Talk::Release => {
            for lease in held.0.drain(..) {
                lease.release()?;
            }
            Json::Null
        }
    })
}
