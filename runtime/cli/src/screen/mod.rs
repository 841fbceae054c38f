//! What people see while a run goes on.
//!
//! [`State`] is a pure function of the journal's records and says which lines are to be shown and what is
//! running. It is fed on the thread of the run and never waits. The [`Painter`] is a thread of its own that
//! takes what is to be shown ten times a second, follows the logs, and is the only one that writes to the
//! terminal: a slow terminal slows nothing down, and what it cannot take is left out and counted.
//!
//! Lines have pyATS' form (SPEC 3.5) and are the same on a terminal and in a file; on a terminal there are
//! colours, and below them a live line for each running task. All of it goes to standard output, as pyATS has
//! it; what is not a terminal gets no live lines.

mod follow;
mod line;
mod live;
mod painter;
mod state;
mod terminal;

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use easypy_contract::log::Level;
use easypy_report::journal::{Event, Record};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::args::Verbosity;
use line::Line;
use painter::Painter;
use state::State;

/// What the screen is to be like.
pub(crate) struct ScreenSettings {
    pub(crate) verbosity: Verbosity,
    pub(crate) colour: bool,
    /// Whether there are live lines.
    pub(crate) live: bool,
    /// Where the logs are.
    pub(crate) runinfo: PathBuf,
    /// In which times are shown.
    pub(crate) zone: TimeZone,
}

/// The screen of a run. What is shown last is shown when it is dropped or [finished](Screen::finish).
pub(crate) struct Screen {
    shared: Arc<Shared>,
    painter: Option<JoinHandle<()>>,
    runinfo: PathBuf,
}

/// What the run's thread and the painter have in common.
struct Shared {
    board: Mutex<Board>,
    /// Rung when the run is over.
    over: Condvar,
}

struct Board {
    state: State,
    over: bool,
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        // What a panic left behind is good enough to be shown.
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Screen {
    /// Starts the painter.
    ///
    /// # Errors
    /// There is no thread to be had.
    pub(crate) fn start(settings: ScreenSettings) -> std::io::Result<Screen> {
        let shared = Arc::new(Shared {
            board: Mutex::new(Board { state: State::new(settings.verbosity), over: false }),
            over: Condvar::new(),
        });
        let runinfo = settings.runinfo.clone();
        let painter = Painter::new(settings, Arc::clone(&shared));
        let painter = std::thread::Builder::new().name("screen".into()).spawn(move || painter.run())?;
        Ok(Screen { shared, painter: Some(painter), runinfo })
    }

    /// What shows a run's records. It never waits for the terminal.
    pub(crate) fn observer(&self) -> Box<dyn FnMut(&Record)> {
        let shared = Arc::clone(&self.shared);
        let runinfo = self.runinfo.clone();
        let mut job_log: Option<PathBuf> = None;
        let mut opened = None;
        Box::new(move |record| {
            if let Event::RunStarted(run) = &record.event {
                job_log = Some(runinfo.join(format!("JobLog.{}", run.job)));
            }
            let state = &mut shared.board().state;
            let before = state.pending();
            state.apply(record);
            // What the job said until now is shown before what this record says.
            if state.pending() > before
                && let Some(path) = &job_log
            {
                // Looked at for each task: by its path that would take several times as long.
                opened = opened.take().or_else(|| File::open(path).ok());
                let Some(log) = opened.as_ref().and_then(|log| log.metadata().ok()) else { return };
                state.job_log_was(log.len(), before);
            }
        })
    }

    /// What shows something that is not in the journal.
    pub(crate) fn notes(&self) -> Notes {
        Notes(Arc::clone(&self.shared))
    }

    /// Shows all there is left to show, and takes the live lines away.
    pub(crate) fn finish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.shared.board().over = true;
        self.shared.over.notify_all();
        if let Some(painter) = self.painter.take() {
            // A painter that panicked has said so; the run's results do not depend on it.
            let _ = painter.join();
        }
    }
}

/// Shows what is not in the journal. After the end of the screen it does nothing.
pub(crate) struct Notes(Arc<Shared>);

impl Notes {
    pub(crate) fn say(&self, level: Level, text: impl Into<String>) {
        self.0.board().state.say(Line::new(Timestamp::now(), level, text));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.end();
    }
}
