//! What the system says of running processes.

use std::fs;

use anyhow::{Context, Result};

/// The proportional share of memory of a process, KiB: pages that several processes map count in parts.
///
/// # Errors
/// There is no such process or no /proc, or it is somebody else's.
pub(super) fn proportional_kib(pid: u32) -> Result<u64> {
    kib_of(&format!("/proc/{pid}/smaps_rollup"), "Pss")
}

/// The most memory that was resident at once, KiB.
///
/// # Errors
/// As [`proportional_kib`]; also when the process has ended.
pub(super) fn peak_kib(pid: u32) -> Result<u64> {
    kib_of(&format!("/proc/{pid}/status"), "VmHWM")
}

fn kib_of(file: &str, name: &str) -> Result<u64> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    find_kib(&text, name).with_context(|| format!("{file} has no {name}"))
}

/// The number of a line `Name:   123 kB`.
fn find_kib(text: &str, name: &str) -> Option<u64> {
    let mut pairs = text.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    value.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_found_by_their_exact_name() {
        let text = "Rss:                 812 kB\nPss_Dirty:  7 kB\nPss:       100 kB\n";
        assert_eq!(find_kib(text, "Pss"), Some(100));
        assert_eq!(find_kib(text, "Swap"), None);
        assert_eq!(find_kib("Pss: many kB", "Pss"), None);
    }
}
