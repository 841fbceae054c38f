//! The unique name of a run, and the names that files are made of.

use std::path::Path;

use jiff::Zoned;

/// The longest stem: with a date behind it or `JobLog.` before it, still a file name.
const STEM_BYTES: usize = 180;
/// The longest name that a user may give.
const NAME_BYTES: usize = 200;

/// The jobfile's name without its extension, fit for file names: control characters become `_`.
pub(crate) fn stem(jobfile: &Path) -> String {
    let stem = jobfile.file_stem().unwrap_or_default().to_string_lossy();
    let mut stem: String = stem.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    stem.truncate(stem.floor_char_boundary(STEM_BYTES));
    if stem.is_empty() { "job".to_owned() } else { stem }
}

/// `<stem>_<YYYY><Mon><DD>_<HH>_<MM>_<SS>_<microseconds>` (SPEC 3.2), in the time zone of `now`.
pub(crate) fn job_uid(stem: &str, now: &Zoned) -> String {
    format!("{stem}_{}", now.strftime("%Y%b%d_%H_%M_%S_%6f"))
}

/// Reads a name that a file or directory is to get, for an option's value.
///
/// # Errors
/// It cannot be a file's name.
pub(crate) fn file_name(text: &str) -> Result<String, String> {
    if text.is_empty() || text == "." || text == ".." {
        return Err("this cannot be a file's name".to_owned());
    }
    if text.contains('/') {
        return Err("a name without `/` is needed".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("a name without control characters is needed".to_owned());
    }
    if text.len() > NAME_BYTES {
        return Err(format!("a name of at most {NAME_BYTES} bytes is needed"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn a_uid_is_the_stem_and_the_local_time_to_the_microsecond() {
        let at = date(2026, 1, 4).at(2, 3, 9, 71_869_999).to_zoned(TimeZone::UTC).unwrap();
        assert_eq!(job_uid("L1_simple", &at), "L1_simple_2026Jan04_02_03_09_071869");
        let whole = date(2026, 11, 24).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        assert_eq!(job_uid("a b", &whole), "a b_2026Nov24_12_00_00_000000");
    }

    #[test]
    fn a_stem_is_fit_for_file_names() {
        assert_eq!(stem(Path::new("/x/my job-1.wasm")), "my job-1");
        assert_eq!(stem(Path::new("noext")), "noext");
        assert_eq!(stem(Path::new("a\nb\u{1b}.wasm")), "a_b_");
        assert_eq!(stem(Path::new("/")), "job");
        assert_eq!(stem(Path::new(&"ä".repeat(120))).len(), 180);
    }

    #[test]
    fn names_that_would_leave_their_directory_are_refused() {
        assert_eq!(file_name("nightly 1").as_deref(), Ok("nightly 1"));
        for name in ["", ".", "..", "../x", "/etc", "a\nb"] {
            assert!(file_name(name).is_err(), "{name:?}");
        }
        assert!(file_name(&"x".repeat(201)).is_err());
    }
}
