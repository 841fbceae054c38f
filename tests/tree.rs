//! The tree of results, flat.

use serde_json::Value;

/// A node of `results.json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// `Task`, `Testcase`, `TestSection`, `Step` …
    pub kind: String,
    /// The full id: it begins with the taskid.
    pub id: String,
    /// The lower-case word; none where nothing was reported.
    pub result: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Node {
    /// The result's word, `none` where there is none.
    pub fn outcome(&self) -> &str {
        self.result.as_deref().unwrap_or("none")
    }

    /// The reason, or an empty text.
    pub fn why(&self) -> &str {
        self.reason.as_deref().unwrap_or_default()
    }
}

/// The nodes of a report in order, tasks and all that is in them. `report` is the `TestSuite`.
pub fn tree_of(report: &Value) -> Vec<Node> {
    let mut nodes = Vec::new();
    for task in report["tasks"].as_array().into_iter().flatten() {
        flatten(task, &mut nodes);
    }
    nodes
}

/// The nodes of one task, itself the first.
pub(crate) fn tree_of_task(task: &Value) -> Vec<Node> {
    let mut nodes = Vec::new();
    flatten(task, &mut nodes);
    nodes
}

fn flatten(node: &Value, nodes: &mut Vec<Node>) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    nodes.push(Node {
        kind: text(&node["type"]).unwrap_or_default(),
        id: text(&node["fullid"]).unwrap_or_default(),
        result: text(&node["result"]["value"]),
        reason: text(&node["result"]["reason"]),
    });
    for section in node["sections"].as_array().into_iter().flatten() {
        flatten(section, nodes);
    }
}
