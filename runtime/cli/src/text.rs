//! Texts from elsewhere, made fit for a terminal or a shell.

use std::borrow::Cow;
use std::path::Path;

pub(crate) use easypy_contract::visible;

/// A path for a message.
pub(crate) fn path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// At most this many characters of a text, with `...` where it was cut.
pub(crate) fn shortened(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let keep = characters.saturating_sub(3);
            let end = text.char_indices().nth(keep).map_or(text.len(), |(at, _)| at);
            Cow::Owned(format!("{}...", &text[..end]))
        }
    }
}

/// A word as a POSIX shell takes it.
pub(crate) fn shell_quoted(word: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./=:,@%+".contains(&b) || !b.is_ascii();
    if !word.is_empty() && word.bytes().all(plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use super::{shell_quoted, shortened};

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("äöüß", 3), "...");
        assert_eq!(shortened("äöüßäöüß", 5), "äö...");
    }

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(shell_quoted("--jobs=3"), "--jobs=3");
        assert_eq!(shell_quoted("Or('a')"), r"'Or('\''a'\'')'");
        assert_eq!(shell_quoted(""), "''");
        assert_eq!(shell_quoted("a b"), "'a b'");
    }
}
