//! What of a testbed file must not be shown, and the file without it.
//!
//! An archive is passed around and a mistake is pasted into a chat, so what may be a secret is taken for one.
//! Markup that only says where a secret is (`%ENV{LAB_PASSWORD}`) is none.

mod words;

use crate::markup;
use crate::secret::Origin;
use crate::source::Source;
use crate::yaml::{Kind, Node, Parsed};
use words::{behind_key, holds_credentials, names_somebody, secret_in_line};
pub(crate) use words::{is_secret_name, tells_secret};

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
    ranges.extend(
        parsed
            .comments
            .iter()
            .filter(|range| tells_secret(comment(range)))
            .map(|(start, end)| (start + 1, *end)),
    );
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
        } else if begins_block(before) {
            out.push_str(MASK);
        } else {
            // In quotes: a value that begins with `*` would be an alias.
            out.push('"');
            out.push_str(MASK);
            out.push('"');
        }
        // A block of lines takes in the break before the next key, and that key's indentation.
        out.push_str(&secret[secret.trim_end().len()..]);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether what follows is a block of lines, whose `|` or `>` is not a part of it.
fn begins_block(before: &str) -> bool {
    let head = before.trim_end();
    before[head.len()..].contains('\n')
        && head.rsplit(char::is_whitespace).next().is_some_and(|word| word.starts_with(['|', '>']))
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
    /// Within `custom`, which is for scripts.
    Custom,
    /// Under a key that names a secret within `custom`: not shown, and yet no login of the host's.
    CustomSecret,
    /// Within `prompts`, where `password` is what a device asks for it with.
    Prompts,
}

impl Place {
    fn under(self, key: &str) -> Place {
        match self {
            Place::Credentials if names_somebody(key) => Place::Elsewhere,
            Place::Elsewhere if key == "custom" => Place::Custom,
            Place::Elsewhere if key == "prompts" => Place::Prompts,
            Place::Elsewhere if holds_credentials(key) => Place::Credentials,
            Place::Elsewhere if is_secret_name(key) => Place::Secret,
            Place::Custom if holds_credentials(key) || is_secret_name(key) => Place::CustomSecret,
            place => place,
        }
    }

    /// Whether all that is there must not be shown.
    fn is_secret(self) -> bool {
        matches!(self, Place::Credentials | Place::Secret | Place::CustomSecret)
    }
}

fn mark_at(node: &mut Node, place: Place) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| mark_at(item, place)),
        Kind::Map(map) => {
            map.iter_mut().for_each(|(key, entry)| mark_at(&mut entry.value, place.under(key)));
        }
        _ if matches!(place, Place::Credentials | Place::Secret) => node.secret = Some(Origin::Credential),
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
            let secret = if place.is_secret() {
                // The old form of `%ASK{}` is refused, and has to be seen for that.
                !matches!(text.as_str(), "" | "ASK()") && !markup::is_one_token(text)
            } else {
                tells_secret(text)
            };
            if secret {
                ranges.push((node.span.start, node.span.end));
            }
        }
        _ if place.is_secret() => ranges.push((node.span.start, node.span.end)),
        _ => {}
    }
}

fn in_lines(text: &str, ranges: &mut Vec<(u32, u32)>) {
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut start = 0;
    // How far the line is indented after which what is further in belongs to a secret.
    let mut under = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let end = line.trim_end().len();
        let from = match under {
            Some(outer) if indent > outer || end == 0 => Some(behind_key(line)),
            _ => {
                let from = secret_in_line(line);
                under = from.map(|_| indent);
                from
            }
        };
        if let Some(from) = from.filter(|from| *from < end) {
            ranges.push((narrow(start + from), narrow(start + end)));
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
        assert_eq!(parsed.root.is_none(), text.starts_with("# broken"));
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
            "    ssh:\n",
            "      username: x\n",
            "      passphrase: 1234\n",
            "      key: |\n",
            "        abc\n",
            "  passwords: {line: lab}\n",
            "  servers:\n",
            "    ftp: {address: 10.0.0.1, password: \"p%ENV{X}\"}\n",
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
            "      cli: {command: sshpass -p hunter5 ssh r1, prompts: {password: 'Secret?'}}\n",
        )));
    }

    #[test]
    fn a_file_that_is_no_yaml_is_masked_by_its_lines() {
        let copy = copy(concat!(
            "# broken\n",
            "credentails: {default: {username: a, x: hunter2}\n",
            "foo: [\n",
            "key: {pasword: hunter3, 'password' : hunter4\n",
            "enable_secret = hunter5\n",
            "private_key: |\n",
            "  hunter6\n",
            "\n",
            "  hunter7\n",
            "url: x http://me:hunter8@host/\n",
            "clean: username a password 0 hunter9\n",
            "credentials:\n",
            "  default:\n",
            "    anything: hunter10\n",
        ));
        assert!(!copy.contains("hunter"), "{copy}");
        for kept in ["foo: [", "url: x http://", "  default:", "    anything: "] {
            assert!(copy.contains(kept), "{copy}");
        }
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
