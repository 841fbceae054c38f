//! What is expected of each case: what pyATS did, less what `cases.toml` says is different here, and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::outcome::{Outcome, Recorded, Row};

/// `cases.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Book {
    pub(crate) everywhere: Everywhere,
    pub(crate) case: BTreeMap<String, Case>,
}

/// What is different in every archive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Everywhere {
    pub(crate) because: String,
    /// Members that there are not; `*` stands for any beginning.
    pub(crate) less: Vec<String>,
    /// Members that there are as well.
    pub(crate) more: Vec<String>,
}

/// A case: what it is, how it is run where that is not recorded, and what is different here.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// What it shows, for people.
    pub(crate) what: String,

    // -- how it is run -------------------------------------------------------------------------------------
    /// Arguments, where those of the record are not what is to be given.
    pub(crate) args: Option<Vec<String>>,
    /// Variables of the host's environment.
    #[serde(default)]
    pub(crate) env: BTreeMap<String, String>,
    /// Options that only easypy-wasm has.
    #[serde(default)]
    pub(crate) options: Vec<String>,
    /// Unicon's `mock_device_cli` is in the host's `PATH`.
    #[serde(default)]
    pub(crate) mock_devices: bool,
    /// A signal that the host gets while the second task sleeps.
    pub(crate) signal: Option<String>,
    /// Tasks run at once, so that their order is not to be compared.
    #[serde(default)]
    pub(crate) at_once: bool,

    // -- what is different ---------------------------------------------------------------------------------
    /// Topics of the table of differences in `docs/pyats-differences.md`.
    #[serde(default)]
    pub(crate) because: Vec<String>,
    /// What that means for this case, where the topic alone does not say it.
    pub(crate) note: Option<String>,
    rc: Option<i64>,
    job_name: Option<String>,
    result: Option<String>,
    success_rate: Option<f64>,
    totaltasks: Option<u64>,
    /// Counts that are others.
    #[serde(default)]
    summary: BTreeMap<String, f64>,
    /// The whole tree: kind, full id, result, and the reason where there is one.
    tree: Option<Vec<Vec<String>>>,
    /// Nodes that have another result or reason: full id, result, and the reason where there is one.
    #[serde(default)]
    nodes: Vec<Vec<String>>,
    /// Nodes that are only here, behind all others.
    #[serde(default)]
    added: Vec<Vec<String>>,
    /// Members of the archive that there are as well, and that there are not.
    #[serde(default)]
    more: Vec<String>,
    #[serde(default)]
    less: Vec<String>,
    /// There is no archive, and so no report.
    #[serde(default)]
    no_archive: bool,
    /// Lines that the job prints otherwise: pyATS' (empty for a line that is only here), and ours (empty for
    /// one that is not here).
    #[serde(default)]
    said: Vec<(String, String)>,
    /// All lines that the job prints, where nearly all are others.
    all_said: Option<Vec<String>>,
    /// The same, a line each in a file of `said`.
    all_said_in: Option<String>,
    /// Beginnings of lines of which the rest is a matter of time.
    #[serde(default)]
    pub(crate) unsure: Vec<String>,
    /// What the screen must say, standard error included.
    #[serde(default)]
    pub(crate) screen: Vec<String>,
}

fn directory() -> &'static Path {
    static DIRECTORY: OnceLock<std::path::PathBuf> = OnceLock::new();
    DIRECTORY.get_or_init(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance"))
}

fn read(name: &str) -> String {
    let path = directory().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What was recorded of pyATS, by the names of the cases.
pub(crate) fn recorded() -> &'static BTreeMap<String, Recorded> {
    static RECORDED: OnceLock<BTreeMap<String, Recorded>> = OnceLock::new();
    RECORDED.get_or_init(|| {
        let parse = |name: &str| -> BTreeMap<String, Recorded> {
            serde_json::from_str(&read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        let mut all = parse("oracle.json");
        for (name, case) in parse("more.json") {
            assert!(all.insert(name.clone(), case).is_none(), "{name} is in both files");
        }
        all
    })
}

/// What `cases.toml` says.
pub(crate) fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        toml::from_str(&read("cases.toml")).unwrap_or_else(|error| panic!("cases.toml: {error}"))
    })
}

/// The case of this name, with what was recorded of it.
pub(crate) fn case(name: &str) -> (&'static Recorded, &'static Case) {
    let recorded = recorded().get(name).unwrap_or_else(|| panic!("{name} was not recorded"));
    let case = book().case.get(name).unwrap_or_else(|| panic!("{name} is not in cases.toml"));
    (recorded, case)
}

impl Case {
    /// Whether anything is different but what is so in every archive.
    pub(crate) fn differs(&self) -> bool {
        !self.because.is_empty()
    }

