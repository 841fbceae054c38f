//! Markup as it is written.

use crate::limits;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    Plain(&'a str),
    /// `%NAME{…}`, and the text of it as a whole.
    Markup {
        name: Name,
        inside: &'a str,
        whole: &'a str,
    },
}

/// The markup that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Env,
    Ask,
    Cli,
    Include,
    /// `%{path.to.key}`.
    Reference,
    Callable,
    Enc,
    Intf,
}

impl Name {
    const ALL: [(&'static str, Name); 8] = [
        ("", Name::Reference),
        ("ENV", Name::Env),
        ("ASK", Name::Ask),
        ("CLI", Name::Cli),
        ("INCLUDE", Name::Include),
        ("CALLABLE", Name::Callable),
        ("ENC", Name::Enc),
        ("INTF", Name::Intf),
    ];

    fn of(word: &str) -> Option<Name> {
        Name::ALL.iter().find(|(name, _)| *name == word).map(|(_, name)| *name)
    }

    /// What somebody meant who wrote a word that is none.
    pub(crate) fn meant(word: &str) -> Option<&'static str> {
        crate::finding::nearest(word, Name::ALL.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()))
    }

    /// Whether what is inside could be meant; what could not stays as it is written, as in pyATS.
    fn takes(self, inside: &str) -> bool {
        match self {
            Name::Env => is_variable(inside.trim()) || inside.contains("%CLI{"),
            Name::Reference => !inside.trim().is_empty(),
            _ => true,
        }
    }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The pieces of a text, in order.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('%') {
        let start = at + found;
        match markup(&text[start..]) {
            Some((name, inside, length)) if name.takes(inside) => {
                if plain < start {
                    parts.push(Part::Plain(&text[plain..start]));
                }
                parts.push(Part::Markup { name, inside, whole: &text[start..start + length] });
                at = start + length;
                plain = at;
            }
            _ => at = start + 1,
        }
    }
    if plain < text.len() {
        parts.push(Part::Plain(&text[plain..]));
    }
    parts
}

/// What begins here, with `%`: the markup, what is inside it, and the length of it all.
fn markup(text: &str) -> Option<(Name, &str, usize)> {
    let (name, open) = word(text)?;
    let name = Name::of(name)?;
    let end = closing(&text[open..])?;
    Some((name, &text[open..open + end], open + end + 1))
}

/// The word between `%` and `{`, and where what is inside begins.
fn word(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix('%')?;
    let length = after.bytes().take_while(u8::is_ascii_uppercase).count();
    (after.as_bytes().get(length) == Some(&b'{')).then(|| (&after[..length], length + 2))
}

/// Where the `}` is that ends what is inside; markup may be in it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' => {
                depth += 1;
                if depth > limits::MARKUP_DEPTH {
                    return None;
                }
            }
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a text is one piece of markup and nothing else.
pub(crate) fn is_one_token(text: &str) -> bool {
    let parts = parts(text);
    matches!(
        parts.as_slice(),
        [Part::Markup { name: Name::Env | Name::Ask | Name::Cli | Name::Include | Name::Reference, .. }]
    )
}

/// Words before a `{` that are nearly markup but stay as they are written, for a warning.
pub(crate) fn slips(text: &str) -> Option<Slip> {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if rest.as_bytes().get(length) != Some(&b'{') {
            continue;
        }
        let word = &rest[..length];
        match Name::of(word) {
            Some(Name::Env) => match closing(&rest[length + 1..]) {
                Some(end) if !Name::Env.takes(&rest[length + 1..length + 1 + end]) => {
                    return Some(Slip::Variable);
                }
                Some(_) => {}
                None => return Some(Slip::Open),
            },
            Some(Name::Reference) if closing(&rest[1..]).is_some() => {}
            Some(_) if closing(&rest[length + 1..]).is_none() => return Some(Slip::Open),
            Some(_) => {}
            None => {
                if let Some(meant) = Name::meant(word) {
                    return Some(Slip::Word(meant));
                }
            }
        }
    }
    None
}

/// What is wrong with what is nearly markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// The word is none, but near this one.
    Word(&'static str),
    /// What is in `%ENV{}` is no name of a variable.
    Variable,
    /// There is no `}`.
    Open,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |part: &Part<'_>| match part {
            Part::Plain(text) => format!("[{text}]"),
            Part::Markup { name, inside, .. } => format!("<{name:?} {inside}>"),
        };
        parts(text).iter().map(show).collect()
    }

    #[test]
    fn markup_is_found_anywhere_in_a_text() {
        assert_eq!(shown("pre-%ENV{A}-post"), "[pre-]<Env A>[-post]");
        assert_eq!(shown("%ENV{A}%{self.os}"), "<Env A><Reference self.os>");
        assert_eq!(shown("%%ENV{A}}"), "[%]<Env A>[}]");
        assert_eq!(shown("%INCLUDE{%ENV{F}}"), "<Include %ENV{F}>");
        assert_eq!(shown("%ASK{}"), "<Ask >");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn what_is_no_markup_stays_as_it_is() {
        for text in
            ["100% {ok}", "%{}", "%env{A}", "%FOO{x}", "%ENV{A", "%ENV{A, b}", "%ENV{}", "%", "%{", "ä%ö{"]
        {
            assert_eq!(shown(text), format!("[{text}]"));
        }
    }

    #[test]
    fn what_is_nearly_markup_is_noticed() {
        assert_eq!(slips("a %env{A}"), Some(Slip::Word("ENV")));
        assert_eq!(slips("%INCLUD{a}"), Some(Slip::Word("INCLUDE")));
        assert_eq!(slips("%ENV{A, b}"), Some(Slip::Variable));
        assert_eq!(slips("%ASK{a"), Some(Slip::Open));
        for text in ["100% {ok}", "%{}", "%FOO{x}", "%ENV{A}", "%{a.b}", "%d{x}", "%%%"] {
            assert_eq!(slips(text), None, "{text}");
        }
    }
}
