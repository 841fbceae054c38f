//! Work without system calls: inside a guest, and the same source compiled for this machine.
//!
//! Both are built as `cargo build --release` builds them. What differs is the second compiler (Cranelift, with
//! its Spectre mitigations), the checks of the sandbox, and that the guest has 32-bit addresses and no SIMD.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::super::Bench;
use super::super::context::Context;
use super::super::easypy::{Job, read};
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use crate::{artifact, command, guests};

const WHAT: &str = "computing inside a guest";

pub(super) const BENCH: Bench = Bench { name: "compute", what: WHAT, build, measure };

/// The example, and its package.
const EXAMPLE: &str = "bench_compute";
const PACKAGE: &str = "easypy-test-guests";

/// What one kernel told.
#[derive(Debug, Deserialize)]
struct Told {
    kernel: String,
    best_ns: f64,
    checksum: u64,
}

/// All kernels, once in a guest and once on this machine.
type Round = Vec<(Told, Told)>;

fn build(context: &Context<'_>) -> Result<()> {
    build_both(context).map(|_| ())
}

/// The module, and the program for this machine.
fn build_both(context: &Context<'_>) -> Result<(PathBuf, PathBuf)> {
    let workspace = context.workspace;
    let guest = guests::one(workspace, &context.toolchain, PACKAGE, EXAMPLE, "release")?;
    let mut native = workspace.cargo();
    native.args(["build", "--release", "--package", PACKAGE, "--example", EXAMPLE]);
    let built = artifact::build(native)?.into_iter().find(|artifact| artifact.target.name == EXAMPLE);
    Ok((guest, built.and_then(|artifact| artifact.executable).context("cargo built no program")?))
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let (guest, native) = build_both(context)?;
    let job = Job::new("one").argument(guest.display());
    context.easypy.run(&job)?;
    let rounds = context.rounds(5, 30).measure(|| {
        let guest = context.easypy.run(&job)?.task_told()?;
        let native = read(&command::capture(&mut Command::new(&native))?)?;
        pair(guest, native)
    })?;
    let speeds: Vec<Pair> = rounds
        .iter()
        .map(|round| Pair {
            value: mean_speed(round.iter().map(|(guest, _)| guest)),
            against: mean_speed(round.iter().map(|(_, native)| native)),
        })
        .collect();
    let row = Row::compared(WHAT, "/s", "the same source, native", &speeds);
    Ok(vec![row.goal(Goal::ratio_at_least(0.8)).note(kernels(&rounds))])
}

/// The kernels of both, side by side.
///
/// # Errors
/// They are not the same, or did not compute the same.
fn pair(guest: Vec<Told>, native: Vec<Told>) -> Result<Round> {
    ensure!(guest.len() == native.len(), "{} kernels in the guest, {} native", guest.len(), native.len());
    let pairs: Round = guest.into_iter().zip(native).collect();
    for (guest, native) in &pairs {
        let same = (&guest.kernel, guest.checksum) == (&native.kernel, native.checksum);
        ensure!(same, "the guest has {guest:?}, this machine {native:?}");
    }
    Ok(pairs)
}

/// The geometric mean of the kernels' runs per second: no kernel weighs more because it takes longer.
fn mean_speed<'a>(kernels: impl ExactSizeIterator<Item = &'a Told>) -> f64 {
    let count = kernels.len() as f64;
    (kernels.map(|told| (1e9 / told.best_ns).ln()).sum::<f64>() / count).exp()
}

/// Each kernel's speed in the guest over its native speed.
fn kernels(rounds: &[Round]) -> String {
    let names = rounds.first().into_iter().flatten().map(|(guest, _)| guest.kernel.as_str());
    let ratios = names.enumerate().map(|(index, name)| {
        let kernel = rounds.iter().map(|round| &round[index]);
        format!("{name} {:.2}×", median(kernel.map(|(guest, native)| native.best_ns / guest.best_ns)))
    });
    ratios.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kernel: &str, best_ns: f64, checksum: u64) -> Told {
        Told { kernel: kernel.to_owned(), best_ns, checksum }
    }

    #[test]
    fn another_result_is_no_speed() {
        assert!(pair(vec![told("sieve", 1.0, 5)], vec![told("sieve", 1.0, 6)]).is_err());
        assert!(pair(vec![told("sieve", 1.0, 5)], vec![]).is_err());
    }

    #[test]
    fn each_kernel_weighs_the_same() {
        let (short, long) = (told("short", 1e6, 0), told("long", 1e9, 0));
        let before = mean_speed([&short, &long].into_iter());
        let (short, long) = (told("short", 2e6, 0), told("long", 0.5e9, 0));
        assert!((mean_speed([&short, &long].into_iter()) / before - 1.0).abs() < 1e-9);
    }

    #[test]
    fn kernels_are_told_one_by_one() {
        let round = pair(
            vec![told("sieve", 200.0, 5), told("sort", 100.0, 6)],
            vec![told("sieve", 100.0, 5), told("sort", 90.0, 6)],
        );
        assert_eq!(kernels(&[round.unwrap()]), "sieve 0.50×, sort 0.90×");
    }
}
