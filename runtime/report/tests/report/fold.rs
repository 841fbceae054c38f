//! What a run is, by its events: in their order, out of it, and cut off anywhere.

use std::convert::Infallible;

use easypy_contract::Outcome::{self, Aborted, Errored, Failed, Passed, Passx};
use easypy_contract::results::{Section, SectionKind, Source};
use easypy_contract::task::ExitStatus;
use easypy_report::journal::{Event, JobFailure, Reader, Record, RunStarted, TaskEnded, Usage};
use easypy_report::model::{Run, fold};
use easypy_report::text::Style;
use easypy_report::{exit_code, json, junit, rerun, text, xml};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::journals::{AT, Story, path, written};
use SectionKind::{CommonSetup, Step, Subsection, Test, Testcase};

/// Every report of a run, made to be sure that it can be made, and read.
fn all_reports(run: &Run) {
    let report = written(|out| text::write(out, run, Style::Plain));
    assert!(!report.contains(|c: char| c.is_control() && c != '\n'), "{report:?}");
    serde_json::from_str::<serde_json::Value>(&written(|out| json::write(out, run))).unwrap();
    assert_well_formed(&written(|out| xml::write_summary(out, run)));
    assert_well_formed(&written(|out| xml::write_details(out, run)));
    assert_well_formed(&written(|out| junit::write(out, run)));
    written(|out| rerun::write(out, run));
    exit_code(run);
}

fn assert_well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r') || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(xml.chars().all(allowed), "{xml:?}");
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start)) => {
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            Ok(_) => {}
            Err(error) => panic!("{error}: {xml}"),
        }
    }
}

#[test]
fn a_section_without_an_outcome_is_the_roll_up_of_what_is_inside() {
    let story = Story::begin().task().section(Testcase, "tc");
    let story = story.section(Test, "a").ended(Passed).section(Test, "b").ended(Failed).ended(None);
    let run = story.section(Testcase, "empty").ended(None).task_ended().end(None);
    let task = &run.tasks[0];
    assert_eq!(task.sections.iter().map(|s| s.outcome).collect::<Vec<_>>(), [Failed, Passed]);
    assert_eq!(task.outcome, Some(Failed));
    assert_eq!((task.counts().total(), task.section_counts().total()), (2, 2));
}

#[test]
fn what_is_open_when_a_task_ends_is_errored_with_the_tasks_reason() {
    let open = || Story::begin().task().section(Testcase, "tc").section(Test, "t").section(Step, "STEP 1");
    let crash = TaskEnded { outcome: Some(Aborted), reason: Some("it exited".into()), ..Default::default() };
    let run = open().then(Event::TaskEnded(crash)).end(None);
    let (testcase, reason) = (&run.tasks[0].sections[0], Some("it exited"));
    assert_eq!(run.tasks[0].outcome, Some(Aborted));
    assert_eq!((testcase.outcome, testcase.reason()), (Errored, reason));
    assert_eq!(testcase.sections[0].sections[0].reason(), reason);

    let run = open().task_ended().end(None);
    assert_eq!(run.tasks[0].outcome, Some(Errored));
    assert_eq!(run.tasks[0].sections[0].reason(), Some("Stopping context"));
}

#[test]
fn a_task_that_failed_to_run_counts_once_whatever_its_sections() {
    let story =
        Story::begin().task().section(CommonSetup, "cs").section(Subsection, "s").ended(Passed).ended(None);
    let late = TaskEnded { outcome: Some(Errored), failed_to_run: true, ..TaskEnded::default() };
    let run = story.section(Testcase, "tc").then(Event::TaskEnded(late)).end(None);
    assert_eq!((run.counts().total(), run.counts().get(Errored)), (1, 1));
    assert_eq!(run.section_counts().get(Passed), 1);
    assert_eq!(run.failed_to_run(), 1);
}

#[test]
fn tasks_are_in_the_order_of_their_start() {
    let created = |task: u32| Event::TaskCreated { task, taskid: task.to_string(), testscript: "s".into() };
    let ended = |task: u32| Event::TaskEnded(TaskEnded { task, failed_to_run: true, ..TaskEnded::default() });
    let story = [created(7), created(0), created(3), ended(3), ended(7), ended(3)];
    let run = story.into_iter().fold(Story::begin(), Story::then).end(None);
    assert_eq!(run.tasks.iter().map(|task| &*task.taskid).collect::<Vec<_>>(), ["3", "7"]);
    assert_eq!(&*run.not_started[0].taskid, "0");
}

