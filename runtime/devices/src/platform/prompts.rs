//! Which mode a prompt stands for, and whose prompt it is.
//!
//! A prompt is a whole line: what stands before it would be output that looks like one. While a device's name
//! is not known yet, any name will do; afterwards only its own, so that a line of output that looks like
//! another device's prompt ends nothing.

use regex::{Regex, RegexSet};

use super::build::{ModeId, Pattern};

/// Where a device's name stands in the pattern of a prompt.
pub(super) const HOSTNAME: &str = "{hostname}";
/// What a name looks like, if the platform says nothing of it. Letters of all languages would take long to compile.
pub(super) const ANY_NAME: &str = r"(?-u:[A-Za-z0-9][\w.\-]*)";
/// Some devices cut a long name in the prompts of some modes; never below this length.
const CUT: usize = 16;
/// A line that is longer is no prompt, in bytes.
pub(crate) const LONGEST: usize = 1024;

/// The prompts of a device.
#[derive(Clone, Debug)]
pub(crate) struct Prompts {
    /// In the platform's order.
    modes: Vec<Regex>,
    /// All of them at once: most lines are none.
    any: RegexSet,
}

/// A line that is a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recognised {
    pub(crate) mode: ModeId,
    /// The name in it, if the platform's prompt has one.
    pub(crate) hostname: Option<String>,
    /// Whether it is none of the platform's modes' but looks like the prompt of some program.
    pub(crate) strange: bool,
}

impl Prompts {
    /// With any name.
    pub(super) fn of_any(patterns: &[String], name: &str) -> Result<Prompts, regex::Error> {
        Prompts::compiled(patterns, &format!("(?P<hostname>{name})"))
    }

    /// With these names only.
    pub(super) fn of_names(patterns: &[String], names: &[&str]) -> Result<Prompts, regex::Error> {
        let forms: Vec<String> = names.iter().flat_map(|name| forms(name)).collect();
        Prompts::compiled(patterns, &format!("(?P<hostname>{})", forms.join("|")))
    }

    fn compiled(patterns: &[String], name: &str) -> Result<Prompts, regex::Error> {
        let whole: Vec<String> =
            patterns.iter().map(|pattern| whole_line(&pattern.replace(HOSTNAME, name))).collect();
        let modes = whole.iter().map(|pattern| Pattern::compile(pattern)).collect::<Result<_, _>>()?;
        Ok(Prompts { modes, any: Pattern::set(&whole)? })
    }

    /// The mode that a line is the prompt of: the first in the platform's order.
    pub(crate) fn recognise(&self, line: &str) -> Option<Recognised> {
        if line.len() > LONGEST || line.trim_end().is_empty() || !self.any.is_match(line) {
            return None;
        }
        let (n, captures) =
            self.modes.iter().enumerate().find_map(|(n, mode)| Some((n, mode.captures(line)?)))?;
        let hostname = captures.name("hostname").map(|name| name.as_str().to_owned());
        Some(Recognised { mode: ModeId(n), hostname, strange: false })
    }
}

/// A pattern for the whole of a line, blanks at its end aside.
pub(super) fn whole_line(pattern: &str) -> String {
    format!(r"^(?:{pattern})\s*$")
}

/// A name, and what devices make of it when it is too long for them.
fn forms(name: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = name.chars().collect();
    let shortest = chars.len().min(CUT);
    (shortest..=chars.len()).rev().map(move |n| regex::escape(&chars[..n].iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns() -> Vec<String> {
        [r"{hostname}>", r"{hostname}#", r"{hostname}\(config[^)]*\)#"].map(str::to_owned).to_vec()
    }

    fn mode(prompts: &Prompts, line: &str) -> Option<usize> {
        prompts.recognise(line).map(|found| found.mode.0)
    }

    #[test]
    fn any_name_is_recognised_and_told() {
        let prompts = Prompts::of_any(&patterns(), ANY_NAME).unwrap();
        let found = prompts.recognise("core-1.fra# ").unwrap();
        assert_eq!((found.mode, found.hostname.as_deref()), (ModeId(1), Some("core-1.fra")));
        for no in ["", "#", "####", "  R1#", "a b#", "R1#x", "R1(config)", "*R1>"] {
            assert_eq!(mode(&prompts, no), None, "{no}");
        }
    }

    #[test]
    fn only_the_known_name_is_recognised_then() {
        let prompts = Prompts::of_names(&patterns(), &["R1"]).unwrap();
        assert_eq!(mode(&prompts, "R1>"), Some(0));
        assert_eq!(mode(&prompts, "R1(config-if)#"), Some(2));
        assert_eq!(mode(&prompts, "R2#"), None);
        assert_eq!(mode(&prompts, "R11#"), None);
    }

    #[test]
    fn a_long_name_may_be_cut_as_devices_do() {
        let prompts = Prompts::of_names(&patterns(), &["a-very-long-hostname-indeed"]).unwrap();
        assert_eq!(mode(&prompts, "a-very-long-hostname-indeed#"), Some(1));
        assert_eq!(mode(&prompts, "a-very-long-hostname(config)#"), Some(2));
        assert_eq!(mode(&prompts, "a-very-long(config)#"), None);
    }

    #[test]
    fn a_line_that_is_too_long_is_none() {
        let prompts = Prompts::of_any(&patterns(), ANY_NAME).unwrap();
        assert_eq!(mode(&prompts, &format!("{}#", "a".repeat(LONGEST))), None);
    }
}
