//! `extends`: one tree over another.

use crate::yaml::{Kind, Node};

/// Puts one tree over another: maps are merged, all else is what `over` says.
///
/// The order is that of `under`, with what is new at the end, as in pyATS. Both are nested no deeper than
/// [`crate::limits::DEPTH`], and so is what comes of them.
pub(super) fn merge(over: Node, under: Node) -> Node {
    match (over.kind, under.kind) {
        (Kind::Map(over_map), Kind::Map(mut map)) => {
            for (name, mut entry) in over_map {
                match map.get_mut(&name) {
                    Some(below) => {
                        let value =
                            std::mem::replace(&mut below.value, Node::new(entry.value.span, Kind::Null));
                        entry.value = merge(entry.value, value);
                        *below = entry;
                    }
                    None => {
                        map.insert(name, entry);
                    }
                }
            }
            Node { kind: Kind::Map(map), ..over }
        }
        (kind, _) => Node { kind, ..over },
    }
}
