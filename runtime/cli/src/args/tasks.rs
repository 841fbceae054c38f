//! Which tasks run, and how many at once.

use std::num::NonZeroUsize;

use clap::Args;
use easypy_engine::TaskFilter;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Tasks")]
pub(crate) struct TaskOptions {
    /// Run only the tasks whose ids fit, e.g. "Or('one', 'thr.*')"
    ///
    /// And(…), Or(…) and Not(…) over regular expressions, each of which must match a whole taskid. The job is told
    /// that the other tasks passed; they are not in the report and do not count.
    #[arg(long, value_name = "LOGIC")]
    pub(crate) task_uids: Option<TaskFilter>,

    /// Run at most this many tasks at once; those above wait for their turn [default: no limit]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<NonZeroUsize>,
}

fn at_least_one(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "expected a whole number from 1 on".to_owned())
}
