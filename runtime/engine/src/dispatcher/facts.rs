//! What does not change while a run is running.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use easypy_contract::entry::RunInfo;
use easypy_sandbox::module::{Cache, Language, Module};
use easypy_sandbox::spawn::Spawner;

use super::{Found, Logs, Temporaries};
use crate::settings::GuestLimits;
use crate::{Lab, Python};

/// What does not change while a run is running, and what its children are made with.
pub(crate) struct Facts {
    /// As guests see it; `home` is that of a jobfile.
    pub(crate) info: RunInfo,
    pub(crate) jobfile: PathBuf,
    pub(crate) job_directory: PathBuf,
    pub(crate) job_log: PathBuf,
    pub(crate) language: Language,
    pub(crate) module: Arc<Module>,
    pub(crate) python: Python,
    pub(crate) runinfo: PathBuf,
    pub(crate) current_dir: PathBuf,
    pub(crate) home: Option<PathBuf>,
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) limits: GuestLimits,
    pub(crate) lab: Option<Rc<Lab>>,
    pub(crate) utc_offset: i32,
    pub(crate) spawner: Rc<dyn Spawner>,
    pub(crate) cache: Rc<Cache>,
    pub(crate) logs: RefCell<Logs>,
    pub(crate) temporaries: RefCell<Temporaries>,
    /// The SHA-256 of the jobfile's bytes.
    pub(crate) jobfile_hash: String,
    /// Testscripts that were found, by the names they were asked for by.
    pub(crate) testscripts: RefCell<HashMap<String, Found>>,
}

impl Facts {
    /// What the job sees its own directory as.
    pub(crate) fn job_view(&self) -> &Path {
        match self.language {
            Language::Wasm => Path::new("/job"),
            Language::Python => &self.job_directory,
        }
    }
}
