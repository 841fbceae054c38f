//! Which objects a guest may use.

use std::collections::BTreeMap;

use easypy_contract::synchro::{Error, ObjectId};

/// A set of objects, 64 to a word: a guest that was given all the objects that a run may have costs the host
/// less than a MiB, and one that was given a few costs next to nothing.
#[derive(Debug, Default)]
pub(super) struct Access(BTreeMap<u64, u64>);

/// Where an object is: the word's key, and its bit.
fn place(object: ObjectId) -> (u64, u64) {
    (object / 64, 1 << (object % 64))
}

impl Access {
    pub(super) fn grant(&mut self, object: ObjectId) {
        let (word, bit) = place(object);
        *self.0.entry(word).or_default() |= bit;
    }

    pub(super) fn grant_all(&mut self, objects: &[ObjectId]) {
        for object in objects {
            self.grant(*object);
        }
    }

    pub(super) fn allows(&self, object: ObjectId) -> bool {
        let (word, bit) = place(object);
        self.0.get(&word).is_some_and(|bits| bits & bit != 0)
    }

    /// # Errors
    /// [`Error::UnknownObject`] with the first of them that is not allowed.
    pub(super) fn check(&self, objects: &[ObjectId]) -> Result<(), Error> {
        match objects.iter().find(|object| !self.allows(**object)) {
            Some(object) => Err(Error::UnknownObject(*object)),
            None => Ok(()),
        }
    }

    /// In the order of their numbers.
    pub(super) fn objects(&self) -> impl Iterator<Item = ObjectId> {
        self.0.iter().flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| word * 64 + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Access;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn access_is_the_set_of_what_was_granted(
            granted in prop::collection::vec(0u64..300, 0..50),
            asked in any::<u64>(),
        ) {
            let mut access = Access::default();
            access.grant_all(&granted);
            let set: BTreeSet<u64> = granted.into_iter().collect();
            prop_assert!(set.iter().eq(access.objects().collect::<Vec<_>>().iter()));
            for object in [asked, asked % 300] {
                prop_assert_eq!(access.allows(object), set.contains(&object));
            }
        }
    }
}
