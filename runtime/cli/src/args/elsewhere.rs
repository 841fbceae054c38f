//! Options that pyATS has and easypy-wasm does not. They are refused: whoever types one means it, and a job
//! that got it instead would run without what was asked for.

/// Names, and beginnings of names (with a `*` at their end).
const OPTIONS: [(&str, &str); 23] = [
    ("--logical-testbed-file", "logical testbeds"),
    ("-C", "plugins"),
    ("--configuration", "plugins"),
    ("--pyats-configuration", "pyATS' configuration"),
    ("--mail-to", "mail"),
    ("--mail-subject", "mail"),
    ("--mail-html", "mail"),
    ("--clean-*", "device clean"),
    ("--invoke-clean", "device clean"),
    ("--skip-teardown", "bring-up"),
    ("--skip-teardown-on-failure", "bring-up"),
    ("--rerun-file", "reruns"),
    ("--rerun-task", "reruns"),
    ("--rerun-condition", "reruns"),
    ("--retry", "retries"),
    ("--xunit-include-logs", "logs in xunit.xml"),
    ("--html-logs", "HTML logs"),
    ("--liveview", "the live view"),
    ("--liveview-*", "the live view"),
    ("--maple-*", "mapleClean"),
    ("--abstract-*", "genie abstract"),
    ("--health-*", "health checks"),
    ("--health", "health checks"),
];

/// What an option of pyATS is for that easypy-wasm does not have.
pub(super) fn purpose(option: &str) -> Option<&'static str> {
    OPTIONS.iter().find_map(|(name, purpose)| {
        let fits = match name.strip_suffix('*') {
            Some(start) => option.starts_with(start),
            None => option == *name,
        };
        fits.then_some(*purpose)
    })
}

#[cfg(test)]
mod tests {
    use super::{OPTIONS, purpose};

    #[test]
    fn options_of_pyats_are_known_by_name_or_beginning() {
        assert_eq!(purpose("--logical-testbed-file"), Some("logical testbeds"));
        assert_eq!(purpose("--liveview-port"), Some("the live view"));
        assert_eq!(purpose("--clean-image-json"), Some("device clean"));
        assert_eq!(purpose("--testbed"), None);
        assert_eq!(purpose("--cleanup"), None);
    }

    #[test]
    fn no_option_of_ours_is_refused_as_one_of_pyats() {
        let mut command = super::super::command();
        command.build();
        for argument in command.get_arguments() {
            if let Some(long) = argument.get_long() {
                assert_eq!(purpose(&format!("--{long}")), None, "{long}");
            }
            if let Some(short) = argument.get_short() {
                assert!(OPTIONS.iter().all(|(name, _)| *name != format!("-{short}")), "{short}");
            }
        }
    }
}
