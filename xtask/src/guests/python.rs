//! The component that runs Python guests: CPython with the runner, the shim and a few packages inside.
//!
//! Made by componentize-py in a virtual environment below the target directory, which nobody else sees, and
//! only when something that goes into it has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::place;
use crate::setup::{Python, python};
use crate::workspace::Workspace;
use crate::{command, ui};

/// Its file below `target/guests`.
pub(crate) const NAME: &str = "easypy-python.wasm";

/// Raised when what this file does changes the component although no input changed.
const RECIPE: u32 = 1;

/// Builds the component, unless it is up to date; where it is.
///
/// # Errors
/// There is no Python to build with, a package cannot be had, or componentize-py fails.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let build = Build::of(workspace);
    let component = build.directory.join(NAME);
    let inputs = build.inputs()?;
    let stamp = Stamp { file: build.directory.join("component.stamp"), value: inputs };
    if component.exists() && stamp.holds() {
        return Ok(component);
    }
    let begin = Instant::now();
    ui::say(format_args!("building the component for Python guests (a minute the first time)"));
    build.environment()?;
    let partial = build.directory.join("partial.wasm");
    command::run(&mut build.componentize(&partial))?;
    fs::rename(&partial, &component).with_context(|| format!("cannot write {}", component.display()))?;
    stamp.write()?;
    ui::say(format_args!("built {NAME} in {}", ui::duration(begin.elapsed())));
    Ok(component)
}

/// What runs the unit tests of the Python SDK, natively.
///
/// # Errors
/// There is no Python, or something that the tests use cannot be had.
pub(crate) fn tests(workspace: &Workspace) -> Result<Command> {
    let build = Build::of(workspace);
    build.environment()?;
    let bindings = build.directory.join("bindings");
    if bindings.exists() {
        fs::remove_dir_all(&bindings).with_context(|| format!("cannot empty {}", bindings.display()))?;
    }
    command::run(build.componentize_py().arg("bindings").arg(&bindings))?;
    let mut python = Python::find_or_install()?.command();
    python.current_dir(&workspace.root);
    python.env("PYTHONPATH", &build.packages).env("EASYPY_BINDINGS", &bindings);
    // Nothing is left beside the sources.
    python.env("PYTHONDONTWRITEBYTECODE", "1");
    python.args(["-m", "unittest", "discover", "-s", "guest-sdk/python/tests"]);
    Ok(python)
}

/// The places of the build.
#[derive(Debug)]
struct Build {
    source: PathBuf,
    wit: PathBuf,
    directory: PathBuf,
    venv: PathBuf,
    packages: PathBuf,
}

impl Build {
    fn of(workspace: &Workspace) -> Build {
        let directory = workspace.target.join("python-build");
        Build {
            source: workspace.root.join("guest-sdk/python"),
            wit: workspace.root.join("guest-sdk/wit"),
            venv: directory.join("venv"),
            packages: directory.join("packages"),
            directory,
        }
    }

    /// What the component is made of, as one number.
    fn inputs(&self) -> Result<u64> {
        let mut hasher = DefaultHasher::new();
        RECIPE.hash(&mut hasher);
        for place in ["requirements.txt", "packages.txt"] {
            hash_file(&self.source.join(place), place.as_ref(), &mut hasher)?;
        }
        for root in [self.source.join("runner"), self.source.join("shim"), self.wit.clone()] {
            let files =
                place::files_below(&root).with_context(|| format!("cannot read {}", root.display()))?;
            for file in files.iter().filter(|file| is_source(file)) {
                hash_file(&root.join(file), file, &mut hasher)?;
            }
        }
        Ok(hasher.finish())
    }

    /// Makes sure of componentize-py and of the packages that go into the component.
    fn environment(&self) -> Result<()> {
        let venv = self.wanted("requirements.txt", "venv.stamp")?;
        if !venv.holds() {
            let python = Python::find_or_install()?;
            ui::say(format_args!("installing componentize-py into {}", self.venv.display()));
            command::run(python.command().args(["-m", "venv", "--clear"]).arg(&self.venv))?;
            command::run(self.pip().arg("-r").arg(self.source.join("requirements.txt")))?;
            venv.write()?;
        }
        let packages = self.wanted("packages.txt", "packages.stamp")?;
        if !packages.holds() {
            if self.packages.exists() {
                fs::remove_dir_all(&self.packages)
                    .with_context(|| format!("cannot empty {}", self.packages.display()))?;
            }
            let mut pip = self.pip();
            pip.args(["--no-deps", "--no-compile", "--target"]).arg(&self.packages);
            command::run(pip.arg("-r").arg(self.source.join("packages.txt")))?;
            remove_compiled(&self.packages)?;
            packages.write()?;
        }
        Ok(())
    }

    /// The stamp of what a requirements file asks for.
    fn wanted(&self, requirements: &str, stamp: &str) -> Result<Stamp> {
        let mut hasher = DefaultHasher::new();
        RECIPE.hash(&mut hasher);
        hash_file(&self.source.join(requirements), requirements.as_ref(), &mut hasher)?;
        // A checkout that was moved: a virtual environment knows its place.
        self.venv.hash(&mut hasher);
        Ok(Stamp { file: self.directory.join(stamp), value: hasher.finish() })
    }

