//! The broker without a process: what happened goes in, events and effects come out.

mod devices;

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::time::{Duration, Instant};

use easypy_contract::entry::{Ended, Failure};
use easypy_contract::results::{self, LogPosition, Section, SectionKind, Verdict};
use easypy_contract::task::{
    Error, ExitStatus, Op, Options, Reply as TaskReply, Request as TaskRequest, State, TaskNumber,
};
use easypy_contract::{FromChild, Notice, Outcome, Reply, Request, runtime, synchro};
use easypy_report::journal::Event;

use super::{Broker, Effect, Ending, NotStarted, Started, Terms};
use crate::child::ChildId;
use crate::devices::Lab;
use crate::settings::StopSignal;

const JOB: ChildId = ChildId::JOB;
const CLEAN: ExitStatus = ExitStatus::Code(0);

struct Run {
    broker: Broker,
    events: Rc<RefCell<Vec<Event>>>,
    effects: Vec<Effect>,
    now: Instant,
}

impl Run {
    fn begin(parallel: Option<usize>, filter: Option<&str>) -> Run {
        Run::begin_with(parallel, filter, None)
    }

    /// With devices.
    fn with_lab(lab: Rc<Lab>) -> Run {
        Run::begin_with(None, None, Some(lab))
    }

    fn begin_with(parallel: Option<usize>, filter: Option<&str>, lab: Option<Rc<Lab>>) -> Run {
        let events = Rc::new(RefCell::new(Vec::new()));
        let journal = {
            let events = Rc::clone(&events);
            move |event: Event| events.borrow_mut().push(event)
        };
        let terms = Terms {
            job_name: "job".into(),
            arguments: Vec::new(),
            withheld: vec!["SECRET".into()],
            changes: Rc::new(easypy_sandbox::Versions::new().unwrap()),
            levels: Vec::new(),
            parallel: parallel.and_then(NonZeroUsize::new),
            task_uids: filter.map(|filter| filter.parse().unwrap()),
            lab,
            policy: None,
        };
        let mut run = Run {
            broker: Broker::new(terms, Box::new(journal)),
            events,
            effects: Vec::new(),
            now: Instant::now(),
        };
        run.broker.begin(run.now);
        run.start(JOB);
        run
    }

    fn start(&mut self, child: ChildId) {
        let started = Started { pid: 100 + child.0, file: "/s/x.wasm".into(), sha256: "00".into() };
        self.broker.started(child, &started, self.now);
        self.collect();
    }

    fn collect(&mut self) {
        self.effects.extend(self.broker.take_effects());
    }

    fn frame(&mut self, child: ChildId, frame: FromChild) {
        self.broker.frame(child, frame, self.now);
        self.collect();
    }

    fn ask(&mut self, child: ChildId, request: Request) -> Option<Reply> {
        self.effects.clear();
        self.frame(child, FromChild::Ask(request));
        self.reply_to(child)
    }

    fn ask_task(&mut self, request: TaskRequest) -> Option<Result<TaskReply, Error>> {
        self.ask(JOB, Request::Task(request)).map(task_reply)
    }

    fn on(&mut self, task: u32, op: Op) -> Option<Result<TaskReply, Error>> {
        self.ask_task(TaskRequest::On { task: TaskNumber(task), op })
    }

    /// The last answer to a child among what came out since the last request.
    fn reply_to(&self, child: ChildId) -> Option<Reply> {
        let mut replies = self.effects.iter().filter_map(|effect| match effect {
            Effect::Reply(to, reply) if *to == child => Some(reply.clone()),
            _ => None,
        });
        replies.next_back()
    }

    fn job_reply(&self) -> Option<Result<TaskReply, Error>> {
        self.reply_to(JOB).map(task_reply)
    }

    fn signals(&self, child: ChildId) -> Vec<i32> {
        let signal = |effect: &Effect| match effect {
            Effect::Signal(to, signal) if *to == child => Some(*signal),
            _ => None,
        };
        self.effects.iter().filter_map(signal).collect()
    }

