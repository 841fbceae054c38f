//! How much is said, and how.

use clap::{ArgAction, Args, ValueEnum};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "General")]
pub(crate) struct GeneralOptions {
    /// Say more: -v the tasks' logs as they are written, -vv with DEBUG records, -vvv what each process used
    ///
    /// -v    shows the lines of all TaskLogs as they are written;
    /// -vv   sets the root logger to DEBUG as well, in the job and in its tasks;
    /// -vvv  says also which process ran each task, how it ended and what it used.
    #[arg(short, action = ArgAction::Count, conflicts_with = "quiet", verbatim_doc_comment)]
    verbose: u8,

    /// Say less: -q only what went wrong and the report, -qq no report, -qqq nothing
    ///
    /// -q    shows warnings, failures and the report;
    /// -qq   shows failures, and the result in one line;
    /// -qqq  shows nothing: the exit code tells.
    #[arg(short, action = ArgAction::Count, verbatim_doc_comment)]
    quiet: u8,

    /// When to colour what is shown
    ///
    /// `auto` is where it goes to a terminal, unless NO_COLOR is set; CLICOLOR_FORCE=1 colours it everywhere.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,

    /// Accepted, since pyATS' users type it: there is no mail
    #[arg(long)]
    no_mail: bool,

    /// Print help (`--help`: all of it, `-h`: in short)
    #[arg(short, long, action = ArgAction::Help, global = true)]
    help: Option<bool>,

    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

impl GeneralOptions {
    pub(crate) fn verbosity(&self) -> Verbosity {
        let level = |count: u8| i8::try_from(count.min(3)).unwrap_or(3);
        Verbosity(level(self.verbose) - level(self.quiet))
    }
}

/// How much is said: from -3 (`-qqq`) to 3 (`-vvv`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Verbosity(pub(crate) i8);

impl Verbosity {
    /// Lines that say how far the run is, and what the job itself says.
    pub(crate) fn shows_progress(self) -> bool {
        self.0 >= 0
    }

    pub(crate) fn shows_warnings(self) -> bool {
        self.0 >= -1
    }

    pub(crate) fn shows_failures(self) -> bool {
        self.0 >= -2
    }

    /// The report at the end.
    pub(crate) fn shows_report(self) -> bool {
        self.0 >= -1
    }

    /// Where the archive is, or the result in one line.
    pub(crate) fn shows_result(self) -> bool {
        self.0 >= -2
    }

    /// The lines of the tasks' logs.
    pub(crate) fn shows_task_logs(self) -> bool {
        self.0 >= 1
    }

    /// Whether guests log at DEBUG.
    pub(crate) fn is_debug(self) -> bool {
        self.0 >= 2
    }

    /// What each process used.
    pub(crate) fn shows_usage(self) -> bool {
        self.0 >= 3
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// Where it goes to a terminal
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl ColorChoice {
    /// Whether to colour what goes to a terminal or not, by what the environment says.
    pub(crate) fn is_on(self, terminal: bool, environment: impl Fn(&str) -> Option<String>) -> bool {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        match self {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR").is_some() => false,
            ColorChoice::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            ColorChoice::Auto => terminal && set("TERM").is_none_or(|value| value != "dumb"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ColorChoice;

    fn is_on(choice: ColorChoice, terminal: bool, set: &[(&str, &str)]) -> bool {
        choice.is_on(terminal, |name| {
            set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colours_follow_the_option_then_the_environment_then_the_terminal() {
        assert!(is_on(ColorChoice::Auto, true, &[]));
        assert!(!is_on(ColorChoice::Auto, false, &[]));
        assert!(!is_on(ColorChoice::Auto, true, &[("NO_COLOR", "1")]));
        assert!(is_on(ColorChoice::Auto, true, &[("NO_COLOR", "")]));
        assert!(!is_on(ColorChoice::Auto, true, &[("TERM", "dumb")]));
        assert!(is_on(ColorChoice::Auto, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!is_on(ColorChoice::Auto, false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!is_on(ColorChoice::Auto, true, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(is_on(ColorChoice::Always, false, &[("NO_COLOR", "1")]));
        assert!(!is_on(ColorChoice::Never, true, &[("CLICOLOR_FORCE", "1")]));
    }
}
