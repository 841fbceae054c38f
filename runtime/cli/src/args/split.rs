//! Which arguments are ours and which are the job's.
//!
//! Options that the command line knows are ours, before and behind JOB, with their values. The first argument
//! that is no option is JOB. Everything else goes to the job in its order, and so does all behind `--`. The
//! options that are known are those of the [`Command`]: there is no second list.

use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgAction, Command};

use super::elsewhere;
use crate::error::ExpectedError;
use crate::text::visible;

/// A command line, taken apart.
#[derive(Debug, PartialEq)]
pub(super) enum Split {
    /// One of the other commands: all of it is clap's.
    Command(Vec<OsString>),
    Run(RunSplit),
}

/// The command line of a run, taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RunSplit {
    program: OsString,
    /// Our options and their values.
    ours: Vec<OsString>,
    pub(super) job: Option<OsString>,
    /// The job's own arguments.
    theirs: Vec<OsString>,
    /// What looks like a slip of the keyboard, in words.
    pub(super) warnings: Vec<String>,
}

impl RunSplit {
    /// What clap reads. JOB is behind `--`, so that it is never taken for one of the other commands.
    pub(super) fn for_clap(&self) -> Vec<OsString> {
        let mut all = vec![self.program.clone()];
        all.extend_from_slice(&self.ours);
        if let Some(job) = &self.job {
            all.push("--".into());
            all.push(job.clone());
        }
        all
    }

    /// The job's own arguments, as guests can have them.
    ///
    /// # Errors
    /// One is not UTF-8.
    pub(super) fn arguments(&self) -> Result<Vec<String>, ExpectedError> {
        let text = |argument: &OsString| {
            argument.to_str().map(str::to_owned).ok_or_else(|| ExpectedError::ArgumentNotUtf8 {
                argument: visible(&argument.to_string_lossy()).into_owned(),
            })
        };
        self.theirs.iter().map(text).collect()
    }
}

/// What an argument is, as far as it can be told from the argument alone.
enum Kind<'a> {
    /// Ours; whether the next argument is its value.
    Ours {
        value_follows: bool,
    },
    /// An option of this name that we do not know.
    UnknownOption(&'a str),
    Positional,
}

/// Takes a command line apart; its first argument is the program's name. `command` has been built.
///
/// # Errors
/// An option of pyATS that easypy-wasm does not have.
pub(super) fn split(command: &Command, argv: Vec<OsString>) -> Result<Split, ExpectedError> {
    if let Some(first) = argv.get(1).and_then(|first| first.to_str())
        && command.get_subcommands().any(|sub| sub.get_name_and_visible_aliases().contains(&first))
    {
        return Ok(Split::Command(argv));
    }
    let mut argv = argv.into_iter().peekable();
    let mut split = RunSplit { program: argv.next().unwrap_or_default(), ..RunSplit::default() };
    while let Some(argument) = argv.next() {
        if argument == "--" {
            split.theirs.extend(argv);
            break;
        }
        match kind(command, &argument) {
            Kind::Ours { value_follows } => {
                split.ours.push(argument);
                // A value that looks like an option is given with `=`.
                if value_follows && let Some(value) = argv.next_if(|next| !looks_like_option(next)) {
                    split.ours.push(value);
                }
            }
            Kind::UnknownOption(name) => {
                if let Some(purpose) = elsewhere::purpose(name) {
                    return Err(ExpectedError::PyatsOnly { option: name.to_owned(), purpose });
                }
                if let Some(meant) = resembling(command, name) {
                    let name = visible(name);
                    split.warnings.push(format!("passing {name} on to the job; did you mean {meant}?"));
                }
                split.theirs.push(argument);
            }
            Kind::Positional if split.job.is_none() => split.job = Some(argument),
            Kind::Positional => split.theirs.push(argument),
        }
    }
    Ok(Split::Run(split))
}

fn kind<'a>(command: &Command, argument: &'a OsStr) -> Kind<'a> {
    if !looks_like_option(argument) {
        return Kind::Positional;
    }
    let bytes = argument.as_encoded_bytes();
    let end = bytes.iter().position(|b| *b == b'=').unwrap_or(bytes.len());
    // A name that is not UTF-8 is none of ours.
    let name = std::str::from_utf8(&bytes[..end]).unwrap_or("--\u{fffd}");
    let known = match name.strip_prefix("--") {
        Some(long) => find_long(command, long),
        None => find_short(command, &name[1..]),
    };
    match known {
        Some(option) => Kind::Ours {
            value_follows: end == bytes.len()
                && option.get_action().takes_values()
                && !option.is_require_equals_set(),
        },
        None => Kind::UnknownOption(name),
    }
}

fn looks_like_option(argument: &OsStr) -> bool {
    argument.len() > 1 && argument.as_encoded_bytes().starts_with(b"-")
}

fn find_long<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|option| {
        option.get_long() == Some(name)
            || option.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
    })
}

/// A short option alone, or one that counts several times (`-vv`). Other clusters are the job's.
fn find_short<'a>(command: &'a Command, letters: &str) -> Option<&'a Arg> {
    let letter = letters.chars().next()?;
    let option = command.get_arguments().find(|option| option.get_short() == Some(letter))?;
    let counts = matches!(option.get_action(), ArgAction::Count);
    let fits = letters.chars().all(|c| c == letter) && (counts || letters.chars().count() == 1);
    fits.then_some(option)
}

