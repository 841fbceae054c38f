//! `results.json` in the schema of pyATS, version 3.4 (SPEC 3.4).
//!
//! Where this project knows less than pyATS or more, it is so:
//!
//! - `xref` has `file` and `line`, and no `source_hash`: the source text of a compiled testscript is not at
//!   hand. A section that does not say where it is written has the testscript as its `file`.
//! - `testcase_signature` is the SHA-256 of the testscript's hash, a zero byte and the testcase's id. Like
//!   pyATS' it stays while the testcase stays as it is, and changes at the latest with it.
//! - A step's `extra.continue_` is null: the testscript does not tell.
//! - The run's `details` name what pyATS has in its report only: why the job failed, what stopped the run,
//!   dangling tasks. Its `result` has the failure as its reason.
//! - `extra` has every label of the command line by its name.
//!
//! Members that pyATS does not have, all behind those that it has: of the run `warnings`,
//! `tasks_not_started` (`id`, `testscript`), `interrupted` (the signal's name), `complete` (false when the
//! host was killed) and `usage`; of a task `pid`, `exitcode` or `signal` (a number), `failed_to_run`,
//! `usage` (`cpu` and `wall` in seconds, `peak_kib`) and `attachments` (`file` in the archive, `name`,
//! `media_type`, `size` in bytes, `section`: the full id of where it was attached). They are left out where
//! they do not apply.

mod format;
mod node;
mod section;
mod suite;
mod task;

use std::io::{self, Write};

use serde::Serializer as _;
use serde::ser::SerializeMap as _;

use crate::model::Run;

/// The version of the schema.
const VERSION: &str = "3.4";

/// Writes `results.json`, node by node.
///
/// # Errors
/// The output cannot be written.
pub fn write(out: impl Write, run: &Run) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, format::Spaced);
    let mut top = serializer.serialize_map(Some(2))?;
    top.serialize_entry("version", VERSION)?;
    top.serialize_entry("report", &suite::Suite { run, clock: run.clock() })?;
    top.end()?;
    Ok(())
}
