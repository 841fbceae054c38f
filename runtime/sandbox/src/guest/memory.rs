//! The bound on a guest's linear memory.

use wasmtime::ResourceLimiter;

/// Counts the linear memories of a store together and refuses what goes over the limit.
pub(crate) struct MemoryLimiter {
    limit: u64,
    used: u64,
    /// What was asked for when the limit was first met.
    refused: Option<u64>,
}

impl MemoryLimiter {
    pub(crate) fn new(limit: u64) -> MemoryLimiter {
        MemoryLimiter { limit, used: 0, refused: None }
    }

    /// A new instance is about to be made: the memories of the last one are gone.
    pub(crate) fn restart(&mut self) {
        self.used = 0;
    }

    /// Takes the news that the limit was met: the limit, and what the guest would have had with its last
    /// request. Bytes.
    pub(crate) fn take_refusal(&mut self) -> Option<(u64, u64)> {
        self.refused.take().map(|asked| (self.limit, asked))
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let asked = self.used.saturating_add((desired.saturating_sub(current)) as u64);
        if asked > self.limit {
            self.refused.get_or_insert(asked);
            return Ok(false);
        }
        self.used = asked;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // An element is a pointer: a million of them are 8 MiB.
        Ok(desired <= 1_000_000)
    }
}
