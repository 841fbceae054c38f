//! Findings in files that are no testbeds, for the crates that read those: one look for all files of users.

use std::ops::Range;
use std::path::Path;

use zeroize::Zeroizing;

use super::{Diagnostics, Findings, Mistake, Severity};
use crate::source::{Sources, Span};

/// What is wrong with a text, or strange in it, and where: ranges of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub severity: Severity,
    /// In one line.
    pub message: String,
    /// None: about no place in the text.
    pub place: Option<Range<usize>>,
    /// What stands under the place.
    pub label: String,
    /// What might be done about it.
    pub help: Option<String>,
    /// Other places that have to do with it, and what stands under them.
    pub related: Vec<(Range<usize>, String)>,
}

impl Diagnostics {
    /// What was found in the text of a file, in the order of its places. Nothing of the text is taken for a
    /// secret: a line with a remark is shown as it is.
    pub fn of(path: &Path, text: &str, remarks: impl IntoIterator<Item = Remark>) -> Diagnostics {
        let mut sources = Sources::default();
        // There is room for the first file.
        let source = sources.add(path, Zeroizing::new(text.to_owned())).ok();
        let span = |range: &Range<usize>| source.map(|source| Span::new(source, range.start, range.end));
        let mut findings = Findings::default();
        for remark in remarks {
            let mut mistake = match remark.place.as_ref().and_then(span) {
                Some(span) => Mistake::at(span, remark.message),
                None => Mistake::nowhere(remark.message),
            };
            mistake = mistake.label(remark.label);
            if let Some(help) = remark.help {
                mistake = mistake.help(help);
            }
            for (range, label) in remark.related {
                if let Some(span) = span(&range) {
                    mistake = mistake.related(span, label);
                }
            }
            match remark.severity {
                Severity::Mistake => findings.error(mistake),
                Severity::Warning => findings.warning(mistake),
            }
        }
        findings.finish(&sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_shown_in_the_order_of_their_places() {
        let remark = |severity, message: &str, place| Remark {
            severity,
            message: message.to_owned(),
            place,
            label: "here".to_owned(),
            help: None,
            related: vec![(0..1, "first".to_owned())],
        };
        let found = Diagnostics::of(
            Path::new("a.toml"),
            "a = 1\nb = 2\n",
            [remark(Severity::Mistake, "m", Some(6..7)), remark(Severity::Warning, "w", Some(0..1))],
        );
        assert_eq!(found.mistakes(), 1);
        let messages: Vec<_> = found.findings().iter().map(|finding| finding.message()).collect();
        assert_eq!(messages, ["w", "m"]);
        let place = found.findings()[1].place().unwrap();
        assert_eq!((place.line(), place.column()), (2, 1));
    }
}
