//! The shape of a platform's file. What each key means is in `docs/guide/platforms.md`.

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

/// A text with its place.
pub(super) type Text = Spanned<String>;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) like: Option<Text>,
    pub(super) os: Vec<Text>,
    pub(super) platform: Vec<Text>,
    pub(super) model: Vec<Text>,
    pub(super) home: Option<Text>,
    pub(super) arrives: Option<Text>,
    pub(super) hostname: Option<Text>,
    pub(super) line_end: Option<Text>,
    pub(super) interrupt: Option<Text>,
    pub(super) separators: Option<Vec<Text>>,
    pub(super) words: Option<Vec<Text>>,
    pub(super) messages: Option<Vec<Text>>,
    pub(super) errors: Option<Vec<Text>>,
    pub(super) pagers: Vec<Prompting>,
    pub(super) questions: Vec<Prompting>,
    pub(super) log_off: Option<Vec<Text>>,
    pub(super) login: Login,
    pub(super) modes: IndexMap<String, Spanned<Mode>>,
    pub(super) paths: Vec<Spanned<Path>>,
    pub(super) configure: Option<Spanned<Configure>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Login {
    pub(super) usernames: Option<Vec<Text>>,
    pub(super) passwords: Option<Vec<Text>>,
    pub(super) refused: Option<Vec<Text>>,
    pub(super) returns: Option<Vec<Text>>,
    pub(super) prompts: Option<Vec<Text>>,
    pub(super) questions: Vec<Prompting>,
    pub(super) commands: Option<Vec<Text>>,
}

/// What a device stops at, and what to answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prompting {
    pub(super) pattern: Text,
    pub(super) answer: Option<String>,
    #[serde(default)]
    pub(super) raw: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mode {
    pub(super) prompt: Text,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Path {
    pub(super) from: Text,
    pub(super) to: Text,
    pub(super) send: Text,
    pub(super) password: Option<Text>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Configure {
    pub(super) mode: Option<Text>,
    pub(super) commit: Option<Text>,
    pub(super) discard: Option<Text>,
    pub(super) errors: Option<Vec<Text>>,
    pub(super) renames: Option<Text>,
}
