//! An entry of `devices`.

use super::Reading;
use super::fields::Fields;
use super::list::Item;
use crate::bounds;
use crate::decide::is_plain;
use crate::read::{At, Entry, Mistake, Node, Value, quoted};
use crate::rules::{Condition, DeviceRule, Flag, Kind, Rule};

const KEYS: &[&str] =
    &["name", "alias", "type", "custom", "via", "configure", "send", "allow", "deny", "replies"];

impl Reading<'_> {
    pub(super) fn device(&mut self, node: Node) -> Option<DeviceRule> {
        let at = node.at.clone();
        let mut fields = self.fields(node, "an entry of `devices`", KEYS)?;
        let conditions = self.conditions(&mut fields, &at);
        let via = fields.take("via").map(|node| self.patterns(node, "via", "the name of a connection"));
        let allow = fields.entry("allow").map(|entry| (self.allowed(entry.node), entry.at));
        let deny =
            fields.entry("deny").map(|entry| (self.patterns(entry.node, "deny", "a command"), entry.at));
        let replies = fields.entry("replies").map(|entry| (self.replies(entry.node), entry.at));
        let is_listed = allow.is_some();
        let configure = fields.entry("configure");
        let send = fields.entry("send");
        self.warn(is_listed, [&configure, &send], &allow, &deny, &replies);
        let configure = self.switch(configure, "configure", !is_listed);
        let send = self.switch(send, "send", !is_listed);
        Some(DeviceRule {
            origin: self.source.origin(&at),
            conditions,
            via,
            configure,
            send,
            allow: allow.map(|(rules, _)| rules),
            deny: deny.map(|(rules, _)| rules).unwrap_or_default(),
            replies: replies.map(|(rules, _)| rules).unwrap_or_default(),
        })
    }

    fn switch(&mut self, entry: Option<Entry>, key: &str, default: bool) -> Flag {
        match entry {
            Some(entry) => Flag {
                // A mistake was told; nothing comes of it.
                on: self.flag(&entry.node, key).unwrap_or(false),
                origin: Some(self.source.origin(&entry.at)),
            },
            None => Flag { on: default, origin: None },
        }
    }

    /// Which devices are meant.
    fn conditions(&mut self, fields: &mut Fields, at: &At) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let mut are_there = false;
        for (key, kind) in [("name", Kind::Name), ("alias", Kind::Alias), ("type", Kind::Type)] {
            if let Some(node) = fields.take(key) {
                are_there = true;
                let items = self.texts(node, key, "a pattern");
                conditions.push(self.condition(kind, key, items));
            }
        }
        if let Some(node) = fields.take("custom") {
            are_there = true;
            self.custom(node, &mut Vec::new(), &mut conditions);
        }
        if !are_there {
            let which = "needs `name`, `alias`, `type` or `custom`";
            self.mistakes.missing(
                Mistake::at(at, "this does not say which devices are meant")
                    .label(which)
                    .help("`name = \"*\"` is for all devices"),
            );
        }
        conditions
    }

    /// A condition for each value within `custom`.
    fn custom(&mut self, node: Node, path: &mut Vec<String>, conditions: &mut Vec<Condition>) {
        let key =
            std::iter::once("custom").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(".");
        let exactly = |text: String| vec![Item { text, at: node.at.clone() }];
        let items = match node.value {
            Value::Table(entries) if entries.is_empty() => {
                let mistake =
                    Mistake::at(&node.at, format!("`{key}` is empty: it tells no device from another"));
                self.mistakes.error(mistake.label("expected a key and a pattern"));
                return;
            }
            Value::Table(entries) => {
                for entry in entries {
                    path.push(entry.key);
                    self.custom(entry.node, path, conditions);
                    path.pop();
                }
                return;
            }
            _ if path.is_empty() => {
                self.wrong(&node, "custom", "a table, e.g. `{ site = \"fra\" }`");
                return;
            }
            // Compared as they are written in the testbed.
            Value::Whole(number) => exactly(number.to_string()),
            Value::Bool(value) => exactly(value.to_string()),
            _ => self.texts(node, &key, "a pattern"),
        };
        let condition = self.condition(Kind::Custom(path.clone()), &key, items);
        conditions.push(condition);
    }

    fn condition(&mut self, kind: Kind, key: &str, items: Vec<Item>) -> Condition {
        let rules = self.rules(key, items, |item| {
            (!item.text.is_empty()).then_some(()).ok_or("fits nothing that has a text")
        });
        let patterns = rules.into_iter().filter_map(|rule| {
            let pattern = rule.pattern.parse().ok()?;
            Some((rule.pattern, kind.selector(pattern)))
        });
        Condition { patterns: patterns.collect(), kind }
    }

    fn allowed(&mut self, node: Node) -> Vec<Rule> {
        let items = self.texts(node, "allow", "a command");
        for item in &items {
            self.warn_of_slips(item);
        }
        self.rules("allow", items, |item| {
            if item.text.is_empty() { Err("is no command") } else { fits_something(&item.text) }
        })
    }

    /// An empty reply is the Enter key alone.
    fn replies(&mut self, node: Node) -> Vec<Rule> {
        let items = self.texts(node, "replies", "an answer");
        self.rules("replies", items, |item| fits_something(&item.text))
    }

    fn warn_of_slips(&mut self, item: &Item) {
        if item.text.trim_matches(' ') != item.text {
            self.mistakes.warning(
                Mistake::at(
                    &item.at,
                    format!("`allow`: \"{}\" begins or ends with a blank", quoted(&item.text)),
                )
                .label("blanks count: a command fits only if it has them too"),
            );
        }
        if item.text.contains('?') && !item.text.contains('*') {
            self.mistakes.warning(
                Mistake::at(&item.at, format!("`allow`: \"{}\" has a `?`", quoted(&item.text)))
                    .label("a device that takes `?` as a call for help executes what stands before it"),
            );
        }
    }

    /// What can be done about `allow` and `deny`, so that they do not do what they seem to do.
    fn warn(
        &mut self,
        is_listed: bool,
        [configure, send]: [&Option<Entry>; 2],
        allow: &Option<(Vec<Rule>, At)>,
        deny: &Option<(Vec<Rule>, At)>,
        replies: &Option<(Vec<Rule>, At)>,
    ) {
        let is = |entry: &Option<Entry>, on: bool| {
            let entry = entry.as_ref()?;
            matches!(entry.node.value, Value::Bool(value) if value == on).then(|| entry.at.clone())
        };
        let is_everything = |rules: &[Rule]| rules.iter().any(Rule::is_everything);
        let lists_all = allow.as_ref().is_some_and(|(rules, _)| is_everything(rules));
        if let Some((rules, at)) = deny
            && !rules.is_empty()
            && (!is_listed || lists_all)
        {
            let why = if is_listed { "with an `allow` that fits everything" } else { "without `allow`" };
            self.mistakes.warning(
                Mistake::at(at, format!("`deny` {why} keeps nobody from these commands"))
                    .label("abbreviations walk around it: \"show te\" is \"show tech-support\" to a router")
                    .help("list what is needed under `allow`; all else is then denied"),
            );
        }
        if let Some(at) = is(configure, false).filter(|_| !is_listed || lists_all) {
            self.mistakes.warning(
                Mistake::at(
                    &at,
                    "`configure = false` keeps nobody from configuring where any command may be executed",
                )
                .label("`configure terminal` is a command too")
                .help("list the commands that are needed under `allow`"),
            );
        }
        if let Some(at) = is(send, true).filter(|_| is_listed && !lists_all) {
            self.mistakes.warning(
                Mistake::at(&at, "`send = true` walks around `allow`: what is sent is not compared with it")
                    .label("any text may be typed"),
            );
        }
        match replies {
            Some((_, at)) if !is_listed => self.mistakes.warning(Mistake::at(
                at,
                "`replies` has no effect without `allow`: anything may be answered",
            )),
            Some((rules, at)) if is_everything(rules) && !lists_all => self.mistakes.warning(
                Mistake::at(
                    at,
                    "`replies` that fit everything walk around `allow`: a reply can be a command",
                )
                .label("any line may be typed"),
            ),
            _ => {}
        }
    }
}

/// A star stands for plain characters only, so the whole line must be plain.
fn fits_something(pattern: &str) -> Result<(), &'static str> {
    if pattern.len() > bounds::LINE || (pattern.contains('*') && !is_plain(pattern)) {
        return Err("fits no command: with a `*`, only lines of ASCII without `?` fit");
    }
    Ok(())
}
