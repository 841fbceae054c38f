//! Markup made into values, over the whole tree.

use std::collections::HashMap;
use std::rc::Rc;

use easypy_contract::visible;
use zeroize::Zeroizing;

use super::token::{Slip, slips};
use super::{Answer, Argument, Asker, Name, Part, Question, parts};
use crate::finding::{Findings, Mistake, nearest};
use crate::limits::{self, Budget, Spent};
use crate::mask::is_secret_name;
use crate::secret::Origin;
use crate::source::Span;
use crate::yaml::{Entry, Key, Kind, Map, Node, plain};

/// Whether users are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Not before it is known that nothing else is wrong.
    Later,
    Now,
}

/// The tree without markup.
pub(crate) struct Resolved {
    pub(crate) root: Node,
    /// There are values that users have to be asked for.
    pub(crate) asks: bool,
}

/// Makes all markup of a tree into values. What cannot be is told to `findings`, and is nothing in the tree.
pub(crate) fn resolve(
    root: &Node,
    asker: &dyn Asker,
    asking: Asking,
    budget: &mut Budget,
    findings: &mut Findings,
) -> Resolved {
    let mut resolver = Resolver {
        root,
        asker,
        asking,
        budget,
        findings,
        answers: HashMap::new(),
        active: Vec::new(),
        asks: false,
        spent: false,
    };
    let root = resolver.node(root, &Path::default(), 1);
    Resolved { root, asks: resolver.asks }
}

/// A text whose markup may only be from outside: the name of a file, or what is inside other markup.
/// `None` if there is a mistake, which was told.
pub(crate) fn outside(text: &str, span: Span, asker: &dyn Asker, findings: &mut Findings) -> Option<String> {
    let mut out = String::new();
    for part in parts(text) {
        match part {
            Part::Plain(text) => out.push_str(text),
            Part::Markup { name: Name::Env, inside, .. } => {
                let name = outside(inside, span, asker, findings)?;
                out.push_str(&variable(name.trim(), span, asker, findings));
            }
            Part::Markup { name: Name::Cli, inside, .. } => match asker.argument(inside.trim()) {
                Some(Argument::Value(value)) => out.push_str(&value),
                Some(Argument::Flag) => out.push_str("true"),
                None => {}
            },
            Part::Markup { whole, .. } => {
                findings.error(
                    Mistake::at(span, format!("`{}` cannot stand here", Mistake::quoted(whole)))
                        .label("only %ENV{} and %CLI{} can be within a file's name or within other markup"),
                );
                return None;
            }
        }
    }
    Some(out)
}

fn variable(name: &str, span: Span, asker: &dyn Asker, findings: &mut Findings) -> String {
    asker.environment(name).unwrap_or_else(|| {
        let name = Mistake::quoted(name);
        findings.warning(
            Mistake::at(span, format!("the environment has no `{name}`"))
                .label("so this stands for an empty text"),
        );
        String::new()
    })
}

/// Where a value is in the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Path(Vec<Rc<str>>);

impl Path {
    fn join(&self, key: &Rc<str>) -> Path {
        let mut keys = Vec::with_capacity(self.0.len() + 1);
        keys.extend(self.0.iter().cloned());
        keys.push(Rc::clone(key));
        Path(keys)
    }

    fn shown(&self) -> String {
        self.0.join(".")
    }

    /// The device that this is a part of.
    fn device(&self) -> Option<&Rc<str>> {
        match self.0.as_slice() {
            [section, device, ..] if section.as_ref() == "devices" => Some(device),
            _ => None,
        }
    }
}

struct Resolver<'a> {
    root: &'a Node,
    asker: &'a dyn Asker,
    asking: Asking,
    budget: &'a mut Budget,
    findings: &'a mut Findings,
    /// What users said, by where it goes: a value that others refer to is asked for once.
    answers: HashMap<(Path, usize), Node>,
    /// The texts that are being resolved, each of which refers to the next.
    active: Vec<Path>,
    asks: bool,
    /// There is no room for more values: what multiplies must not go on for nothing.
    spent: bool,
}

