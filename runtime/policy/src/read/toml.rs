//! TOML.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{At, Entry, Mistake, Mistakes, Node, Value};

/// The tree of a text, as far as it can be read. Nesting is limited by the parser.
pub(crate) fn parse(text: &str, mistakes: &mut Mistakes) -> Node {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut lines = HashSet::new();
    for error in errors {
        mistakes.is_broken = true;
        let span = error.span().unwrap_or(0..0);
        // One slip makes the parser complain several times about what follows it.
        let line_start = text.get(..span.start).and_then(|before| before.rfind('\n'));
        if !lines.insert(line_start) {
            continue;
        }
        let at = At::Range(span);
        mistakes.error(Mistake::at(&at, format!("this is no TOML: {}", error.message())));
    }
    let at = At::Range(0..0);
    Node { at, value: table(root.into_inner()) }
}

fn table(table: DeTable<'_>) -> Value {
    let entries = table.into_iter().map(|(key, value)| {
        let at = At::Range(key.span());
        Entry { key: key.into_inner().into_owned(), at, node: node(value) }
    });
    Value::Table(entries.collect())
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let at = At::Range(value.span());
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Whole(number),
            Err(_) => Value::Other("a number of more than 64 bits"),
        },
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Float(_) => Value::Other("a number with a fraction"),
        DeValue::Datetime(_) => Value::Other("a date or a time"),
        DeValue::Array(items) => Value::List(items.into_iter().map(node).collect()),
        DeValue::Table(entries) => table(entries),
    };
    Node { at, value }
}