    /// The virtual environment's `pip install`.
    fn pip(&self) -> Command {
        let mut pip = python::clean(Command::new(self.program("python")));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]);
        pip
    }

    /// The componentize-py that writes the component to `output`.
    fn componentize(&self, output: &Path) -> Command {
        let mut componentize = self.componentize_py();
        componentize.args(["componentize", "app", "--output"]).arg(output);
        for directory in [&self.source.join("runner"), &self.source.join("shim"), &self.packages] {
            componentize.arg("--python-path").arg(directory);
        }
        componentize
    }

    /// componentize-py on our contract; what it is to do is for the caller to add.
    fn componentize_py(&self) -> Command {
        let mut componentize = python::clean(Command::new(self.program("componentize-py")));
        // Else it looks for site-packages where the user works.
        componentize.env("VIRTUAL_ENV", &self.venv);
        componentize.arg("--quiet").arg("--wit-path").arg(&self.wit).args(["--world", "interpreter"]);
        componentize
    }

    /// A program of the virtual environment.
    fn program(&self, name: &str) -> PathBuf {
        let directory = if cfg!(windows) { "Scripts" } else { "bin" };
        self.venv.join(directory).join(name)
    }
}

/// A file that says what something was made from.
struct Stamp {
    file: PathBuf,
    value: u64,
}

impl Stamp {
    fn text(&self) -> String {
        format!("{:016x}\n", self.value)
    }

    /// Whether it was made from what is there now.
    fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.text())
    }

    fn write(&self) -> Result<()> {
        fs::write(&self.file, self.text()).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

fn hash_file(file: &Path, name: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    name.hash(hasher);
    content.hash(hasher);
    Ok(())
}

/// Whether a file goes into the component: not what a Python leaves beside its sources.
fn is_source(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "py" || extension == "wit")
}

/// Takes away what is compiled for this machine; the packages work without it.
fn remove_compiled(directory: &Path) -> Result<()> {
    for file in
        place::files_below(directory).with_context(|| format!("cannot read {}", directory.display()))?
    {
        let compiled = ["so", "pyd", "dylib"];
        if file.extension().is_some_and(|extension| compiled.iter().any(|known| extension == *known)) {
            let file = directory.join(file);
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build_in(root: &Path) -> Build {
        let build = Build {
            source: root.join("python"),
            wit: root.join("wit"),
            directory: root.join("build"),
            venv: root.join("build/venv"),
            packages: root.join("build/packages"),
        };
        for directory in ["python/runner", "python/shim/pyats", "wit", "build"] {
            fs::create_dir_all(root.join(directory)).unwrap();
        }
        for file in ["python/requirements.txt", "python/packages.txt", "python/runner/app.py", "wit/a.wit"] {
            fs::write(root.join(file), file).unwrap();
        }
        build
    }

    #[test]
    fn every_input_counts_and_nothing_else_does() {
        let directory = tempfile::tempdir().unwrap();
        let build = build_in(directory.path());
        let mut seen = vec![build.inputs().unwrap()];
        fs::create_dir(directory.path().join("python/runner/__pycache__")).unwrap();
        fs::write(directory.path().join("python/runner/__pycache__/app.cpython-311.pyc"), "x").unwrap();
        fs::create_dir(directory.path().join("python/tests")).unwrap();
        fs::write(directory.path().join("python/tests/test_x.py"), "x").unwrap();
        assert_eq!(build.inputs().unwrap(), seen[0]);
        for file in
            ["python/packages.txt", "python/shim/pyats/__init__.py", "python/runner/app.py", "wit/a.wit"]
        {
            fs::write(directory.path().join(file), "changed").unwrap();
            let inputs = build.inputs().unwrap();
            assert!(!seen.contains(&inputs), "{file} does not count");
            seen.push(inputs);
        }
    }

    #[test]
    fn a_stamp_holds_until_what_it_stands_for_changes() {
        let directory = tempfile::tempdir().unwrap();
        let build = build_in(directory.path());
        let stamp = build.wanted("packages.txt", "packages.stamp").unwrap();
        assert!(!stamp.holds());
        stamp.write().unwrap();
        assert!(build.wanted("packages.txt", "packages.stamp").unwrap().holds());
        fs::write(directory.path().join("python/packages.txt"), "PyYAML==6").unwrap();
        assert!(!build.wanted("packages.txt", "packages.stamp").unwrap().holds());
    }

    #[test]
    fn what_is_compiled_for_the_machine_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("yaml")).unwrap();
        for file in ["yaml/_yaml.cpython-311-x86_64-linux-gnu.so", "yaml/_yaml.pyd", "yaml/__init__.py"] {
            fs::write(directory.path().join(file), "").unwrap();
        }
        remove_compiled(directory.path()).unwrap();
        assert_eq!(place::files_below(directory.path()).unwrap(), [Path::new("yaml/__init__.py")]);
    }

    #[test]
    fn the_user_s_own_environment_is_no_part_of_it() {
        let directory = tempfile::tempdir().unwrap();
        let build = build_in(directory.path());
        let command = build.componentize("out.wasm".as_ref());
        let set: Vec<_> = command.get_envs().filter(|(_, value)| value.is_some()).collect();
        assert_eq!(set, [("VIRTUAL_ENV".as_ref(), Some(build.venv.as_os_str()))]);
    }
}
