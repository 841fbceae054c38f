//! YAML as a tree in which every value and every key knows its place.
//!
//! Reads texts and nothing else: what keys mean, and markup, are not known here.

mod node;
mod parse;
mod scalar;

pub(crate) use node::{Entry, Key, Kind, Map, Node};
pub(crate) use parse::{Parsed, parse};
pub(crate) use scalar::plain;
