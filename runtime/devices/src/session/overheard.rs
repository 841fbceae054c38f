//! What a device said and `expect` has not taken yet.

use easypy_contract::testbed::Output;
use regex::Regex;

use super::answer::MOST;

/// What is kept, in bytes; beyond it the oldest goes.
const KEPT: usize = 1 << 20;
/// How far a match may reach back into what has been searched already, in bytes.
const BACK: usize = 4096;

#[derive(Clone, Debug, Default)]
pub(crate) struct Overheard {
    /// What has been said and not been taken, but for the line that has not ended.
    text: String,
    /// How many bytes of what was not taken are gone.
    lost: u64,
    /// Up to where the text has been searched.
    searched: usize,
    /// How many bytes of the line that has not ended have been taken.
    taken: usize,
}

/// A match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) index: usize,
    pub(crate) before: Output,
    pub(crate) groups: Vec<Option<String>>,
}

impl Overheard {
    pub(crate) fn line(&mut self, line: &str, ended: bool) {
        let taken = line.floor_char_boundary(std::mem::take(&mut self.taken));
        self.text.push_str(&line[taken..]);
        if ended {
            self.text.push('\n');
        }
        if self.text.len() > KEPT + KEPT / 4 {
            let gone = self.text.ceil_char_boundary(self.text.len() - KEPT);
            self.text.drain(..gone);
            self.lost += gone as u64;
            self.searched = self.searched.saturating_sub(gone);
        }
    }

    /// The match that begins first, among those that begin at one place that of the first pattern. All up to its
    /// end is taken.
    pub(crate) fn find(&mut self, patterns: &[Regex], line: &str) -> Option<Found> {
        let open = &line[line.floor_char_boundary(self.taken)..];
        let whole = format!("{}{open}", &self.text[self.from()..]);
        let offset = self.from();
        let matches =
            patterns.iter().enumerate().filter_map(|(n, pattern)| Some((n, pattern.captures(&whole)?)));
        let first = matches.min_by_key(|(n, captures)| (captures.get(0).map_or(0, |all| all.start()), *n));
        let Some((index, captures)) = first else {
            self.searched = self.text.len();
            return None;
        };
        let all = captures.get(0)?;
        let groups = captures.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect();
        let (start, end) = (offset + all.start(), offset + all.end());
        let mut before = format!("{}{open}", self.text);
        before.truncate(start);
        let before = Output { text: bounded(before), cut: std::mem::take(&mut self.lost) };
        if end > self.text.len() {
            self.taken = line.len() - open.len() + (end - self.text.len());
            self.text.clear();
        } else {
            self.text.drain(..end);
        }
        self.searched = 0;
        Some(Found { index, before, groups })
    }

    /// All of it.
    pub(crate) fn take(&mut self, line: &str) -> Output {
        let open = &line[line.floor_char_boundary(self.taken)..];
        let text = bounded(format!("{}{open}", std::mem::take(&mut self.text)));
        self.taken = line.len();
        self.searched = 0;
        Output { text, cut: std::mem::take(&mut self.lost) }
    }

    /// From where on it is searched.
    fn from(&self) -> usize {
        self.text.floor_char_boundary(self.searched.saturating_sub(BACK))
    }
}

fn bounded(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MOST));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(patterns: &[&str]) -> Vec<Regex> {
        patterns.iter().map(|pattern| Regex::new(pattern).unwrap()).collect()
    }

    fn found(index: usize, before: &str, groups: &[Option<&str>]) -> Option<Found> {
        Some(Found {
            index,
            before: Output { text: before.to_owned(), cut: 0 },
            groups: groups.iter().map(|group| group.map(str::to_owned)).collect(),
        })
    }

    #[test]
    fn the_first_match_is_found_and_all_up_to_its_end_is_taken() {
        let mut heard = Overheard::default();
        heard.line("one two", true);
        let both = patterns(&["two", "(o)ne|(x)"]);
        assert_eq!(heard.find(&both, "login: "), found(1, "", &[Some("one"), Some("o"), None]));
        assert_eq!(heard.find(&both, "login: "), found(0, " ", &[Some("two")]));
        assert_eq!(heard.find(&both, "login: "), None);
        assert_eq!(heard.find(&patterns(&["gin"]), "login: "), found(0, "\nlo", &[Some("gin")]));
        assert_eq!(heard.find(&patterns(&["gin"]), "login: "), None);
        heard.line("login: me", true);
        assert_eq!(heard.take("x").text, ": me\nx");
        assert_eq!(heard.take("xy").text, "y");
    }

    #[test]
    fn what_is_too_much_is_lost_from_its_beginning_and_counted() {
        let mut heard = Overheard::default();
        for _ in 0..KEPT / 100 * 3 {
            heard.line(&"x".repeat(99), true);
        }
        let taken = heard.take("");
        assert!(taken.text.len() <= KEPT + KEPT / 4 && taken.text.len() >= KEPT);
        assert_eq!(taken.text.len() as u64 + taken.cut, (KEPT / 100 * 3 * 100) as u64);
    }
}
