//! The exit code of a run (SPEC 1.1, with the departures of the user guide's table).

use crate::model::Run;

/// What easypy-wasm exits with when this run is over:
///
/// | code | when |
/// | --- | --- |
/// | 128 + the signal's number | a signal stopped the run: 130 SIGINT, 143 SIGTERM |
/// | N | `main` exited with the status N, not 0 |
/// | 1 | `main` failed, or not all of what counts passed, or nothing was reported |
/// | 0 | the success rate is exactly 100 and the roll-up of the tasks' results is Passed or Passx |
pub fn exit_code(run: &Run) -> u8 {
    if let Some(signal) = &run.interrupted {
        return match &**signal {
            "SIGHUP" => 129,
            "SIGINT" => 130,
            "SIGTERM" => 143,
            _ => 1,
        };
    }
    if let Some(failure) = &run.failure {
        // The system keeps the low byte; what was no success must not become one by that.
        return failure
            .status
            .and_then(|status| status.to_le_bytes().first().copied())
            .map_or(1, |n| n.max(1));
    }
    let passed = run.tasks_outcome().is_some_and(|outcome| outcome.is_truthy());
    u8::from(!(run.counts().is_perfect() && passed))
}
