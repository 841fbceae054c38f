//! What all nodes of the tree have in common.

use easypy_contract::Outcome;
use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::journal::Usage;
use crate::model::Counts;
use crate::time::{self, Clock};

/// Where many readers of JSON stop.
const LEVELS: usize = 128;

/// A node's place in the tree: its id behind those of the nodes around it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    around: Option<&'a Place<'a>>,
    pub(super) id: &'a str,
}

impl<'a> Place<'a> {
    pub(super) fn top(id: &'a str) -> Place<'a> {
        Place { around: None, id }
    }

    pub(super) fn inside(around: &'a Place<'a>, id: &'a str) -> Place<'a> {
        Place { around: Some(around), id }
    }

    /// How many levels of JSON are around what is in this node.
    pub(super) fn levels(&self) -> usize {
        // Two for the document and the run, and two for each node of the tree.
        2 + 2 * self.list().len()
    }

    /// The ids, outermost first.
    fn list(&self) -> Vec<&'a str> {
        let mut ids = vec![self.id];
        let mut around = self.around;
        while let Some(place) = around {
            ids.push(place.id);
            around = place.around;
        }
        ids.reverse();
        ids
    }
}

/// The members that every node begins with; the name follows.
pub(super) fn begin<M: SerializeMap>(node: &mut M, kind: &str, place: &Place<'_>) -> Result<(), M::Error> {
    let list = place.list();
    node.serialize_entry("type", kind)?;
    node.serialize_entry("id", place.id)?;
    node.serialize_entry("fullid", &list.join("."))?;
    node.serialize_entry("idlist", &list)
}

pub(super) fn times<M: SerializeMap>(
    node: &mut M,
    clock: &Clock,
    (start, stop): (Timestamp, Timestamp),
) -> Result<(), M::Error> {
    node.serialize_entry("starttime", &clock.long(start))?;
    node.serialize_entry("stoptime", &clock.long(stop))?;
    node.serialize_entry("runtime", &time::seconds(start, stop))
}

/// `details`, if there are any.
pub(super) fn details<M: SerializeMap>(node: &mut M, details: &[String]) -> Result<(), M::Error> {
    if details.is_empty() { Ok(()) } else { node.serialize_entry("details", details) }
}

/// An outcome with what is known of why.
pub(super) struct Verdict<'a> {
    pub(super) outcome: Outcome,
    pub(super) reason: Option<&'a str>,
    pub(super) data: Option<Data<'a>>,
}

/// What a testscript gave with an outcome.
pub(super) struct Data<'a> {
    /// JSON
    pub(super) text: &'a str,
    /// How many levels of JSON are around it.
    pub(super) levels: usize,
}

impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut result = serializer.serialize_map(None)?;
        result.serialize_entry("value", self.outcome.as_str())?;
        if let Some(reason) = self.reason {
            result.serialize_entry("reason", reason)?;
        }
        if let Some(data) = &self.data {
            result.serialize_entry("data", &data.value())?;
        }
        result.end()
    }
}

impl Data<'_> {
    /// The data. What is no JSON, or would nest the document deeper than many readers go, is quoted.
    fn value(&self) -> Value {
        match serde_json::from_str(self.text) {
            Ok(value) if self.levels + depth(&value) < LEVELS => value,
            _ => Value::String(self.text.to_owned()),
        }
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Counters. Those of plugins and of pyATS Health, which do not exist here, are all zero.
pub(super) struct Summary(pub(super) Counts);

impl Summary {
    pub(super) fn zero() -> Summary {
        Summary(Counts::default())
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const ORDER: [Outcome; 7] = [
            Outcome::Passed,
            Outcome::Passx,
            Outcome::Failed,
            Outcome::Errored,
            Outcome::Aborted,
            Outcome::Blocked,
            Outcome::Skipped,
        ];
        let mut summary = serializer.serialize_map(Some(ORDER.len() + 2))?;
        for outcome in ORDER {
            summary.serialize_entry(outcome.as_str(), &self.0.get(outcome))?;
        }
        summary.serialize_entry("total", &self.0.total())?;
        summary.serialize_entry("success_rate", &self.0.success_rate())?;
        summary.end()
    }
}

/// What a process used, in seconds and KiB.
pub(super) struct Used(pub(super) Usage);

impl Serialize for Used {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let seconds = |microseconds: u64| microseconds as f64 / 1e6;
        let mut usage = serializer.serialize_map(Some(3))?;
        usage.serialize_entry("cpu", &seconds(self.0.cpu_us))?;
        usage.serialize_entry("wall", &seconds(self.0.wall_us))?;
        usage.serialize_entry("peak_kib", &self.0.peak_kib)?;
        usage.end()
    }
}

/// An array of what is made of each item, one at a time.
pub(super) struct Each<I, F> {
    pub(super) items: I,
    pub(super) node: F,
}

impl<'a, T: 'a, N: Serialize, F: Fn(&'a T) -> N> Serialize for Each<&'a [T], F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(self.items.len()))?;
        for item in self.items {
            array.serialize_element(&(self.node)(item))?;
        }
        array.end()
    }
}
