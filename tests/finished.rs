//! What came of a run.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::archive::Archive;
use crate::log::LogLine;
use crate::process::Ended;
use crate::run::{STDERR, STDOUT};
use crate::running::runinfo_in;
use crate::tree::{Node, tree_of, tree_of_task};

/// A run that is over: how it ended, what it said and what it left.
#[derive(Debug)]
pub struct Finished {
    /// How the host ended.
    pub ended: Ended,
    /// What it wrote to its standard output.
    pub stdout: String,
    /// What it wrote to its standard error.
    pub stderr: String,
    /// What the terminal showed, where there was one.
    pub screen: String,
    command: String,
    archive: Option<Archive>,
    report: OnceCell<Value>,
    directory: TempDir,
}

impl Finished {
    pub(crate) fn new(ended: Ended, command: String, screen: String, directory: TempDir) -> Finished {
        let output = |name| {
            let bytes = fs::read(directory.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let (stdout, stderr) = (output(STDOUT), output(STDERR));
        let archive = Archive::below(&directory.path().join("archive"));
        Finished { ended, stdout, stderr, screen, command, archive, report: OnceCell::new(), directory }
    }

    /// The same run, if it ended with this code.
    ///
    /// # Panics
    /// It did not; the message shows all that it said.
    #[must_use]
    pub fn exits(self, code: i32) -> Finished {
        assert_eq!(self.ended, Ended::Code(code), "{}", self.said());
        self
    }

    /// All that it said, for a message.
    pub fn said(&self) -> String {
        let screen =
            if self.screen.is_empty() { String::new() } else { format!("\n--- screen\n{}", self.screen) };
        format!(
            "{}\n--- standard output\n{}\n--- standard error\n{}{screen}",
            self.command, self.stdout, self.stderr
        )
    }

    /// The directory that is removed with this.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The runinfo directory, where it was left.
    pub fn runinfo(&self) -> Option<PathBuf> {
        runinfo_in(self.directory.path())
    }

    /// Whether there is an archive.
    pub fn has_archive(&self) -> bool {
        self.archive.is_some()
    }

    /// The archive.
    ///
    /// # Panics
    /// There is none.
    pub fn archive(&self) -> &Archive {
        self.archive.as_ref().unwrap_or_else(|| panic!("there is no archive: {}", self.said()))
    }

    /// The archive's `results.json`.
    ///
    /// # Panics
    /// It is missing or no JSON.
    pub fn results(&self) -> Value {
        let mut reader = serde_json::Deserializer::from_str(self.archive().text("results.json"));
        reader.disable_recursion_limit();
        let results = Value::deserialize(&mut reader).and_then(|results| reader.end().map(|()| results));
        results.unwrap_or_else(|error| panic!("results.json is no JSON: {error}"))
    }

    /// The suite in `results.json`.
    ///
    /// # Panics
    /// It is missing.
    pub fn report(&self) -> &Value {
        self.report.get_or_init(|| {
            let mut results = self.results();
            assert!(results["report"].is_object(), "no report in {results}");
            results["report"].take()
        })
    }

    /// All nodes of the report, in order.
    pub fn tree(&self) -> Vec<Node> {
        tree_of(self.report())
    }

    /// The nodes of one task, itself the first.
    ///
    /// # Panics
    /// There is no such task.
    pub fn task(&self, taskid: &str) -> Vec<Node> {
        let task = self.report()["tasks"].as_array().into_iter().flatten().find(|task| task["id"] == taskid);
        tree_of_task(task.unwrap_or_else(|| panic!("no task {taskid:?} in the report: {}", self.said())))
    }

    /// The result of one task: its word, `none` where it has none.
    ///
    /// # Panics
    /// There is no such task.
    pub fn result(&self, taskid: &str) -> String {
        self.task(taskid).first().map_or("none", Node::outcome).to_owned()
    }

    /// A node by its full id.
    ///
    /// # Panics
    /// There is none.
    pub fn node(&self, id: &str) -> Node {
        let found = self.tree().into_iter().find(|node| node.id == id);
        found.unwrap_or_else(|| panic!("no {id} in the report: {:#?}", self.tree()))
    }

    /// The value of a section's `data`.
    ///
    /// # Panics
    /// There is no such section.
    pub fn data(&self, id: &str) -> Value {
        fn look(node: &Value, id: &str) -> Option<Value> {
            if node["fullid"] == id {
                return Some(node["result"]["data"].clone());
            }
            let inner = ["tasks", "sections"].iter().filter_map(|key| node[key].as_array());
            inner.flatten().find_map(|node| look(node, id))
        }
        look(self.report(), id).unwrap_or_else(|| panic!("no {id} in the report: {:#?}", self.tree()))
    }

    /// The job's log.
    ///
    /// # Panics
    /// It is missing, or a line has not the form of a log's.
    pub fn job_log(&self) -> Vec<LogLine> {
        let archive = self.archive();
        let name = archive.names().into_iter().find(|name| name.starts_with("JobLog."));
        LogLine::read(archive.text(name.unwrap_or_else(|| panic!("no JobLog in {:?}", archive.names()))))
    }

    /// A task's log.
    ///
    /// # Panics
    /// As for the job's.
    pub fn task_log(&self, taskid: &str) -> Vec<LogLine> {
        LogLine::read(self.archive().text(&format!("TaskLog.{taskid}")))
    }

    /// What the `driver` job said of the step with this label.
    ///
    /// # Panics
    /// It did not say anything of it.
    pub fn probe(&self, label: &str) -> Value {
        let start = format!("probe {label}: ");
        let lines = self.job_log();
        let said = lines.iter().find_map(|line| line.text.strip_prefix(&start));
        let said = said
            .unwrap_or_else(|| panic!("the job did not come to step {label}: {lines:#?}\n{}", self.said()));
        serde_json::from_str(said).unwrap_or_else(|error| panic!("{said:?}: {error}"))
    }

    /// The events of the journal.
    ///
    /// # Panics
    /// A line is no JSON.
    pub fn journal(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        self.archive().text("journal.ndjson").lines().map(parse).collect()
    }

    /// The events of this kind.
    pub fn events(&self, kind: &str) -> Vec<Value> {
        self.journal().into_iter().filter(|event| event["event"] == kind).collect()
    }
}
