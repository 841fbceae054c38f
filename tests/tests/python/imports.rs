//! What Python jobs can import: the library, what lies beside them, what `--python-path` brings; and what they are told of
//! the rest.

use easypy_tests::Finished;
use serde_json::Value;

use crate::{programs, run_scripts, script};

/// What came of importing each of these.
fn imported(names: &[&str]) -> Vec<(String, String)> {
    let kwarg = format!("names={}", serde_json::to_string(names).unwrap());
    let finished = run_scripts(&["imports", &kwarg]).run().exits(0);
    said(&finished.data("Task-1.Imports.each"))
}

fn said(data: &Value) -> Vec<(String, String)> {
    let members = data.as_object().unwrap_or_else(|| panic!("{data}"));
    members.iter().map(|(name, said)| (name.clone(), said.as_str().unwrap().to_owned())).collect()
}

#[test]
fn the_standard_library_is_there() {
    let names = [
        "abc",
        "argparse",
        "array",
        "ast",
        "asyncio",
        "base64",
        "bisect",
        "calendar",
        "collections.abc",
        "colorsys",
        "concurrent.futures",
        "configparser",
        "contextlib",
        "copy",
        "csv",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "email.mime.text",
        "enum",
        "errno",
        "filecmp",
        "fnmatch",
        "fractions",
        "functools",
        "getpass",
        "glob",
        "gzip",
        "hashlib",
        "heapq",
        "hmac",
        "html.parser",
        "http.client",
        "importlib.metadata",
        "inspect",
        "io",
        "ipaddress",
        "itertools",
        "json",
        "locale",
        "logging.handlers",
        "math",
        "multiprocessing",
        "numbers",
        "operator",
        "os.path",
        "pathlib",
        "pdb",
        "pickle",
        "platform",
        "pprint",
        "queue",
        "random",
        "re",
        "sched",
        "secrets",
        "select",
        "shelve",
        "shlex",
        "shutil",
        "signal",
        "socket",
        "statistics",
        "string",
        "struct",
        "subprocess",
        "tarfile",
        "tempfile",
        "textwrap",
        "threading",
        "time",
        "timeit",
        "traceback",
        "types",
        "typing",
        "unicodedata",
        "unittest.mock",
        "urllib.parse",
        "urllib.request",
        "uuid",
        "warnings",
        "weakref",
        "xml.etree.ElementTree",
        "zipfile",
        "zlib",
        "zoneinfo",
    ];
    for (name, said) in imported(&names) {
        assert_eq!(said, "imported", "{name}");
    }
}

#[test]
fn what_pyats_scripts_use_is_there() {
    let names = [
        "yaml",
        "jinja2",
        "pyats.aetest",
        "pyats.easypy",
        "pyats.easypy.tasks",
        "pyats.results",
        "pyats.log",
        "pyats.log.utils",
        "pyats.datastructures",
        "pyats.datastructures.logic",
        "pyats.async_",
        "pyats.topology",
        "pyats.topology.loader",
        "pyats.aetest.steps",
        "pyats.aetest.loop",
        "pyats.aetest.parameters",
        "genie.testbed",
        "unicon.core.errors",
        "ats",
        "ats.aetest",
        "ats.easypy",
    ];
    for (name, said) in imported(&names) {
        assert_eq!(said, "imported", "{name}");
    }
}

#[test]
fn modules_and_packages_beside_a_testscript_are_found() {
    let finished = run_scripts(&["local_import"]).run().exits(0);
    let why = format!("beside, HELLO from beside, {}", script("raising").display());
    assert_eq!(finished.node("Task-1.Local.works").why(), why);
}

#[test]
fn packages_come_from_a_directory_that_is_named() {
    let packages = programs().join("packages");
    let run = run_scripts(&["uses_packages"]).option("--python-path").option(&packages);
    let finished = run.run().exits(0);
    let id = "Task-1.Packages.greets";
    assert_eq!(finished.node(id).why(), "Good morning, Ada");
    let data = finished.data(id);
    assert_eq!(data["license"], "free as air", "data files of a package can be read");
    assert_eq!(data["where"], packages.join("greetings/__init__.py").to_str().unwrap());
}

/// A task that could not import what it needs is Errored with a text that says what to do.
fn not_imported(finished: &Finished, words: &[&str]) {
    let task = &finished.task("Task-1")[0];
    assert_eq!(task.outcome(), "errored");
    let log = finished.task_log("Task-1");
    let said: String =
        log.iter().filter(|l| l.level == "ERROR").map(|line| format!("{}\n", line.text)).collect();
    for word in words {
        assert!(said.contains(word), "no {word:?} in what is said: {said}\n{}", finished.said());
    }
}

#[test]
fn a_package_that_is_missing_is_told_with_the_way_to_bring_it() {
    let finished = run_scripts(&["packages_missing"]).run().exits(1);
    let place = format!("File \"{}\", line 4, in <module>", script("packages_missing").display());
    not_imported(
        &finished,
        &["ModuleNotFoundError", "xmltodict", "--python-path", "pip install --target", &place],
    );
}

#[test]
fn a_directory_of_packages_that_is_not_there_is_a_mistake_on_the_command_line() {
    let run = run_scripts(&["uses_packages"]).option("--python-path").option("/nowhere/at/all");
    let finished = run.run().exits(2);
    assert!(finished.stderr.contains("/nowhere/at/all"), "{}", finished.said());
}

#[test]
fn a_package_with_a_compiled_part_says_that_it_cannot_be_used() {
    let kwarg = r#"names=["compiled_thing"]"#;
    let run = run_scripts(&["imports", kwarg]).option("--python-path").option(programs().join("packages"));
    let finished = run.run().exits(0);
    let (_, said) = said(&finished.data("Task-1.Imports.each")).remove(0);
    assert!(said.contains("compiled_thing") && said.contains("compiled"), "{said}");
}

#[test]
fn packages_that_cannot_work_here_say_so() {
    for (name, said) in imported(&["numpy", "pandas", "lxml", "paramiko", "cryptography", "psutil", "ssl"]) {
        assert!(
            said.starts_with("ModuleNotFoundError: ") || said.starts_with("ImportError: "),
            "{name}: {said}"
        );
        assert!(said.contains(&name), "{name}: {said}");
        assert!(["sandbox", "host"].iter().any(|why| said.contains(why)), "{name}: no reason: {said}");
        assert!(!said.contains("pip install --target"), "{name} cannot be brought either: {said}");
    }
}
