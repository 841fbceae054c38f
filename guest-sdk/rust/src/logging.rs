//! The log: records of the `log` crate and events of `tracing`, and the levels of loggers (SPEC 3.6).
//!
//! Loggers are named with dots. A record's logger is its target with `.` for `::`; what a guest's own crate
//! logs goes by `pyats.aetest.testscript.<module>` in a testscript and `pyats.easypy.jobs.<crate>` in a job,
//! as pyATS names them.

mod records;
#[cfg(feature = "tracing")]
mod spans;

use std::sync::OnceLock;

use crate::bindings::log;

/// How much a record matters. The names and their order are those of Python's `logging`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Details. `trace!` records are of this level too.
    Debug,
    /// The usual.
    Info,
    /// Something to look at.
    Warning,
    /// Something went wrong.
    Error,
    /// Nothing works any more. No macro of `log` or `tracing` makes these: see [`write()`].
    Critical,
}

impl From<Level> for log::Level {
    fn from(level: Level) -> log::Level {
        match level {
            Level::Debug => log::Level::Debug,
            Level::Info => log::Level::Info,
            Level::Warning => log::Level::Warning,
            Level::Error => log::Level::Error,
            Level::Critical => log::Level::Critical,
        }
    }
}

impl From<log::Level> for Level {
    fn from(level: log::Level) -> Level {
        match level {
            log::Level::Debug => Level::Debug,
            log::Level::Info => Level::Info,
            log::Level::Warning => Level::Warning,
            log::Level::Error => Level::Error,
            log::Level::Critical => Level::Critical,
        }
    }
}

/// Sets a logger's level, for this guest and, in a job, for every task that it starts from then on. The empty
/// name is the root logger, which all others follow unless they have a level of their own.
pub fn set_level(logger: &str, level: Level) {
    log::set_level(logger, Some(level.into()));
}

/// Lets a logger follow its parent again.
pub fn reset_level(logger: &str) {
    log::set_level(logger, None);
}

/// The level below which the logger's records are dropped: its own, or that of its nearest parent that has
/// one. The root logger's is `Info` unless set.
pub fn effective_level(logger: &str) -> Level {
    log::effective_level(logger).into()
}

/// Writes a record by this logger, unless the logger's level is above it.
pub fn write(logger: &str, level: Level, message: &str) {
    log::write(logger, level.into(), message);
}

/// The guest's own crate and the logger of its records.
#[derive(Debug)]
struct Home {
    krate: &'static str,
    logger: String,
}

static HOME: OnceLock<Home> = OnceLock::new();

/// Makes records and events arrive in the log. `module` is the guest's module path; `prefix` goes before
/// `name` in the logger of its own records.
pub(crate) fn install(module: &'static str, prefix: &str, name: &str) {
    let krate = module.split("::").next().unwrap_or(module);
    if HOME.set(Home { krate, logger: format!("{prefix}.{name}") }).is_err() {
        return;
    }
    records::install();
    #[cfg(feature = "tracing")]
    spans::install();
}

/// The logger of a record with this target.
fn logger_of(target: &str) -> String {
    name_logger(HOME.get(), target)
}

fn name_logger(home: Option<&Home>, target: &str) -> String {
    match home {
        Some(home) if target.split("::").next() == Some(home.krate) => home.logger.clone(),
        _ => target.replace("::", "."),
    }
}

#[cfg(test)]
mod tests {
    use super::{Home, name_logger};

    #[test]
    fn own_records_go_by_the_logger_of_the_script_and_others_by_their_path() {
        let home = Home { krate: "vlans", logger: "pyats.aetest.testscript.vlans".into() };
        let name = |target| name_logger(Some(&home), target);
        assert_eq!(name("vlans::inner"), "pyats.aetest.testscript.vlans");
        assert_eq!(name("vlans"), "pyats.aetest.testscript.vlans");
        assert_eq!(name("vlans_helper::x"), "vlans_helper.x");
        assert_eq!(name("mylibrary.part"), "mylibrary.part");
    }
}
