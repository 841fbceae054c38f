//! What the model of a run takes: a job may have very many tasks (the design's table of costs).
#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect fails")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use easypy_contract::Outcome;
use easypy_contract::results::{LogPosition, Section, SectionKind, Source};
use easypy_contract::task::ExitStatus;
use easypy_report::journal::{Event, Record, TaskEnded, Usage};
use easypy_report::model::{Fold, Run};
use jiff::Timestamp;

/// Counts the bytes that are in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is done by the system's allocator, which keeps the rules.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Relaxed);
        // SAFETY: the caller keeps the rules of this very function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn events_of(task: u32) -> [Event; 7] {
    let at = LogPosition { bytes: 1000, lines: 10 };
    let section = |kind, id: &str| Section {
        kind,
        id: id.to_owned(),
        name: None,
        description: None,
        source: Some(Source { file: "src/script.rs".to_owned(), line: 10, hash: None }),
    };
    let ended = |outcome| Event::SectionEnded {
        task,
        outcome,
        reason: None,
        data: None,
        details: Vec::new(),
        ignored: false,
        at,
    };
    let taskid = format!("Task-{}", task + 1);
    [
        Event::TaskCreated { task, taskid: taskid.clone(), testscript: "script.wasm".to_owned() },
        Event::TaskStarted {
            task,
            pid: task,
            testscript: "/home/somebody/testscripts/script.wasm".to_owned(),
            hash: "ab".repeat(32),
            log: format!("TaskLog.{taskid}"),
        },
        Event::SectionBegun { task, section: section(SectionKind::Testcase, "testcase"), at },
        Event::SectionBegun { task, section: section(SectionKind::Test, "test"), at },
        ended(Some(Outcome::Passed)),
        ended(None),
        Event::TaskEnded(TaskEnded {
            task,
            exit: Some(ExitStatus::Code(0)),
            usage: Usage { cpu_us: 800, wall_us: 1200, peak_kib: 5000 },
            at,
            ..TaskEnded::default()
        }),
    ]
}

fn run_of(tasks: u32) -> Run {
    let mut fold = Fold::default();
    let time = Timestamp::UNIX_EPOCH;
    fold.push(Record { time, event: Event::RunStarted(Box::default()) });
    for event in (0..tasks).flat_map(events_of) {
        fold.push(Record { time, event });
    }
    fold.end().unwrap()
}

#[test]
fn a_small_task_takes_less_than_a_kibibyte() {
    const TASKS: u32 = 10_000;
    let before = IN_USE.load(Relaxed);
    let run = run_of(TASKS);
    let bytes = (IN_USE.load(Relaxed) - before) / TASKS as usize;
    assert_eq!(run.counts().get(Outcome::Passed), u64::from(TASKS));
    assert!(bytes < 1024, "{bytes} bytes a task");
}
