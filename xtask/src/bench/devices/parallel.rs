//! Eight tasks with a device each, against one: whether one waits for another's device.

use std::path::Path;

use anyhow::Result;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};
use super::{AllTalked, Testbed, routers};

const WHAT: &str = "8 tasks, 200 commands each on a device of their own";

pub(in crate::bench) const BENCH: Bench =
    Bench { name: "devices-parallel", what: WHAT, build: nothing_to_build, measure };

/// How many tasks there are, with a device each.
const TASKS: usize = 8;
/// How many commands each gives.
const TIMES: usize = 200;
/// Answered after 10 ms: as by a device that is elsewhere, and has something to do for it.
const SLOW: &str = "delay 10";
/// Answered at once: then it is this machine that has something to do.
const QUICK: &str = "show version";

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let routers = routers(TASKS)?;
    let many = Testbed::new().routers(&routers).write(context, "many")?;
    let one = Testbed::new().routers(&routers[..1]).write(context, "one")?;
    let seconds = |testbed: &Path, command: &str| {
        let job = Job::new("devices").testbed(testbed).argument(command).argument(TIMES);
        let told: AllTalked = context.easypy.run(&job)?.job_told()?;
        anyhow::Ok(told.execute_ns / 1e9)
    };
    seconds(&many, QUICK)?;
    let slow = context
        .rounds(3, 25)
        .measure(|| Ok(Pair { value: seconds(&many, SLOW)?, against: seconds(&one, SLOW)? }))?;
    let quick = context.rounds(7, 25).measure(|| {
        let (many, one) = (seconds(&many, QUICK)?, seconds(&one, QUICK)?);
        Ok(Pair { value: (TASKS * TIMES) as f64 / many, against: TIMES as f64 / one })
    })?;
    Ok(vec![
        Row::compared(WHAT, "s", "one task on one device", &slow)
            .goal(Goal::ratio_at_most(1.25))
            .note("each command is answered after 10 ms, by an echo and a line"),
        Row::compared("commands per second, 8 tasks on 8 devices", "/s", "one task on one device", &quick)
            .note("each is answered at once; the devices run on the same cores"),
    ])
}