#[test]
fn a_run_whose_host_was_killed_has_all_that_had_ended() {
    let story = Story::begin().task_of(&[Passx]).task().section(Testcase, "tc").ended(Passed);
    let run = story.section(Testcase, "tc2").so_far();
    assert!(!run.complete);
    assert_eq!(run.tasks[0].outcome, Some(Passx));
    let killed = &run.tasks[1];
    assert_eq!((killed.outcome, killed.reason.as_deref()), (Some(Errored), Some("the host was killed")));
    assert_eq!(killed.sections.iter().map(|s| s.outcome).collect::<Vec<_>>(), [Passed, Errored]);
    assert!(run.failure.is_some_and(|failure| failure.message.contains("did not come to its end")));
}

#[test]
fn a_second_attachment_of_a_name_takes_the_place_of_the_first() {
    let attached = |bytes: u64| Event::Attached {
        task: 0,
        file: "task-0.a".into(),
        name: "a".into(),
        media_type: "text/plain".into(),
        bytes,
    };
    let story = Story::begin().task().section(Testcase, "tc").then(attached(1)).section(Test, "t");
    let run = story.then(attached(2)).task_ended().end(None);
    let [attachment] = run.tasks[0].attachments.as_slice() else { panic!("{:?}", run.tasks[0]) };
    assert_eq!((attachment.bytes, &*attachment.section), (2, "task-0.tc.t"));
}

#[test]
fn sections_nested_too_deep_count_and_are_not_shown() {
    const DEEP: usize = 200_000;
    // Two hundred thousand levels would end a program that goes down them.
    let deep = (0..DEEP).fold(Story::begin().task(), |story, _| story.section(Step, "s"));
    let run = (0..DEEP).fold(deep, |story, n| story.ended((n == 0).then_some(Failed))).task_ended().end(None);
    assert_eq!(run.tasks[0].outcome, Some(Failed));
    all_reports(&run);
}

#[test]
fn deep_data_leaves_results_json_within_what_readers_go() {
    for (sections, data) in [(1, 100), (56, 0), (56, 100), (30, 70), (25, 73)] {
        let story = (0..sections).fold(Story::begin().task(), |story, _| story.section(Step, "s"));
        let data = Some("[".repeat(data) + "{}" + &"]".repeat(data));
        let ended = Event::SectionEnded {
            task: 0,
            outcome: None,
            reason: None,
            data,
            details: Vec::new(),
            ignored: false,
            at: AT,
        };
        all_reports(&story.then(ended).task_ended().end(None));
    }
}

#[test]
fn large_data_stays_in_the_journal() {
    let data = format!("\"{}\"", "x".repeat(1024 * 1024));
    let story = Story::begin().task().section(Testcase, "tc");
    let ended = Event::SectionEnded {
        task: 0,
        outcome: Some(Passed),
        reason: None,
        data: Some(data),
        details: Vec::new(),
        ignored: false,
        at: AT,
    };
    let run = story.then(ended).task_ended().end(None);
    assert_eq!(run.tasks[0].sections[0].data(), None);
    assert!(written(|out| json::write(out, &run)).contains("1048578 bytes, is in the journal only"));
}

#[test]
fn a_journal_that_is_cut_off_anywhere_is_a_run() {
    let journal = std::fs::read(path("troubles")).unwrap();
    let first = journal.iter().position(|byte| *byte == b'\n').unwrap();
    let mut finished = 0;
    for cut in 0..journal.len() {
        let run = fold(Reader::new(&journal[..cut])).unwrap();
        assert_eq!(run.is_some(), cut >= first, "cut at {cut}");
        let Some(run) = run else { continue };
        let ended = run.tasks.iter().filter(|task| task.reason.as_deref() != Some("the host was killed"));
        assert!(ended.count() >= finished, "a result was lost at {cut}");
        finished = run.tasks.iter().filter(|t| t.reason.as_deref() != Some("the host was killed")).count();
        if cut % 97 == 0 {
            all_reports(&run);
        }
    }
    assert_eq!(finished, 8);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just("a".to_owned()), "\\PC{0,8}", any::<String>()]
}

fn any_outcome() -> impl Strategy<Value = Option<Outcome>> {
    prop::option::of(prop::sample::select(&Outcome::ALL[..]))
}

