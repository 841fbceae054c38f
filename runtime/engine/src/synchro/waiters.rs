//! Guests that wait for their turn at an object, first come, first served.

use std::collections::VecDeque;

use super::memory::room_to_keep;
use crate::child::ChildId;

/// A queue of waiting guests, each with what it brought along.
///
/// A guest waits at one place at a time, so this is at most as long as there are guests.
#[derive(Debug)]
pub(super) struct Waiters<T = ()>(VecDeque<(ChildId, T)>);

impl<T> Default for Waiters<T> {
    fn default() -> Waiters<T> {
        Waiters(VecDeque::new())
    }
}

impl<T> Waiters<T> {
    pub(super) fn push(&mut self, child: ChildId, with: T) {
        self.0.push_back((child, with));
    }

    /// The one that has waited longest.
    pub(super) fn pop(&mut self) -> Option<(ChildId, T)> {
        let first = self.0.pop_front();
        self.forget_room();
        first
    }

    /// Takes a guest out of the queue; none if it is not there.
    pub(super) fn remove(&mut self, child: ChildId) -> Option<T> {
        let index = self.0.iter().position(|(waiter, _)| *waiter == child)?;
        let (_, with) = self.0.remove(index)?;
        self.forget_room();
        Some(with)
    }

    /// Takes all, in order.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (ChildId, T)> + use<T> {
        std::mem::take(&mut self.0).into_iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn forget_room(&mut self) {
        if let Some(room) = room_to_keep(self.0.len(), self.0.capacity()) {
            self.0.shrink_to(room);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChildId, Waiters};

    #[test]
    fn who_came_first_is_served_first_and_who_left_is_not() {
        let mut waiters = Waiters::default();
        for child in [3, 1, 2] {
            waiters.push(ChildId(child), child * 10);
        }
        assert_eq!(waiters.remove(ChildId(1)), Some(10));
        assert_eq!(waiters.remove(ChildId(1)), None);
        assert_eq!(waiters.pop(), Some((ChildId(3), 30)));
        assert_eq!(waiters.take().collect::<Vec<_>>(), [(ChildId(2), 20)]);
        assert!(waiters.is_empty());
    }
}
