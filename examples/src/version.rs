//! `show version`.

use crate::{Capture, ReadError};

const COMMAND: &str = "show version";

/// The release that the router runs: `17.9.4a`.
pub(crate) fn read(capture: Capture<'_>) -> Result<String, ReadError> {
    let release = capture.output(COMMAND)?.find_map(|line| {
        // Cisco IOS Software [Cupertino], … Software (…), Version 17.9.4a, RELEASE SOFTWARE (fc3)
        let (_, behind) = line.strip_prefix("Cisco IOS Software")?.split_once(", Version ")?;
        behind.split(',').next()
    });
    let missing = || ReadError::Form { command: COMMAND, found: "no line with a version".to_owned() };
    release.map(str::to_owned).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_that_of_ios_and_not_of_the_boot_loader() {
        let ios =
            "Cisco IOS Software [Cupertino], c8000be Software (X), Version 17.9.4a, RELEASE SOFTWARE (fc3)";
        let text = format!("r1#show version\nROM: IOS-XE ROMMON, Version 16.12(2r)\n{ios}\n");
        assert_eq!(read(Capture::new("r1", &text)).unwrap(), "17.9.4a");
    }

    #[test]
    fn an_output_without_a_release_is_an_error() {
        let error = read(Capture::new("r1", "r1#show version\n% Invalid input\n")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`show version` is not in the form that IOS XE gives it: no line with a version"
        );
    }
}