impl<'a> Resolver<'a> {
    fn node(&mut self, raw: &Node, path: &Path, depth: usize) -> Node {
        if self.spent {
            return Node::new(raw.span, Kind::Unknown);
        }
        if depth > limits::DEPTH {
            self.findings.error(
                Mistake::at(raw.span, format!("maps and lists are nested at most {} deep", limits::DEPTH))
                    .label("deeper than that, by references"),
            );
            return Node::new(raw.span, Kind::Unknown);
        }
        let kind = match &raw.kind {
            Kind::Text(text) => return self.text(raw, text, path, depth),
            Kind::List(items) => {
                let item =
                    |(n, item): (usize, &Node)| self.node(item, &path.join(&n.to_string().into()), depth + 1);
                Kind::List(items.iter().enumerate().map(item).collect())
            }
            Kind::Map(map) => Kind::Map(self.map(map, path, depth)),
            scalar => scalar.clone(),
        };
        self.charged(Node { span: raw.span, kind, secret: raw.secret })
    }

    /// The node, if there is room for it, and nothing otherwise.
    fn charged(&mut self, node: Node) -> Node {
        match self.budget.value(node.as_text().map_or(0, str::len)) {
            Ok(()) => node,
            Err(Spent) => {
                self.run_out(node.span);
                Node::new(node.span, Kind::Unknown)
            }
        }
    }

    fn run_out(&mut self, span: Span) {
        self.spent = true;
        self.findings.error(Mistake::spent(span));
    }

    fn map(&mut self, map: &Map, path: &Path, depth: usize) -> Map {
        let mut out = Map::with_capacity(map.len());
        for (name, entry) in map {
            let path = path.join(name);
            let name =
                if name.contains('%') { self.key(name, entry.key, &path, depth) } else { Rc::clone(name) };
            let value = self.node(&entry.value, &path, depth + 1);
            match out.get(&name) {
                None => {
                    out.insert(name, Entry { key: entry.key, value });
                }
                Some(first) => {
                    let first: &Entry = first;
                    self.findings.error(Mistake::twice(&name, entry.key.span, first.key.span));
                }
            }
        }
        out
    }

    fn key(&mut self, name: &str, key: Key, path: &Path, depth: usize) -> Rc<str> {
        let text = Rc::new(Zeroizing::new(name.to_owned()));
        let node = self.text(&Node::new(key.span, Kind::Null), &text, path, depth);
        match node.scalar() {
            Some(text) if !text.is_empty() && node.secret.is_none() => Rc::from(text.as_str()),
            _ => {
                self.findings.error(
                    Mistake::at(key.span, "a key is a text that can be shown")
                        .label("this markup does not give one"),
                );
                Rc::from(name)
            }
        }
    }

    fn text(&mut self, raw: &Node, text: &Rc<Zeroizing<String>>, path: &Path, depth: usize) -> Node {
        if !text.contains('%') {
            return self.charged(Node {
                span: raw.span,
                kind: Kind::Text(Rc::clone(text)),
                secret: raw.secret,
            });
        }
        if let Some(slip) = slips(text) {
            self.slip(slip, raw.span);
        }
        let parts = parts(text);
        if self.active.len() >= limits::REFERENCE_CHAIN {
            return self.chain(raw.span);
        }
        self.active.push(path.clone());
        let node = match parts.as_slice() {
            [part @ Part::Markup { .. }] => self.part(part, 0, raw, path, depth),
            parts => self.joined(parts, raw, path, depth),
        };
        self.active.pop();
        let secret = node.secret.max(raw.secret);
        self.charged(Node { secret, ..node })
    }

