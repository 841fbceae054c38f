//! The machine that numbers come from.

use std::fmt;
use std::fs;
use std::process::Command;
use std::thread;

use crate::command;

/// What a reader must know to judge the numbers.
#[derive(Debug)]
pub(super) struct Machine {
    processor: String,
    cores: usize,
    memory: String,
    system: String,
    date: String,
    /// How busy it was before: the load average of the last minute.
    load: String,
}

impl Machine {
    pub(super) fn look() -> Machine {
        Machine {
            processor: value_of("/proc/cpuinfo", "model name")
                .unwrap_or_else(|| "an unknown processor".to_owned()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            memory: value_of("/proc/meminfo", "MemTotal").and_then(|kib| gibibytes(&kib)).unwrap_or_default(),
            system: said(Command::new("uname").args(["-s", "-r", "-m"])),
            date: said(Command::new("date").arg("+%Y-%m-%d")),
            load: fs::read_to_string("/proc/loadavg")
                .ok()
                .and_then(|text| text.split(' ').next().map(str::to_owned))
                .unwrap_or_else(|| "unknown".to_owned()),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { processor, cores, memory, system, date, load } = self;
        write!(f, "{date}: {processor}, {cores} cores, {memory}, {system}; load before: {load}")
    }
}

/// The value of a line `name: value` of a file in /proc.
fn value_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let mut pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

/// `24580692 kB` as `23.4 GiB`.
fn gibibytes(text: &str) -> Option<String> {
    let kib: f64 = text.strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{:.1} GiB", kib / 1024.0 / 1024.0))
}

fn said(command: &mut Command) -> String {
    command::capture(command).map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_said_in_gibibytes() {
        assert_eq!(gibibytes("24580692 kB").as_deref(), Some("23.4 GiB"));
        assert_eq!(gibibytes("a lot"), None);
    }
}
