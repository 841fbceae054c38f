//! From events to the tree: anchors, merge keys, tags, keys that are there twice.

use std::collections::HashMap;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, Span as Range, Tag};
use zeroize::Zeroizing;

use super::{Entry, Key, Kind, Map, Node, plain};
use crate::finding::{Findings, Mistake};
use crate::limits::{self, Budget, Spent};
use crate::source::{SourceId, Span};

/// What a file says.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// `None` for a file without a value, and for one that could not be read to its end.
    pub(crate) root: Option<Node>,
    /// It could not be read to its end, which was told.
    pub(crate) failed: bool,
    /// Where the comments are.
    pub(crate) comments: Vec<(u32, u32)>,
}

/// Reads a text. Mistakes are told to `findings`; after one in the YAML itself there is no tree.
pub(crate) fn parse(source: SourceId, text: &str, budget: &mut Budget, findings: &mut Findings) -> Parsed {
    let mut options = granit_parser::options! {
        flow_nesting_limit: limits::DEPTH,
        block_nesting_limit: limits::DEPTH,
        // A page of comments at the head of a testbed is usual. They are bounded by the file.
        max_buffered_comment_events: usize::MAX,
    };
    options.set_emit_comments(true);
    let mut builder = Builder {
        source,
        text,
        budget,
        findings,
        stack: Vec::new(),
        anchors: HashMap::new(),
        root: None,
        documents: 0,
        comments: Vec::new(),
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let failed = loop {
        match parser.next_event() {
            None => break false,
            Some(Ok((event, range))) => match builder.event(event, &range) {
                Ok(()) => {}
                Err(Stop) => break true,
            },
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                builder.syntax(at, &error.to_string(), error.info());
                break true;
            }
        }
    };
    let root = if failed { None } else { builder.root };
    Parsed { root, failed, comments: builder.comments }
}

/// No tree comes of the file.
struct Stop;

struct Builder<'a> {
    source: SourceId,
    text: &'a str,
    budget: &'a mut Budget,
    findings: &'a mut Findings,
    stack: Vec<Open>,
    /// What aliases stand for, with its depth; `None` while it is not complete.
    anchors: HashMap<usize, Option<(Node, usize)>>,
    root: Option<Node>,
    documents: usize,
    comments: Vec<(u32, u32)>,
}

/// A list or a map whose end has not come yet.
struct Open {
    start: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        map: Map,
        /// The key whose value comes next.
        key: Option<PendingKey>,
        /// What `<<` names, in order.
        merged: Vec<Node>,
    },
}

