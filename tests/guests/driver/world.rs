//! Steps on the run itself: its name, arguments, levels, files.

use std::collections::BTreeMap;

use easypy::prelude::*;
use serde_json::{Value as Json, json};

use crate::plan::WorldStep;

pub(crate) fn step(runtime: &Runtime, step: WorldStep) -> easypy::Result<Json> {
    Ok(match step {
        WorldStep::Info => json!({
            "job_name": runtime.job_name(),
            "uid": runtime.uid(),
            "directory": runtime.directory(),
            "home": runtime.home(),
            "archive": runtime.archive(),
            "submitter": runtime.submitter(),
            "user": runtime.user(),
            "host": runtime.host(),
            "taskid": runtime.taskid(),
            "arguments": runtime.arguments(),
            "current_dir": std::env::current_dir()?,
        }),
        WorldStep::Environment => json!(std::env::vars().collect::<BTreeMap<String, String>>()),
        WorldStep::Rename { name } => {
            runtime.set_job_name(&name);
            json!(runtime.job_name())
        }
        WorldStep::SetArguments { arguments } => {
            runtime.set_arguments(arguments);
            Json::Null
        }
        WorldStep::Level { logger, level: Some(level) } => {
            logging::set_level(&logger, level_of(&level)?);
            Json::Null
        }
        WorldStep::Level { logger, level: None } => {
            logging::reset_level(&logger);
            Json::Null
        }
        WorldStep::EffectiveLevel { logger } => json!(format!("{:?}", logging::effective_level(&logger))),
        WorldStep::Log { logger, level, message } => {
            logging::write(&logger, level_of(&level)?, &message);
            Json::Null
        }
        WorldStep::Write { path, content } => said(std::fs::write(&path, content)),
        WorldStep::Copy { from, to } => {
            said(std::fs::read(&from).and_then(|bytes| std::fs::write(&to, bytes)))
        }
        WorldStep::MakeDirectory { path } => said(std::fs::create_dir_all(&path)),
        WorldStep::Move { from, to } => said(std::fs::rename(&from, &to)),
        #[expect(deprecated, reason = "the one function that makes a link on every system")]
        WorldStep::Link { path, target } => said(std::fs::soft_link(&target, &path)),
        WorldStep::ReadFile { path } => match std::fs::read_to_string(&path) {
            Ok(text) => json!(text),
            Err(error) => json!({"error": error.to_string()}),
        },
    })
}

fn said(result: std::io::Result<()>) -> Json {
    match result {
        Ok(()) => Json::Null,
        Err(error) => json!({"error": error.to_string()}),
    }
}

fn level_of(name: &str) -> easypy::Result<Level> {
    Ok(match name {
        "DEBUG" => Level::Debug,
        "INFO" => Level::Info,
        "WARNING" => Level::Warning,
        "ERROR" => Level::Error,
        "CRITICAL" => Level::Critical,
        _ => errored!("there is no level {name}"),
    })
}
