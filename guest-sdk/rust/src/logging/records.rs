//! Records of the `log` crate.

use log::{LevelFilter, Log, Metadata, Record};

use super::{Level, effective_level, logger_of, write};

struct Records;

pub(super) fn install() {
    // A guest that has set a logger of its own keeps it.
    if log::set_logger(&Records).is_ok() {
        // The host's levels decide, record by record: they can change at any time.
        log::set_max_level(LevelFilter::Trace);
    }
}

fn level_of(level: log::Level) -> Level {
    match level {
        log::Level::Error => Level::Error,
        log::Level::Warn => Level::Warning,
        log::Level::Info => Level::Info,
        log::Level::Debug | log::Level::Trace => Level::Debug,
    }
}

impl Log for Records {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        level_of(metadata.level()) >= effective_level(&logger_of(metadata.target()))
    }

    fn log(&self, record: &Record<'_>) {
        let (logger, level) = (logger_of(record.target()), level_of(record.level()));
        // Asked first, because writing the message out costs more than asking.
        if level >= effective_level(&logger) {
            match record.args().as_str() {
                Some(message) => write(&logger, level, message),
                None => write(&logger, level, &record.args().to_string()),
            }
        }
    }

    fn flush(&self) {}
}
