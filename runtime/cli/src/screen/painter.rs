//! The thread that shows things: it alone writes to the terminal and reads the logs while a run goes on.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use easypy_contract::log::Level;
use jiff::Timestamp;

use super::follow::{Follower, LogLine, More, Until};
use super::line::{Line, Renderer};
use super::live::Live;
use super::state::{Item, Log, Snapshot};
use super::{ScreenSettings, Shared};
use crate::args::Verbosity;
use crate::out;

/// How often the screen is brought up to date.
const TURN: Duration = Duration::from_millis(100);
/// How much text is gathered before it is written.
const WRITE_BYTES: usize = 256 * 1024;

pub(super) struct Painter {
    shared: Arc<Shared>,
    settings: ScreenSettings,
    renderer: Renderer,
    live: Option<Live>,
    following: BTreeMap<Log, (Follower, String)>,
    /// Text to be written.
    text: String,
    buffer: Vec<u8>,
}

impl Painter {
    pub(super) fn new(settings: ScreenSettings, shared: Arc<Shared>) -> Painter {
        let renderer = Renderer::new(settings.zone.clone(), settings.colour);
        let live = settings.live.then(|| Live::new(settings.colour));
        Painter {
            shared,
            settings,
            renderer,
            live,
            following: BTreeMap::new(),
            text: String::new(),
            buffer: Vec::new(),
        }
    }

    /// Paints until the run is over and all is shown.
    pub(super) fn run(mut self) {
        loop {
            let (items, left_out, snapshot, over) = self.look();
            for item in items {
                self.item(item);
            }
            if left_out > 0 {
                let text = format!("{left_out} lines are left out here: the screen could not keep up");
                self.renderer.line(&mut self.text, &Line::new(Timestamp::now(), Level::Warning, text));
            }
            if over {
                for log in self.following.keys().copied().collect::<Vec<_>>() {
                    self.unfollow(log);
                }
                self.write();
                break;
            }
            self.poll_all();
            self.write();
            if let Some(live) = &mut self.live {
                live.show(&snapshot);
            }
        }
        if let Some(live) = &mut self.live {
            live.clear();
        }
    }

    /// Waits for a turn or the end, and takes what is to be shown.
    fn look(&self) -> (Vec<Item>, usize, Snapshot, bool) {
        let room = self.live.as_ref().map_or(0, Live::room);
        let board = self.shared.board();
        let (mut board, _) = self
            .shared
            .over
            .wait_timeout_while(board, TURN, |board| !board.over)
            .unwrap_or_else(PoisonError::into_inner);
        let (items, left_out) = board.state.take();
        let snapshot = if self.live.is_some() { board.state.snapshot(room) } else { Snapshot::default() };
        (items, left_out, snapshot, board.over)
    }

    fn item(&mut self, item: Item) {
        match item {
            Item::Line(line) => self.renderer.line(&mut self.text, &line),
            Item::Follow { log, file, process } => {
                let follower = Follower::new(self.settings.runinfo.join(file), &process);
                self.following.insert(log, (follower, process));
            }
            Item::UpTo(log, bytes) => self.catch_up(log, bytes),
            Item::Unfollow(log) => self.unfollow(log),
        }
        if self.text.len() >= WRITE_BYTES {
            self.write();
        }
    }

    /// Shows a log up to this byte.
    fn catch_up(&mut self, log: Log, bytes: u64) {
        if let Some((mut follower, process)) = self.following.remove(&log) {
            while self.poll(log, &mut follower, &process, Until::Byte(bytes)) == More::Yes {}
            self.following.insert(log, (follower, process));
        }
    }

    /// Shows what is left of a log.
    fn unfollow(&mut self, log: Log) {
        if let Some((mut follower, process)) = self.following.remove(&log) {
            while self.poll(log, &mut follower, &process, Until::TheEnd) == More::Yes {}
        }
    }

