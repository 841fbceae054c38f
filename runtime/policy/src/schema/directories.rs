//! Directories of the host.

use std::path::PathBuf;

use super::Reading;
use super::list::Item;
use crate::bounds;
use crate::read::{Mistake, Node, Source, quoted};
use crate::rules::Directories;

/// Where guests have directories of their own.
const GUESTS_OWN: [&str; 4] = ["/job", "/script", "/runtime", "/tmp"];

impl Reading<'_> {
    pub(super) fn directories(&mut self, node: Node) -> Directories {
        let Some(mut fields) = self.fields(node, "`directories`", &["read", "write"]) else {
            return Directories::default();
        };
        let mut paths = |key: &str| fields.take(key).map(|node| self.paths(node, key)).unwrap_or_default();
        Directories { read: paths("read"), write: paths("write") }.tidied()
    }

    fn paths(&mut self, node: Node, key: &str) -> Vec<PathBuf> {
        let items = self.texts(node, key, "the path of a directory");
        items.into_iter().filter_map(|item| self.path(&item, key)).collect()
    }

    fn path(&mut self, item: &Item, key: &str) -> Option<PathBuf> {
        let text = item.text.as_str();
        // Between slashes; several slashes are one.
        let steps = || text.split('/').filter(|step| !step.is_empty());
        let is_in_file = matches!(self.source, Source::File { .. });
        let why = if !text.starts_with('/') {
            "expected an absolute path of the host"
        } else if text.len() > bounds::PATH {
            "a path is at most 4096 bytes long"
        } else if text.contains(char::is_control) {
            "a path of a directory has no control characters"
        } else if text.contains('*') {
            "this is a path, not a pattern: a directory holds all that is below it"
        } else if steps().any(|step| step == "." || step == "..") {
            "expected a path without `.` and `..`"
        } else if is_in_file && steps().next().is_none() {
            "this is everything: name the directories that are needed"
        } else {
            let path: String = steps().flat_map(|step| ["/", step]).collect();
            if is_in_file && GUESTS_OWN.contains(&path.as_str()) {
                "a guest has its own directory at this path; name those below it that are needed"
            } else {
                return Some(PathBuf::from(if path.is_empty() { "/" } else { &path }));
            }
        };
        let mistake = Mistake::at(&item.at, format!("`{key}` cannot have `{}`", quoted(text)));
        self.mistakes.error(mistake.label(why));
        None
    }
}