    fn launched(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Launch(_))).count()
    }

    fn create(&mut self, taskid: Option<&str>) -> u32 {
        match self.ask_task(TaskRequest::Create(options(taskid))) {
            Some(Ok(TaskReply::Created { task })) => task.0,
            other => panic!("{other:?}"),
        }
    }

    /// A task that runs.
    fn running(&mut self) -> (u32, ChildId) {
        let task = self.create(None);
        assert_eq!(self.on(task, Op::Start), None);
        let child = ChildId::of(TaskNumber(task));
        self.start(child);
        assert_eq!(self.job_reply(), Some(Ok(TaskReply::Done)));
        (task, child)
    }

    fn report(&mut self, child: ChildId, outcomes: &[Outcome]) {
        let at = LogPosition::default();
        for outcome in outcomes {
            let section = Section {
                kind: SectionKind::Testcase,
                id: "t".into(),
                name: None,
                description: None,
                source: None,
            };
            self.frame(child, FromChild::Tell(Notice::Results(results::Notice::Begin { section, at })));
            let verdict = Some(Verdict {
                outcome: *outcome,
                reason: None,
                data: None,
                details: Vec::new(),
                ignored: false,
            });
            self.frame(child, FromChild::Tell(Notice::Results(results::Notice::End { verdict, at })));
        }
    }

    fn end(&mut self, child: ChildId, said: Option<Ended>, status: ExitStatus) {
        if let Some(said) = said {
            self.frame(child, FromChild::Ended(said));
        }
        let ending = Ending { status, cpu: Duration::ZERO, peak_kib: 0 };
        self.broker.ended(child, &ending, self.now);
        self.collect();
    }

    fn pass(&mut self, after: Duration) {
        self.now += after;
        self.broker.expire(self.now);
        self.collect();
    }

    fn state(&mut self, task: u32) -> State {
        match self.on(task, Op::State) {
            Some(Ok(TaskReply::State(state))) => state,
            other => panic!("{other:?}"),
        }
    }

    fn result(&mut self, task: u32) -> Option<Outcome> {
        self.state(task).result
    }

    fn has_event(&self, found: impl Fn(&Event) -> bool) -> bool {
        self.events.borrow().iter().any(found)
    }
}

fn task_reply(reply: Reply) -> Result<TaskReply, Error> {
    match reply {
        Reply::Task(reply) => reply,
        other => panic!("{other:?}"),
    }
}

fn options(taskid: Option<&str>) -> Options {
    Options {
        testscript: "x.wasm".into(),
        taskid: taskid.map(str::to_owned),
        kwargs: "{}".into(),
        exclusive: Vec::new(),
        grant: None,
    }
}

#[test]
fn run_answers_when_the_task_is_gone_and_not_before() {
    let mut run = Run::begin(None, None);
    assert_eq!(run.ask_task(TaskRequest::Run { options: options(None), max_runtime: None }), None);
    assert_eq!(run.launched(), 1);
    let child = ChildId(1);
    run.start(child);
    run.report(child, &[Outcome::Passed, Outcome::Failed]);
    run.frame(child, FromChild::Ended(Ended::Returned));
    assert_eq!(run.job_reply(), None);
    run.end(child, None, CLEAN);
    assert_eq!(run.job_reply(), Some(Ok(TaskReply::Ran(Some(Outcome::Failed)))));
}

#[test]
fn a_result_is_none_until_the_task_has_ended_and_after_a_script_that_reported_nothing() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    run.report(child, &[Outcome::Passed]);
    assert_eq!(run.result(task), None);
    run.end(child, Some(Ended::Returned), CLEAN);
    assert_eq!(run.result(task), Some(Outcome::Passed));
    let (silent, child) = run.running();
    run.end(child, Some(Ended::Returned), CLEAN);
    assert_eq!(run.result(silent), None);
}

#[test]
fn a_task_over_its_time_is_terminated_then_killed_and_its_caller_told() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    assert_eq!(run.on(task, Op::Wait { max_runtime: Some(Duration::from_secs(3)) }), None);
    run.pass(Duration::from_millis(2900));
    assert!(run.signals(child).is_empty());
    run.pass(Duration::from_millis(100));
    assert_eq!(run.signals(child), [libc::SIGTERM]);
    run.pass(Duration::from_secs(1));
    assert_eq!(run.signals(child), [libc::SIGTERM, libc::SIGKILL]);
    assert_eq!(run.job_reply(), None);
    run.end(child, None, ExitStatus::Signal(9));
    assert_eq!(run.job_reply(), Some(Err(Error::Timeout(Duration::from_secs(3)))));
    assert_eq!(run.result(task), Some(Outcome::Errored));
    assert!(run.has_event(|event| matches!(event, Event::TaskEnded(end) if end.failed_to_run)));
}

#[test]
fn the_time_of_a_task_begins_with_its_process() {
    let mut run = Run::begin(None, None);
    let limit = Some(Duration::from_secs(3));
    run.ask_task(TaskRequest::Run { options: options(None), max_runtime: limit });
    let child = ChildId(1);
    // Its testscript is being compiled.
    run.pass(Duration::from_secs(60));
    run.start(child);
    run.pass(Duration::from_millis(2900));
    assert!(run.signals(child).is_empty());
    run.pass(Duration::from_millis(100));
    assert_eq!(run.signals(child), [libc::SIGTERM]);
}

