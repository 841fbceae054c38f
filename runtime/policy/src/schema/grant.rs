//! One grant: of the job, of tasks, or what a job leaves to a task.

use super::Reading;
use super::fields::Fields;
use crate::bounds;
use crate::read::{At, Mistake, Mistakes, Node, Origin, Source, Value};
use crate::rules::{DeviceRule, Layer, Rule};

/// The keys of every grant.
pub(super) const KEYS: &[&str] = &["environment", "directories", "addresses", "limits", "devices"];

/// What a job leaves to a task.
pub(crate) fn narrowing(root: Node, source: &Source, mistakes: &mut Mistakes) -> Option<Layer> {
    let mut reading = Reading { source, mistakes };
    let origin = source.whole();
    let mut fields = reading.fields(root, "a grant", KEYS)?;
    Some(reading.layer(&mut fields, "the grant that the job gives the task".to_owned(), origin))
}

impl Reading<'_> {
    pub(super) fn layer(&mut self, fields: &mut Fields, title: String, origin: Origin) -> Layer {
        let mut layer = Layer::empty(origin, title);
        if let Some(node) = fields.take("environment") {
            layer.environment = self.names(node);
        }
        if let Some(node) = fields.take("directories") {
            layer.directories = self.directories(node);
        }
        if let Some(node) = fields.take("addresses") {
            layer.addresses = self.addresses(node);
        }
        if let Some(node) = fields.take("limits") {
            layer.limits = self.limits(node);
        }
        if let Some(node) = fields.take("devices") {
            layer.devices = self.devices(node);
        }
        layer
    }

    fn names(&mut self, node: Node) -> Vec<Rule> {
        let items = self.texts(node, "environment", "a name");
        self.rules("environment", items, |item| {
            if item.text.is_empty() {
                Err("is no name")
            } else if item.text.contains('=') {
                Err("is more than a name: values are the environment's own")
            } else {
                Ok(())
            }
        })
    }

    fn devices(&mut self, node: Node) -> Vec<DeviceRule> {
        let is = node.what();
        let Value::List(nodes) = node.value else {
            self.mistakes.error(
                Mistake::at(&node.at, format!("`devices` is a list of tables, not {is}"))
                    .label("expected a table with double brackets, or `[{ name = \"…\" }]`"),
            );
            return Vec::new();
        };
        if let Some(beyond) = nodes.get(bounds::ITEMS) {
            let mistake = Mistake::at(&beyond.at, format!("`devices` has more than {} items", bounds::ITEMS));
            self.mistakes.error(mistake.label("this one is too much"));
        }
        let mut rules: Vec<(DeviceRule, At)> = Vec::new();
        for node in nodes.into_iter().take(bounds::ITEMS) {
            let at = node.at.clone();
            let Some(rule) = self.device(node) else { continue };
            // Nobody reads the warnings of a narrowing, and comparing all with all takes its time.
            if matches!(self.source, Source::File { .. })
                && let Some((_, first)) = rules.iter().find(|(earlier, _)| earlier.covers(&rule))
            {
                self.mistakes.warning(
                    Mistake::at(
                        &at,
                        "these devices are never reached: the first entry that fits a device decides",
                    )
                    .label("all that fit here fit an entry before it")
                    .related(first, "this one"),
                );
            }
            rules.push((rule, at));
        }
        rules.into_iter().map(|(rule, _)| rule).collect()
    }
}
