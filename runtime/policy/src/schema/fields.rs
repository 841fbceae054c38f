//! Tables with known keys.

use easypy_testbed::nearest;

use super::{Reading, keys};
use crate::read::{Entry, Mistake, Node, Value, quoted};

/// A table's entries, each of which has a known key and is there once.
pub(super) struct Fields {
    entries: Vec<Entry>,
}

impl Reading<'_> {
    /// The entries of a table; `what` is the table with its article.
    pub(super) fn fields(&mut self, node: Node, what: &str, known: &[&str]) -> Option<Fields> {
        let is = node.what();
        let Value::Table(entries) = node.value else {
            self.mistakes.error(
                Mistake::at(&node.at, format!("{what} is a table, not {is}"))
                    .label(format!("expected {}", keys(known))),
            );
            return None;
        };
        let mut kept: Vec<Entry> = Vec::new();
        for entry in entries {
            if !known.contains(&entry.key.as_str()) {
                self.unknown(&entry, what, known);
            } else if let Some(first) = kept.iter().find(|kept| kept.key == entry.key) {
                self.mistakes.error(
                    Mistake::at(&entry.at, format!("the key `{}` is there twice", entry.key))
                        .label("its second time")
                        .related(&first.at, "its first time"),
                );
            } else {
                kept.push(entry);
            }
        }
        Some(Fields { entries: kept })
    }

    fn unknown(&mut self, entry: &Entry, what: &str, known: &[&str]) {
        let mistake = Mistake::at(&entry.at, format!("`{}` is no key of {what}", quoted(&entry.key)))
            .label("unknown key");
        self.mistakes.error(match nearest(&entry.key, known.iter().copied()) {
            Some(word) => mistake.help(format!("did you mean `{word}`?")),
            None => mistake.help(format!("{what} has {}", keys(known))),
        });
    }

    /// Something of the wrong kind.
    pub(super) fn wrong(&mut self, node: &Node, key: &str, expected: &str) {
        self.mistakes.error(
            Mistake::at(&node.at, format!("`{key}` is {}, which it cannot be", node.what()))
                .label(format!("expected {expected}")),
        );
    }
}

impl Fields {
    pub(super) fn take(&mut self, key: &str) -> Option<Node> {
        self.entry(key).map(|entry| entry.node)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn entry(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }
}