#[test]
fn a_task_that_ends_in_the_moment_its_time_is_over_keeps_its_result() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    run.on(task, Op::Wait { max_runtime: Some(Duration::from_secs(3)) });
    run.report(child, &[Outcome::Passed]);
    run.frame(child, FromChild::Ended(Ended::Returned));
    run.pass(Duration::from_secs(3));
    run.end(child, None, CLEAN);
    assert_eq!(run.job_reply(), Some(Ok(TaskReply::Done)));
    assert_eq!(run.result(task), Some(Outcome::Passed));
}

#[test]
fn join_says_whether_the_task_has_ended_and_ends_nothing() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    assert_eq!(run.on(task, Op::Join { timeout: Some(Duration::ZERO) }), Some(Ok(TaskReply::Ended(None))));
    assert_eq!(run.on(task, Op::Join { timeout: Some(Duration::from_secs(1)) }), None);
    run.pass(Duration::from_secs(1));
    assert_eq!(run.job_reply(), Some(Ok(TaskReply::Ended(None))));
    assert!(run.signals(child).is_empty());
    run.on(task, Op::Join { timeout: Some(Duration::MAX) });
    run.end(child, Some(Ended::Returned), CLEAN);
    let ended = run.job_reply();
    assert_eq!(ended, Some(Ok(TaskReply::Ended(Some(run.state(task))))));
}

#[test]
fn spawn_answers_with_the_task_when_it_runs() {
    let mut run = Run::begin(None, None);
    assert_eq!(run.ask_task(TaskRequest::Spawn(options(None))), None);
    run.start(ChildId::of(TaskNumber(0)));
    assert_eq!(run.job_reply(), Some(Ok(TaskReply::Created { task: TaskNumber(0) })));
    assert_eq!(run.on(0, Op::Start), Some(Err(Error::AlreadyStarted)));
}

#[test]
fn a_spawn_without_a_process_is_an_error_and_an_errored_task() {
    let mut run = Run::begin(None, None);
    run.ask_task(TaskRequest::Spawn(options(None)));
    run.broker.not_started(ChildId::of(TaskNumber(0)), &NotStarted::System("none left".into()), run.now);
    run.collect();
    assert_eq!(run.job_reply(), Some(Err(Error::SpawnFailed("none left".into()))));
    assert_eq!(run.result(0), Some(Outcome::Errored));
}

#[test]
fn kill_ends_a_task_at_once() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    assert_eq!(run.on(task, Op::Kill), Some(Ok(TaskReply::Done)));
    assert_eq!(run.signals(child), [libc::SIGKILL]);
    run.end(child, None, ExitStatus::Signal(libc::SIGKILL));
    assert_eq!(run.result(task), Some(Outcome::Errored));
}

#[test]
fn what_the_job_sets_in_its_environment_its_next_tasks_get() {
    let launched_with = |run: &mut Run| {
        let task = run.create(None);
        run.on(task, Op::Start);
        run.effects.iter().rev().find_map(|effect| match effect {
            Effect::Launch(launch) => Some(launch.environment.as_deref().map(<[_]>::to_vec)),
            _ => None,
        })
    };
    let mut run = Run::begin(None, None);
    assert_eq!(launched_with(&mut run), Some(None));
    let variables = vec![("SITE".to_owned(), "lab-2".to_owned())];
    run.start(ChildId::of(TaskNumber(0)));
    run.frame(JOB, FromChild::Tell(Notice::Runtime(runtime::Notice::SetEnvironment(variables.clone()))));
    assert_eq!(launched_with(&mut run), Some(Some(variables)));
}

#[test]
fn a_variable_that_is_withheld_is_hinted_at_once_and_one_that_is_not_there_never() {
    let mut run = Run::begin(None, None);
    for name in ["SECRET", "NOWHERE", "SECRET"] {
        run.frame(JOB, FromChild::Tell(Notice::Runtime(runtime::Notice::VariableMissing(name.into()))));
    }
    let hints: Vec<&String> = run
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Log(line) if line.text.contains("--env") => Some(&line.text),
            _ => None,
        })
        .collect();
    assert_eq!(hints.len(), 1, "{hints:?}");
    assert!(hints[0].contains("--env SECRET"));
}

#[test]
fn what_needs_a_started_task_says_so_and_a_task_starts_once() {
    let mut run = Run::begin(None, None);
    let task = run.create(None);
    for op in [Op::Terminate, Op::Join { timeout: None }, Op::Wait { max_runtime: None }] {
        assert_eq!(run.on(task, op), Some(Err(Error::NotStarted)));
    }
    let (started, _) = run.running();
    assert_eq!(run.on(started, Op::Start), Some(Err(Error::AlreadyStarted)));
    assert!(matches!(run.on(77, Op::Start), Some(Err(Error::InvalidArgument(_)))));
}

