//! A task that talks to devices, step by step. What comes of each is a line `probe <label>: <JSON>` in its TaskLog; the label
//! is the step's `as`, or its number from 0.

use std::io::Write as _;

use easypy::prelude::*;
use easypy_test_guests::talk::{Held, Talk, talk};
use serde::Deserialize;
use serde_json::Value as Json;

#[derive(Deserialize)]
struct Step {
    #[serde(rename = "as")]
    label: Option<String>,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum What {
    Talk(Talk),
    Meet(Meet),
}

/// How a task meets others.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Meet {
    Put {
        queue: Queue,
        value: Json,
    },
    Get {
        queue: Queue,
    },
    Acquire {
        lock: Lock,
    },
    /// Until somebody ends it.
    Sleep,
    Panic,
}

/// `plan`: what to do.
#[easypy::testscript]
fn talks(plan: Vec<Json>) -> easypy::Result {
    let mut held = Held::default();
    for (number, step) in plan.into_iter().enumerate() {
        let step: Step = serde_json::from_value(step)?;
        let said = match step.what {
            What::Talk(step) => talk(step, &mut held),
            What::Meet(Meet::Put { queue, value }) => {
                queue.put(value, None)?;
                Json::Null
            }
            What::Meet(Meet::Get { queue }) => queue.get::<Json>(None)?,
            What::Meet(Meet::Acquire { lock }) => {
                lock.lock()?.leak();
                Json::Null
            }
            What::Meet(Meet::Sleep) => loop {
                std::thread::sleep(Duration::from_secs(600));
            },
            What::Meet(Meet::Panic) => panic!("in the middle of it"),
        };
        let label = step.label.unwrap_or_else(|| number.to_string());
        writeln!(std::io::stdout(), "probe {label}: {said}")?;
    }
    Ok(())
}
