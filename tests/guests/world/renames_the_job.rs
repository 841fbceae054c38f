//! A testscript that tries to change what only the job may.

/// Tries to rename the job and to change its tasks' arguments.
#[easypy::testscript]
fn renames_the_job() {
    easypy::runtime().set_job_name("renamed by a task");
    easypy::runtime().set_arguments(["--from", "a-task"]);
}
