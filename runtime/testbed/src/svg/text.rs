//! Texts in a picture: how wide they are, and what they must not do.

/// The width of a letter relative to the size of the type, for the widest of the usual sans-serif fonts.
const LETTER: f64 = 0.62;
/// The longest text that is drawn, in characters; the whole one is in the title of its shape.
const LONGEST: usize = 28;

/// How wide a text is at this size of type, or a bit less.
pub(super) fn width(text: &str, size: f64) -> f64 {
    // Characters of East Asia are twice as wide as letters.
    let letters: u32 = text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum();
    f64::from(letters) * size * LETTER
}

/// A text that is not too long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some(_) => text.chars().take(LONGEST - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// A text as it stands in XML, in content and in attributes. What XML cannot hold becomes `U+FFFD`.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_file_are_texts_in_the_picture() {
        assert_eq!(
            escaped("<a href=\"x\">&'\u{0}\n"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{fffd}\u{fffd}"
        );
        assert_eq!(short("GigabitEthernet0/0/0/1"), "GigabitEthernet0/0/0/1");
        assert_eq!(short(&"x".repeat(40)).chars().count(), LONGEST);
    }
}
