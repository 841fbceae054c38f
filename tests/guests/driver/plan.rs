//! The steps of a plan, as they are written: each is an object with `do`, and what goes with it.

use easypy_test_guests::talk::Talk;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A step and the name of its probe.
#[derive(Deserialize)]
pub(crate) struct Labelled {
    #[serde(rename = "as")]
    pub(crate) label: Option<String>,
    #[serde(flatten)]
    pub(crate) step: Step,
}

/// One step. What none of these can read is an error of the plan.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    Task(TaskStep),
    Object(ObjectStep),
    Many(ManyStep),
    Device(Talk),
    World(WorldStep),
    End(EndStep),
}

/// What to run. `name` is what the plan calls the task.
#[derive(Deserialize)]
pub(crate) struct Script {
    pub(crate) script: String,
    pub(crate) taskid: Option<String>,
    /// `{"$object": name}` in it stands for the object that the plan calls so.
    #[serde(default)]
    pub(crate) kwargs: Map<String, Json>,
    /// A parameter `big` of so many bytes.
    pub(crate) big: Option<usize>,
    /// A parameter `deep` nested so deep.
    pub(crate) deep: Option<usize>,
    /// Seconds.
    pub(crate) max_runtime: Option<f64>,
    /// Devices.
    #[serde(default)]
    pub(crate) exclusive: Vec<String>,
    pub(crate) grant: Option<Json>,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum TaskStep {
    Run(Script),
    Create {
        task: String,
        #[serde(flatten)]
        script: Script,
    },
    Start {
        task: String,
    },
    /// `create` and `start` at once.
    Launch {
        task: String,
        #[serde(flatten)]
        script: Script,
    },
    Join {
        task: String,
        timeout: Option<f64>,
    },
    Wait {
        task: String,
        max_runtime: Option<f64>,
    },
    Terminate {
        task: String,
    },
    /// All that can be asked of a task.
    State {
        task: String,
    },
    /// `runtime.tasks()`.
    Tasks,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum ObjectStep {
    New {
        object: String,
        kind: String,
        with: Option<Json>,
    },
    /// What is in it.
    Read {
        object: String,
    },
    /// A key of a dict.
    Assign {
        object: String,
        key: String,
        value: Json,
    },
    Put {
        object: String,
        value: Json,
    },
    Get {
        object: String,
        timeout: Option<f64>,
    },
    Set {
        object: String,
    },
    Acquire {
        object: String,
        timeout: Option<f64>,
    },
    Release {
        object: String,
    },
    BarrierWait {
        object: String,
        timeout: Option<f64>,
    },
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum ManyStep {
    /// `count` tasks of `script`, `alive` of them at a time; says how many had each result.
    Many {
        count: usize,
        alive: usize,
        script: String,
        #[serde(default)]
        kwargs: Map<String, Json>,
    },
    /// Starts `count` tasks of `waits_for_an_event`, waits until all have counted themselves in, lets them go.
    Crowd { count: usize },
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum WorldStep {
    /// What the job knows of its run.
    Info,
    Environment,
    Rename {
        name: String,
    },
    SetArguments {
        arguments: Vec<String>,
    },
    Level {
        logger: String,
        level: Option<String>,
    },
    EffectiveLevel {
        logger: String,
    },
    Log {
        logger: String,
        level: String,
        message: String,
    },
    Write {
        path: String,
        content: String,
    },
    ReadFile {
        path: String,
    },
    Copy {
        from: String,
        to: String,
    },
    MakeDirectory {
        path: String,
    },
    Move {
        from: String,
        to: String,
    },
    /// Makes a symbolic link.
    Link {
        path: String,
        target: String,
    },
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum EndStep {
    Panic { message: String },
    Trap,
    Exit { status: i32 },
    Fail { message: String },
    Spin,
    Overflow,
    Eat,
}
