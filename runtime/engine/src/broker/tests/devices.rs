//! Devices without a session: orders go out, and what sessions would say comes in.

use easypy_contract::testbed::{Connected, Error, Op, Reply, Request};
use easypy_devices::platform::Platforms;
use easypy_devices::turns::{Fence, SessionId};
use easypy_testbed::{Answer, Argument, AskError, Asker, Question};

use super::*;
use crate::devices::{Lab, Left, SessionEvent, SessionOrder, SessionState, Was};

struct Nobody;

impl Asker for Nobody {
    fn environment(&self, _: &str) -> Option<String> {
        None
    }

    fn argument(&self, _: &str) -> Option<Argument> {
        None
    }

    fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
        Ok(Answer::Later)
    }
}

fn lab() -> Rc<Lab> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("lab.yaml");
    let yaml = "testbed:\n  credentials: {default: {username: me, password: hunter2-secret}}\n\
                devices:\n  R1:\n    os: iosxe\n    connections: {cli: {protocol: telnet, ip: 127.0.0.1}}\n";
    std::fs::write(&file, yaml).unwrap();
    let (testbed, _) = easypy_testbed::load(&file, &Nobody).unwrap();
    Rc::new(Lab::new(testbed, &Platforms::load(None).unwrap()))
}

fn on(op: Op) -> Request {
    Request::On { device: "R1".into(), via: None, op }
}

fn connect() -> Request {
    on(Op::Connect { timeout: None })
}

impl Run {
    fn ask_testbed(&mut self, child: ChildId, request: Request) -> Option<Result<Reply, Error>> {
        self.ask(child, super::Request::Testbed(request)).map(testbed_reply)
    }

    /// The orders that went out since the last request.
    fn ordered(&self) -> Vec<(SessionId, Option<Fence>)> {
        let order = |effect: &Effect| match effect {
            Effect::Session(session, SessionOrder::Run { fence, .. }) => Some((*session, Some(*fence))),
            Effect::Session(session, SessionOrder::Restore) => Some((*session, None)),
            _ => None,
        };
        self.effects.iter().filter_map(order).collect()
    }

    fn say(&mut self, session: SessionId, event: SessionEvent) {
        self.effects.clear();
        self.broker.session(session, event, self.now);
        self.collect();
    }

    fn connected(&mut self, (session, fence): (SessionId, Option<Fence>)) {
        let connected =
            Connected { via: "cli".into(), mode: "enable".into(), hostname: "R1".into(), new: true };
        self.say(session, done(fence.unwrap(), Ok(Reply::Connected(connected))));
    }
}

fn done(fence: Fence, answer: Result<Reply, Error>) -> SessionEvent {
    SessionEvent::Done { fence, answer, left: Left::Home, state: at_home() }
}

fn at_home() -> SessionState {
    SessionState { open: true, mode: "enable".into() }
}

fn testbed_reply(reply: super::Reply) -> Result<Reply, Error> {
    match reply {
        super::Reply::Testbed(reply) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_session_says_to_a_dead_guest_reaches_nobody_and_it_is_brought_back_first() {
    let mut run = Run::with_lab(lab());
    let (_, dead) = run.running();
    let (_, next) = run.running();
    assert_eq!(run.ask_testbed(dead, connect()), None);
    let order = run.ordered()[0];
    assert_eq!(run.ask_testbed(next, connect()), None);
    assert_eq!(run.ordered(), [], "one at a time");

    run.effects.clear();
    run.end(dead, None, ExitStatus::Signal(9));
    assert_eq!(run.ordered(), [(order.0, None)], "it is brought back, and nobody else begins");
    run.connected(order);
    assert!(run.reply_to(dead).is_none() && run.ordered().is_empty(), "its number is not the present one");
    run.say(order.0, SessionEvent::Restored { was: Was::Away { mode: "config".into() }, state: at_home() });
    let second = run.ordered()[0];
    assert!(second.1 > order.1);
    run.connected(second);
    assert!(matches!(run.reply_to(next).map(testbed_reply), Some(Ok(Reply::Connected(_)))));
    assert!(run.has_event(|event| matches!(event, Event::SessionRestored { task: Some(0), .. })));
}

#[test]
fn what_a_guest_sees_of_the_testbed_has_no_passwords() {
    let mut run = Run::with_lab(lab());
    let (_, child) = run.running();
    let Some(Ok(Reply::Topology(Some(json)))) = run.ask_testbed(child, Request::Topology) else { panic!() };
    assert!(json.contains("\"R1\"") && json.contains("\"me\""), "{json}");
    assert!(!json.contains("hunter2"), "{json}");
}

#[test]
fn a_guest_that_has_been_told_to_end_asks_for_nothing_any_more() {
    let mut run = Run::with_lab(lab());
    let (_, child) = run.running();
    run.frame(child, FromChild::Ended(Ended::Returned));
    assert_eq!(run.ask_testbed(child, connect()), None);
    assert_eq!(run.ordered(), []);
}

#[test]
fn a_run_ends_when_its_sessions_are_where_they_should_be() {
    let mut run = Run::with_lab(lab());
    let (_, child) = run.running();
    assert_eq!(run.ask_testbed(child, connect()), None);
    let order = run.ordered()[0];
    run.end(child, None, ExitStatus::Signal(9));
    run.end(JOB, Some(Ended::Returned), CLEAN);
    assert!(!run.broker.finished);
    run.say(order.0, SessionEvent::Restored { was: Was::Home, state: at_home() });
    assert!(run.broker.finished);
}

#[test]
fn a_device_that_says_nothing_does_not_hold_up_the_end() {
    let mut run = Run::with_lab(lab());
    let (_, child) = run.running();
    assert_eq!(run.ask_testbed(child, connect()), None);
    run.end(child, None, ExitStatus::Signal(9));
    run.end(JOB, Some(Ended::Returned), CLEAN);
    run.pass(Duration::from_secs(1));
    assert!(!run.broker.finished);
    run.pass(Duration::from_secs(5));
    assert!(run.broker.finished);
}
