//! A testscript that knows nothing of easypy: any program that is compiled for WASI will do.
//!
//! Its parameters arrive as `--name value`, what it prints is in the TaskLog, and its exit status is its
//! result: 0 is Passed, another one Failed. This one looks for secrets that everybody can guess or read.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "how a plain program speaks")]

use std::fs;
use std::process::ExitCode;

/// What a line of the configuration must not hold, and what is wrong with it.
const WEAK: [(&str, &str); 4] = [
    ("enable password", "use `enable secret`: this one can be read"),
    (" password 0 ", "this one is not even hidden"),
    ("snmp-server community public", "everybody tries this community"),
    ("snmp-server community private", "everybody tries this community"),
];

fn main() -> ExitCode {
    match weak_lines() {
        Ok(0) => {
            println!("no weak secret");
            ExitCode::SUCCESS
        }
        Ok(count) => {
            println!("{count} weak secrets");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Prints the lines at fault in the files of `--captures FILE,FILE…`; how many there are.
fn weak_lines() -> Result<usize, String> {
    let captures: String = pico_args::Arguments::from_env()
        .value_from_str("--captures")
        .map_err(|error| format!("{error}: --captures FILE,FILE…"))?;
    let mut count = 0;
    for path in captures.split(',') {
        let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        for (number, line) in text.lines().enumerate() {
            for (_, why) in WEAK.iter().filter(|(weak, _)| line.contains(weak)) {
                println!("{path}:{}: {line}\n    {why}", number + 1);
                count += 1;
            }
        }
    }
    Ok(count)
}
