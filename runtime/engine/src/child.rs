//! The names of a run's child processes.

use easypy_contract::task::TaskNumber;

/// Names a guest of the run: the job or a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChildId(pub(crate) u32);

impl ChildId {
    /// The jobfile's child.
    pub(crate) const JOB: ChildId = ChildId(0);

    pub(crate) fn of(task: TaskNumber) -> ChildId {
        ChildId(task.0 + 1)
    }

    /// Not a child: the host itself, for a session that it opens on behalf of one. The number is the session's among those of a
    /// run; there are not as many tasks.
    pub(crate) fn host(session: u32) -> ChildId {
        ChildId(u32::MAX - session.min(1 << 20))
    }

    /// The task that this child runs; none for the job.
    pub(crate) fn task(self) -> Option<TaskNumber> {
        self.0.checked_sub(1).map(TaskNumber)
    }
}
