//! What a policy may cost. A policy is written by people, and what narrows a grant by guests.

/// The largest policy file, in bytes.
pub(crate) const FILE: u64 = 1 << 20;
/// The longest JSON that narrows a grant, in bytes.
pub(crate) const NARROWING: usize = 64 << 10;
/// How deep that JSON may be nested.
pub(crate) const DEPTH: usize = 16;
/// How often a grant can be narrowed.
pub(crate) const LAYERS: usize = 8;
/// The most items of a list, and entries of `devices`.
pub(crate) const ITEMS: usize = 1000;
/// The longest pattern, in bytes.
pub(crate) const PATTERN: usize = 1024;
/// The longest path of a directory, in bytes.
pub(crate) const PATH: usize = 4096;
/// The longest line that is compared with lists of commands, in bytes. It is what terminals take (Linux: 4095);
/// a longer one would be cut by the device, and another one executed than was allowed.
pub(crate) const LINE: usize = 4095;
/// The least memory and log of a guest, as on the command line.
pub(crate) const LEAST_MEMORY: u64 = 2 << 20;
pub(crate) const LEAST_LOG: u64 = 64 << 10;
/// The longest text from outside within a message, in characters.
pub(crate) const QUOTED: usize = 80;
/// Mistakes of a narrowing that are told to the guest.
pub(crate) const TOLD: usize = 20;
