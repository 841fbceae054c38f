//! The `log` capability: the levels that a job sets, which the tasks it starts afterwards inherit. Records
//! themselves never come here.

use easypy_contract::limits::LimitHit;
use easypy_contract::log::{Level, Levels, Notice};

use crate::broker::{Broker, Violation};
use crate::child::ChildId;

/// How many loggers may have a level of their own.
const LOGGERS: usize = 10_000;

pub(crate) struct LevelsState(Levels);

impl LevelsState {
    pub(crate) fn new(levels: Vec<(String, Level)>) -> LevelsState {
        LevelsState(Levels::new(levels))
    }

    /// Levels by logger, as a child starts with them.
    pub(crate) fn own(&self) -> Vec<(String, Level)> {
        self.0.own().map(|(logger, level)| (logger.to_owned(), level)).collect()
    }
}

impl Broker {
    pub(crate) fn tell_log(&mut self, child: ChildId, notice: Notice) -> Result<(), Violation> {
        let Notice::SetLevel { logger, level } = notice;
        if child != ChildId::JOB {
            // A task's levels are its own affair.
            return Ok(());
        }
        let levels = &mut self.levels.0;
        levels.set(logger, level);
        if levels.own().len() > LOGGERS {
            return Err(Violation::Limit(LimitHit::new("loggers", LOGGERS)));
        }
        Ok(())
    }
}
