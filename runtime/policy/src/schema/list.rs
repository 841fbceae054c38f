//! Lists of texts. One text alone stands for a list of it.

use super::Reading;
use crate::bounds;
use crate::read::{At, Mistake, Node, Value, quoted};
use crate::rules::Rule;

/// An item of a list.
pub(super) struct Item {
    pub(super) text: String,
    pub(super) at: At,
}

impl Reading<'_> {
    /// The texts of a list. `what` is one of them with its article: `a pattern of taskids`.
    pub(super) fn texts(&mut self, node: Node, key: &str, what: &str) -> Vec<Item> {
        let nodes = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        if let Some(beyond) = nodes.get(bounds::ITEMS) {
            self.mistakes.error(
                Mistake::at(&beyond.at, format!("`{key}` has more than {} items", bounds::ITEMS))
                    .label("this one is too much"),
            );
        }
        let mut items = Vec::new();
        for node in nodes.into_iter().take(bounds::ITEMS) {
            match node.value {
                Value::Text(text) => items.push(Item { text, at: node.at }),
                _ => self.wrong(&node, key, &format!("{what}, or a list of them")),
            }
        }
        items
    }

    /// The patterns of a list.
    pub(super) fn patterns(&mut self, node: Node, key: &str, what: &str) -> Vec<Rule> {
        let items = self.texts(node, key, what);
        self.rules(key, items, |item| {
            (!item.text.is_empty()).then_some(()).ok_or("fits nothing that has a text")
        })
    }

    /// Rules of the texts that a check lets pass.
    pub(super) fn rules(
        &mut self,
        key: &str,
        items: Vec<Item>,
        check: impl Fn(&Item) -> Result<(), &'static str>,
    ) -> Vec<Rule> {
        let mut kept: Vec<(Rule, At)> = Vec::new();
        for item in items {
            if let Err(why) = self.fit_for_a_pattern(&item).and_then(|()| check(&item)) {
                let text = quoted(&item.text);
                self.mistakes.error(Mistake::at(&item.at, format!("`{key}`: \"{text}\" {why}")));
                continue;
            }
            if let Some((_, first)) = kept.iter().find(|(kept, _)| kept.pattern == item.text) {
                self.mistakes.warning(
                    Mistake::at(&item.at, format!("`{key}` has \"{}\" twice", quoted(&item.text)))
                        .label("its second time")
                        .related(first, "its first time"),
                );
                continue;
            }
            kept.push((Rule { pattern: item.text, origin: self.source.origin(&item.at) }, item.at));
        }
        kept.into_iter().map(|(rule, _)| rule).collect()
    }

    fn fit_for_a_pattern(&self, item: &Item) -> Result<(), &'static str> {
        if item.text.len() > bounds::PATTERN {
            Err("is longer than 1024 bytes")
        } else if easypy_contract::visible(&item.text) != item.text || item.text.contains('\t') {
            Err("has a line break or another character that cannot be seen, which no name and no command has")
        } else {
            Ok(())
        }
    }

    /// `true` or `false`, and where.
    pub(super) fn flag(&mut self, node: &Node, key: &str) -> Option<bool> {
        match node.value {
            Value::Bool(on) => Some(on),
            _ => {
                self.wrong(node, key, "`true` or `false`");
                None
            }
        }
    }
}
