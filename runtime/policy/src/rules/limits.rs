//! Bounds of a guest.

/// What a guest may take. None: what holds without a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Linear memory, in bytes.
    pub memory: Option<u64>,
    /// Its log, in bytes.
    pub log: Option<u64>,
}

impl Limits {
    /// The lower of both.
    #[must_use]
    pub(crate) fn within(self, other: Limits) -> Limits {
        let lower = |a: Option<u64>, b: Option<u64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Limits { memory: lower(self.memory, other.memory), log: lower(self.log, other.log) }
    }
}
