//! The names of tasks: unique within a run (SPEC 4.2, and the departure that a second one of a name gets a
//! number instead of being lost).

use std::collections::HashMap;

use easypy_contract::TaskId;

/// The names given so far, as parts of file names: two that differ only in control characters are the same.
#[derive(Debug, Default)]
pub(super) struct TaskIds {
    /// name to the number that was tried last behind it
    taken: HashMap<Box<str>, u32>,
}

impl TaskIds {
    /// A name nobody has: the one asked for, or with `-2`, `-3` … behind it.
    pub(super) fn take(&mut self, asked: &TaskId) -> TaskId {
        let stem = asked.file_stem();
        let Some(mut n) = self.taken.get(stem.as_str()).copied() else {
            self.taken.insert(stem.into(), 1);
            return asked.clone();
        };
        loop {
            n += 1;
            let numbered = asked.numbered(n);
            let numbered_stem = numbered.file_stem();
            if !self.taken.contains_key(numbered_stem.as_str()) {
                self.taken.insert(stem.into(), n);
                self.taken.insert(numbered_stem.into(), 1);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TaskIds;
    use easypy_contract::TaskId;

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut ids = TaskIds::default();
        let mut take = |name: &str| ids.take(&TaskId::new(name).unwrap()).as_str().to_owned();
        assert_eq!(take("a/b"), "a_b");
        assert_eq!(take("a_b"), "a_b-2");
        assert_eq!(take("a_b-3"), "a_b-3");
        assert_eq!(take("a_b"), "a_b-4");
        assert_eq!(take("x\ny"), "x\ny");
        assert_eq!(take("x\ty"), "x\ty-2");
    }
}
