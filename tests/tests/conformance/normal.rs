//! What differs from run to run, or from machine to machine, made equal: paths, times, process numbers.
//!
//! The placeholders are those of `oracle.json`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use easypy_tests::Finished;
use regex::Regex;

/// Where the cases are.
pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/cases")
}

/// The paths of a run, and what stands for each.
#[derive(Debug, Default)]
pub(crate) struct Places {
    names: Vec<(String, &'static str)>,
}

impl Places {
    pub(crate) fn of(finished: &Finished) -> Places {
        let name = |path: &Path| path.display().to_string();
        let names = vec![(name(&cases()), "<CASES>"), (name(finished.directory()), "<OUT>")];
        Places { names }
    }

    /// A text with placeholders.
    pub(crate) fn normal(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (path, name) in &self.names {
            text = text.replace(path, name);
        }
        for (form, name) in forms() {
            text = form.replace_all(&text, *name).into_owned();
        }
        text
    }
}

/// What is no path.
fn forms() -> &'static [(Regex, &'static str)] {
    static FORMS: OnceLock<Vec<(Regex, &'static str)>> = OnceLock::new();
    FORMS.get_or_init(|| {
        [
            // Of a run's uid: `_2026Nov24_02_13_09_171869`.
            (r"_\d{4}[A-Z][a-z]{2}\d\d_\d\d_\d\d_\d\d_\d{6}", "_<STAMP>"),
            (r"\b0x[0-9a-f]{6,}\b", "<ADDR>"),
            // Times that were measured end their lines: `… 3.02`.
            (r" \d+\.\d+$", " <SECONDS>"),
            // Process numbers, where the cases print them.
            (r"\bpid \d+\b", "pid <PID>"),
            (r"\balive True \d+$", "alive True <PID>"),
            (r"\bFalse -15 \d+$", "False -15 <PID>"),
            // Who runs the tests, and where.
            (r"(submitter(?:=| \| builtins\.str \| )|env user \| builtins\.str \| )'[^']*'", "$1'<USER>'"),
            (r"'name': '[^']*', 'distro'", "'name': '<HOST>', 'distro'"),
            // `e_runtime` cuts what it prints, somewhere that depends on how long paths are.
            (r"('prefix': '/python', 'python': ).*$", "$1<CUT>"),
            // The month of an archive.
            (r"/archive/\d\d-\d\d/", "/archive/<MONTH>/"),
        ]
        .into_iter()
        .filter_map(|(form, name)| Some((Regex::new(form).ok()?, name)))
        .collect()
    })
}

#[test]
fn what_changes_from_run_to_run_is_masked_and_nothing_else() {
    let places = Places { names: vec![("/here/cases".to_owned(), "<CASES>")] };
    for (text, normal) in [
        ("at /here/cases/edges/x.py", "at <CASES>/edges/x.py"),
        ("MYUID_2026Nov24_02_13_09_171869.zip", "MYUID_<STAMP>.zip"),
        ("<Task object at 0x7f00deadbeef>", "<Task object at <ADDR>>"),
        ("EXC TimeoutError terminated. 3.020474910736084", "EXC TimeoutError terminated. <SECONDS>"),
        ("alive True 32720", "alive True <PID>"),
        ("started pid 5373 alive True", "started pid <PID> alive True"),
        ("PROBE Errored -15 None", "PROBE Errored -15 None"),
        ("its max runtime of '0.5' seconds", "its max runtime of '0.5' seconds"),
    ] {
        assert_eq!(places.normal(text), normal);
    }
}
