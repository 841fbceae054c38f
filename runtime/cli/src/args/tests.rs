use super::*;
use std::path::Path;

fn ask(arguments: &[&str]) -> Result<Asked, Refusal> {
    parse(std::iter::once("easypy-wasm").chain(arguments.iter().copied()).map(OsString::from).collect())
}

fn run(arguments: &[&str]) -> RunRequest {
    match ask(arguments) {
        Ok(Asked::Run(request)) => *request,
        other => panic!("{arguments:?}: {other:?}"),
    }
}

fn help(long: bool) -> String {
    let mut command = command().term_width(100);
    let help = if long { command.render_long_help() } else { command.render_help() };
    // Alignment leaves blanks that no editor would keep.
    help.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn the_definition_of_the_command_line_is_sound() {
    command().debug_assert();
}

#[test]
fn short_help() {
    insta::assert_snapshot!(help(false));
}

#[test]
fn long_help() {
    insta::assert_snapshot!(help(true));
}

#[test]
fn a_run_is_read_with_its_options_and_the_jobs_arguments() {
    let request = run(&[
        "--submitter",
        "me",
        "nightly.wasm",
        "--site",
        "lab",
        "--memory=512M",
        "--env",
        "A,B_*",
        "--env=C",
        "--label",
        "l",
        "--source-id",
        "7",
        "--xunit",
        "last",
    ]);
    assert_eq!(request.jobfile, Path::new("nightly.wasm"));
    assert_eq!(request.arguments, ["--site", "lab", "last"]);
    let options = &request.options;
    assert_eq!(options.reporting.submitter.as_deref(), Some("me"));
    assert_eq!(options.sandbox.memory.map(|size| size.0), Some(512 << 20));
    assert_eq!(options.sandbox.env.len(), 3);
    assert_eq!(options.sandbox.spawner, SpawnerKind::Fork);
    assert_eq!(options.runinfo.xunit(), Xunit::Archive);
    assert_eq!(
        options.reporting.labels().into_iter().collect::<Vec<_>>(),
        [("label".into(), "l".into()), ("source-id".into(), "7".into())]
    );
}

#[test]
fn verbosity_adds_up_to_three() {
    assert_eq!(run(&["j"]).options.general.verbosity(), Verbosity(0));
    assert_eq!(run(&["j", "-v", "-v"]).options.general.verbosity(), Verbosity(2));
    assert_eq!(run(&["j", "-qqqqq"]).options.general.verbosity(), Verbosity(-3));
    assert!(matches!(ask(&["j", "-q", "-v"]), Err(Refusal::Clap(_))));
}

#[test]
fn wrong_values_are_refused_with_exit_code_2() {
    for arguments in [
        &["j", "--jobs", "0"][..],
        &["j", "--jobs", "-1"],
        &["j", "--jobs"],
        &["--jobs", "j"],
        &["j", "--memory", "lots"],
        &["j", "--memory=1K"],
        &["j", "--color", "blue"],
        &["j", "--spawner=magic"],
        &["j", "--job-uid", "../x"],
        &["j", "--task-uids", "Or("],
        &["j", "--no-archive=yes"],
        &["j", "--image", "a", "--image", "b"],
        &["j", "--env", "A=1"],
        &["inspect"],
        &["completions", "tcsh"],
    ] {
        match ask(arguments) {
            Err(Refusal::Clap(error)) => assert_eq!(error.exit_code(), 2, "{arguments:?}"),
            other => panic!("{arguments:?}: {other:?}"),
        }
    }
}

#[test]
fn without_a_jobfile_there_is_nothing_to_run() {
    for arguments in [&[][..], &["-v"], &["--", "job.wasm"]] {
        assert!(matches!(ask(arguments), Err(Refusal::Expected(ExpectedError::NoJobfile))), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [
        &["--help"][..],
        &["j", "-h"],
        &["--version"],
        &["help"],
        &["help", "recover"],
        &["inspect", "--help"],
        &["completions", "-h"],
    ] {
        match ask(arguments) {
            Err(Refusal::Clap(error)) => assert_eq!(error.exit_code(), 0, "{arguments:?}"),
            other => panic!("{arguments:?}: {other:?}"),
        }
    }
}

#[test]
fn a_jobfile_may_be_named_like_a_command() {
    assert_eq!(run(&["./inspect"]).jobfile, Path::new("./inspect"));
    assert_eq!(run(&["-q", "finish"]).jobfile, Path::new("finish"));
}

#[test]
fn other_commands_are_read() {
    assert!(matches!(
        ask(&["inspect", "x", "--json"]),
        Ok(Asked::Inspect(InspectOptions { json: true, .. }))
    ));
    assert!(matches!(ask(&["recover", "d"]), Ok(Asked::Recover(_))));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(matches!(ask(&["completions", shell]), Ok(Asked::Completions(_))), "{shell}");
    }
}
