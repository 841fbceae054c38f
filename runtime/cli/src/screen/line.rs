//! One line on the screen: `2026-11-24T02:13:12: %EASYPY-INFO: text` (SPEC 3.5).

use easypy_contract::Outcome;
use easypy_contract::log::Level;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::text::visible;

/// The tag of what easypy-wasm itself says.
const TAG: &str = "EASYPY";

/// Something that easypy-wasm says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(super) time: Timestamp,
    pub(super) level: Level,
    /// Of one or more lines; anything may be in it.
    pub(super) text: String,
    /// Shown behind the text as a word in its colour.
    pub(super) outcome: Option<Outcome>,
    /// Behind the outcome.
    pub(super) rest: String,
}

impl Line {
    pub(crate) fn new(time: Timestamp, level: Level, text: impl Into<String>) -> Line {
        Line { time, level, text: text.into(), outcome: None, rest: String::new() }
    }

    /// About how much memory it takes.
    pub(super) fn size(&self) -> usize {
        size_of::<Line>() + self.text.len() + self.rest.len()
    }
}

/// Writes lines in their form.
pub(super) struct Renderer {
    zone: TimeZone,
    colour: bool,
    /// The second that `clock` is formatted for.
    second: i64,
    clock: String,
}

impl Renderer {
    pub(super) fn new(zone: TimeZone, colour: bool) -> Renderer {
        Renderer { zone, colour, second: i64::MIN, clock: String::new() }
    }

    /// Appends a line of easypy-wasm's own.
    pub(super) fn line(&mut self, out: &mut String, line: &Line) {
        if line.time.as_second() != self.second {
            self.second = line.time.as_second();
            self.clock = self.zone.to_datetime(line.time).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        }
        let mut lines = line.text.lines().chain(line.text.is_empty().then_some("")).peekable();
        while let Some(text) = lines.next() {
            let last = lines.peek().is_none();
            let outcome = line.outcome.filter(|_| last);
            let colour = self.colour.then(|| colour_of(line.level)).flatten().filter(|_| outcome.is_none());
            out.push_str(colour.unwrap_or_default());
            push_all(out, &[&self.clock, ": %", TAG, "-", line.level.as_str(), ": ", &visible(text)]);
            if let Some(outcome) = outcome {
                self.word(out, outcome);
            }
            if last {
                out.push_str(&visible(&line.rest));
            }
            out.push_str(if colour.is_some() { RESET } else { "" });
            out.push('\n');
        }
    }

    /// Appends a line of a log. `process` is shown before its text, where there are several.
    pub(super) fn log_line(
        &self,
        out: &mut String,
        (clock, tag, level): (&str, &str, Level),
        process: Option<&str>,
        text: &str,
    ) {
        let colour = self.colour.then(|| colour_of(level)).flatten();
        out.push_str(colour.unwrap_or_default());
        push_all(out, &[&visible(clock), ": %", &visible(tag), "-", level.as_str(), ": "]);
        if let Some(process) = process {
            push_all(out, &["[", &visible(process), "] "]);
        }
        out.push_str(&visible(text));
        out.push_str(if colour.is_some() { RESET } else { "" });
        out.push('\n');
    }

    fn word(&self, out: &mut String, outcome: Outcome) {
        if self.colour {
            push_all(out, &[colour_of_outcome(outcome), outcome.as_upper(), RESET]);
        } else {
            out.push_str(outcome.as_upper());
        }
    }
}

fn push_all(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().copied());
}

pub(super) const RESET: &str = "\u{1b}[0m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const GREEN: &str = "\u{1b}[32m";
const CYAN: &str = "\u{1b}[36m";

fn colour_of(level: Level) -> Option<&'static str> {
    match level {
        Level::Debug | Level::Info => None,
        Level::Warning => Some(YELLOW),
        Level::Error | Level::Critical => Some(RED),
    }
}

pub(super) fn colour_of_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed | Outcome::Passx => GREEN,
        Outcome::Skipped => CYAN,
        Outcome::Blocked => YELLOW,
        Outcome::Failed | Outcome::Errored | Outcome::Aborted => RED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(colour: bool, line: &Line) -> String {
        let mut out = String::new();
        Renderer::new(TimeZone::UTC, colour).line(&mut out, line);
        out
    }

    fn time() -> Timestamp {
        "2026-11-24T02:13:12.9Z".parse().unwrap()
    }

    #[test]
    fn a_line_has_the_form_of_pyats() {
        let line = Line::new(time(), Level::Info, "hello");
        assert_eq!(shown(false, &line), "2026-11-24T02:13:12: %EASYPY-INFO: hello\n");
        assert_eq!(shown(true, &line), "2026-11-24T02:13:12: %EASYPY-INFO: hello\n");
    }

    #[test]
    fn every_line_of_a_text_has_the_prefix_and_none_moves_the_cursor() {
        let line = Line::new(time(), Level::Error, "a\n\nb\u{1b}[2J\r");
        assert_eq!(
            shown(false, &line),
            "2026-11-24T02:13:12: %EASYPY-ERROR: a\n2026-11-24T02:13:12: %EASYPY-ERROR: \n2026-11-24T02:13:12: %EASYPY-ERROR: b\\x1b[2J\\r\n"
        );
        assert_eq!(
            shown(false, &Line::new(time(), Level::Info, "")),
            "2026-11-24T02:13:12: %EASYPY-INFO: \n"
        );
    }

    #[test]
    fn warnings_are_yellow_errors_red_and_results_coloured_words() {
        let warning = Line::new(time(), Level::Warning, "w");
        assert_eq!(shown(true, &warning), "\u{1b}[33m2026-11-24T02:13:12: %EASYPY-WARNING: w\u{1b}[0m\n");
        let result = Line {
            outcome: Some(Outcome::Failed),
            rest: ": why\n".into(),
            ..Line::new(time(), Level::Error, "Task-1 => ")
        };
        assert_eq!(
            shown(true, &result),
            "2026-11-24T02:13:12: %EASYPY-ERROR: Task-1 => \u{1b}[31mFAILED\u{1b}[0m: why\\n\n"
        );
        assert_eq!(shown(false, &result), "2026-11-24T02:13:12: %EASYPY-ERROR: Task-1 => FAILED: why\\n\n");
    }

    #[test]
    fn lines_of_logs_keep_their_time_and_tag() {
        let mut out = String::new();
        let renderer = Renderer::new(TimeZone::UTC, false);
        renderer.log_line(&mut out, ("2026-11-24T11:13:12", "SCRIPT", Level::Info), Some("Task-1"), "x\u{7}");
        assert_eq!(out, "2026-11-24T11:13:12: %SCRIPT-INFO: [Task-1] x\\x07\n");
    }
}
