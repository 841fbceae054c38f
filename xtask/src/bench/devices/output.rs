//! A command that is answered with 100 MB: how long that takes, and what the host's memory comes to.

use anyhow::{Context as _, Result};

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use super::super::{Bench, nothing_to_build, processes};
use super::bare::Bare;
use super::{AllTalked, Testbed, routers};

const WHAT: &str = "100 MB of output";

pub(in crate::bench) const BENCH: Bench =
    Bench { name: "device-output", what: WHAT, build: nothing_to_build, measure };

/// How many bytes come, in lines of 80.
const BYTES: usize = 100_000_000;

/// A run in which a task gives one command.
struct Ran {
    execute_s: f64,
    /// The most memory that the host's process had resident, MiB.
    peak_mib: f64,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let routers = routers(1)?;
    let testbed = Testbed::new().routers(&routers).write(context, "output")?;
    let flood = format!("flood {BYTES}");
    let ran = |command: &str| {
        let mut peak = None;
        let job = Job::new("devices").testbed(&testbed).argument(command).argument(1);
        let run = context.easypy.run_watched(&job, |running| {
            // A process that has just ended has no memory any more.
            peak = processes::peak_kib(running.pid).ok().or(peak);
            Ok(())
        })?;
        let told: AllTalked = run.job_told()?;
        let peak_kib = peak.context("the host's memory cannot be seen")?;
        anyhow::Ok(Ran { execute_s: told.execute_ns / 1e9, peak_mib: peak_kib as f64 / 1024.0 })
    };
    ran("show version")?;
    let rounds = context.rounds(3, 30).measure(|| {
        let (flood_ran, quiet) = (ran(&flood)?, ran("show version")?);
        let bare = Bare::connect(routers[0].address(), "D1#")?.exchange(&flood)?;
        Ok((flood_ran, quiet, bare.as_secs_f64()))
    })?;
    let times: Vec<Pair> =
        rounds.iter().map(|(flood, _, bare)| Pair { value: flood.execute_s, against: *bare }).collect();
    let growth: Vec<f64> = rounds.iter().map(|(flood, quiet, _)| flood.peak_mib - quiet.peak_mib).collect();
    let peak = median(rounds.iter().map(|(flood, ..)| flood.peak_mib));
    Ok(vec![
        Row::compared(WHAT, "s", "a bare client, which keeps nothing of it", &times)
            .note("in lines of 80 bytes; the task gets the first 8 MiB of it, the transcript all"),
        Row::alone("memory of the host for 100 MB of output", "MiB", &growth)
            .goal(Goal::value_at_most(64.0, "MiB"))
            .note(format!("its peak ({peak:.0} MiB) less that of the same run with three lines of output")),
    ])
}
