//! The shared objects as their guests see them: requests in, answers and woken guests out.

mod access;
mod barrier;
mod bounds;
mod changes;
mod dict;
mod event;
mod list;
mod lock;
mod queue;
mod semaphore;
mod value;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use easypy_contract::synchro::{Error, New, ObjectId, Op, Reply, Request};
use proptest::prelude::*;
use serde_json::Value;

use super::access::Access;
use super::object::{Call, Common};
use super::{Answer, Changes, Synchro, Woken};
use crate::child::ChildId;

type Outcome = Result<Reply, Error>;

/// A time-out that means not to wait.
const NOT: Option<Duration> = Some(Duration::ZERO);
/// A time-out that is over when a test says so.
const SOME: Option<Duration> = Some(Duration::from_secs(5));
/// As long as it takes.
const EVER: Option<Duration> = None;

/// The objects that are said to have changed.
#[derive(Default)]
struct Recorded(RefCell<Vec<ObjectId>>);

impl Changes for Recorded {
    fn changed(&self, object: ObjectId) {
        self.0.borrow_mut().push(object);
    }
}

/// A run whose guests are numbers; guest 0 makes the objects.
struct Run {
    synchro: Synchro,
    changes: Rc<Recorded>,
    now: Instant,
    woken: Woken,
}

impl Run {
    fn new() -> Run {
        let changes = Rc::new(Recorded::default());
        Run {
            synchro: Synchro::new(Rc::clone(&changes) as Rc<dyn Changes>),
            changes,
            now: Instant::now(),
            woken: Woken::new(),
        }
    }

    /// A run with one object that the guests 0 to 4 may use.
    fn with(new: New) -> (Run, ObjectId) {
        let mut run = Run::new();
        let object = run.create(new);
        for guest in 1..5 {
            run.hand_over(0, guest, &reference(object)).unwrap();
        }
        (run, object)
    }

    fn create(&mut self, new: New) -> ObjectId {
        match self.try_create(0, new) {
            Ok(Reply::Created(object)) => object,
            other => panic!("not created: {other:?}"),
        }
    }

    fn try_create(&mut self, guest: u32, new: New) -> Outcome {
        match self.synchro.request(ChildId(guest), Request::New(new), self.now, &mut self.woken) {
            Answer::Now(outcome) => outcome,
            other @ Answer::Later { .. } => panic!("not answered: {other:?}"),
        }
    }

    fn ask(&mut self, guest: u32, object: ObjectId, op: Op) -> Answer {
        self.synchro.request(ChildId(guest), Request::On { object, op }, self.now, &mut self.woken)
    }

    /// A call that is answered at once.
    fn on(&mut self, guest: u32, object: ObjectId, op: Op) -> Outcome {
        match self.ask(guest, object, op) {
            Answer::Now(outcome) => outcome,
            other @ Answer::Later { .. } => panic!("not answered: {other:?}"),
        }
    }

    /// A call that waits; for how long.
    fn waits(&mut self, guest: u32, object: ObjectId, op: Op) -> Option<Duration> {
        match self.ask(guest, object, op) {
            Answer::Later { deadline } => deadline.map(|deadline| deadline - self.now),
            other @ Answer::Now(_) => panic!("answered: {other:?}"),
        }
    }

    fn hand_over(&mut self, from: u32, to: u32, json: &str) -> Result<(), Error> {
        self.synchro.hand_over(ChildId(from), ChildId(to), json)
    }

    fn expire(&mut self, guest: u32) {
        self.synchro.expire(ChildId(guest), &mut self.woken);
    }

    fn end(&mut self, guest: u32) {
        self.synchro.child_ended(ChildId(guest), &mut self.woken);
    }

    /// The guests that were woken since this was last asked.
    fn woken(&mut self) -> Vec<(u32, Outcome)> {
        self.woken.drain(..).map(|(child, outcome)| (child.0, outcome)).collect()
    }

    fn held_bytes(&self) -> u64 {
        self.synchro.common.memory.held()
    }

    fn guests_that_wait(&self) -> Vec<u32> {
        let waiting = self.synchro.guests.iter().filter(|(_, guest)| guest.waits_at.is_some());
        let mut waiting: Vec<u32> = waiting.map(|(child, _)| child.0).collect();
        waiting.sort_unstable();
        waiting
    }
}

fn reference(object: ObjectId) -> String {
    format!("{{\"$shared\":{object}}}")
}

fn json(text: impl ToString) -> Outcome {
    Ok(Reply::Json(text.to_string()))
}

fn maybe(text: Option<&str>) -> Outcome {
    Ok(Reply::MaybeJson(text.map(str::to_owned)))
}

fn invalid<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::InvalidArgument(why)) => why,
        other => panic!("no invalid argument: {other:?}"),
    }
}

fn limit<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::LimitExceeded(limit)) => limit.name,
        other => panic!("no limit: {other:?}"),
    }
}

/// Something of a guest's, with no run around it.
pub(super) fn alone(work: impl FnOnce(&mut Call<'_>)) {
    let (mut access, mut common) = (Access::default(), Common::default());
    work(&mut Call { child: ChildId(0), access: &mut access, common: &mut common });
}

/// Any JSON value, a few levels deep.
pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|n| Value::from(f64::from(n) + 0.5)),
        "[a-b\"\\\\\\[\\]{},: é\u{1F600}\n]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a\"\\\\,:}é]{0,3}", inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