#[test]
fn a_second_task_of_a_name_gets_a_number_and_a_warning() {
    let mut run = Run::begin(None, None);
    run.create(Some("a/b"));
    run.create(Some("a_b"));
    assert_eq!(run.on(1, Op::Taskid), Some(Ok(TaskReply::Text("a_b-2".into()))));
    assert!(run.has_event(|event| matches!(event, Event::Warning { text } if text.contains("'a_b-2'"))));
    let default = run.create(Some(""));
    assert_eq!(run.on(default, Op::Taskid), Some(Ok(TaskReply::Text("Task-3".into()))));
}

#[test]
fn an_unusable_testscript_is_an_errored_task_and_no_process_is_an_error_of_the_call() {
    let mut run = Run::begin(None, None);
    let task = run.create(None);
    run.on(task, Op::Start);
    let why = NotStarted::Unusable { reason: "is a directory".into(), detail: None, told: None };
    run.broker.not_started(ChildId(1), &why, run.now);
    run.collect();
    assert_eq!(run.job_reply(), Some(Ok(TaskReply::Done)));
    assert_eq!(run.result(task), Some(Outcome::Errored));

    assert_eq!(run.ask_task(TaskRequest::Run { options: options(None), max_runtime: None }), None);
    run.broker.not_started(ChildId(2), &NotStarted::System("no more processes".into()), run.now);
    run.collect();
    assert_eq!(run.job_reply(), Some(Err(Error::SpawnFailed("no more processes".into()))));
}

#[test]
fn tasks_beyond_the_limit_wait_for_a_place() {
    let mut run = Run::begin(Some(1), None);
    let (_, first) = run.running();
    let second = run.create(None);
    assert_eq!(run.on(second, Op::Start), None);
    assert_eq!(run.launched(), 0);
    run.end(first, Some(Ended::Returned), CLEAN);
    assert_eq!(run.launched(), 1);
    run.start(ChildId(2));
    assert_eq!(run.job_reply(), Some(Ok(TaskReply::Done)));
}

#[test]
fn tasks_that_are_left_out_pass_and_leave_no_trace() {
    let mut run = Run::begin(None, Some("Or('wanted')"));
    let task = run.create(Some("other"));
    assert_eq!(run.on(task, Op::Start), Some(Ok(TaskReply::Done)));
    assert_eq!(run.result(task), Some(Outcome::Passed));
    assert!(!run.has_event(|event| matches!(event, Event::TaskCreated { .. })));
    assert_eq!(run.launched(), 0);
}

#[test]
fn what_still_runs_when_main_is_over_is_ended_and_named() {
    let mut run = Run::begin(None, None);
    let (_, child) = run.running();
    run.end(JOB, Some(Ended::Returned), CLEAN);
    assert!(run.has_event(|event| matches!(event, Event::Dangling { tasks } if tasks == &[0])));
    assert_eq!(run.signals(child), [libc::SIGTERM]);
    assert!(!run.broker.finished);
    run.end(child, None, ExitStatus::Signal(15));
    assert!(run.broker.finished);
    assert_eq!(run.events.borrow().last(), Some(&Event::RunEnded {}));
}

#[test]
fn a_stop_ends_job_and_tasks_and_the_run_comes_to_its_end() {
    let mut run = Run::begin(None, None);
    let (_, child) = run.running();
    run.broker.stop(StopSignal::Interrupt, run.now);
    run.collect();
    assert_eq!(run.signals(child), [libc::SIGTERM]);
    assert_eq!(run.signals(JOB), [libc::SIGKILL]);
    run.end(JOB, None, ExitStatus::Signal(9));
    run.end(child, None, ExitStatus::Signal(15));
    assert!(run.broker.finished);
    assert!(!run.has_event(|event| matches!(event, Event::Dangling { .. })));
    assert!(run.has_event(|event| matches!(event, Event::Interrupted { signal } if signal == "SIGINT")));
}

#[test]
fn how_main_ended_is_in_the_journal() {
    let failure = |said: Option<Ended>, status| {
        let mut run = Run::begin(None, None);
        run.end(JOB, said, status);
        let events = run.events.borrow();
        let ended = events.iter().find_map(|event| match event {
            Event::JobEnded { failure, .. } => Some(failure.clone()),
            _ => None,
        });
        ended.unwrap()
    };
    let exit =
        |status| Some(Ended::Failed { kind: Failure::Exit(status), message: "m".into(), detail: None });
    assert_eq!(failure(Some(Ended::Returned), CLEAN), None);
    assert_eq!(failure(exit(0), CLEAN), None);
    assert_eq!(failure(exit(3), ExitStatus::Code(3)).unwrap().status, Some(3));
    assert!(failure(None, ExitStatus::Signal(11)).unwrap().message.contains("SIGSEGV"));
}