    /// Shows what is new in the logs; of each log only a piece, so that none keeps the others waiting.
    fn poll_all(&mut self) {
        let mut following = std::mem::take(&mut self.following);
        for (log, (follower, process)) in &mut following {
            self.poll(*log, follower, process, Until::Now);
        }
        self.following = following;
    }

    fn poll(&mut self, log: Log, follower: &mut Follower, process: &str, until: Until) -> More {
        let (text, renderer, verbosity) = (&mut self.text, &self.renderer, self.settings.verbosity);
        // A log that cannot be read is not shown; what matters is in the journal.
        let more = follower
            .poll(until, &mut self.buffer, &mut |line| show(text, renderer, verbosity, log, process, line))
            .unwrap_or(More::No);
        if self.text.len() >= WRITE_BYTES {
            self.write();
        }
        more
    }

    fn write(&mut self) {
        match &self.live {
            Some(live) => live.print(&self.text),
            None if self.text.is_empty() => {}
            None => out::stdout(&self.text),
        }
        self.text.clear();
        self.text.shrink_to(WRITE_BYTES);
    }
}

/// Appends a log's line as the screen has it, if it is to be shown.
fn show(
    out: &mut String,
    renderer: &Renderer,
    verbosity: Verbosity,
    log: Log,
    process: &str,
    line: Result<LogLine<'_>, &str>,
) {
    let process = (log != Log::Job).then_some(process);
    let (clock, tag, level, text) = match line {
        // The beginnings of tasks are in the JobLog too, and so are the host's warnings and errors; the journal
        // has both.
        Ok(line) if log == Log::Job && !line.is_own => return,
        Ok(line) if log == Log::Job && line.pid == std::process::id() && line.level > Level::Info => return,
        Ok(line) => (line.clock, line.tag, line.level, line.text),
        // What the sandbox or the system said when a child could not.
        Err(raw) => {
            if verbosity.shows_failures() {
                out.push_str(&crate::text::visible(raw));
                out.push('\n');
            }
            return;
        }
    };
    let shown = match level {
        Level::Debug | Level::Info => verbosity.shows_progress(),
        Level::Warning => verbosity.shows_warnings(),
        Level::Error | Level::Critical => verbosity.shows_failures(),
    };
    if shown {
        renderer.log_line(out, (clock, tag, level), process, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn shown(log: Log, verbosity: i8, line: Result<LogLine<'_>, &str>) -> String {
        let mut out = String::new();
        show(&mut out, &Renderer::new(TimeZone::UTC, false), Verbosity(verbosity), log, "p", line);
        out
    }

    fn line(pid: u32, is_own: bool, level: Level) -> LogLine<'static> {
        LogLine { clock: "t", tag: "TAG", level, pid, is_own, text: "text" }
    }

    #[test]
    fn the_jobs_own_lines_are_shown_and_what_the_journal_says_is_not_said_twice() {
        let host = std::process::id();
        assert_eq!(shown(Log::Job, 0, Ok(line(1, true, Level::Error))), "t: %TAG-ERROR: text\n");
        assert_eq!(shown(Log::Job, 0, Ok(line(host, true, Level::Info))), "t: %TAG-INFO: text\n");
        assert_eq!(shown(Log::Job, 0, Ok(line(host, true, Level::Error))), "");
        assert_eq!(shown(Log::Job, 0, Ok(line(1, false, Level::Info))), "");
        assert_eq!(shown(Log::Job, 0, Err("killed\u{7}")), "killed\\x07\n");
    }

    #[test]
    fn tasks_lines_are_shown_with_their_ids() {
        assert_eq!(shown(Log::Task(0), 1, Ok(line(1, true, Level::Info))), "t: %TAG-INFO: [p] text\n");
    }

    #[test]
    fn quiet_means_warnings_then_errors_then_nothing() {
        let job = |verbosity, level| !shown(Log::Job, verbosity, Ok(line(1, true, level))).is_empty();
        assert!(!job(-1, Level::Info) && job(-1, Level::Warning));
        assert!(!job(-2, Level::Warning) && job(-2, Level::Error));
        assert!(!job(-3, Level::Critical));
    }
}