enum PendingKey {
    Named(Rc<str>, Span),
    Merge,
    /// Was told to be wrong; its value is dropped.
    Wrong,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: &Range) -> Result<(), Stop> {
        let span = self.span(range);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.findings.error(
                        Mistake::at(span, "a testbed is one YAML document, and here a second one begins")
                            .label("not expected"),
                    );
                    return Err(Stop);
                }
                Ok(())
            }
            Event::Comment(..) => {
                self.comments.push((span.start, span.end));
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => {
                self.charge(text.len(), span)?;
                let kind = self.scalar(&text, style, tag.as_deref(), span);
                self.complete(Node::new(span, kind), anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(anchor, tag.as_deref(), "seq", span, Content::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                let content = Content::Map { map: Map::new(), key: None, merged: Vec::new() };
                self.open(anchor, tag.as_deref(), "map", span, content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => Ok(()),
        }
    }

    fn span(&self, range: &Range) -> Span {
        let bytes = range.byte_range().unwrap_or(0..0);
        Span::new(self.source, bytes.start.min(self.text.len()), bytes.end.min(self.text.len()))
    }

    fn charge(&mut self, text: usize, span: Span) -> Result<(), Stop> {
        self.budget.value(text).map_err(|Spent| self.spent(span))
    }

    fn spent(&mut self, span: Span) -> Stop {
        self.findings.error(Mistake::spent(span));
        Stop
    }

    fn open(
        &mut self,
        anchor: usize,
        tag: Option<&Tag>,
        expected: &str,
        span: Span,
        content: Content,
    ) -> Result<(), Stop> {
        self.charge(0, span)?;
        if let Some(tag) = tag
            && tag.core_suffix() != Some(expected)
        {
            self.unknown_tag(tag, span);
        }
        if self.stack.len() >= limits::DEPTH {
            return Err(self.too_deep(span));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        self.stack.push(Open { start: span.start as usize, anchor, content });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Stop> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let kind = match open.content {
            Content::List(items) => Kind::List(items),
            Content::Map { mut map, merged, .. } => {
                for node in merged {
                    self.merge(&mut map, node);
                }
                Kind::Map(map)
            }
        };
        let span = Span::new(self.source, open.start, end.end as usize);
        self.complete(Node::new(span, kind), open.anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        match self.anchors.get(&anchor) {
            Some(Some((node, depth))) => {
                if self.stack.len() + depth > limits::DEPTH {
                    return Err(self.too_deep(span));
                }
                node.charge(self.budget).map_err(|Spent| {
                    self.findings.error(Mistake::spent(span));
                    Stop
                })?;
                let node = node.clone();
                self.place(node, span)
            }
            _ => {
                self.findings.error(
                    Mistake::at(span, "an alias that stands for what it is a part of")
                        .label("its anchor is not complete here"),
                );
                self.place(Node::new(span, Kind::Null), span)
            }
        }
    }

    fn too_deep(&mut self, span: Span) -> Stop {
        self.findings.error(
            Mistake::at(span, format!("maps and lists are nested at most {} deep", limits::DEPTH))
                .label("deeper than that"),
        );
        Stop
    }

    fn complete(&mut self, node: Node, anchor: usize) -> Result<(), Stop> {
        let span = node.span;
        if anchor != 0 {
            // A copy for each anchor, so anchors within anchors count as often as they are copied.
            node.charge(self.budget).map_err(|Spent| self.spent(span))?;
            let depth = node.depth();
            self.anchors.insert(anchor, Some((node.clone(), depth)));
        }
        self.place(node, span)
    }

    /// Puts a value where it belongs. `span` is where it is written, or where its alias is.
    fn place(&mut self, node: Node, span: Span) -> Result<(), Stop> {
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { map, key, merged } => match key.take() {
                None => *key = Some(pending(&node, span, self.text, self.findings)),
                Some(PendingKey::Wrong) => {}
                Some(PendingKey::Merge) => merged.push(node),
                Some(PendingKey::Named(name, at)) => match map.get(&name) {
                    Some(first) => self.findings.error(Mistake::twice(&name, at, first.key.span)),
                    None => {
                        map.insert(name, Entry { key: Key { span: at }, value: node });
                    }
                },
            },
        }
        Ok(())
    }

    /// What `<<` names gives the keys that the map does not have itself.
    fn merge(&mut self, map: &mut Map, node: Node) {
        match node.kind {
            Kind::Map(merged) => {
                for (name, entry) in merged {
                    map.entry(name).or_insert(entry);
                }
            }
            Kind::List(items) if items.iter().all(|item| item.as_map().is_some()) => {
                items.into_iter().for_each(|item| self.merge(map, item));
            }
            _ => self.findings.error(
                Mistake::at(
                    node.span,
                    format!("`<<` takes in a map, or a list of maps, not {}", node.what()),
                )
                .label("expected the alias of a map"),
            ),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Kind {
        let as_text = || Kind::Text(Rc::new(Zeroizing::new(text.to_owned())));
        let Some(tag) = tag else {
            return if style == ScalarStyle::Plain { plain(text) } else { as_text() };
        };
        let kind = match (tag.core_suffix(), plain(text)) {
            (Some("str"), _) => return as_text(),
            (Some("int"), kind @ Kind::Int(_))
            | (Some("bool"), kind @ Kind::Bool(_))
            | (Some("null"), kind @ Kind::Null)
            | (Some("float"), kind @ Kind::Float(_)) => return kind,
            #[expect(clippy::cast_precision_loss, reason = "that is what the tag asks for")]
            (Some("float"), Kind::Int(value)) => return Kind::Float(value as f64),
            (_, kind) => kind,
        };
        self.unknown_tag(tag, span);
        kind
    }

    fn unknown_tag(&mut self, tag: &Tag, span: Span) {
        self.findings.error(
            Mistake::at(span, format!("the tag `{}` means nothing here", Mistake::quoted(&tag.original())))
                .label("its value cannot be read as that"),
        );
    }

    fn syntax(&mut self, at: usize, _whole: &str, info: String) {
        let at = at.min(self.text.len());
        let end = self.text.get(at..).and_then(|rest| rest.chars().next());
        // A line break is no place to point at, and the end of the file is none either.
        let width = end.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        let mut mistake = Mistake::at(Span::new(self.source, at, at + width), "this is not YAML").label(info);
        match end {
            Some('%') => {
                mistake = mistake.help("a text that begins with `%` is written in quotes: \"%ENV{NAME}\"");
            }
            Some('@' | '`') => mistake = mistake.help("a text that begins with this is written in quotes"),
            Some('\t') => mistake = mistake.help("YAML is indented by blanks, not by tabs"),
            _ => {}
        }
        self.findings.error(mistake);
    }
}

fn pending(node: &Node, span: Span, text: &str, findings: &mut Findings) -> PendingKey {
    let written = text.get(span.start as usize..span.end as usize);
    if written == Some("<<") {
        return PendingKey::Merge;
    }
    // A key is a name, whatever a value of that spelling would be: `1`, `on`, `null`.
    let name = match &node.kind {
        Kind::Text(text) => Some(text.as_str()),
        Kind::Map(_) | Kind::List(_) => None,
        // As written in one place, or in the place that its alias stands for.
        _ => written,
    };
    match name {
        Some(name) if !name.is_empty() => PendingKey::Named(Rc::from(name), span),
        _ => {
            findings.error(
                Mistake::at(span, format!("a key is a text, not {}", node.what())).label("expected a key"),
            );
            PendingKey::Wrong
        }
    }
}
