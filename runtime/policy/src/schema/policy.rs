//! The file as a whole.

use std::sync::Arc;

use super::Reading;
use super::fields::Fields;
use super::reach;
use crate::bounds;
use crate::policy::{Policy, TaskGrant};
use crate::read::{At, Mistake, Mistakes, Node, Source, Value};
use crate::rules::Rule;

pub(crate) fn policy(root: Node, source: Source, mistakes: &mut Mistakes) -> Policy {
    let start = root.at.clone();
    let mut reading = Reading { source: &source, mistakes };
    let mut fields = reading.fields(root, "a policy", &["job", "grant"]);
    let is_empty = fields.as_ref().is_some_and(Fields::is_empty);
    let job = fields.as_mut().and_then(|fields| fields.take("job")).and_then(|node| reading.job(node));
    let grants = fields.as_mut().map(|fields| reading.grants(fields)).unwrap_or_default();
    if is_empty {
        let warning = Mistake::at(&start, "this policy grants nothing to anyone");
        reading.mistakes.warning(warning.help("grants are `[job]` for the jobfile, `[[grant]]` for tasks"));
    }
    Policy { source, job, grants }
}

impl Reading<'_> {
    fn job(&mut self, node: Node) -> Option<Arc<crate::rules::Layer>> {
        if matches!(node.value, Value::List(_)) {
            self.mistakes.error(
                Mistake::at(&node.at, "there is one job").label("expected `[job]`, with single brackets"),
            );
            return None;
        }
        let origin = self.source.origin(&node.at);
        let mut fields = self.fields(node, "`[job]`", super::grant::KEYS)?;
        Some(Arc::new(self.layer(&mut fields, format!("`[job]` at {origin}"), origin)))
    }

    fn grants(&mut self, fields: &mut Fields) -> Vec<TaskGrant> {
        let Some(node) = fields.take("grant") else { return Vec::new() };
        let is = node.what();
        let Value::List(nodes) = node.value else {
            self.mistakes.error(
                Mistake::at(&node.at, format!("`grant` is a list of tables, not {is}"))
                    .label("expected `[[grant]]`, with double brackets"),
            );
            return Vec::new();
        };
        if let Some(beyond) = nodes.get(bounds::ITEMS) {
            let mistake = Mistake::at(&beyond.at, format!("a policy has at most {} grants", bounds::ITEMS));
            self.mistakes.error(mistake.label("this one is too much"));
        }
        let mut grants: Vec<(TaskGrant, At)> = Vec::new();
        for node in nodes.into_iter().take(bounds::ITEMS) {
            let at = node.at.clone();
            let Some(grant) = self.grant(node) else { continue };
            let earlier: Vec<_> = grants.iter().map(|(grant, at)| (&grant.tasks, at)).collect();
            if let Some(first) = reach::covering(&earlier, &grant.tasks) {
                self.mistakes.warning(
                    Mistake::at(
                        &at,
                        "this grant is never reached: the first one that fits a task is its grant",
                    )
                    .label("all its `tasks` fit grants before it")
                    .related(first, "such a grant"),
                );
            }
            grants.push((grant, at));
        }
        grants.into_iter().map(|(grant, _)| grant).collect()
    }

    fn grant(&mut self, node: Node) -> Option<TaskGrant> {
        let at = node.at.clone();
        let origin = self.source.origin(&at);
        let known: Vec<&str> = ["tasks"].iter().chain(super::grant::KEYS).copied().collect();
        let mut fields = self.fields(node, "a grant", &known)?;
        let tasks = self.tasks(&mut fields, &at);
        let layer = Arc::new(self.layer(&mut fields, format!("the grant at {origin}"), origin));
        Some(TaskGrant { tasks, layer })
    }

    fn tasks(&mut self, fields: &mut Fields, at: &At) -> Vec<Rule> {
        let all = "`tasks = [\"*\"]` is for all tasks";
        let Some(node) = fields.take("tasks") else {
            self.mistakes.missing(
                Mistake::at(at, "this grant does not say whose it is").label("needs `tasks`").help(all),
            );
            return Vec::new();
        };
        if matches!(&node.value, Value::List(items) if items.is_empty()) {
            self.mistakes.error(Mistake::at(&node.at, "`tasks` is empty: no task fits it").help(all));
        }
        let mut tasks = self.patterns(node, "tasks", "a pattern of taskids");
        for rule in &mut tasks {
            // As taskids have it.
            rule.pattern = rule.pattern.replace('/', "_");
        }
        tasks
    }
}
