//! What is found, while the files are read.

use std::collections::HashSet;

use easypy_contract::visible;

use super::{Diagnostics, Finding, Place, Severity};
use crate::limits;
use crate::source::{Sources, Span};

/// Something that is wrong, and where. It becomes a [`Finding`] when everything has been read.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    span: Option<Span>,
    message: String,
    label: String,
    help: Option<String>,
    related: Vec<(Span, String)>,
}

impl Mistake {
    pub(crate) fn at(span: Span, message: impl Into<String>) -> Mistake {
        Mistake { span: Some(span), ..Mistake::nowhere(message) }
    }

    /// About no place in a file.
    pub(crate) fn nowhere(message: impl Into<String>) -> Mistake {
        Mistake { span: None, message: message.into(), label: String::new(), help: None, related: Vec::new() }
    }

    /// What stands under the place: what was expected.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Mistake {
        self.label = label.into();
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Mistake {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, span: Span, label: impl Into<String>) -> Mistake {
        self.related.push((span, label.into()));
        self
    }

    /// "did you mean", if there is something.
    pub(crate) fn meant(self, word: Option<&str>) -> Mistake {
        match word {
            Some(word) => self.help(format!("did you mean `{word}`?")),
            None => self,
        }
    }

    pub(crate) fn twice(key: &str, second: Span, first: Span) -> Mistake {
        Mistake::at(second, format!("the key `{}` is there twice", Mistake::quoted(key)))
            .label("its second time")
            .related(first, "its first time")
    }

    pub(crate) fn spent(span: Span) -> Mistake {
        let limit = limits::VALUES >> 20;
        Mistake::at(
            span,
            format!("the testbed is larger than {limit} MiB, with all that it includes and repeats"),
        )
        .label("here the limit is met")
    }

    /// A text of a file within a message: on one line, and not too long.
    pub(crate) fn quoted(text: &str) -> String {
        match text.char_indices().nth(limits::QUOTED) {
            Some((end, _)) => format!("{}…", visible(&text[..end])),
            None => visible(text).into_owned(),
        }
    }
}

/// All that was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<(Severity, Mistake)>,
    seen: HashSet<(Option<Span>, String)>,
    mistakes: usize,
    left_out: usize,
}

impl Findings {
    pub(crate) fn error(&mut self, mistake: Mistake) {
        self.add(Severity::Mistake, mistake);
    }

    pub(crate) fn warning(&mut self, mistake: Mistake) {
        self.add(Severity::Warning, mistake);
    }

    /// Whether the testbed can be used.
    pub(crate) fn has_mistakes(&self) -> bool {
        self.mistakes > 0
    }

    /// What was found, with its places.
    pub(crate) fn finish(self, sources: &Sources) -> Diagnostics {
        let mut kept = self.kept;
        // The sort is stable: at one place what was found first comes first.
        kept.sort_by_key(|(_, mistake)| mistake.span.map(|span| (span.source, span.start)));
        let findings =
            kept.into_iter().map(|(severity, mistake)| finding(severity, mistake, sources)).collect();
        Diagnostics { findings, left_out: self.left_out }
    }

    /// Adds what is not known yet: a value that is referred to is read more than once.
    fn add(&mut self, severity: Severity, mistake: Mistake) {
        if self.kept.len() >= limits::FINDINGS {
            self.make_room_for(severity);
        }
        if self.kept.len() >= limits::FINDINGS {
            if severity == Severity::Mistake {
                self.mistakes += 1;
                self.left_out += 1;
            }
            return;
        }
        if self.seen.insert((mistake.span, mistake.message.clone())) {
            self.mistakes += usize::from(severity == Severity::Mistake);
            self.kept.push((severity, mistake));
        }
    }

    /// A mistake counts more than a warning.
    fn make_room_for(&mut self, severity: Severity) {
        if severity == Severity::Mistake
            && let Some(at) = self.kept.iter().rposition(|(kept, _)| *kept == Severity::Warning)
        {
            self.kept.remove(at);
        }
    }
}

fn finding(severity: Severity, mistake: Mistake, sources: &Sources) -> Finding {
    let place = |span: Span| sources.get(span.source).map(|source| Place::of(span, source));
    Finding {
        severity,
        message: mistake.message,
        place: mistake.span.and_then(place),
        label: mistake.label,
        help: mistake.help,
        related: mistake
            .related
            .into_iter()
            .filter_map(|(span, label)| Some((place(span)?, label)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Findings, Mistake};
    use crate::limits;
    use crate::source::Sources;

    #[test]
    fn what_is_found_twice_is_kept_once_and_what_is_too_much_is_counted() {
        let mut findings = Findings::default();
        for n in 0..limits::FINDINGS {
            findings.warning(Mistake::nowhere(format!("w{n}")));
        }
        assert!(!findings.has_mistakes());
        for n in 0..limits::FINDINGS + 7 {
            findings.error(Mistake::nowhere(format!("m{n}")));
        }
        assert!(findings.has_mistakes());
        let all = findings.finish(&Sources::default());
        assert_eq!(all.findings.len(), limits::FINDINGS);
        assert_eq!(all.mistakes(), limits::FINDINGS + 7);
        assert_eq!(all.summary(), "107 mistakes; 7 of them not shown");

        let mut findings = Findings::default();
        findings.error(Mistake::nowhere("same"));
        findings.error(Mistake::nowhere("same"));
        assert_eq!(findings.finish(&Sources::default()).summary(), "1 mistake");
    }
}
