//! What of a testbed file must not be shown, and the file without it.
//!
//! An archive is passed around and a mistake is pasted into a chat, so what may be a secret is taken for one.
//! Markup that only says where a secret is (`%ENV{LAB_PASSWORD}`) is none.

mod words;

use crate::markup;
use crate::source::Source;
use crate::yaml::{Kind, Node, Origin, Parsed};
pub(crate) use words::{is_secret_name, tells_secret};
use words::{holds_credentials, names_somebody, secret_in_line};

/// What stands for a secret.
pub const MASK: &str = "***";

/// The ranges of a file that must not be shown, in order, without overlaps.
pub(crate) fn secrets(text: &str, parsed: &Parsed) -> Vec<(u32, u32)> {
    let mut ranges = Vec::new();
    match &parsed.root {
        Some(root) => walk(root, Place::Elsewhere, &mut ranges),
        // Without a tree there are only lines to go by.
        None => in_lines(text, &mut ranges),
    }
    let comment = |(start, end): &(u32, u32)| text.get(*start as usize..*end as usize).unwrap_or_default();
    // Without its `#`, which tells it from a value.
    ranges.extend(parsed.comments.iter().filter(|range| tells_secret(comment(range))).map(|(start, end)| (start + 1, *end)));
    in_order(ranges)
}

/// The text of a file with its secrets masked, and as good YAML as before.
pub(crate) fn masked(source: &Source) -> String {
    let text = source.text.as_str();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in &source.secrets {
        let (start, end) = (*start as usize, *end as usize);
        let (Some(before), Some(secret)) = (text.get(at..start), text.get(start..end)) else { continue };
        out.push_str(before);
        if before.ends_with('#') {
            out.push(' ');
            out.push_str(MASK);
        } else {
            // In quotes: a value that begins with `*` would be an alias.
            out.push('"');
            out.push_str(MASK);
            out.push('"');
        }
        // What follows a block of lines begins a line.
        if secret.ends_with('\n') {
            out.push('\n');
        }
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Marks the values of credentials, so that they stay secrets wherever references take them.
pub(crate) fn mark(node: &mut Node) {
    mark_at(node, Place::Elsewhere);
}

/// Where a value is, as far as that makes it a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Elsewhere,
    /// Within `credentials` or `passwords`, where all but user names is secret.
    Credentials,
    /// Under a key that names a secret.
    Secret,
}

impl Place {
    fn under(self, key: &str) -> Place {
        match self {
            Place::Secret => Place::Secret,
            Place::Credentials if names_somebody(key) => Place::Elsewhere,
            Place::Credentials => Place::Credentials,
            Place::Elsewhere if holds_credentials(key) => Place::Credentials,
            Place::Elsewhere if is_secret_name(key) => Place::Secret,
            Place::Elsewhere => Place::Elsewhere,
        }
    }
}

fn mark_at(node: &mut Node, place: Place) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| mark_at(item, place)),
        Kind::Map(map) => {
            map.iter_mut().for_each(|(key, entry)| mark_at(&mut entry.value, place.under(key)));
        }
        // What a script is given in `custom` under such a name is not a login of the host's.
        _ if place == Place::Credentials => node.secret = Some(Origin::Credential),
        _ => {}
    }
}

fn walk(node: &Node, place: Place, ranges: &mut Vec<(u32, u32)>) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| walk(item, place, ranges)),
        Kind::Map(map) => map.iter().for_each(|(key, entry)| {
            if tells_secret(key) {
                ranges.push((entry.key.span.start, entry.key.span.end));
            }
            walk(&entry.value, place.under(key), ranges);
        }),
        Kind::Null => {}
        Kind::Text(text) => {
            let secret = match place {
                Place::Elsewhere => tells_secret(text),
                Place::Credentials | Place::Secret => !text.is_empty() && !markup::is_one_token(text),
            };
            if secret {
                ranges.push((node.span.start, node.span.end));
            }
        }
        _ if place == Place::Elsewhere => {}
        _ => ranges.push((node.span.start, node.span.end)),
    }
}

fn in_lines(text: &str, ranges: &mut Vec<(u32, u32)>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(from) = secret_in_line(line) {
            let end = line.trim_end().len();
            let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            if from < end {
                ranges.push((narrow(start + from), narrow(start + end)));
            }
        }
        start += line.len();
    }
}

fn in_order(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut out: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ if start < end => out.push((start, end)),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use zeroize::Zeroizing;

    use super::*;
    use crate::finding::Findings;
    use crate::limits::Budget;
    use crate::source::Sources;

    fn copy(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Path::new("t.yaml"), Zeroizing::new(text.to_owned())).unwrap();
        let parsed = crate::yaml::parse(id, text, &mut Budget::new(), &mut Findings::default());
        let source = sources.get_mut(id).unwrap();
        source.secrets = secrets(text, &parsed);
        masked(source)
    }

    #[test]
    fn secrets_are_masked_and_the_rest_is_as_it_was() {
        insta::assert_snapshot!(copy(concat!(
            "# password of the lab: cisco\n",
            "# The lab on the second floor.\n",
            "testbed:\n",
            "  credentials:\n",
            "    default: {username: admin, password: 'hunter2'}  # not the real one\n",
            "    enable:\n",
            "      password: \"%ENV{ENABLE}\"\n",
            "    ssh: {username: x, passphrase: 1234, key: |\n",
            "      abc}\n",
            "  passwords: {line: lab}\n",
            "  servers:\n",
            "    ftp: {address: 10.0.0.1, password: p%ENV{X}}\n",
            "devices:\n",
            "  R1:\n",
            "    credentails: {default: {pasword: hunter3}}\n",
            "    custom:\n",
            "      api_token: |\n",
            "        one\n",
            "        two\n",
            "      note: kept\n",
            "      url: http://me:hunter4@example.com/\n",
            "    connections:\n",
            "      cli: {command: sshpass -p hunter5 ssh r1}\n",
        )));
    }

    #[test]
    fn a_file_that_is_no_yaml_is_masked_by_its_lines() {
        let text = "credentials: {default: {username: a, password: hunter2}\n  foo: [\n enable_secret = hunter3\n";
        let copy = copy(text);
        assert!(!copy.contains("hunter"), "{copy}");
        assert!(copy.contains("foo: ["), "{copy}");
    }

    #[test]
    fn a_masked_copy_is_yaml_with_the_same_keys() {
        let text = "a:\n  password: >-\n    x\n    y\n  token: [1, z]\nb: &p\n  secret: q\nc: *p\n";
        let value: serde_yaml_ng::Value = serde_yaml_ng::from_str(&copy(text)).unwrap();
        let expected = serde_yaml_ng::from_str::<serde_yaml_ng::Value>(
            "{a: {password: '***', token: ['***', '***']}, b: {secret: '***'}, c: {secret: '***'}}",
        );
        assert_eq!(value, expected.unwrap());
    }
}