/// The option of ours that an unknown long one may have been meant for.
fn resembling(command: &Command, name: &str) -> Option<String> {
    let name = name.strip_prefix("--")?;
    let allowed = match name.chars().count() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    command
        .get_arguments()
        .filter_map(Arg::get_long)
        .map(|long| (strsim::osa_distance(name, long), long))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, long)| format!("--{long}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt;

    fn split_all(arguments: &[&str]) -> Result<Split, ExpectedError> {
        let mut command = super::super::command();
        command.build();
        let argv =
            std::iter::once("easypy-wasm").chain(arguments.iter().copied()).map(OsString::from).collect();
        split(&command, argv)
    }

    fn run(arguments: &[&str]) -> RunSplit {
        match split_all(arguments).unwrap() {
            Split::Run(split) => split,
            Split::Command(argv) => panic!("a command: {argv:?}"),
        }
    }

    fn assert_split(arguments: &[&str], ours: &[&str], job: Option<&str>, theirs: &[&str]) {
        let split = run(arguments);
        assert_eq!(split.ours, ours, "ours of {arguments:?}");
        assert_eq!(split.job.as_deref(), job.map(OsStr::new), "job of {arguments:?}");
        assert_eq!(split.theirs, theirs, "theirs of {arguments:?}");
    }

    #[test]
    fn known_options_are_ours_before_and_behind_the_job() {
        assert_split(
            &["--no-archive", "job.wasm", "--jobs", "4", "-vv", "--image=x", "-h"],
            &["--no-archive", "--jobs", "4", "-vv", "--image=x", "-h"],
            Some("job.wasm"),
            &[],
        );
    }

    #[test]
    fn what_is_unknown_goes_to_the_job_in_its_order() {
        assert_split(
            &["job.wasm", "--my_custom_arg", "value", "--no-archive", "rest", "-x", "--other=--jobs", "-"],
            &["--no-archive"],
            Some("job.wasm"),
            &["--my_custom_arg", "value", "rest", "-x", "--other=--jobs", "-"],
        );
    }

    #[test]
    fn everything_behind_two_dashes_is_the_jobs() {
        assert_split(
            &["job.wasm", "-q", "--", "--jobs", "4", "--", "--testbed-file"],
            &["-q"],
            Some("job.wasm"),
            &["--jobs", "4", "--", "--testbed-file"],
        );
        assert_split(&["--", "job.wasm"], &[], None, &["job.wasm"]);
    }

    #[test]
    fn clusters_of_short_options_are_ours_only_when_one_option_is_repeated() {
        assert_split(
            &["j", "-v", "-vvv", "-q", "-vq", "-hv", "-hh", "-vx", "-é"],
            &["-v", "-vvv", "-q"],
            Some("j"),
            &["-vq", "-hv", "-hh", "-vx", "-é"],
        );
    }

    #[test]
    fn a_value_that_looks_like_an_option_is_not_taken() {
        assert_split(&["j", "--jobs", "-1"], &["--jobs"], Some("j"), &["-1"]);
        assert_split(&["j", "--image=-x"], &["--image=-x"], Some("j"), &[]);
    }

    #[test]
    fn an_optional_value_never_takes_one_of_the_jobs_arguments() {
        assert_split(
            &["j", "--xunit", "out", "--xunit=here"],
            &["--xunit", "--xunit=here"],
            Some("j"),
            &["out"],
        );
    }

    #[test]
    fn options_of_pyats_that_are_not_here_are_refused() {
        for option in ["--logical-testbed-file", "-C", "--clean-file", "--html-logs", "--liveview-port"] {
            for arguments in [&["j", option, "x"], &[option, "x", "j"]] {
                assert!(
                    matches!(split_all(arguments), Err(ExpectedError::PyatsOnly { option: o, .. }) if o == option),
                    "{arguments:?}"
                );
            }
        }
        assert!(matches!(
            split_all(&["j", "--logical-testbed-file=x"]),
            Err(ExpectedError::PyatsOnly { .. })
        ));
    }

    #[test]
    fn slips_of_the_keyboard_are_pointed_out_and_passed_on() {
        let split = run(&["j", "--no-archve", "--archive_dir", "x", "--site", "--jbo"]);
        assert_eq!(
            split.warnings,
            [
                "passing --no-archve on to the job; did you mean --no-archive?",
                "passing --archive_dir on to the job; did you mean --archive-dir?"
            ]
        );
        assert_eq!(split.theirs, ["--no-archve", "--archive_dir", "x", "--site", "--jbo"]);
    }

    #[test]
    fn other_commands_are_known_in_the_first_place_only() {
        assert_eq!(
            split_all(&["inspect", "--json", "x"]).unwrap(),
            Split::Command(["easypy-wasm", "inspect", "--json", "x"].map(OsString::from).into())
        );
        assert_split(&["./inspect"], &[], Some("./inspect"), &[]);
        assert_split(&["-q", "inspect"], &["-q"], Some("inspect"), &[]);
        assert_split(&["j", "inspect"], &[], Some("j"), &["inspect"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_kept_apart_and_refused_as_arguments() {
        let mut command = super::super::command();
        command.build();
        let bytes = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
        let argv = vec!["easypy-wasm".into(), bytes(b"j\xff"), bytes(b"--\xff=1"), bytes(b"--image=\xff")];
        let Split::Run(split) = split(&command, argv).unwrap() else { panic!("no run") };
        assert_eq!(split.job, Some(bytes(b"j\xff")));
        assert_eq!(split.theirs, [bytes(b"--\xff=1")]);
        assert_eq!(split.ours, [bytes(b"--image=\xff")]);
        assert!(matches!(split.arguments(), Err(ExpectedError::ArgumentNotUtf8 { .. })));
    }
}
