//! The shared value: one JSON value.

use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::equal::equal;
use super::json::Json;
use super::number;
use super::object::{Call, Object, Turn};

pub(super) struct Value {
    now: Json,
}

impl Value {
    /// # Errors
    /// `initial` is no value that the guest may write, or there is no room for it.
    pub(super) fn new(initial: String, call: &mut Call<'_>) -> Result<Value, Error> {
        let now = call.value("initial", initial)?;
        call.memory().take(now.bytes())?;
        Ok(Value { now })
    }

    fn set(&mut self, value: Json, call: &mut Call<'_>) -> Result<(), Error> {
        call.memory().exchange(self.now.bytes(), value.bytes())?;
        self.now = value;
        Ok(())
    }

    fn add(&mut self, amount: String, call: &mut Call<'_>) -> Result<String, Error> {
        let amount = Json::new("amount", amount)?;
        let sum = number::add(self.now.text(), amount.text())?;
        self.set(Json::number(sum.clone()), call)?;
        Ok(sum)
    }

    fn compare_and_set(&mut self, expected: String, new: String, call: &mut Call<'_>) -> Result<bool, Error> {
        let expected = Json::new("expected", expected)?;
        let new = call.value("new", new)?;
        let is_expected = equal(self.now.text(), expected.text());
        if is_expected {
            self.set(new, call)?;
        }
        Ok(is_expected)
    }
}

impl Object for Value {
    fn kind(&self) -> Kind {
        Kind::Value
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        let reply = match op {
            Op::ValueGet => Reply::Json(call.read(&self.now)),
            Op::ValueSet { value } => {
                let value = call.value("value", value)?;
                self.set(value, call)?;
                Reply::Done
            }
            Op::ValueAdd { amount } => Reply::Json(self.add(amount, call)?),
            Op::ValueCompareAndSet { expected, new } => {
                Reply::Bool(self.compare_and_set(expected, new, call)?)
            }
            _ => return Err(Error::WrongKind(self.kind())),
        };
        Ok(reply.into())
    }
}
