//! What a person sees: plain lines where there is no terminal, a live view where there is one, more or less of it
//! by options, and the report at the end.

use std::process::Command;

use easypy_tests::{Archive, Ended, Finished, Run, binary, crowd_of, eventually, run, test_guest};
use serde_json::{Value, json};

fn plan() -> Value {
    json!([run("command_prints", "good", json!({})), run("fails", "bad", json!({}))])
}

fn with(options: &[&str]) -> Finished {
    Run::plan(&plan()).options(options).run().exits(1)
}

#[test]
fn lines_have_the_form_of_pyats() {
    let finished = with(&[]);
    let form = regex::Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d: %[A-Z]+-[A-Z]+: ").unwrap();
    let before = finished.stdout.split('+').next().unwrap();
    for line in before.lines().filter(|line| !line.is_empty()) {
        assert!(form.is_match(line), "{line:?}");
    }
    for text in ["Starting task execution: good", "bad: tc_fail.t_fail => FAILED: it failed"] {
        assert!(before.contains(text), "no {text:?}: {before}");
    }
}

#[test]
fn what_the_job_says_is_shown_and_what_tasks_say_only_when_asked_for() {
    let (usual, verbose) = (with(&[]), with(&["-v"]));
    assert!(usual.stdout.contains("probe good"), "{}", usual.stdout);
    assert!(!usual.stdout.contains("to standard output"), "{}", usual.stdout);
    for text in
        ["to standard output", "to standard error", "no newline at the end", "Failed reason: it failed"]
    {
        assert!(verbose.stdout.contains(text), "no {text:?}: {}", verbose.stdout);
    }
}

/// The lines of the job and the news of its tasks are in the order of what happened.
#[test]
fn what_the_job_says_is_in_its_place() {
    let finished = with(&[]);
    let at =
        |text: &str| finished.stdout.find(text).unwrap_or_else(|| panic!("no {text:?}: {}", finished.stdout));
    assert!(at("probe good") < at("Starting task execution: bad"), "{}", finished.stdout);
    assert!(at("The result of task good") < at("probe good"), "{}", finished.stdout);
}

#[test]
fn less_can_be_said() {
    let quiet = with(&["-q"]);
    assert!(!quiet.stdout.contains("Starting task execution"), "{}", quiet.stdout);
    assert!(quiet.stdout.contains("it failed") && quiet.stdout.contains("Easypy Report"), "{}", quiet.stdout);
    let quieter = with(&["-qq"]);
    assert!(!quieter.stdout.contains("Easypy Report"), "{}", quieter.stdout);
    assert!(quieter.stdout.contains("it failed") && quieter.stdout.contains("FAILED"), "{}", quieter.stdout);
    let silent = with(&["-qqq"]);
    assert_eq!((silent.stdout.as_str(), silent.stderr.as_str()), ("", ""));
    assert_eq!(silent.result("bad"), "failed", "the archive is made all the same");
}

/// What reads the screen may go away: the run goes on, and its archive is made.
#[test]
fn a_reader_that_goes_away_ends_nothing() {
    let directory = tempfile::TempDir::new().unwrap();
    let script = "\"$0\" \"$@\" | head -n 1";
    let status = Command::new("/bin/sh")
        .args(["-c", script])
        .arg(binary())
        .arg(test_guest("driver"))
        .arg("--runinfo-dir")
        .arg(directory.path().join("runinfo"))
        .arg("--archive-dir")
        .arg(directory.path().join("archive"))
        .arg("--cache-dir")
        .arg(easypy_tests::cache_directory())
        .args(["-v", "--plan", &plan().to_string()])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&status.stdout).lines().count(), 1);
    assert!(!String::from_utf8_lossy(&status.stderr).contains("panicked"), "{status:?}");
    let archive = eventually("archive", || Archive::below(&directory.path().join("archive")));
    assert!(archive.text("results.json").contains("\"bad\""));
}

#[test]
fn a_terminal_gets_colours_and_a_line_for_each_task_that_runs() {
    let mut running = Run::plan(&json!(crowd_of(2))).on_terminal().start();
    running.wait_for_sections(2, "t_sleep");
    for task in ["sleeper-1", "sleeper-2"] {
        // The live line names the section that the task is in.
        eventually("live line", || {
            let screen = running.screen();
            (screen.contains(task) && screen.contains("t_sleep")).then_some(())
        });
    }
    // The keyboard's Ctrl-C.
    running.type_keys("\u{3}");
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(130), "{}", finished.said());
    let screen = &finished.screen;
    assert!(screen.contains("\u{1b}[3"), "no colour: {screen:?}");
    assert!(screen.contains("Easypy Report"), "{screen}");
    // Whoever hides the cursor shows it again.
    let (hidden, shown) = (screen.rfind("\u{1b}[?25l"), screen.rfind("\u{1b}[?25h"));
    assert!(hidden <= shown, "the cursor is hidden: {screen:?}");
    assert_eq!(finished.result("sleeper-1"), "errored");
}

#[test]
fn nothing_of_a_guest_reaches_a_terminal_raw() {
    let finished =
        Run::plan(&json!([run("forges_names", "x", json!({})), run("forges_log_lines", "y", json!({}))]))
            .options(["-v"])
            .on_terminal()
            .run()
            .exits(1);
    for raw in ["\u{1b}]0;owned", "\u{7}", "\u{9b}", "\u{202e}"] {
        assert!(!finished.screen.contains(raw), "{raw:?} is on the screen: {:?}", finished.screen);
    }
}
