use super::*;
use easypy_contract::results::LogPosition;
use easypy_report::journal::Usage;
use jiff::tz::TimeZone;

use crate::screen::line::Renderer;

struct Run {
    state: State,
    seconds: i64,
}

impl Run {
    fn new(verbosity: i8) -> Run {
        Run { state: State::new(Verbosity(verbosity)), seconds: 1_795_486_392 }
    }

    fn event(&mut self, event: Event) -> &mut Run {
        let time = Timestamp::from_second(self.seconds).unwrap();
        self.seconds += 1;
        self.state.apply(&Record { time, event });
        self
    }

    fn task(&mut self, task: u32, taskid: &str) -> &mut Run {
        let testscript = format!("/lab/s_{task}.wasm");
        self.event(Event::TaskCreated { task, taskid: taskid.into(), testscript: format!("s_{task}.wasm") });
        self.event(Event::TaskStarted {
            task,
            pid: 100 + task,
            testscript,
            hash: String::new(),
            log: format!("TaskLog.{taskid}"),
        })
    }

    fn begin(&mut self, task: u32, kind: SectionKind, id: &str) -> &mut Run {
        let section = Section { kind, id: id.into(), name: None, description: None, source: None };
        self.event(Event::SectionBegun { task, section, at: LogPosition::default() })
    }

    fn end(&mut self, task: u32, outcome: Option<Outcome>, reason: Option<&str>) -> &mut Run {
        let reason = reason.map(str::to_owned);
        self.event(Event::SectionEnded {
            task,
            outcome,
            reason,
            data: None,
            details: Vec::new(),
            ignored: false,
            at: LogPosition::default(),
        })
    }

    fn end_task(&mut self, task: u32, outcome: Option<Outcome>, reason: Option<&str>) -> &mut Run {
        let usage = Usage { cpu_us: 1_500, wall_us: 2_000_250, peak_kib: 4096 };
        let exit = Some(ExitStatus::Code(0));
        let reason = reason.map(str::to_owned);
        self.event(Event::TaskEnded(TaskEnded { task, outcome, reason, exit, usage, ..TaskEnded::default() }))
    }

    /// What is to be shown, as text.
    fn shown(&mut self) -> String {
        let mut renderer = Renderer::new(TimeZone::UTC, false);
        let mut out = String::new();
        for item in self.state.take().0 {
            match item {
                Item::Line(line) => renderer.line(&mut out, &line),
                Item::Follow { log, file, process } => {
                    out.push_str(&format!("<follow {log:?} {file} of {process}>\n"));
                }
                Item::UpTo(log, bytes) => out.push_str(&format!("<{log:?} up to {bytes}>\n")),
                Item::Unfollow(log) => out.push_str(&format!("<unfollow {log:?}>\n")),
            }
        }
        out
    }
}

/// A run with everything in it that is shown.
fn demo(run: &mut Run) {
    run.event(Event::RunStarted(Box::new(RunStarted {
        uid: "demo_1".into(),
        job: "demo".into(),
        runinfo: "/r/demo_1".into(),
        ..RunStarted::default()
    })));
    run.event(Event::JobStarted { pid: 99 });
    run.task(0, "Task-1")
        .begin(0, SectionKind::Testcase, "tc")
        .begin(0, SectionKind::Test, "t")
        .end(0, Some(Outcome::Passed), None)
        .end(0, None, None)
        .end_task(0, None, None);
    run.task(1, "bad\u{1b}[2J")
        .begin(1, SectionKind::Testcase, "tc")
        .begin(1, SectionKind::Test, "t")
        .end(1, Some(Outcome::Failed), Some("expected 2\ngot 3"))
        .begin(1, SectionKind::Test, "u")
        .end(1, Some(Outcome::Skipped), Some("not today"))
        .end(1, None, None)
        .end_task(1, None, None);
    run.task(2, "lost").end_task(2, Some(Outcome::Errored), Some("ended by signal 9"));
    run.task(3, "empty").end_task(3, None, None);
    run.event(Event::Warning { text: "the taskid x is taken".into() });
    run.task(4, "long");
    let failure = JobFailure { message: "panicked at job.rs:3".into(), ..JobFailure::default() };
    run.event(Event::JobEnded { failure: Some(failure), exit: None, usage: Usage::default() });
    run.event(Event::Dangling { tasks: vec![4] });
    run.end_task(4, Some(Outcome::Errored), Some("main() had ended"));
    run.event(Event::RunEnded {});
}

