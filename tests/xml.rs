//! Whether a text is XML.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Reads XML to its end.
///
/// # Panics
/// It is not well-formed, or holds a character that XML 1.0 does not have.
pub fn well_formed(xml: &str) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("not well-formed at {}: {error}\n{xml}", reader.error_position()),
        }
    }
    let bad =
        xml.chars().find(|c| (*c < ' ' && !"\n\r\t".contains(*c)) || matches!(c, '\u{fffe}' | '\u{ffff}'));
    assert_eq!(bad, None, "a character that XML 1.0 does not have");
}
