//! What is measured, a module each: its name, what it compares, the goal, the measuring.

mod alive_at_once;
mod compute;
mod dict_get;
mod empty_job;
mod first_line;
mod idle_memory;
mod many_tasks;
mod python_dict;
mod python_first_line;
mod python_idle_memory;
mod python_job;
mod python_log;
mod tasks_in_flight;
mod tasks_in_sequence;

use super::{Bench, devices};

/// In the order of the table. A new row is a new module and a line here.
pub(super) const ALL: [Bench; 19] = [
    tasks_in_sequence::BENCH,
    tasks_in_flight::BENCH,
    first_line::BENCH,
    empty_job::BENCH,
    dict_get::BENCH,
    idle_memory::BENCH,
    many_tasks::BENCH,
    alive_at_once::BENCH,
    compute::BENCH,
    python_first_line::BENCH,
    python_job::BENCH,
    python_idle_memory::BENCH,
    python_dict::BENCH,
    python_log::BENCH,
    devices::EXECUTE,
    devices::CONNECT,
    devices::PARALLEL,
    devices::UNICON,
    devices::OUTPUT,
];

/// Their names, as `--only` takes them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|bench| bench.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = names().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }
}