fn any_section() -> impl Strategy<Value = Section> {
    const KINDS: [SectionKind; 8] = [
        SectionKind::CommonSetup,
        SectionKind::Subsection,
        SectionKind::Testcase,
        SectionKind::Setup,
        SectionKind::Test,
        SectionKind::Cleanup,
        SectionKind::Step,
        SectionKind::CommonCleanup,
    ];
    let source = prop::option::of(
        (any_text(), any::<u32>(), prop::option::of(any_text())).prop_map(|(file, line, hash)| Source {
            file,
            line,
            hash,
        }),
    );
    let texts = (any_text(), prop::option::of(any_text()), prop::option::of(any_text()));
    (prop::sample::select(&KINDS[..]), texts, source)
        .prop_map(|(kind, (id, name, description), source)| Section { kind, id, name, description, source })
}

fn any_event() -> impl Strategy<Value = Event> {
    let task = 0u32..4;
    let at = (any::<u64>(), any::<u64>())
        .prop_map(|(bytes, lines)| easypy_contract::results::LogPosition { bytes, lines });
    let usage =
        any::<(u64, u64, u64)>().prop_map(|(cpu_us, wall_us, peak_kib)| Usage { cpu_us, wall_us, peak_kib });
    let exit = prop::option::of(prop_oneof![
        any::<i32>().prop_map(ExitStatus::Code),
        any::<i32>().prop_map(ExitStatus::Signal)
    ]);
    let failure = prop::option::of(
        (any_text(), prop::option::of(any_text()), any::<Option<i32>>(), any::<bool>()).prop_map(
            |(message, detail, status, interrupted)| JobFailure { message, detail, status, interrupted },
        ),
    );
    let started = any_text().prop_map(|text| {
        Event::RunStarted(Box::new(RunStarted {
            uid: text.clone(),
            time_zone: text,
            ..RunStarted::default()
        }))
    });
    let ended = (
        task.clone(),
        any_outcome(),
        (prop::option::of(any_text()), prop::option::of(any_text())),
        any::<bool>(),
        (exit.clone(), usage.clone(), at.clone()),
    )
        .prop_map(|(task, outcome, (reason, detail), failed_to_run, (exit, usage, at))| {
            Event::TaskEnded(TaskEnded { task, outcome, reason, detail, failed_to_run, exit, usage, at })
        });
    prop_oneof![
        1 => started,
        1 => any_text().prop_map(|name| Event::JobNamed { name }),
        1 => (task.clone(), any_text(), any_text())
            .prop_map(|(task, taskid, testscript)| Event::TaskCreated { task, taskid, testscript }),
        1 => (task.clone(), any_text(), any_text()).prop_map(|(task, testscript, log)| Event::TaskStarted {
            task,
            pid: 1,
            testscript,
            hash: String::new(),
            log
        }),
        6 => (task.clone(), any_section(), at.clone())
            .prop_map(|(task, section, at)| Event::SectionBegun { task, section, at }),
        6 => (
            task.clone(),
            any_outcome(),
            prop::option::of(any_text()),
            prop::option::of(any_text()),
            prop::collection::vec(any_text(), 0..3),
            any::<bool>(),
            at
        )
            .prop_map(|(task, outcome, reason, data, details, ignored, at)| {
                Event::SectionEnded { task, outcome, reason, data, details, ignored, at }
            }),
        1 => (task.clone(), any_text(), any::<u64>()).prop_map(|(task, file, bytes)| Event::Attached {
            task,
            name: file.clone(),
            file,
            media_type: String::new(),
            bytes
        }),
        1 => ended,
        1 => any_text().prop_map(|text| Event::Warning { text }),
        1 => prop::collection::vec(task, 0..3).prop_map(|tasks| Event::Dangling { tasks }),
        1 => (failure, exit, usage).prop_map(|(failure, exit, usage)| Event::JobEnded { failure, exit, usage }),
        1 => any_text().prop_map(|signal| Event::Interrupted { signal }),
        1 => Just(Event::RunEnded {}),
    ]
}

proptest! {
    #[test]
    fn any_events_are_a_run_and_it_can_be_reported(
        events in prop::collection::vec((any::<i32>(), any_event()), 0..60),
        begins in any::<bool>(),
    ) {
        let start = begins.then(|| (0, Event::RunStarted(Box::default())));
        let records = start.into_iter().chain(events).map(|(second, event)| {
            let time = Timestamp::from_second(second.into()).unwrap();
            Ok::<_, Infallible>(Record { time, event })
        });
        let Ok(run) = fold(records);
        prop_assert!(run.is_some() || !begins);
        if let Some(run) = run {
            all_reports(&run);
        }
    }
}