#[test]
fn a_run_as_it_is_shown() {
    let mut run = Run::new(0);
    demo(&mut run);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn quietly_only_what_went_wrong_is_shown() {
    let mut run = Run::new(-1);
    demo(&mut run);
    insta::assert_snapshot!(run.shown());
    let mut run = Run::new(-2);
    demo(&mut run);
    assert!(!run.shown().contains("WARNING"));
    let mut run = Run::new(-3);
    demo(&mut run);
    assert!(!run.shown().contains('%'));
}

#[test]
fn verbosely_the_logs_of_tasks_are_followed_to_their_end_before_the_result() {
    let mut run = Run::new(3);
    run.task(0, "Task-1").end_task(0, Some(Outcome::Passed), None);
    insta::assert_snapshot!(run.shown(), @r"
    2026-11-24T02:13:13: %EASYPY-INFO: Starting task execution: Task-1 (process 100)
    2026-11-24T02:13:13: %EASYPY-INFO:     testscript   = /lab/s_0.wasm
    <follow Task(0) TaskLog.Task-1 of Task-1>
    <unfollow Task(0)>
    2026-11-24T02:13:14: %EASYPY-INFO: The result of task Task-1: s_0 is => PASSED
    2026-11-24T02:13:14: %EASYPY-INFO:     Task-1: exit status 0, 2000.250 ms from start to end, 1.500 ms of CPU, 4096 KiB
    ");
}

#[test]
fn what_is_running_is_known_with_its_open_sections() {
    let mut run = Run::new(0);
    run.task(0, "a").task(1, "b").task(2, "c");
    run.event(Event::TaskCreated { task: 3, taskid: "d".into(), testscript: "x".into() });
    run.begin(0, SectionKind::Testcase, "tc").begin(0, SectionKind::Test, "t");
    run.end_task(1, Some(Outcome::Passed), None);
    run.event(Event::Interrupted { signal: "SIGINT".into() });
    let snapshot = run.state.snapshot(1);
    assert_eq!(snapshot.tasks.len(), 1);
    assert_eq!((snapshot.tasks[0].name.as_str(), snapshot.tasks[0].section.as_str()), ("a: s_0", "tc.t"));
    assert_eq!((snapshot.more, snapshot.waiting, snapshot.stopping), (1, 1, true));
    assert_eq!(snapshot.counts, [(Outcome::Passed, 1)]);
}

#[test]
fn open_sections_of_a_task_that_was_cut_off_count_as_errored() {
    let mut run = Run::new(0);
    run.task(0, "a").begin(0, SectionKind::Testcase, "tc").end_task(0, None, Some("killed"));
    assert_eq!(run.state.snapshot(9).counts, [(Outcome::Errored, 1)]);
}

#[test]
fn a_screen_that_nobody_reads_keeps_bounded_memory_and_counts_what_it_left_out() {
    let mut run = Run::new(0);
    let text = "x".repeat(REASON);
    for _ in 0..10_000 {
        run.event(Event::Warning { text: text.clone() });
    }
    let (items, left_out) = run.state.take();
    assert!(items.len() * REASON <= PENDING_BYTES);
    assert_eq!(items.len() + left_out, 10_000);
    assert_eq!(run.state.take(), (vec![], 0));
}

#[test]
fn nothing_is_kept_of_tasks_that_ended() {
    let mut run = Run::new(0);
    for task in 0..1_000 {
        run.task(task, &format!("Task-{task}")).end_task(task, Some(Outcome::Passed), None);
        run.state.take();
    }
    assert!(run.state.tasks.is_empty());
    assert_eq!(
        run.state.snapshot(9),
        Snapshot { counts: vec![(Outcome::Passed, 1_000)], ..Snapshot::default() }
    );
}

#[test]
fn records_that_make_no_sense_are_passed_over() {
    let mut run = Run::new(0);
    run.begin(7, SectionKind::Test, "t").end(7, None, Some("x")).end_task(7, None, None);
    run.event(Event::TaskStarted {
        task: 7,
        pid: 1,
        testscript: String::new(),
        hash: String::new(),
        log: String::new(),
    });
    run.task(0, "a").end(0, None, None).end_task(0, None, None).end_task(0, None, None);
    run.event(Event::Dangling { tasks: vec![0, 7] });
    assert_eq!(run.state.snapshot(9).without_result, 1);
}
