//! What a task costs, each time against a yardstick that is measured in the same run.
//!
//! [`rows`] holds a module for each thing that is measured, [`devices`] those of sessions; the rest are its tools: running the host
//! ([`easypy`]), the yardsticks ([`system`], [`python`]), arithmetic ([`rounds`]) and tables ([`report`]).
//! Numbers of one machine say little on another; ratios do. Nothing here fails because it is slow.

mod context;
mod devices;
mod easypy;
mod goal;
mod machine;
mod processes;
mod python;
mod report;
mod rounds;
mod row;
mod rows;
mod scratch;
mod system;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;

use crate::ui;
use crate::workspace::Workspace;
use context::Context;
use machine::Machine;
use row::Row;

/// The options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the rows as JSON: name, value, unit, against, ratio, goal …
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the machine and the table as Markdown
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Measure pyATS too: a virtual environment in which it is installed
    #[arg(long, value_name = "VENV")]
    pyats: Option<PathBuf>,
    /// Only these
    #[arg(long, value_name = "NAME", num_args = 1.., value_parser = PossibleValuesParser::new(rows::names()))]
    only: Vec<String>,
    /// Measure the host of `cargo build --release`, which builds quicker, instead of the one that is installed
    #[arg(long)]
    release: bool,
    /// Fewer rounds: under a minute, and a wider spread
    #[arg(long)]
    quick: bool,
}

/// One thing that is measured.
pub(crate) struct Bench {
    /// As `--only` takes it.
    name: &'static str,
    /// What is measured, where the rows cannot say it because it could not be.
    what: &'static str,
    /// Builds what only this one needs, before anything is measured.
    build: fn(&Context<'_>) -> Result<()>,
    /// Measures it: one row, or a few that come of the same runs.
    measure: fn(&Context<'_>) -> Result<Vec<Row>>,
}

/// Builds what is measured, measures, prints the table.
///
/// # Errors
/// Something does not build, or a file cannot be written. What cannot be measured is a row that says why.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let wanted = |bench: &&Bench| args.only.is_empty() || args.only.iter().any(|name| name == bench.name);
    let context = Context::new(workspace, args)?;
    for bench in rows::ALL.iter().filter(wanted) {
        (bench.build)(&context)?;
    }
    let machine = Machine::look();
    ui::say(format_args!("\n{machine}"));
    let begin = Instant::now();
    let mut rows = Vec::new();
    for bench in rows::ALL.iter().filter(wanted) {
        let begin = Instant::now();
        match (bench.measure)(&context) {
            Ok(measured) => rows.extend(measured),
            Err(error) => rows.push(Row::unmeasured(bench.what, &error)),
        }
        ui::say(format_args!("  measured {} in {}", bench.name, ui::duration(begin.elapsed())));
    }
    drop(context);
    ui::say(format_args!("measured in {}\n", ui::duration(begin.elapsed())));

    ui::result(&report::text(&rows));
    if let Some(file) = &args.json {
        write(file, &report::json(&rows)?)?;
    }
    if let Some(file) = &args.markdown {
        write(file, &report::markdown(&machine, &rows))?;
    }
    Ok(())
}

/// For a bench that needs nothing but the host and the guests.
fn nothing_to_build(_: &Context<'_>) -> Result<()> {
    Ok(())
}

fn write(file: &PathBuf, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