    /// Whether it names anything that is different.
    pub(crate) fn names_a_difference(&self) -> bool {
        self.rc.is_some()
            || self.job_name.is_some()
            || self.result.is_some()
            || self.success_rate.is_some()
            || self.totaltasks.is_some()
            || !self.summary.is_empty()
            || self.tree.is_some()
            || !self.nodes.is_empty()
            || !self.more.is_empty()
            || !self.less.is_empty()
            || self.no_archive
            || !self.said.is_empty()
            || self.all_said.is_some()
            || self.all_said_in.is_some()
            || !self.added.is_empty()
            || !self.options.is_empty()
    }

    /// What is expected here.
    ///
    /// # Panics
    /// It speaks of a node, a member or a line that pyATS did not have, or has not changed one.
    pub(crate) fn expected(&self, pyats: Outcome) -> Outcome {
        let mut here = pyats;
        if let Some(rc) = self.rc {
            here.rc = rc;
        }
        here.job_name = self.job_name.clone().or(here.job_name);
        here.result = self.result.clone().or(here.result);
        here.success_rate = self.success_rate.or(here.success_rate);
        here.totaltasks = self.totaltasks.or(here.totaltasks);
        if !self.summary.is_empty() {
            let summary = here.summary.get_or_insert_default();
            summary.extend(self.summary.iter().map(|(name, n)| (name.clone(), *n)));
        }
        if let (Some(summary), Some(rate)) = (&mut here.summary, here.success_rate) {
            summary.insert("success_rate".to_owned(), rate);
        }
        if let Some(tree) = &self.tree {
            here.tree = Some(tree.iter().map(|row| whole_row(row)).collect());
        }
        for change in &self.nodes {
            change_node(&mut here.tree, change);
        }
        if !self.added.is_empty() {
            here.tree.get_or_insert_default().extend(self.added.iter().map(|row| whole_row(row)));
        }
        here.files = self.files(here.files);
        if self.no_archive {
            here = Outcome { rc: here.rc, said: here.said, ..Outcome::default() };
        }
        here.said = match (&self.all_said, &self.all_said_in) {
            (Some(lines), _) => lines.clone(),
            (None, Some(file)) => read(&format!("said/{file}")).lines().map(str::to_owned).collect(),
            (None, None) => self.lines(here.said),
        };
        here.said = self.without_the_unsure(here.said);
        here
    }

    /// The members of the archive.
    fn files(&self, pyats: Option<Vec<String>>) -> Option<Vec<String>> {
        if pyats.is_none() && self.more.is_empty() {
            return None;
        }
        let everywhere = &book().everywhere;
        let fits = |name: &str, pattern: &String| match pattern.strip_prefix('*') {
            Some(end) => name.ends_with(end),
            None => name == pattern,
        };
        let mut files = pyats.unwrap_or_default();
        for name in &self.less {
            let before = files.len();
            files.retain(|file| file != name);
            assert!(files.len() < before, "{name} is not among {files:?}");
        }
        files.retain(|name| !everywhere.less.iter().any(|pattern| fits(name, pattern)));
        files.extend(everywhere.more.iter().chain(&self.more).cloned());
        files.sort();
        Some(files)
    }

    /// The lines, cut where time decides how they go on.
    pub(crate) fn without_the_unsure(&self, lines: Vec<String>) -> Vec<String> {
        let cut =
            |line: String| self.unsure.iter().find(|start| line.starts_with(*start)).cloned().unwrap_or(line);
        lines.into_iter().map(cut).collect()
    }

    /// The lines that the job prints.
    fn lines(&self, pyats: Vec<String>) -> Vec<String> {
        let mut lines = pyats;
        for (there, here) in &self.said {
            if there.is_empty() {
                lines.push(here.clone());
                continue;
            }
            let at = lines.iter().position(|line| line == there);
            let at = at.unwrap_or_else(|| panic!("pyATS did not say {there:?}, but {lines:#?}"));
            if here.is_empty() {
                lines.remove(at);
            } else {
                lines[at].clone_from(here);
            }
        }
        lines
    }
}

fn whole_row(row: &[String]) -> Row {
    match row {
        [kind, id, result, reason @ ..] if reason.len() <= 1 => Row {
            kind: kind.clone(),
            id: id.clone(),
            result: result.clone(),
            reason: reason.first().cloned(),
        },
        _ => panic!("no row of a tree: {row:?}"),
    }
}

fn change_node(tree: &mut Option<Vec<Row>>, change: &[String]) {
    let [id, result, reason @ ..] = change else { panic!("no node: {change:?}") };
    let found = tree.iter_mut().flatten().find(|row| row.id == *id);
    let row = found.unwrap_or_else(|| panic!("pyATS has no node {id}"));
    let new = Row { result: result.clone(), reason: reason.first().cloned(), ..row.clone() };
    assert_ne!(*row, new, "nothing is different in {id}");
    *row = new;
}