    /// A text of several parts.
    fn joined(&mut self, parts: &[Part<'_>], raw: &Node, path: &Path, depth: usize) -> Node {
        let mut out = Zeroizing::new(String::new());
        let mut secret = None;
        let mut unknown = false;
        for (n, part) in parts.iter().enumerate() {
            if self.spent {
                break;
            }
            if let Part::Plain(text) = part {
                out.push_str(text);
                continue;
            }
            let value = self.part(part, n, raw, path, depth);
            secret = secret.max(value.secret);
            match (value.scalar(), &value.kind) {
                (Some(text), _) => {
                    if self.budget.take(text.len()).is_err() {
                        self.run_out(raw.span);
                        return Node::new(raw.span, Kind::Unknown);
                    }
                    out.push_str(&text);
                }
                (None, Kind::Unknown) => unknown = true,
                (None, _) => self.findings.error(
                    Mistake::at(raw.span, format!("{} cannot be a part of a text", value.what()))
                        .label("a reference to it must be the whole value"),
                ),
            }
        }
        let kind = if unknown { Kind::Unknown } else { Kind::Text(Rc::new(out)) };
        Node { span: raw.span, kind, secret }
    }

    /// What markup stands for.
    fn part(&mut self, part: &Part<'_>, n: usize, raw: &Node, path: &Path, depth: usize) -> Node {
        let span = raw.span;
        let nothing = Node::new(span, Kind::Unknown);
        let Part::Markup { name, inside, whole } = part else { return nothing };
        match name {
            Name::Env => match outside(inside, span, self.asker, self.findings) {
                Some(name) => Node::text(span, variable(name.trim(), span, self.asker, self.findings)),
                None => nothing,
            },
            Name::Cli => match self.asker.argument(inside.trim()) {
                // On the command line there are no quotes by which a text could say that it is none.
                Some(Argument::Value(value)) => Node::new(span, plain(&value)),
                Some(Argument::Flag) => Node::new(span, Kind::Bool(true)),
                None => Node::text(span, ""),
            },
            Name::Ask => self.ask(inside.trim(), n, raw, path),
            Name::Reference => self.reference(inside, span, path, depth).unwrap_or(nothing),
            Name::Include => {
                self.findings.error(
                    Mistake::at(span, "%INCLUDE{} cannot be a part of a text")
                        .label("it must be the whole value, since what the file says takes its place"),
                );
                nothing
            }
            Name::Callable | Name::Enc | Name::Intf => {
                self.findings.error(refused(*name, whole, span));
                nothing
            }
        }
    }

    fn ask(&mut self, text: &str, n: usize, raw: &Node, path: &Path) -> Node {
        self.asks = true;
        if self.asking == Asking::Later {
            return Node { secret: Some(Origin::Asked), ..Node::new(raw.span, Kind::Unknown) };
        }
        if let Some(answer) = self.answers.get(&(path.clone(), n)) {
            return answer.clone();
        }
        let place = visible(&path.shown()).into_owned();
        let prompt =
            if text.is_empty() { format!("Enter value for {place}") } else { visible(text).into_owned() };
        let hidden =
            raw.secret == Some(Origin::Credential) || path.0.last().is_some_and(|key| is_secret_name(key));
        let kind = match self.asker.ask(&Question { prompt: &prompt, place: &place, hidden }) {
            Ok(Answer::Given(text)) => Kind::Text(Rc::new(text)),
            Ok(Answer::Later) => Kind::Unknown,
            Err(error) => {
                self.findings.error(
                    Mistake::at(raw.span, format!("nobody can be asked for `{place}`")).label(error.0),
                );
                Kind::Unknown
            }
        };
        let answer = Node { secret: Some(Origin::Asked), ..Node::new(raw.span, kind) };
        self.answers.insert((path.clone(), n), answer.clone());
        answer
    }

    fn reference(&mut self, inside: &str, span: Span, path: &Path, depth: usize) -> Option<Node> {
        let wanted = outside(inside, span, self.asker, self.findings)?;
        let wanted = wanted.trim();
        if wanted == "self" {
            return match path.device() {
                Some(device) => Some(Node::text(span, device.as_ref())),
                None => {
                    self.findings.error(no_self(span));
                    None
                }
            };
        }
        let (target, node) = self.locate(wanted, span, path, 0)?;
        if self.active.iter().any(|active| active.0.starts_with(&target.0)) {
            self.findings.error(self.cycle(&target, span));
            return None;
        }
        let value = self.node(node, &target, depth);
        // Where it is used is where a mistake in it is looked for.
        Some(Node { span, ..value })
    }

    /// Where a reference leads, through other references if need be.
    fn locate(&mut self, wanted: &str, span: Span, path: &Path, chain: usize) -> Option<(Path, &'a Node)> {
        if chain >= limits::REFERENCE_CHAIN {
            self.chain(span);
            return None;
        }
        let mut place = Path::default();
        let mut node = self.root;
        let mut keys = wanted.split('.').map(str::trim).collect::<Vec<_>>();
        if keys.first() == Some(&"self") {
            let Some(device) = path.device() else {
                self.findings.error(no_self(span));
                return None;
            };
            keys.splice(..1, ["devices", device.as_ref()]);
        }
        for key in keys {
            // What is on the way may be somewhere else itself.
            if let Some(text) = node.as_text()
                && let [Part::Markup { name: Name::Reference, inside, .. }] = parts(text).as_slice()
            {
                (place, node) = self.locate(inside, span, &place, chain + 1)?;
            }
            let found = match &node.kind {
                Kind::Map(map) => map.get_key_value(key).map(|(key, entry)| (Rc::clone(key), &entry.value)),
                Kind::List(items) => {
                    key.parse().ok().and_then(|n: usize| items.get(n)).map(|item| (Rc::from(key), item))
                }
                _ => None,
            };
            let Some((key, value)) = found else {
                self.findings.error(not_there(wanted, key, &place, node, span));
                return None;
            };
            place = place.join(&key);
            node = value;
        }
        Some((place, node))
    }

    fn cycle(&self, target: &Path, span: Span) -> Mistake {
        let from = self.active.iter().position(|active| active.0.starts_with(&target.0)).unwrap_or(0);
        let round = self.active[from..].iter().map(Path::shown).chain([target.shown()]);
        let round = round.map(|path| Mistake::quoted(&path)).collect::<Vec<_>>().join(" → ");
        Mistake::at(span, format!("references go round in a circle: {round}")).label("this one closes it")
    }

    fn chain(&mut self, span: Span) -> Node {
        self.findings.error(
            Mistake::at(span, format!("more than {} references follow each other", limits::REFERENCE_CHAIN))
                .label("or they go round in a circle"),
        );
        Node::new(span, Kind::Unknown)
    }

    fn slip(&mut self, slip: Slip, span: Span) {
        let warning = match slip {
            Slip::Word(word) => Mistake::at(span, "this is nearly markup")
                .label("it stays as it is written")
                .help(format!("did you mean `%{word}{{…}}`?")),
            Slip::Variable => Mistake::at(span, "%ENV{} takes the name of a variable and nothing else")
                .label("it stays as it is written")
                .help("there are no defaults; a variable that is not set stands for an empty text"),
            Slip::Open => Mistake::at(span, "markup without its `}`").label("it stays as it is written"),
        };
        self.findings.warning(warning);
    }
}

fn no_self(span: Span) -> Mistake {
    Mistake::at(span, "`%{self}` is the device around it, and there is none here")
        .label("outside of `devices` a device is named: %{devices.NAME…}")
}

fn not_there(wanted: &str, key: &str, place: &Path, node: &Node, span: Span) -> Mistake {
    let place = if place.0.is_empty() {
        "the testbed".to_owned()
    } else {
        format!("`{}`", Mistake::quoted(&place.shown()))
    };
    let message = format!("`%{{{}}}` refers to nothing", Mistake::quoted(wanted));
    let meant = node.as_map().and_then(|map| nearest(key, map.keys().map(AsRef::as_ref)));
    let label = match node.as_map() {
        Some(_) => format!("there is no `{}` in {place}", Mistake::quoted(key)),
        None => format!("{place} is {}, so there is no `{}` in it", node.what(), Mistake::quoted(key)),
    };
    Mistake::at(span, message).label(label).meant(meant.map(Mistake::quoted).as_deref())
}

fn refused(name: Name, whole: &str, span: Span) -> Mistake {
    match name {
        Name::Callable => {
            Mistake::at(span, format!("`{}` would execute code, and is refused", Mistake::quoted(whole)))
                .label("a testbed file is data here")
                .help("use %ENV{NAME}, and set the variable before the run")
        }
        Name::Enc => Mistake::at(span, "%ENC{} is refused: there is no key of pyATS to decrypt it with")
            .label("cannot be decrypted")
            .help("use %ENV{NAME} or %ASK{}"),
        _ => Mistake::at(span, "%INTF{} is refused: there are no logical testbeds here")
            .label("an interface is named as it is on the device"),
    }
}