#[test]
fn a_child_that_breaks_the_protocol_is_killed_and_its_task_errored() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    run.effects.clear();
    run.frame(child, FromChild::Ask(Request::Task(TaskRequest::All)));
    assert_eq!(run.signals(child), [libc::SIGKILL]);
    run.end(child, None, ExitStatus::Signal(9));
    assert_eq!(run.result(task), Some(Outcome::Errored));

    let (_, child) = run.running();
    run.effects.clear();
    let end = results::Notice::End { verdict: None, at: LogPosition::default() };
    run.frame(child, FromChild::Tell(Notice::Results(end)));
    assert_eq!(run.signals(child), [libc::SIGKILL]);
}

#[test]
fn a_section_nested_too_deep_ends_the_task_with_the_limit() {
    let mut run = Run::begin(None, None);
    let (task, child) = run.running();
    let at = LogPosition::default();
    for _ in 0..65 {
        let section =
            Section { kind: SectionKind::Step, id: "s".into(), name: None, description: None, source: None };
        run.frame(child, FromChild::Tell(Notice::Results(results::Notice::Begin { section, at })));
    }
    assert_eq!(run.signals(child), [libc::SIGKILL]);
    run.end(child, None, ExitStatus::Signal(9));
    match run.on(task, Op::State) {
        Some(Ok(TaskReply::State(state))) => assert!(state.error.unwrap().contains("section-depth")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lock_of_a_task_that_dies_goes_to_who_waits_for_it() {
    let mut run = Run::begin(None, None);
    let made = run.ask(JOB, Request::Synchro(synchro::Request::New(synchro::New::Lock { reentrant: false })));
    let Some(Reply::Synchro(Ok(synchro::Reply::Created(lock)))) = made else { panic!("{made:?}") };
    let kwargs = format!("{{\"lock\": {{\"$shared\": {lock}}}}}");
    let options = Options { kwargs, ..options(None) };
    run.ask_task(TaskRequest::Create(options));
    run.on(0, Op::Start);
    let child = ChildId(1);
    run.start(child);
    let acquire = || {
        Request::Synchro(synchro::Request::On {
            object: lock,
            op: synchro::Op::LockAcquire { timeout: None },
        })
    };
    assert_eq!(run.ask(child, acquire()), Some(Reply::Synchro(Ok(synchro::Reply::Bool(true)))));
    assert_eq!(run.ask(JOB, acquire()), None);
    run.end(child, None, ExitStatus::Signal(9));
    assert_eq!(run.reply_to(JOB), Some(Reply::Synchro(Ok(synchro::Reply::Bool(true)))));
}

#[test]
fn a_write_that_is_told_is_done_before_what_the_guest_asks_next() {
    let mut run = Run::begin(None, None);
    let event = synchro::Request::New(synchro::New::Event);
    let Some(Reply::Synchro(Ok(synchro::Reply::Created(object)))) = run.ask(JOB, Request::Synchro(event))
    else {
        panic!("no event")
    };
    let tell = |op| FromChild::Tell(Notice::Synchro(synchro::Notice { object, op }));
    run.frame(JOB, tell(synchro::Op::EventSet));
    let is_set = Request::Synchro(synchro::Request::On { object, op: synchro::Op::EventIsSet });
    assert_eq!(run.ask(JOB, is_set), Some(Reply::Synchro(Ok(synchro::Reply::Bool(true)))));
    assert_eq!(run.signals(JOB), Vec::<i32>::new());
}

#[test]
fn a_guest_that_tells_what_is_to_be_asked_or_is_not_its_own_is_killed() {
    for (object, op) in [
        (1, synchro::Op::EventIsSet),
        (1, synchro::Op::EventWait { timeout: None }),
        (1, synchro::Op::DictClear),
        (2, synchro::Op::EventSet),
    ] {
        let mut run = Run::begin(None, None);
        run.ask(JOB, Request::Synchro(synchro::Request::New(synchro::New::Event)));
        let notice = synchro::Notice { object, op: op.clone() };
        run.frame(JOB, FromChild::Tell(Notice::Synchro(notice)));
        assert_eq!(run.signals(JOB), [libc::SIGKILL], "{object}: {op:?}");
    }
}
