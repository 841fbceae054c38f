//! What a device said and `expect` has not taken yet.

use std::ops::Range;

use easypy_contract::testbed::Output;
use regex::Regex;

use super::answer::MOST;

/// What is kept, in bytes; beyond it the oldest goes.
const KEPT: usize = 1 << 20;
/// How much is searched at once, in bytes.
const SLICE: usize = 4096;
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

/// A part of what was said.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    /// Where in the text it begins.
    from: usize,
    text: String,
    /// Whether nothing comes behind it.
    pub(crate) is_last: bool,
}

/// Where in a part a pattern fits.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    index: usize,
    range: Range<usize>,
    groups: Vec<Option<String>>,
}

impl Slice {
    /// The better of two: the match that begins first, among those that begin at one place that of the first pattern.
    pub(crate) fn better(&self, best: Option<Match>, index: usize, pattern: &Regex) -> Option<Match> {
        let Some(captures) = pattern.captures(&self.text) else { return best };
        let Some(all) = captures.get(0) else { return best };
        // What would go on is seen whole in the next part.
        if !self.is_last && all.end() == self.text.len() {
            return best;
        }
        if best.as_ref().is_some_and(|best| best.range.start <= all.start()) {
            return best;
        }
        let groups = captures.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect();
        Some(Match { index, range: all.range(), groups })
    }
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

    /// The next part of what was said that is to be searched.
    pub(crate) fn slice(&self, line: &str) -> Slice {
        let open = &line[line.floor_char_boundary(self.taken)..];
        let from = self.text.floor_char_boundary(self.searched.saturating_sub(BACK));
        let to = self.text.ceil_char_boundary(self.searched.saturating_add(SLICE));
        if to < self.text.len() {
            return Slice { from, text: self.text[from..to].to_owned(), is_last: false };
        }
        Slice { from, text: format!("{}{open}", &self.text[from..]), is_last: true }
    }

    /// A part has been searched, and nothing found.
    pub(crate) fn nothing_in(&mut self, slice: &Slice) {
        self.searched = (slice.from + slice.text.len()).min(self.text.len());
    }

    /// Takes all up to the end of a match.
    pub(crate) fn take_match(&mut self, slice: &Slice, found: &Match, line: &str) -> Found {
        let open = &line[line.floor_char_boundary(self.taken)..];
        let Match { index, range, groups } = found.clone();
        let (start, end) = (slice.from + range.start, slice.from + range.end);
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
        Found { index, before, groups }
    }

    /// All of it.
    pub(crate) fn take(&mut self, line: &str) -> Output {
        let open = &line[line.floor_char_boundary(self.taken)..];
        let text = bounded(format!("{}{open}", std::mem::take(&mut self.text)));
        self.taken = line.len();
        self.searched = 0;
        Output { text, cut: std::mem::take(&mut self.lost) }
    }
}

fn bounded(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MOST));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Overheard {
        fn find(&mut self, patterns: &[Regex], line: &str) -> Option<Found> {
            loop {
                let slice = self.slice(line);
                let best = patterns
                    .iter()
                    .enumerate()
                    .fold(None, |best, (index, pattern)| slice.better(best, index, pattern));
                match best {
                    Some(found) => return Some(self.take_match(&slice, &found, line)),
                    None => self.nothing_in(&slice),
                }
                if slice.is_last {
                    return None;
                }
            }
        }
    }

    #[test]
    fn a_match_is_found_wherever_parts_begin() {
        for before in (SLICE - 20..SLICE + 20).chain([3 * SLICE + 7, 10 * SLICE - 3]) {
            let mut heard = Overheard::default();
            let filling = "x".repeat(before);
            heard.line(&format!("{filling} needle 17 x"), true);
            let all = patterns(&["needle (\\d+)", "nothing"]);
            let expected = found(0, &format!("{filling} "), &[Some("needle 17"), Some("17")]);
            assert_eq!(heard.find(&all, ""), expected, "{before}");
            assert_eq!(heard.find(&patterns(&["x\\n"]), ""), found(0, " ", &[Some("x\n")]), "{before}");
        }
    }

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
