//! The demo: accepts a site. One task for each of its routers, all at the same time, then one that compares
//! what they found.
//!
//! ```text
//! easypy-wasm demo.wasm                                       all is well in Paris
//! easypy-wasm demo.wasm --break                               a router was replaced in the night
//! easypy-wasm demo.wasm --site lyon                           another site
//! SITE_RELEASE=17.12.1 easypy-wasm demo.wasm --env SITE_RELEASE   which routers are to be upgraded?
//! ```
//!
//! The input is in `data`: what `show` commands printed on the routers, and for each site what is expected.

#![expect(clippy::print_stdout, reason = "what a job prints is on the screen and in the JobLog")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use easypy::prelude::*;
use log::{info, warn};
use serde::{Deserialize, Serialize};

/// How long a task may take.
const MAX_RUNTIME: Duration = Duration::from_secs(60);

/// `data/<site>/site.json`: what is expected of a site.
#[derive(Deserialize)]
struct Site {
    release: String,
    time_servers: TimeServers,
    routers: Vec<Router>,
}

#[derive(Serialize, Deserialize)]
struct TimeServers {
    preferred: String,
    backup: String,
}

#[derive(Deserialize)]
struct Router {
    name: String,
    neighbours: Vec<String>,
}

/// What the routers share: `facts` of this form.
#[derive(Deserialize)]
struct Facts {
    release: String,
    interfaces_up: u32,
    prefixes: u64,
}

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let options = Options::take(runtime)?;
    let directory = options.directory(runtime)?;
    let site: Site = serde_json::from_str(&fs::read_to_string(directory.join("site.json"))?)?;
    let release = env::var("SITE_RELEASE").unwrap_or(site.release);
    runtime.set_job_name(&format!("{}-acceptance", options.site));
    info!("accepting {}: {} routers, release {release}", options.site, site.routers.len());

    // Both live in the host. The tasks hold them by reference, as this job does.
    let facts = runtime.synchro().dict()?;
    let totals = runtime.synchro().dict()?;

    // Every router at the same time: the same testscript, with other parameters.
    let mut captures = Vec::new();
    let mut tasks = Vec::new();
    for router in &site.routers {
        let capture = options.capture(&directory, &router.name);
        let script = Testscript::new("acceptance/router.wasm")
            .taskid(&router.name)
            .kwarg("router", &router.name)
            .kwarg("capture", &capture)
            .kwarg("release", &release)
            .kwarg("neighbours", &router.neighbours)
            .kwarg("time_servers", &site.time_servers)
            .kwarg("facts", &facts)
            .kwarg("totals", &totals)
            .max_runtime(MAX_RUNTIME);
        let mut task = Task::new(script)?;
        task.start()?;
        tasks.push(task);
        captures.push(capture.display().to_string());
    }
    // Beside them a program that knows nothing of easypy: its parameters become `--captures FILE,FILE…`.
    let secrets = Testscript::new("acceptance/secrets.wasm")
        .taskid("secrets")
        .kwarg("captures", captures.join(","))
        .max_runtime(MAX_RUNTIME);
    let mut secrets = Task::new(secrets)?;
    secrets.start()?;
    tasks.push(secrets);

    for task in &tasks {
        task.wait(None)?;
        if !task.result().is_truthy() {
            warn!("{} is {}: see TaskLog.{0}", task.taskid(), task.result());
        }
    }

    // When all have told what they found, compare it.
    let routers: Vec<&str> = site.routers.iter().map(|router| router.name.as_str()).collect();
    run(Testscript::new("acceptance/site.wasm")
        .taskid("whole-site")
        .kwarg("routers", routers)
        .kwarg("facts", &facts)
        .max_runtime(MAX_RUNTIME))?;

    println!("{:<12}{:>10}{:>16}{:>12}", "router", "release", "interfaces up", "prefixes");
    for (router, it) in facts.snapshot::<Facts>()? {
        println!("{router:<12}{:>10}{:>16}{:>12}", it.release, it.interfaces_up, it.prefixes);
    }
    let totals: BTreeMap<String, u64> = totals.snapshot()?;
    let total = |name| totals.get(name).copied().unwrap_or_default();
    println!("{:<12}{:>10}{:>16}{:>12}", "in all", "", total("interfaces up"), total("prefixes"));
    if !options.broken && directory.join("broken").is_dir() {
        println!("To see what a fault looks like, run it again with --break.");
    }
    Ok(())
}

/// The job's own arguments.
struct Options {
    /// a directory below `data`
    site: String,
    /// take the captures of the day when things were broken
    broken: bool,
}

impl Options {
    /// Takes the job's own arguments from the command line, and leaves the others to the tasks.
    fn take(runtime: &Runtime) -> easypy::Result<Options> {
        let arguments: Vec<OsString> = runtime.arguments().into_iter().map(OsString::from).collect();
        let mut arguments = pico_args::Arguments::from_vec(arguments);
        let site = arguments.opt_value_from_str("--site")?.unwrap_or_else(|| "paris".to_owned());
        let broken = arguments.contains("--break");
        runtime.set_arguments(arguments.finish().iter().map(|left| left.to_string_lossy()));
        Ok(Options { site, broken })
    }

    /// Where the site's data is.
    fn directory(&self, runtime: &Runtime) -> easypy::Result<PathBuf> {
        let data = runtime.home().join("data");
        let mut sites = Vec::new();
        for entry in fs::read_dir(&data)? {
            sites.push(entry?.file_name().to_string_lossy().into_owned());
        }
        sites.sort();
        let site = &self.site;
        ensure!(sites.contains(site), "there is no site `{site}`, but {}", sites.join(" and "));
        let directory = data.join(site);
        let broken = directory.join("broken");
        ensure!(!self.broken || broken.is_dir(), "nothing was ever broken in {site}, but in paris");
        Ok(directory)
    }

    /// The session that was captured on a router.
    fn capture(&self, directory: &Path, router: &str) -> PathBuf {
        let file = format!("{router}.txt");
        let broken = directory.join("broken").join(&file);
        if self.broken && broken.exists() { broken } else { directory.join(file) }
    }
}
