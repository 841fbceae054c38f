//! The fork server: a process that was forked before the host had a second thread or had read anything
//! secret. It holds the engine and the loaded modules, and makes a child with one system call.

mod assignment;
mod channel;
mod client;
mod clone;
mod server;
mod text;

pub use client::ForkSpawner;

use serde::{Deserialize, Serialize};

use crate::module::Entry;

/// What the host asks of the fork server, one at a time.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Request {
    /// With the image's descriptor. Slots are numbered from 0 in the order of loading.
    Load { entry: Entry },
    /// With the descriptor of the child's socket, on which it waits for an [`Assignment`].
    Spawn,
}

/// What a child is to do: the frame before its first one, with the descriptor of its log.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Assignment {
    /// A module that was loaded before the child was made.
    slot: u32,
    title: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Answer {
    Loaded,
    /// With the child's pidfd.
    Spawned {
        pid: u32,
    },
    /// The module cannot be linked.
    Unusable(String),
    /// A system call failed: its error number.
    Failed(i32),
}
