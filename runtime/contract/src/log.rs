//! The `log` capability. Records never cross the socket: the child writes them to its log itself. Only the
//! levels that a job sets do, so that the tasks it starts afterwards inherit them.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    Debug,
    Info,
    Warning,
    Error,
    Critical,
}

impl Level {
    /// The word of a log line.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
            Level::Critical => "CRITICAL",
        }
    }

    /// The digit of a log line (SPEC 3.5).
    pub fn severity(self) -> u8 {
        match self {
            Level::Debug => 7,
            Level::Info => 6,
            Level::Warning => 4,
            Level::Error => 3,
            Level::Critical => 2,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The tag of a log line: the second part of `pyats.X…` and `genie.X…` loggers (the latter's is GENIE), the first part of
/// all others, upper case; testscripts (`pyats.aetest.testscript…`) are SCRIPT, the root logger is ROOT (SPEC 3.5).
pub fn tag(logger: &str) -> String {
    let mut parts = logger.split(['.']).filter(|p| !p.is_empty());
    let part = match (parts.next(), parts.next(), parts.next()) {
        (Some("pyats"), Some("aetest"), Some("testscript")) => "script",
        (Some("pyats"), Some(second), _) => second,
        (Some(first), ..) => first,
        (None, ..) => "root",
    };
    part.chars().filter(|c| !c.is_control()).take(40).collect::<String>().to_uppercase()
}

/// The levels of loggers that have one of their own. A logger without follows its nearest parent by dots; the root logger
/// (the empty name) is at `Info` unless set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    own: std::collections::BTreeMap<String, Level>,
}

impl Levels {
    pub fn new(own: impl IntoIterator<Item = (String, Level)>) -> Levels {
        Levels { own: own.into_iter().collect() }
    }

    /// Sets a logger's own level; `None` lets it follow its parent again.
    pub fn set(&mut self, logger: String, level: Option<Level>) {
        match level {
            Some(level) => self.own.insert(logger, level),
            None => self.own.remove(&logger),
        };
    }

    pub fn effective(&self, logger: &str) -> Level {
        let mut name = logger;
        loop {
            if let Some(level) = self.own.get(name) {
                return *level;
            }
            match name.rsplit_once('.') {
                Some((parent, _)) => name = parent,
                None if name.is_empty() => return Level::Info,
                None => name = "",
            }
        }
    }

    pub fn own(&self) -> impl ExactSizeIterator<Item = (&str, Level)> {
        self.own.iter().map(|(name, level)| (name.as_str(), *level))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    SetLevel { logger: String, level: Option<Level> },
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels, tag};

    #[test]
    fn tags_are_those_of_pyats() {
        for (logger, expected) in [
            ("pyats.easypy.main", "EASYPY"),
            ("pyats.aetest.base", "AETEST"),
            ("pyats.aetest.testscript.script_one", "SCRIPT"),
            ("mylibrary", "MYLIBRARY"),
            ("my.lib.sub", "MY"),
            ("genie.libs", "GENIE"),
            ("", "ROOT"),
            ("stdout", "STDOUT"),
        ] {
            assert_eq!(tag(logger), expected, "{logger}");
        }
    }

    #[test]
    fn a_logger_follows_its_nearest_parent_that_has_a_level() {
        let mut levels = Levels::default();
        assert_eq!(levels.effective("a.b.c"), Level::Info);
        levels.set(String::new(), Some(Level::Debug));
        levels.set("a.b".into(), Some(Level::Error));
        assert_eq!(levels.effective("a.b.c"), Level::Error);
        assert_eq!(levels.effective("a"), Level::Debug);
        levels.set("a.b".into(), None);
        assert_eq!(levels.effective("a.b.c"), Level::Debug);
    }
}
