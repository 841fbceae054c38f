//! The files of a testbed, made into one tree.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::merge::merge;
use crate::finding::{Findings, Mistake};
use crate::limits::{self, Budget};
use crate::markup::{Asker, Name, Part, outside, parts};
use crate::mask;
use crate::source::{Sources, Span};
use crate::yaml::{self, Entry, Kind, Node};

pub(super) struct Files<'a> {
    asker: &'a dyn Asker,
    budget: &'a mut Budget,
    findings: &'a mut Findings,
    sources: Sources,
    /// The files that are being read, each of which names the next.
    chain: Vec<PathBuf>,
}

impl<'a> Files<'a> {
    pub(super) fn new(asker: &'a dyn Asker, budget: &'a mut Budget, findings: &'a mut Findings) -> Files<'a> {
        Files { asker, budget, findings, sources: Sources::default(), chain: Vec::new() }
    }

    pub(super) fn into_sources(self) -> Sources {
        self.sources
    }

    /// The testbed that a file describes, with what it extends and includes.
    pub(super) fn testbed(&mut self, path: &Path) -> Option<Node> {
        self.extended(path, None)
    }

    /// A testbed file; `named` is where another file names it.
    fn extended(&mut self, path: &Path, named: Option<Span>) -> Option<Node> {
        let (root, file) = self.read(path, named)?;
        self.chain.push(file);
        let tree = self.complete(root, path);
        self.chain.pop();
        tree
    }

    fn complete(&mut self, mut root: Node, path: &Path) -> Option<Node> {
        self.include(&mut root, path, 1);
        let Kind::Map(map) = &mut root.kind else {
            self.findings.error(
                Mistake::at(root.span, format!("a testbed is a map, not {}", root.what()))
                    .label("expected `testbed:`, `devices:` or `topology:`"),
            );
            return None;
        };
        let Some(extends) = map.shift_remove("extends") else { return Some(root) };
        // What comes first wins over what comes later, and the file itself over all.
        for (base, span) in self.bases(&extends) {
            if let Some(base) = self.extended(&beside(path, &base), Some(span)) {
                root = merge(root, base);
            }
        }
        Some(root)
    }

    /// The files that `extends` names.
    fn bases(&mut self, extends: &Entry) -> Vec<(String, Span)> {
        let items = match &extends.value.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&extends.value),
        };
        let mut bases = Vec::new();
        for item in items {
            let Some(text) = item.as_text() else {
                self.findings.error(
                    Mistake::at(item.span, format!("`extends` names files, not {}", item.what()))
                        .label("expected the path of a file, or a list of them"),
                );
                continue;
            };
            if let Some(base) = outside(text, item.span, self.asker, self.findings) {
                bases.push((base, item.span));
            }
        }
        bases
    }

    /// Puts what included files say in the place of their `%INCLUDE{}`. `depth` is that of the node.
    fn include(&mut self, node: &mut Node, path: &Path, depth: usize) {
        match &mut node.kind {
            Kind::List(items) => items.iter_mut().for_each(|item| self.include(item, path, depth + 1)),
            Kind::Map(map) => {
                map.values_mut().for_each(|entry| self.include(&mut entry.value, path, depth + 1))
            }
            Kind::Text(text) => {
                let parts = parts(text);
                let [Part::Markup { name: Name::Include, inside, .. }] = parts.as_slice() else { return };
                let included = outside(inside, node.span, self.asker, self.findings);
                // A mistake was told; the markup must not be met again.
                let nothing = Node::new(node.span, Kind::Unknown);
                *node = match included {
                    Some(included) => {
                        self.included(&beside(path, included.trim()), node.span, depth).unwrap_or(nothing)
                    }
                    None => nothing,
                };
            }
            _ => {}
        }
    }

    fn included(&mut self, path: &Path, named: Span, depth: usize) -> Option<Node> {
        let (mut root, file) = self.read(path, Some(named))?;
        if depth + root.depth() > limits::DEPTH + 1 {
            self.findings.error(
                Mistake::at(named, format!("maps and lists are nested at most {} deep", limits::DEPTH))
                    .label("deeper than that, with what this file says"),
            );
            return None;
        }
        self.chain.push(file);
        self.include(&mut root, path, depth);
        self.chain.pop();
        Some(root)
    }

    /// Reads and parses a file; returns its tree, and the file's own path for [`Files::chain`].
    fn read(&mut self, path: &Path, named: Option<Span>) -> Option<(Node, PathBuf)> {
        let shown = Mistake::quoted(&path.to_string_lossy());
        let mistake = |message: String| match named {
            Some(span) => Mistake::at(span, message),
            None => Mistake::nowhere(message),
        };
        // A pipe has no path of its own, and cannot name itself; what cannot be read is told below.
        let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.chain.contains(&file) {
            self.findings.error(
                mistake(format!("`{shown}` extends or includes itself")).label("it is being read already"),
            );
            return None;
        }
        if self.chain.len() >= limits::FILE_CHAIN {
            self.findings.error(
                mistake(format!("more than {} files name each other in a chain", limits::FILE_CHAIN))
                    .label("this would be one more"),
            );
            return None;
        }
        let text = match text(path) {
            Ok(text) => text,
            Err(why) => {
                let mistake = mistake(format!("`{shown}` cannot be read: {why}"));
                self.findings.error(mistake.label("relative to the file that names it"));
                return None;
            }
        };
        if self.budget.take(text.len()).is_err() {
            self.findings
                .error(mistake(format!("all files together are larger than {} MiB", limits::VALUES >> 20)));
            return None;
        }
        let Ok(source) = self.sources.add(path, text) else {
            self.findings.error(mistake(format!("a testbed is made of at most {} files", limits::FILES)));
            return None;
        };
        let text = self.sources.get(source).map(|source| source.text.clone())?;
        let mut parsed = yaml::parse(source, &text, self.budget, self.findings);
        let secrets = mask::secrets(&text, &parsed);
        if let Some(source) = self.sources.get_mut(source) {
            source.secrets = secrets;
        }
        if parsed.root.is_none() && !parsed.failed {
            self.findings.error(
                Mistake::at(Span::new(source, 0, 0), "the file says nothing")
                    .label("expected YAML; a testbed without devices is `devices: {}`"),
            );
        }
        parsed.root.take().map(|root| (root, file))
    }
}

/// What a file is called that another one names.
fn beside(path: &Path, named: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(named)
}

/// The text of a file, or why there is none.
fn text(path: &Path) -> Result<Zeroizing<String>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    // As large as it will get, so that no copies of it are left behind while it grows.
    let expected = file.metadata().map_or(0, |metadata| metadata.len().min(limits::FILE));
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1));
    file.take(limits::FILE + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > limits::FILE {
        return Err(format!("it is larger than {} MiB", limits::FILE >> 20));
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(format!("it is not UTF-8, in line {line}"))
        }
    }
}
