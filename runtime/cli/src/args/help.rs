//! What `--help` says around the options.

use crate::exit;

pub(super) const USAGE: &str =
    "easypy-wasm JOB [OPTIONS] [THE JOB'S OWN ARGUMENTS]\n       easypy-wasm <COMMAND>";

pub(super) const LONG_ABOUT: &str = "\
Runs a job: its testscripts as tasks, each in a sandboxed process of its own.

A job is a Python file or a WebAssembly component whose `main` says which testscripts run, in which order, and with what. Each \
task runs in a process that sees only what it is given; what it reports is rolled up into one result. A run \
ends with a report on the screen and an archive with all logs and results.

What easypy-wasm does not know on its command line goes to the job, in order, as do all arguments behind `--`. \
Put the job's own arguments behind JOB.";

/// No line is longer than 79 characters: clap would break it without its indentation.
const EXAMPLES: &str = "\
Examples:
  easypy-wasm nightly.wasm
      Runs the job, prints the report, leaves an archive in
      ~/.easypy-wasm/archive.

  easypy-wasm nightly.py --python-path ~/lab/packages
      Runs a Python job of pyATS, which may import those packages too.

  easypy-wasm nightly.wasm --site lab-2 --jobs 4
      At most 4 tasks at once. `--site lab-2` is not ours: it goes to the job.

  easypy-wasm nightly.wasm -- --jobs 4
      Here `--jobs 4` goes to the job.

  easypy-wasm nightly.wasm --env LAB_USER,'SCRIPT_*'
      The job and its tasks see these environment variables, and no others.

  easypy-wasm nightly.wasm --task-uids \"Or('bgp', 'ospf.*')\" --no-archive
      Runs some of the tasks and keeps the runinfo directory as it is.

  easypy-wasm nightly.wasm -v > run.log
      Shows the tasks' logs as well. What a run says goes to standard output,
      line by line; on a terminal, there are live lines below it for what is
      running. What is wrong with the command line goes to standard error.

  easypy-wasm inspect nightly.wasm
      Says what the file is, and why it cannot be run if it cannot.
";

/// What long help ends with.
pub(super) fn after_long() -> String {
    format!("{EXAMPLES}\n{}", exit::as_help())
}

pub(super) const AFTER_COMPLETIONS: &str = "\
For example:
  bash        easypy-wasm completions bash > ~/.local/share/bash-completion/completions/easypy-wasm
  zsh         easypy-wasm completions zsh > ~/.zfunc/_easypy-wasm
  fish        easypy-wasm completions fish > ~/.config/fish/completions/easypy-wasm.fish
  elvish      easypy-wasm completions elvish >> ~/.config/elvish/rc.elv
  powershell  easypy-wasm completions powershell >> $PROFILE";
