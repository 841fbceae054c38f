//! What becomes of a panic's message: the panic itself is a trap.

use std::io::Write;
use std::panic::{PanicHookInfo, set_hook};

/// In a testscript the message becomes the reason of the open sections.
pub(crate) fn report_to_task() {
    set_hook(Box::new(|info| {
        let source = info.location().map(|at| (at.file(), at.line()));
        crate::harness::panicked(&message(info), source);
        crate::entry::flush();
    }));
}

/// In a job it goes to standard error, which is in the JobLog; the host tells of the trap.
pub(crate) fn report_to_job() {
    set_hook(Box::new(|info| {
        let at = info.location().map(|at| format!(" (at {}:{})", at.file(), at.line())).unwrap_or_default();
        // There is nobody left to tell if this fails.
        let _ = writeln!(std::io::stderr(), "the job panicked: {}{at}", message(info));
        crate::entry::flush();
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    info.payload_as_str().unwrap_or("a panic without a message").to_owned()
}
