//! Facts about this machine and who uses it, for the reports.

use std::fs;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The user's name, found as Python's `getpass` does: from the environment, else by the user's number.
pub(crate) fn user() -> String {
    let named = ["LOGNAME", "USER", "LNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    named.unwrap_or_else(|| {
        let uid = rustix::process::geteuid().as_raw();
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        user_in_passwd(&passwd, uid).unwrap_or_else(|| format!("uid {uid}"))
    })
}

fn user_in_passwd(passwd: &str, uid: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

/// The machine's name.
pub(crate) fn name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "localhost".to_owned() } else { name.to_owned() }
}

/// The operating system, e.g. `Debian GNU/Linux 12 bookworm (x86_64)`.
pub(crate) fn os() -> String {
    let release = fs::read_to_string("/etc/os-release")
        .or_else(|_| fs::read_to_string("/usr/lib/os-release"))
        .unwrap_or_default();
    format!("{} ({})", os_in_release(&release), std::env::consts::ARCH)
}

fn os_in_release(release: &str) -> String {
    let value = |name: &str| {
        let line = release.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix('='))?;
        let value = line.trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    };
    let parts: Vec<String> =
        ["NAME", "VERSION_ID", "VERSION_CODENAME"].into_iter().filter_map(value).collect();
    if parts.is_empty() { std::env::consts::OS.to_owned() } else { parts.join(" ") }
}

/// The directory of the program.
pub(crate) fn instance() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.parent().map(PathBuf::from).unwrap_or_default()
}

/// The local time zone at a time, as a name that reports can be made with and as an offset in seconds.
pub(crate) fn time_zone(now: &Zoned) -> (String, i32) {
    let offset = now.offset().seconds();
    let name = now.time_zone().iana_name().map(str::to_owned);
    (name.unwrap_or_else(|| zone_of_offset(offset)), offset)
}

/// A zone of the database with this offset all year; UTC where there is none. Its names have the sign of POSIX.
fn zone_of_offset(seconds: i32) -> String {
    let hours = seconds / 3600;
    if seconds % 3600 != 0 || hours == 0 || !(-12..=14).contains(&hours) {
        return "UTC".to_owned();
    }
    format!("Etc/GMT{:+}", -hours)
}

/// The time now in the local time zone.
pub(crate) fn now() -> Zoned {
    Timestamp::now().to_zoned(TimeZone::system())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_named_as_in_its_release_file() {
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n";
        assert_eq!(os_in_release(debian), "Debian GNU/Linux 12 bookworm");
        assert_eq!(os_in_release("NAME=Arch\nVERSION_ID=''\n"), "Arch");
        assert_eq!(os_in_release(""), "linux");
    }

    #[test]
    fn users_are_found_by_number() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nbroken\nme:x:1000:1000::/home/me:/bin/sh\n";
        assert_eq!(user_in_passwd(passwd, 1000).as_deref(), Some("me"));
        assert_eq!(user_in_passwd(passwd, 7), None);
    }

    #[test]
    fn offsets_without_a_name_get_one_of_the_database() {
        for (seconds, name) in [
            (0, "UTC"),
            (9 * 3600, "Etc/GMT-9"),
            (-5 * 3600, "Etc/GMT+5"),
            (19800, "UTC"),
            (15 * 3600, "UTC"),
        ] {
            assert_eq!(zone_of_offset(seconds), name);
            let offset = TimeZone::get(name).unwrap().to_offset(Timestamp::UNIX_EPOCH).seconds();
            assert!(name == "UTC" || offset == seconds, "{name}");
        }
    }
}
