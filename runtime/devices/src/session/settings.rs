//! What a testbed says of how a session goes, in this program's words and in pyATS's.

use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use easypy_testbed::model::{Map, Value};

use crate::transport::{ConnectError, Way};

/// How long a command may take (Unicon's `EXEC_TIMEOUT`).
const EXECUTE: Duration = Duration::from_secs(60);
/// How long a line of configuration may take (Unicon's `CONFIG_TIMEOUT`).
const CONFIGURE: Duration = Duration::from_secs(60);
/// The longest that any time may be, in seconds.
const LONGEST: f64 = 7.0 * 24.0 * 3600.0;
/// Commands that are sent after a login.
const COMMANDS: usize = 1000;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) execute: Duration,
    pub(crate) configure: Duration,
    /// Instead of the platform's.
    pub(crate) commands: Option<Vec<String>>,
    /// Lines of configuration after a login.
    pub(crate) configuration: Vec<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { execute: EXECUTE, configure: CONFIGURE, commands: None, configuration: Vec::new() }
    }
}

impl Settings {
    pub(crate) fn of(way: &Way<'_>) -> Result<Settings, ConnectError> {
        let connection = way.connection;
        let defaults = &way.device.connections.defaults.arguments;
        let maps = [&connection.settings, &connection.arguments, defaults];
        let find = |names: &[&'static str]| find(&maps, names);
        Ok(Settings {
            execute: seconds(find(&["execute_timeout", "exec_timeout", "EXEC_TIMEOUT"]))?.unwrap_or(EXECUTE),
            configure: seconds(find(&["configure_timeout", "config_timeout", "CONFIG_TIMEOUT"]))?
                .unwrap_or(CONFIGURE),
            commands: lines(find(&["initial_commands", "init_exec_commands", "HA_INIT_EXEC_COMMANDS"]))?,
            configuration: lines(find(&[
                "initial_configuration",
                "init_config_commands",
                "HA_INIT_CONFIG_COMMANDS",
            ]))?
            .unwrap_or_default(),
        })
    }
}

fn find<'a>(maps: &[&'a Map; 3], names: &[&'static str]) -> Option<(&'static str, &'a Value)> {
    let in_map = |map: &&'a Map| {
        names.iter().find_map(|name| Some((*name, map.get(*name).filter(|value| **value != Value::Null)?)))
    };
    maps.iter().find_map(in_map)
}

/// The value is not shown: it may be a secret that went astray.
fn wrong(name: &str, expected: &str) -> ConnectError {
    ConnectError { kind: ConnectFailure::Unsupported, message: format!("the setting `{name}` is {expected}") }
}

fn seconds(found: Option<(&'static str, &Value)>) -> Result<Option<Duration>, ConnectError> {
    let Some((name, value)) = found else { return Ok(None) };
    #[expect(clippy::cast_precision_loss, reason = "what is too large to be exact is refused")]
    let number = match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    let number = number.filter(|number| *number > 0.0 && *number <= LONGEST);
    match number.and_then(|number| Duration::try_from_secs_f64(number).ok()) {
        Some(duration) => Ok(Some(duration)),
        None => Err(wrong(name, "a number of seconds above 0, at most a week")),
    }
}

fn lines(found: Option<(&'static str, &Value)>) -> Result<Option<Vec<String>>, ConnectError> {
    let Some((name, value)) = found else { return Ok(None) };
    let lines: Option<Vec<String>> = match value {
        Value::Text(text) => Some(text.lines().map(str::to_owned).collect()),
        Value::List(values) => values
            .iter()
            .map(|value| match value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    };
    let fits = |line: &String| !line.contains(char::is_control);
    let lines = lines.filter(|lines| lines.len() <= COMMANDS && lines.iter().all(fits));
    lines.map(Some).ok_or_else(|| wrong(name, "a list of commands, each on one line"))
}
