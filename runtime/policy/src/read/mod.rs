//! Texts as trees: TOML of a policy file, JSON of a guest. Every part of a tree knows its place.

mod json;
mod mistake;
mod node;
mod source;
mod toml;

pub(crate) use self::toml::parse as parse_toml;
pub(crate) use json::parse as parse_json;
pub(crate) use mistake::{Mistake, Mistakes, quoted};
pub(crate) use node::{At, Entry, Node, Value};
pub(crate) use source::{Origin, Source};
