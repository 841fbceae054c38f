//! Parameters: where they come from and which of them wins (SPEC 8).

use std::cell::{Cell, RefCell};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Result, Stop};

/// Parameters with their values: what a `#[parameters]` function returns.
///
/// ```
/// # use easypy::prelude::*;
/// fn parameters() -> Parameters {
///     Parameters::new().set("vlan", 10).set("hosts", ["r1", "r2"])
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters(Map<String, Value>);

impl Parameters {
    /// None yet.
    pub fn new() -> Parameters {
        Parameters::default()
    }

    /// Sets one.
    ///
    /// # Panics
    /// When the value cannot be written as JSON (a map whose keys are no text): the script is at fault.
    pub fn set(mut self, name: impl Into<String>, value: impl Serialize) -> Parameters {
        let name = name.into();
        match serde_json::to_value(value) {
            Ok(value) => drop(self.0.insert(name, value)),
            Err(error) => panic!("parameter '{name}' cannot be written as JSON: {error}"),
        }
        self
    }
}

/// The parameters of a script: its own, with those of the task over them.
#[derive(Debug, Default)]
pub(super) struct Scope {
    values: RefCell<Map<String, Value>>,
    /// whether one was set since the state was kept last
    changed: Cell<bool>,
}

impl Scope {
    pub(super) fn new(own: Option<Parameters>, kwargs: Map<String, Value>) -> Scope {
        let mut values = own.unwrap_or_default().0;
        values.extend(kwargs);
        Scope { values: RefCell::new(values), changed: Cell::new(false) }
    }

    pub(super) fn set(&self, name: &str, value: impl Serialize) -> Result {
        let value = serde_json::to_value(value).map_err(|error| {
            Stop::errored(format!("Parameter '{name}' cannot be written as JSON: {error}"))
        })?;
        self.values.borrow_mut().insert(name.to_owned(), value);
        self.changed.set(true);
        Ok(())
    }

    /// Whether one was set since this was asked last.
    pub(super) fn take_changed(&self) -> bool {
        self.changed.take()
    }

    /// A copy of all, unless they are being changed at this moment.
    pub(super) fn snapshot(&self) -> Option<Map<String, Value>> {
        self.values.try_borrow().ok().map(|values| values.clone())
    }
}

/// What a section sees: its testcase's parameters before those of the script.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) script: &'a Scope,
    pub(super) container: Option<&'a Parameters>,
}

impl View<'_> {
    pub(super) fn get(&self, name: &str) -> Option<Value> {
        let own = self.container.and_then(|parameters| parameters.0.get(name).cloned());
        own.or_else(|| self.script.values.borrow().get(name).cloned())
    }
}
