//! `easypy-wasm completions`.

use clap_complete::Shell;

use crate::{args, out};

/// Writes the completions for a shell to standard output.
pub(crate) fn run(shell: Shell) {
    out::stdout(&String::from_utf8_lossy(&script(shell)));
}

fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "easypy-wasm", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completions_name_options_and_commands() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Elvish, Shell::PowerShell] {
            let script = String::from_utf8(script(shell)).unwrap();
            assert!(script.contains("no-archive") && script.contains("inspect"), "{shell}");
        }
    }
}
