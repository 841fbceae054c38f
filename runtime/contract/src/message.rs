//! The messages: what a child asks, what it tells, what it is answered.

use serde::{Deserialize, Serialize};

use crate::{entry, log, results, runtime, synchro, task, testbed};

/// A frame from a child. A child has one [`Request`] under way at a time; a [`Notice`] is not answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromChild {
    Ask(Request),
    Tell(Notice),
    /// The guest has returned or trapped; the last frame of a child.
    Ended(entry::Ended),
}

/// What is answered with a [`Reply`] of the same capability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    Task(task::Request),
    Synchro(synchro::Request),
    Testbed(testbed::Request),
    Results(results::Request),
}

/// What is not answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    Runtime(runtime::Notice),
    Log(log::Notice),
    Synchro(synchro::Notice),
    Results(results::Notice),
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    Task(Result<task::Reply, task::Error>),
    Synchro(Result<synchro::Reply, synchro::Error>),
    Testbed(Result<testbed::Reply, testbed::Error>),
    Results(Result<results::Reply, results::Error>),
}
