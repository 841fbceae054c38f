//! The live lines at the bottom of a terminal: one for each running task, and one that sums up.

use std::fmt::Write as _;
use std::time::Duration;

use console::{Term, truncate_str};
use easypy_contract::Outcome;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::line::{RESET, colour_of_outcome};
use super::state::{RunningTask, Snapshot};
use super::terminal::Terminal;
use crate::out;
use crate::text::visible;

/// How often the terminal is drawn at the most, a second.
const HZ: u8 = 20;
/// The most lines for tasks, however high the terminal is.
const MOST: usize = 16;

/// The live lines on standard output. They are one progress bar of several lines, so that they are drawn all
/// at once or not at all.
pub(super) struct Live {
    lines: ProgressBar,
    term: Term,
    colour: bool,
    began: Timestamp,
}

impl Live {
    pub(super) fn new(colour: bool) -> Live {
        let target = ProgressDrawTarget::term_like_with_hz(Box::new(Terminal::stdout()), HZ);
        // The template is a constant; were it wrong, the default would show the same in another form.
        let style = ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        Live {
            lines: ProgressBar::with_draw_target(None, target).with_style(style),
            term: Term::stdout(),
            colour,
            began: Timestamp::now(),
        }
    }

    /// How many tasks there is room for: a third of the terminal.
    pub(super) fn room(&self) -> usize {
        (usize::from(self.term.size().0) / 3).clamp(1, MOST)
    }

    /// Writes text above the live lines.
    pub(super) fn print(&self, text: &str) {
        if !text.is_empty() {
            self.lines.suspend(|| out::stdout(text));
        }
    }

    /// Shows what is running now.
    pub(super) fn show(&mut self, snapshot: &Snapshot) {
        let now = Timestamp::now();
        let width = usize::from(self.term.size().1).saturating_sub(1);
        let mut lines: Vec<String> = snapshot.tasks.iter().map(|task| task_line(task, now)).collect();
        lines.push(sum_line(snapshot, elapsed(self.began, now), self.colour));
        let lines: Vec<_> = lines.iter().map(|line| truncate_str(line, width, "…")).collect();
        self.lines.set_message(lines.join("\n"));
    }

    /// Takes the live lines away.
    pub(super) fn clear(&mut self) {
        self.lines.finish_and_clear();
    }
}

fn elapsed(since: Timestamp, now: Timestamp) -> Duration {
    Duration::from_secs(u64::try_from(now.as_second() - since.as_second()).unwrap_or(0))
}

/// `0:01:02`
fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn task_line(task: &RunningTask, now: Timestamp) -> String {
    let elapsed = clock(elapsed(task.since, now));
    format!("  {elapsed}  {}  {}", visible(&task.name), visible(&task.section)).trim_end().to_owned()
}

fn sum_line(snapshot: &Snapshot, elapsed: Duration, colour: bool) -> String {
    let running = snapshot.tasks.len() + snapshot.more;
    let mut line = format!("  {}  {running} running", clock(elapsed));
    if snapshot.more > 0 {
        let _ = write!(line, " ({} not shown)", snapshot.more);
    }
    if snapshot.waiting > 0 {
        let _ = write!(line, ", {} waiting", snapshot.waiting);
    }
    for (outcome, count) in &snapshot.counts {
        let outcome: Outcome = *outcome;
        let (on, off) = if colour { (colour_of_outcome(outcome), RESET) } else { ("", "") };
        let _ = write!(line, ", {on}{count} {outcome}{off}");
    }
    if snapshot.without_result > 0 {
        let _ = write!(line, ", {} without result", snapshot.without_result);
    }
    if snapshot.stopping {
        line.push_str(", stopping");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_shown_with_its_time_and_section() {
        let task = RunningTask {
            name: "Task-1: s\u{1b}[2J".into(),
            section: "tc.t".into(),
            since: Timestamp::from_second(100).unwrap(),
        };
        let now = Timestamp::from_second(100 + 3_723).unwrap();
        assert_eq!(task_line(&task, now), "  1:02:03  Task-1: s\\x1b[2J  tc.t");
        let before = Timestamp::from_second(90).unwrap();
        assert_eq!(
            task_line(&RunningTask { section: String::new(), ..task }, before),
            "  0:00:00  Task-1: s\\x1b[2J"
        );
    }

    #[test]
    fn the_last_line_sums_up() {
        let task = RunningTask { name: "a".into(), section: String::new(), since: Timestamp::UNIX_EPOCH };
        let snapshot = Snapshot {
            tasks: vec![task],
            more: 2,
            waiting: 7,
            counts: vec![(Outcome::Passed, 40), (Outcome::Failed, 1)],
            without_result: 1,
            stopping: true,
        };
        assert_eq!(
            sum_line(&snapshot, Duration::from_secs(61), false),
            "  0:01:01  3 running (2 not shown), 7 waiting, 40 passed, 1 failed, 1 without result, stopping"
        );
        assert_eq!(sum_line(&Snapshot::default(), Duration::ZERO, true), "  0:00:00  0 running");
    }
}
