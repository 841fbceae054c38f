//! What may be done with some devices.

use easypy_testbed::model::Device;
use easypy_testbed::select::Selector;

use super::Rule;
use super::layer::{FEW, covers, shown_texts};
use crate::read::{Origin, quoted};

/// An entry of `devices`.
#[derive(Clone, Debug)]
pub(crate) struct DeviceRule {
    pub(crate) origin: Origin,
    /// All must fit.
    pub(crate) conditions: Vec<Condition>,
    /// None: any way in.
    pub(crate) via: Option<Vec<Rule>>,
    pub(crate) configure: Flag,
    /// `send` and `expect`.
    pub(crate) send: Flag,
    /// None: any command. Once there are some, no other passes.
    pub(crate) allow: Option<Vec<Rule>>,
    pub(crate) deny: Vec<Rule>,
    /// What may be answered, where there is `allow`.
    pub(crate) replies: Vec<Rule>,
}

/// Yes or no.
#[derive(Clone, Debug)]
pub(crate) struct Flag {
    pub(crate) on: bool,
    /// Where that is said; None if it is not, and follows from whether there is `allow`.
    pub(crate) origin: Option<Origin>,
}

/// One of `name`, `alias` …
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) kind: Kind,
    /// One must fit.
    pub(crate) patterns: Vec<(String, Selector)>,
}

/// What of a device a condition is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    Alias,
    Type,
    /// A path within `custom`.
    Custom(Vec<String>),
}

impl DeviceRule {
    pub(crate) fn fits(&self, device: &Device) -> bool {
        self.conditions.iter().all(|condition| condition.fits(device))
    }

    /// Whether it fits every device that another one fits.
    pub(crate) fn covers(&self, other: &DeviceRule) -> bool {
        self.conditions.iter().all(|condition| other.conditions.iter().any(|narrow| condition.covers(narrow)))
    }

    /// Its conditions for people: `name "R*", type "router"`.
    pub(crate) fn shown(&self) -> String {
        let few: Vec<_> = self.conditions.iter().take(FEW).map(Condition::shown).collect();
        few.join(", ") + if self.conditions.len() > FEW { ", …" } else { "" }
    }
}

impl Condition {
    pub(crate) fn fits(&self, device: &Device) -> bool {
        self.patterns.iter().any(|(_, selector)| selector.matches(device))
    }

    fn covers(&self, other: &Condition) -> bool {
        self.kind == other.kind
            && other
                .patterns
                .iter()
                .all(|(narrow, _)| self.patterns.iter().any(|(wide, _)| covers(wide, narrow)))
    }

    pub(crate) fn shown(&self) -> String {
        let patterns = self.patterns.iter().map(|(pattern, _)| pattern.as_str());
        format!("{} {}", self.kind.shown(), shown_texts(patterns))
    }
}

impl Kind {
    fn shown(&self) -> String {
        match self {
            Kind::Name => "name".to_owned(),
            Kind::Alias => "alias".to_owned(),
            Kind::Type => "type".to_owned(),
            Kind::Custom(path) => quoted(&format!("custom.{}", path.join("."))),
        }
    }

    pub(crate) fn selector(&self, pattern: easypy_testbed::select::Pattern) -> Selector {
        match self {
            Kind::Name => Selector::Name(pattern),
            Kind::Alias => Selector::Alias(pattern),
            Kind::Type => Selector::Type(pattern),
            Kind::Custom(path) => Selector::Custom { path: path.clone(), value: pattern },
        }
    }
}
