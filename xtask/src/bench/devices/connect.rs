//! Fifty devices, each by a task of its own and all at once, against the slowest of some that come one after the other.
//!
//! Two kinds of device. A login on the router waits half a second for the device and costs next to nothing, as a
//! device elsewhere does: what is measured is the host. Unicon's mock devices are fifty processes of Python that have to
//! share this machine's cores with it.

use anyhow::{Result, ensure};
use easypy_peers::{Mock, MockDevice};
use serde_json::{Value, json};

use super::super::Bench;
use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::{AllTalked, Testbed, install_mocks, routers, started, telnet};

const WHAT: &str = "50 devices connect at once";

pub(in crate::bench) const BENCH: Bench =
    Bench { name: "devices-connect", what: WHAT, build: install_mocks, measure };

/// How many devices there are.
const COUNT: usize = 50;
/// How many of them are connected to one after the other.
const ALONE: usize = 3;
/// What a login on a router waits for, in milliseconds.
const LOGIN_MS: u64 = 500;

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let routers = routers(COUNT)?;
    // What a session sends first is answered so late.
    let slow = |port| {
        let mut connection = telnet(port);
        connection["settings"] = json!({ "initial_commands": [format!("delay {LOGIN_MS}")] });
        connection
    };
    let ways: Vec<Value> = routers.iter().map(|router| slow(router.port())).collect();
    let late = row(context, "50 devices connect at once, each busy with it for 0.5 s", &ways)?;
    drop(routers);

    let mocks: Vec<Mock> = (1..=COUNT).map(|n| Mock::own(&format!("D{n}"))).collect();
    let mocks = started(|| MockDevice::all_telnet(&mocks))?;
    let ways: Vec<Value> = mocks.iter().map(|mock| telnet(mock.port())).collect();
    let mocks = row(context, "50 of Unicon's mock devices connect at once", &ways)?;
    Ok(vec![late, mocks])
}

fn row(context: &Context<'_>, name: &str, ways: &[Value]) -> Result<Row> {
    let devices: Vec<(String, &Value)> = (1..).map(|n| format!("D{n}")).zip(ways).collect();
    let job = |devices: &[(String, &Value)], file: &str| {
        let testbed =
            devices.iter().fold(Testbed::new(), |testbed, (name, way)| testbed.device(name, (*way).clone()));
        anyhow::Ok(Job::new("devices").testbed(&testbed.write(context, file)?))
    };
    let all = job(&devices, "all")?;
    let alone: Vec<Job<'_>> = devices
        .iter()
        .take(ALONE)
        .enumerate()
        .map(|(n, device)| job(std::slice::from_ref(device), &format!("alone-{n}")))
        .collect::<Result<_>>()?;
    let connected = |job: &Job<'_>| {
        let told: AllTalked = context.easypy.run(job)?.job_told()?;
        ensure!(told.connect_ns > 0.0, "no time has passed");
        anyhow::Ok(told.connect_ns / 1e9)
    };
    connected(&alone[0])?;
    let rounds = context.rounds(3, 25).measure(|| {
        let value = connected(&all)?;
        let slowest =
            alone.iter().map(connected).try_fold(0.0, |slowest, took| anyhow::Ok(took?.max(slowest)));
        Ok(Pair { value, against: slowest? })
    })?;
    let against = format!("the slowest of {ALONE}, one after the other");
    Ok(Row::compared(name, "s", &against, &rounds).goal(Goal::ratio_at_most(2.0)))
}
