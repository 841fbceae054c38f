//! One place's say on what may be done.

use easypy_contract::wildcard;

use easypy_contract::network::Network;

use super::{DeviceRule, Directories, Limits};
use crate::read::{Origin, quoted};

/// Patterns that are shown of a list, and conditions of an entry.
pub(super) const FEW: usize = 4;

/// All that one grant allows.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) origin: Origin,
    /// `the grant at policy.toml:3`
    pub(crate) title: String,
    /// Why there is no grant, if this stands for none.
    pub(crate) absent: Option<String>,
    /// The first that fits a device decides.
    pub(crate) devices: Vec<DeviceRule>,
    pub(crate) environment: Vec<Rule>,
    pub(crate) directories: Directories,
    pub(crate) addresses: Vec<Network>,
    pub(crate) limits: Limits,
}

/// A pattern, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) pattern: String,
    pub(crate) origin: Origin,
}

impl Layer {
    /// One that allows nothing, since there is no grant.
    pub(crate) fn absent(origin: Origin, why: String) -> Layer {
        Layer { absent: Some(why), ..Layer::empty(origin, String::new()) }
    }

    /// One that allows nothing yet.
    pub(crate) fn empty(origin: Origin, title: String) -> Layer {
        Layer {
            origin,
            title,
            absent: None,
            devices: Vec::new(),
            environment: Vec::new(),
            directories: Directories::default(),
            addresses: Vec::new(),
            limits: Limits::default(),
        }
    }
}

impl Rule {
    pub(crate) fn fits(&self, text: &str) -> bool {
        wildcard::fits(&self.pattern, text)
    }

    /// Whether it fits all that another one fits: stars of the other can be taken by stars of this one alone.
    pub(crate) fn covers(&self, other: &Rule) -> bool {
        covers(&self.pattern, &other.pattern)
    }

    /// Whether it fits any text at all.
    pub(crate) fn is_everything(&self) -> bool {
        is_everything(&self.pattern)
    }
}

/// Patterns for people: the first few of them.
pub(crate) fn shown(rules: &[Rule]) -> String {
    shown_texts(rules.iter().map(|rule| rule.pattern.as_str()))
}

pub(super) fn shown_texts<'a>(mut patterns: impl Iterator<Item = &'a str>) -> String {
    let mut few: Vec<_> =
        patterns.by_ref().take(FEW).map(|pattern| format!("\"{}\"", quoted(pattern))).collect();
    if patterns.next().is_some() {
        few.push("…".to_owned());
    }
    if few.is_empty() { "[]".to_owned() } else { few.join(" or ") }
}

/// Whether a pattern fits all that another one fits.
pub(crate) fn covers(wide: &str, narrow: &str) -> bool {
    wildcard::fits(wide, narrow)
}

fn is_everything(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'*')
}
