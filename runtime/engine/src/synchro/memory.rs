//! How much the shared objects of a run hold together.

use easypy_contract::limits::{LimitHit, SHARED_BYTES};
use easypy_contract::synchro::Error;

/// The room that is left to a collection that lost an element, if it has much more than it needs: room that
/// was once needed and is in nobody's account must not be kept. Seldom enough that it costs nothing on the
/// whole.
pub(super) fn room_to_keep(length: usize, capacity: usize) -> Option<usize> {
    (capacity / 8 > length).then_some(length * 2)
}

/// Bytes that are held: texts, and what the host needs to keep them.
#[derive(Debug, Default)]
pub(super) struct Memory {
    held: u64,
}

impl Memory {
    /// # Errors
    /// There is not as much left; then nothing is taken.
    pub(super) fn take(&mut self, bytes: u64) -> Result<(), Error> {
        match self.held.checked_add(bytes) {
            Some(held) if held <= SHARED_BYTES => {
                self.held = held;
                Ok(())
            }
            _ => Err(LimitHit::new("shared-size", SHARED_BYTES).into()),
        }
    }

    /// Takes what each part needs as it comes, so that no more parts are made than there is room for.
    ///
    /// # Errors
    /// A part's error, or there is not as much left; then nothing is taken.
    pub(super) fn take_all<T>(
        &mut self,
        parts: impl Iterator<Item = Result<(T, u64), Error>>,
    ) -> Result<Vec<T>, Error> {
        let before = self.held;
        let mut taken = Vec::new();
        for part in parts {
            let part = part.and_then(|(part, bytes)| self.take(bytes).map(|()| part));
            match part {
                Ok(part) => taken.push(part),
                Err(error) => {
                    self.held = before;
                    return Err(error);
                }
            }
        }
        Ok(taken)
    }

    pub(super) fn give_back(&mut self, bytes: u64) {
        debug_assert!(bytes <= self.held, "more is given back than was taken");
        self.held = self.held.saturating_sub(bytes);
    }

    /// Gives back `old` and takes `new`.
    ///
    /// # Errors
    /// There is not as much left; then nothing changes.
    pub(super) fn exchange(&mut self, old: u64, new: u64) -> Result<(), Error> {
        match new.checked_sub(old) {
            Some(more) => self.take(more),
            None => {
                self.give_back(old - new);
                Ok(())
            }
        }
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> u64 {
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::{Memory, SHARED_BYTES};

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut memory = Memory::default();
        memory.take(SHARED_BYTES - 10).unwrap();
        assert!(memory.take(11).is_err());
        assert!(memory.take(u64::MAX).is_err());
        assert!(memory.exchange(5, 16).is_err());
        assert!(memory.take_all([Ok(((), 4)), Ok(((), 4)), Ok(((), 4))].into_iter()).is_err());
        assert_eq!(memory.held(), SHARED_BYTES - 10);
        memory.exchange(5, 15).unwrap();
        assert_eq!(memory.held(), SHARED_BYTES);
        memory.exchange(SHARED_BYTES, 1).unwrap();
        memory.give_back(1);
        assert_eq!(memory.held(), 0);
    }
}
