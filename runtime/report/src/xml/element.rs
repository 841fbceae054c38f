//! Elements, as Python's minidom writes them: two spaces a level, empty ones closed at once.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::escape::xml_characters;

/// An XML document that is being written.
pub(super) struct Document<W>(Writer<W>);

impl<W: Write> Document<W> {
    pub(super) fn begin(mut out: W) -> io::Result<Document<W>> {
        out.write_all(b"<?xml version=\"1.0\" ?>\n")?;
        Ok(Document(Writer::new_with_indent(out, b' ', 2)))
    }

    pub(super) fn end(self) -> io::Result<()> {
        self.0.into_inner().write_all(b"\n")
    }

    /// An element with others in it.
    pub(super) fn element(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut Document<W>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.element_with(name, &[], content)
    }

    pub(super) fn element_with(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Document<W>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))?;
        content(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with a text in it; closed at once when the text is empty.
    pub(super) fn text(&mut self, name: &str, text: impl Display) -> io::Result<()> {
        self.text_with(name, &[], text)
    }

    pub(super) fn text_with(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: impl Display,
    ) -> io::Result<()> {
        let text = text.to_string();
        let start = start(name, attributes);
        if text.is_empty() {
            return self.0.write_event(Event::Empty(start));
        }
        self.0.write_event(Event::Start(start))?;
        self.0.write_event(Event::Text(BytesText::from_escaped(escaped(&text, false))))?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Elements with nothing in them.
    pub(super) fn empty(&mut self, names: &[&str]) -> io::Result<()> {
        names.iter().try_for_each(|name| self.text(name, ""))
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute(Attribute { key: QName(name), value: escaped(value, true) });
    }
    start
}

/// What XML must have escaped and minidom escapes, and what it would not give back as it was.
fn escaped(text: &str, attribute: bool) -> Cow<'_, str> {
    let text = xml_characters(text);
    let special =
        |c: char| matches!(c, '&' | '<' | '>' | '"' | '\r') || attribute && matches!(c, '\n' | '\t');
    if !text.contains(special) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            '\n' if attribute => escaped.push_str("&#10;"),
            '\t' if attribute => escaped.push_str("&#9;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::{Document, escaped};

    #[test]
    fn texts_are_escaped_and_empty_elements_closed_at_once() {
        let mut out = Vec::new();
        let mut document = Document::begin(&mut out).unwrap();
        document
            .element_with("a", &[("b", "1 < \"2\"\n")], |a| {
                a.text("c", "it's <\u{1}> & \"so\"")?;
                a.empty(&["d"])
            })
            .unwrap();
        document.end().unwrap();
        let expected = "<?xml version=\"1.0\" ?>\n\n<a b=\"1 &lt; &quot;2&quot;&#10;\">\n  \
                        <c>it's &lt;\u{fffd}&gt; &amp; &quot;so&quot;</c>\n  <d/>\n</a>\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected.replacen("\n\n", "\n", 1));
    }

    proptest! {
        #[test]
        fn any_text_makes_a_document_that_can_be_read(text: String) {
            let document = format!("<a b=\"{}\">{}</a>", escaped(&text, true), escaped(&text, false));
            let mut reader = Reader::from_str(&document);
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    Ok(Event::Start(start)) => {
                        prop_assert_eq!(start.attributes().map(Result::unwrap).count(), 1);
                    }
                    Ok(_) => {}
                    Err(error) => prop_assert!(false, "{error}: {document:?}"),
                }
            }
        }
    }
}
