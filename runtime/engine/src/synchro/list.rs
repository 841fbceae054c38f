//! The shared list. Negative indexes count from the end.

use std::collections::VecDeque;

use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::json::{Json, Snapshot};
use super::memory::room_to_keep;
use super::object::{Call, Object, Turn};
use super::scan;

/// Open at both ends, so that a list used as a queue costs no more than one used as a stack.
#[derive(Default)]
pub(super) struct List {
    elements: VecDeque<Json>,
}

impl List {
    /// # Errors
    /// `initial` is no JSON array of values that the guest may write, or there is no room for it.
    pub(super) fn new(initial: String, call: &mut Call<'_>) -> Result<List, Error> {
        let mut list = List::default();
        list.extend("initial", initial, call)?;
        Ok(list)
    }

    fn length(&self) -> u64 {
        self.elements.len() as u64
    }

    /// The place of an element that is there.
    fn place(&self, index: i64) -> Result<usize, Error> {
        self.place_or_end(index)
            .filter(|place| *place < self.elements.len())
            .ok_or(Error::OutOfRange { index, length: self.length() })
    }

    /// None if it lies outside of the list.
    fn place_or_end(&self, index: i64) -> Option<usize> {
        let place =
            if index < 0 { self.length().checked_add_signed(index)? } else { u64::try_from(index).ok()? };
        usize::try_from(place).ok().filter(|place| *place <= self.elements.len())
    }

    fn set(&mut self, index: i64, value: String, call: &mut Call<'_>) -> Result<(), Error> {
        let value = call.value("value", value)?;
        let place = self.place(index)?;
        let element = &mut self.elements[place];
        call.memory().exchange(element.bytes(), value.bytes())?;
        *element = value;
        Ok(())
    }

    fn insert(&mut self, index: i64, value: String, call: &mut Call<'_>) -> Result<(), Error> {
        let value = call.value("value", value)?;
        call.memory().take(value.bytes())?;
        let end = if index < 0 { 0 } else { self.elements.len() };
        let place = self.place_or_end(index).unwrap_or(end);
        self.elements.insert(place, value);
        Ok(())
    }

    /// All elements are appended, or none.
    fn extend(&mut self, argument: &str, values: String, call: &mut Call<'_>) -> Result<(), Error> {
        let values = Json::new(argument, values)?.expect(argument, '[')?;
        call.access.check(values.references())?;
        let (before, mut taken) = (self.elements.len(), 0);
        for element in scan::elements(values.text()) {
            let element = values.part(element);
            if let Err(error) = call.memory().take(element.bytes()) {
                self.elements.truncate(before);
                call.memory().give_back(taken);
                return Err(error);
            }
            taken += element.bytes();
            self.elements.push_back(element);
        }
        Ok(())
    }

    fn remove(&mut self, index: i64, call: &mut Call<'_>) -> Result<String, Error> {
        let place = self.place(index)?;
        let out_of_range = Error::OutOfRange { index, length: self.length() };
        let element = self.elements.remove(place).ok_or(out_of_range)?;
        call.memory().give_back(element.bytes());
        if let Some(room) = room_to_keep(self.elements.len(), self.elements.capacity()) {
            self.elements.shrink_to(room);
        }
        Ok(call.take(element))
    }

    fn snapshot(&self, call: &mut Call<'_>) -> Result<String, Error> {
        let mut snapshot = Snapshot::array();
        for element in &self.elements {
            snapshot.element(element)?;
        }
        for element in &self.elements {
            call.access.grant_all(element.references());
        }
        Ok(snapshot.finish())
    }

    fn clear(&mut self, call: &mut Call<'_>) {
        call.memory().give_back(self.elements.iter().map(Json::bytes).sum());
        *self = List::default();
    }
}

impl Object for List {
    fn kind(&self) -> Kind {
        Kind::List
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        let reply = match op {
            Op::ListGet { index } => Reply::Json(call.read(&self.elements[self.place(index)?])),
            Op::ListSet { index, value } => {
                self.set(index, value, call)?;
                Reply::Done
            }
            Op::ListAppend { value } => {
                self.insert(i64::MAX, value, call)?;
                Reply::Done
            }
            Op::ListExtend { values } => {
                self.extend("values", values, call)?;
                Reply::Done
            }
            Op::ListInsert { index, value } => {
                self.insert(index, value, call)?;
                Reply::Done
            }
            Op::ListRemove { index } => Reply::Json(self.remove(index, call)?),
            Op::ListLength => Reply::Number(self.length()),
            Op::ListSnapshot => Reply::Json(self.snapshot(call)?),
            Op::ListClear => {
                self.clear(call);
                Reply::Done
            }
            _ => return Err(Error::WrongKind(self.kind())),
        };
        Ok(reply.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synchro::tests::alone;

    #[test]
    fn room_is_not_kept_for_what_was_removed() {
        alone(|call| {
            let mut list = List::default();
            for _ in 0..10_000 {
                list.insert(i64::MAX, "1".into(), call).unwrap();
            }
            for _ in 0..9_990 {
                list.remove(0, call).unwrap();
            }
            assert!(list.elements.capacity() < 200, "{}", list.elements.capacity());
            assert_eq!(list.length(), 10);
        });
    }
}
