//! Where a run writes: its runinfo directory, and the archive that it leaves (SPEC 3.2).

use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use jiff::Zoned;

use crate::args::RunOptions;
use crate::error::ExpectedError;

/// The directory in the user's home.
const HOME: &str = ".easypy-wasm";

/// The paths of a run, all absolute.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Places {
    /// `<runinfo-dir>/<uid>`
    pub(crate) runinfo: PathBuf,
    /// `<archive-dir>/<YY-MM>/<name>.zip`; none with `--no-archive`
    pub(crate) archive: Option<PathBuf>,
}

impl Places {
    /// The places of a run that starts now.
    ///
    /// # Errors
    /// There is no home directory, and an option that would do without is not given.
    pub(crate) fn of(options: &RunOptions, uid: &str, now: &Zoned) -> Result<Places, ExpectedError> {
        let options = &options.runinfo;
        let runinfo = match &options.runinfo_dir {
            Some(directory) => absolute(directory),
            None => in_home("runinfo", "--runinfo-dir")?,
        };
        let archive = if options.no_archive {
            None
        } else {
            let mut directory = match &options.archive_dir {
                Some(directory) => absolute(directory),
                None => in_home("archive", "--archive-dir")?,
            };
            if !options.no_archive_subdir {
                directory.push(now.strftime("%y-%m").to_string());
            }
            let name = options.archive_name.as_deref().unwrap_or(uid);
            Some(directory.join(format!("{name}.zip")))
        };
        Ok(Places { runinfo: runinfo.join(uid), archive })
    }

    /// Makes the directories: what cannot be written to is found out before the run, not after it.
    ///
    /// # Errors
    /// One cannot be made, or the run's own is there already.
    pub(crate) fn make(&self) -> Result<(), ExpectedError> {
        if let Some(directory) = self.archive.as_deref().and_then(Path::parent) {
            make_all(directory, "--archive-dir")?;
        }
        if let Some(directory) = self.runinfo.parent() {
            make_all(directory, "--runinfo-dir")?;
        }
        DirBuilder::new().mode(0o700).create(&self.runinfo).map_err(|why| {
            let path = self.runinfo.clone();
            match why.kind() {
                ErrorKind::AlreadyExists => ExpectedError::RuninfoExists { path },
                _ => ExpectedError::NotMade { path, why, option: "--runinfo-dir" },
            }
        })
    }
}

/// Where compiled modules are kept.
///
/// # Errors
/// There is no home directory, and the option is not given.
pub(crate) fn cache_directory(given: Option<&Path>) -> Result<PathBuf, ExpectedError> {
    match given {
        Some(directory) => Ok(absolute(directory)),
        None => Ok(base("--cache-dir")?.cache_dir().join("easypy-wasm")),
    }
}

fn make_all(directory: &Path, option: &'static str) -> Result<(), ExpectedError> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(|why| ExpectedError::NotMade {
        path: directory.to_owned(),
        why,
        option,
    })
}

fn in_home(name: &str, option: &'static str) -> Result<PathBuf, ExpectedError> {
    Ok(base(option)?.home_dir().join(HOME).join(name))
}

fn base(option: &'static str) -> Result<BaseDirs, ExpectedError> {
    BaseDirs::new().ok_or(ExpectedError::NoHome { option })
}

/// A path that stays the same wherever the program goes. It need not exist.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Asked, parse};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use std::os::unix::fs::PermissionsExt as _;

    fn places(arguments: &[&str]) -> Places {
        let argv = ["easypy-wasm", "job.wasm"].into_iter().chain(arguments.iter().copied());
        let Ok(Asked::Run(request)) = parse(argv.map(Into::into).collect()) else { panic!("no run") };
        let now = date(2026, 3, 4).at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        Places::of(&request.options, "job_1", &now).unwrap()
    }

    #[test]
    fn archives_are_kept_by_month_unless_told_otherwise() {
        let in_a = |arguments: &[&str]| {
            let all = [&["--runinfo-dir=/r", "--archive-dir=/a"], arguments].concat();
            places(&all).archive
        };
        assert_eq!(in_a(&[]), Some("/a/26-03/job_1.zip".into()));
        assert_eq!(in_a(&["--no-archive-subdir", "--archive-name=x"]), Some("/a/x.zip".into()));
        assert_eq!(in_a(&["--no-archive"]), None);
        assert_eq!(places(&["--runinfo-dir=/r", "--no-archive"]).runinfo, Path::new("/r/job_1"));
    }

    #[test]
    fn paths_do_not_depend_on_the_current_directory() {
        let places = places(&["--runinfo-dir=r", "--archive-dir=a"]);
        assert!(places.runinfo.is_absolute() && places.archive.unwrap().is_absolute());
    }

    #[test]
    fn the_run_has_a_directory_of_its_own_that_others_cannot_read() {
        let scratch = tempfile::tempdir().unwrap();
        let places = Places {
            runinfo: scratch.path().join("r/job_1"),
            archive: Some(scratch.path().join("a/26-03/job_1.zip")),
        };
        places.make().unwrap();
        assert_eq!(places.runinfo.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        assert!(scratch.path().join("a/26-03").is_dir());
        assert!(matches!(places.make(), Err(ExpectedError::RuninfoExists { .. })));
    }

    #[test]
    fn a_place_that_cannot_be_made_is_named_with_the_option_that_chose_it() {
        let scratch = tempfile::tempdir().unwrap();
        std::fs::write(scratch.path().join("file"), "").unwrap();
        let places = Places {
            runinfo: scratch.path().join("r/job_1"),
            archive: Some(scratch.path().join("file/26-03/job_1.zip")),
        };
        match places.make() {
            Err(ExpectedError::NotMade { option, .. }) => assert_eq!(option, "--archive-dir"),
            other => panic!("{other:?}"),
        }
        assert!(!places.runinfo.exists());
    }
}
