//! A run from its beginning to its end.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;

use easypy_contract::entry::RunInfo;
use easypy_report::journal::{Event, Record, Writer};
use easypy_sandbox::module::Cache;
use easypy_sandbox::spawn::Spawner;
use tokio::sync::mpsc::Receiver;
use tokio::task::LocalSet;

use crate::broker::{Broker, Terms};
use crate::dispatcher::{Dispatcher, Facts, Logs, Temporaries};
use crate::settings::{Settings, StopSignal};

/// Why a run could not go on. What is in the journal stays.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A file or directory of the run cannot be made.
    #[error("cannot make {path}: {why}")]
    Setup { path: PathBuf, why: io::Error },
    /// The journal cannot be written, so nothing that happens from now on would be kept.
    #[error("cannot write the journal in {runinfo}: {why}")]
    Journal { runinfo: PathBuf, why: io::Error },
}

/// Runs a job to its end. The journal in the runinfo directory then holds everything.
///
/// `observe` is shown each record of the journal as soon as it was decided, on this thread: it should be
/// quick. The first signal from `stop` ends all guests, and the run then ends as usual. Must be called within
/// a tokio runtime of one thread.
///
/// # Errors
/// The run's files cannot be made or written.
pub async fn run(
    settings: Settings,
    spawner: Rc<dyn Spawner>,
    cache: Rc<Cache>,
    mut observe: Box<dyn FnMut(&Record)>,
    stop: Receiver<StopSignal>,
) -> Result<(), RunError> {
    let runinfo = settings.runinfo.clone();
    let setup = |path: PathBuf| move |why: io::Error| RunError::Setup { path, why };
    for name in ["runtime", "tmp"] {
        let path = runinfo.join(name);
        fs::create_dir(&path).map_err(setup(path))?;
    }
    let journal = Writer::create(&runinfo).map_err(setup(runinfo.join("journal.ndjson")))?;
    let journal = Rc::new(RefCell::new(journal));
    let versions = spawner.versions();
    let facts = Rc::new(facts(&settings, spawner, cache)?);

    let mut append = {
        let journal = Rc::clone(&journal);
        move |event: Event| observe(&journal.borrow_mut().append(event))
    };
    let terms = Terms::of(&settings, versions);
    append(Event::RunStarted(Box::new(settings.run)));
    let broker = Broker::new(terms, Box::new(append));
    let dispatcher = Dispatcher::new(broker, Rc::clone(&journal), facts, stop);
    let ended = LocalSet::new().run_until(dispatcher.run()).await;
    let synced = ended.and_then(|()| journal.borrow_mut().sync());
    synced.map_err(|why| RunError::Journal { runinfo, why })
}

fn facts(settings: &Settings, spawner: Rc<dyn Spawner>, cache: Rc<Cache>) -> Result<Facts, RunError> {
    let job_log = settings.runinfo.join(format!("JobLog.{}", settings.run.job));
    let logs = Logs::open(&job_log, &settings.runinfo, &settings.run.host, settings.utc_offset)
        .map_err(|why| RunError::Setup { path: job_log.clone(), why })?;
    Ok(Facts {
        info: RunInfo {
            uid: settings.run.uid.clone(),
            directory: "/runtime".to_owned(),
            home: "/job".to_owned(),
            archive: settings.run.archive.clone(),
            submitter: settings.run.submitter.clone(),
            user: settings.run.user.clone(),
            host: settings.run.host.clone(),
        },
        jobfile: settings.jobfile.clone(),
        job_directory: settings.jobfile.parent().map_or_else(|| PathBuf::from("/"), PathBuf::from),
        job_log,
        jobfile_hash: settings.run.jobfile_hash.clone(),
        language: settings.language,
        module: settings.module.clone(),
        python: settings.python.clone(),
        runinfo: settings.runinfo.clone(),
        current_dir: settings.current_dir.clone(),
        home: settings.home.clone(),
        environment: settings.environment.clone(),
        limits: settings.limits,
        lab: settings.lab.clone(),
        utc_offset: settings.utc_offset,
        spawner,
        cache,
        logs: RefCell::new(logs),
        testscripts: RefCell::default(),
        temporaries: RefCell::new(Temporaries::new(settings.runinfo.join("tmp"))),
    })
}
