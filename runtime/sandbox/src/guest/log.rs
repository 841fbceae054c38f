//! The `log` capability: records go straight to the file, levels are told to the host so that a job's tasks
//! inherit them.

use easypy_contract::Notice;
use easypy_contract::entry::Role;
use easypy_contract::limits::NAME_BYTES;
use easypy_contract::log;

use super::Guest;
use crate::bindings::easypy::runtime::log::{Host, Level};

impl Host for Guest {
    fn write(&mut self, logger: String, level: Level, message: String) -> wasmtime::Result<()> {
        let level = log::Level::from(level);
        if level >= self.levels.effective(&logger) {
            self.log().record(&logger, level, &message)?;
        }
        Ok(())
    }

    fn effective_level(&mut self, logger: String) -> wasmtime::Result<Level> {
        Ok(self.levels.effective(&logger).into())
    }

    fn set_level(&mut self, logger: String, level: Option<Level>) -> wasmtime::Result<()> {
        if logger.len() > NAME_BYTES {
            wasmtime::bail!("set-level: a logger's name of {} bytes", logger.len());
        }
        let level = level.map(Into::into);
        self.levels.set(logger.clone(), level);
        if self.start.role == Role::Job {
            self.link.tell(Notice::Log(log::Notice::SetLevel { logger, level }))?;
        }
        Ok(())
    }

    fn levels(&mut self) -> wasmtime::Result<Vec<(String, Level)>> {
        Ok(self.levels.own().map(|(logger, level)| (logger.to_owned(), level.into())).collect())
    }
}
