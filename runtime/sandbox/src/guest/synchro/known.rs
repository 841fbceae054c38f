//! What a guest knows of shared objects: what it has read while they do not change, and of which kind they are.

use std::collections::HashMap;

use easypy_contract::synchro::{ObjectId, Op, Reply};

use crate::versions::VersionsView;

/// How many replies are kept. When there are more, all are forgotten.
const REPLIES: usize = 1024;
/// Larger replies are not kept, bytes.
const REPLY_BYTES: usize = 16 * 1024;

/// The replies that a guest has had.
#[derive(Default)]
pub(crate) struct Known {
    /// None where the host gives no versions.
    versions: Option<VersionsView>,
    replies: HashMap<(ObjectId, Op), (u64, Reply)>,
    /// Objects that have taken a call that [`Op::is_told`]: this guest may use them, and they are of that kind.
    takes: HashMap<ObjectId, KindOfWrite>,
}

/// The kinds of objects by the calls that are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KindOfWrite {
    Dict,
    List,
    Value,
    Event,
}

impl Known {
    pub(crate) fn new(versions: Option<VersionsView>) -> Known {
        Known { versions, ..Known::default() }
    }

    /// An object's version before it is asked something.
    pub(super) fn version(&self, object: ObjectId) -> Option<u64> {
        self.versions.as_ref()?.of(object)
    }

    /// The reply to a read, if it still holds.
    pub(super) fn reply(&self, object: ObjectId, op: &Op) -> Option<&Reply> {
        if self.replies.is_empty() || !op.is_read() {
            return None;
        }
        // A key of borrowed parts is not to be had, and an operation is small.
        let (version, reply) = self.replies.get(&(object, op.clone()))?;
        (self.version(object) == Some(*version)).then_some(reply)
    }

    /// Keeps the reply to a read. `version` is from before it was asked: if the object has changed since, the reply
    /// does not hold and is asked for once more.
    pub(super) fn keep(&mut self, object: ObjectId, op: Op, version: Option<u64>, reply: &Reply) {
        let Some(version) = version.filter(|_| op.is_read() && size(reply) <= REPLY_BYTES) else { return };
        if self.replies.len() >= REPLIES {
            self.replies.clear();
        }
        self.replies.insert((object, op), (version, reply.clone()));
    }

    /// This guest is changing an object without waiting for it: nothing that it knows of that holds any more.
    pub(super) fn forget(&mut self, object: ObjectId) {
        self.replies.retain(|(known, _), _| *known != object);
    }

    /// Whether an object takes this call for certain.
    pub(super) fn takes(&self, object: ObjectId, op: &Op) -> bool {
        self.takes.get(&object).is_some_and(|kind| Some(*kind) == kind_of_write(op))
    }

    /// An object has taken this call.
    pub(super) fn took(&mut self, object: ObjectId, op: &Op) {
        if let Some(kind) = kind_of_write(op) {
            if self.takes.len() >= REPLIES {
                self.takes.clear();
            }
            self.takes.insert(object, kind);
        }
    }
}

fn kind_of_write(op: &Op) -> Option<KindOfWrite> {
    Some(match op {
        Op::DictSet { .. } | Op::DictClear => KindOfWrite::Dict,
        Op::ListAppend { .. } | Op::ListClear => KindOfWrite::List,
        Op::ValueSet { .. } => KindOfWrite::Value,
        Op::EventSet | Op::EventClear => KindOfWrite::Event,
        _ => return None,
    })
}

fn size(reply: &Reply) -> usize {
    match reply {
        Reply::Json(text) | Reply::MaybeJson(Some(text)) => text.len(),
        Reply::Keys(keys) => keys.iter().map(|key| key.len() + size_of::<String>()).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::Versions;

    fn get(key: &str) -> Op {
        Op::DictGet { key: key.to_owned() }
    }

    fn set(key: &str) -> Op {
        Op::DictSet { key: key.to_owned(), value: "1".to_owned() }
    }

    fn known() -> (Versions, Known) {
        let versions = Versions::new().unwrap();
        let view = VersionsView::open(versions.file()).unwrap();
        (versions, Known::new(Some(view)))
    }

    const ONE: fn() -> Reply = || Reply::MaybeJson(Some("1".to_owned()));

    #[test]
    fn a_reply_holds_until_its_object_changes() {
        let (versions, mut known) = known();
        let version = known.version(7);
        known.keep(7, get("a"), version, &ONE());
        assert_eq!(known.reply(7, &get("a")), Some(&ONE()));
        assert_eq!(known.reply(7, &get("b")), None);
        assert_eq!(known.reply(8, &get("a")), None);
        versions.changed(8);
        assert!(known.reply(7, &get("a")).is_some());
        versions.changed(7);
        assert_eq!(known.reply(7, &get("a")), None);
    }

    #[test]
    fn a_reply_to_what_changed_while_it_was_asked_does_not_hold() {
        let (versions, mut known) = known();
        let version = known.version(7);
        versions.changed(7);
        known.keep(7, get("a"), version, &ONE());
        assert_eq!(known.reply(7, &get("a")), None);
    }

    #[test]
    fn what_a_guest_writes_itself_it_reads_anew() {
        let (_versions, mut known) = known();
        let version = known.version(7);
        known.keep(7, get("a"), version, &ONE());
        known.keep(8, get("a"), version, &ONE());
        known.forget(7);
        assert_eq!(known.reply(7, &get("a")), None);
        assert!(known.reply(8, &get("a")).is_some());
    }

    #[test]
    fn nothing_is_kept_of_writes_nor_of_large_replies_nor_without_versions() {
        let (_versions, mut known) = known();
        let version = known.version(7);
        known.keep(7, set("a"), version, &Reply::Done);
        assert_eq!(known.reply(7, &set("a")), None);
        known.keep(7, get("a"), version, &Reply::Json("x".repeat(REPLY_BYTES + 1)));
        assert_eq!(known.reply(7, &get("a")), None);
        let mut without = Known::new(None);
        without.keep(7, get("a"), without.version(7), &ONE());
        assert_eq!(without.reply(7, &get("a")), None);
    }

    #[test]
    fn an_object_takes_for_certain_what_one_of_its_kind_has_taken() {
        let (_versions, mut known) = known();
        assert!(!known.takes(7, &set("a")));
        known.took(7, &set("a"));
        assert!(known.takes(7, &set("b")) && known.takes(7, &Op::DictClear));
        assert!(!known.takes(7, &Op::EventSet));
        assert!(!known.takes(7, &get("a")));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let (_versions, mut known) = known();
        let version = known.version(7);
        for key in 0..3 * REPLIES {
            known.keep(7, get(&key.to_string()), version, &ONE());
            known.took(key as u64, &set("a"));
        }
        assert!(known.replies.len() <= REPLIES && known.takes.len() <= REPLIES);
    }
}
