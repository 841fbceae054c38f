//! A platform's file, with what it takes from others, checked and made into a [`Platform`].

use std::collections::VecDeque;
use std::fmt;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::file::{File, Prompting, Text};
use super::mistake::Mistake;
use super::prompts::{ANY_NAME, HOSTNAME, Prompts};

/// What a pattern may take when it is compiled, in bytes.
const PATTERN_BYTES: usize = 1 << 20;

/// What a kind of device is like.
pub struct Platform {
    name: String,
    modes: Vec<Mode>,
    home: ModeId,
    arrives: ModeId,
    any: Prompts,
    paths: Vec<Step>,
    separators: Vec<String>,
    pub(crate) line_end: String,
    pub(crate) interrupt: String,
    pub(crate) words: Vec<String>,
    pub(crate) messages: RegexSet,
    pub(crate) errors: RegexSet,
    pub(crate) pagers: Vec<Question>,
    pub(crate) questions: Vec<Question>,
    pub(crate) log_off: Vec<String>,
    pub(crate) login: LoginDialog,
    pub(crate) configure: Option<Configure>,
}

/// A mode of a platform, by its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ModeId(pub(super) usize);

struct Mode {
    name: String,
    prompt: String,
}

/// A command that leads from one mode to another.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// `None`: from any.
    from: Option<ModeId>,
    pub(crate) to: ModeId,
    pub(crate) send: String,
    /// The login whose password the device may ask for.
    pub(crate) password: Option<String>,
}

/// What a device stops at.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) pattern: Regex,
    /// `None`: not answered without being told to.
    pub(crate) answer: Option<String>,
    /// Whether no line end follows the answer.
    pub(crate) raw: bool,
}

/// How a login goes.
#[derive(Clone, Debug)]
pub(crate) struct LoginDialog {
    pub(crate) usernames: Vec<Regex>,
    pub(crate) passwords: Vec<Regex>,
    pub(crate) refused: RegexSet,
    pub(crate) returns: Vec<Regex>,
    /// Prompts that are there only until [`LoginDialog::commands`] have been sent.
    pub(crate) prompts: Vec<Regex>,
    pub(crate) questions: Vec<Question>,
    pub(crate) commands: Vec<String>,
}

/// How a platform is configured.
#[derive(Clone, Debug)]
pub(crate) struct Configure {
    pub(crate) mode: ModeId,
    pub(crate) commit: Option<String>,
    pub(crate) discard: Option<String>,
    pub(crate) errors: RegexSet,
    /// What a line looks like that gives the device another name; the name is its first group.
    pub(crate) renames: Option<Regex>,
}

/// Patterns of files.
pub(super) struct Pattern;

impl Pattern {
    pub(super) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build()
    }

    pub(super) fn set(patterns: &[String]) -> Result<RegexSet, regex::Error> {
        RegexSetBuilder::new(patterns).size_limit(8 * PATTERN_BYTES).build()
    }

    /// Whether it is a regular expression at all.
    fn check(pattern: &str) -> Result<(), regex::Error> {
        // What takes long is to compile it, which ends at once where that may take no room.
        match RegexBuilder::new(pattern).size_limit(0).build() {
            Err(error @ regex::Error::Syntax(_)) => Err(error),
            _ => Ok(()),
        }
    }
}

impl Platform {
    /// As users and files name it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What begins another command on the same line.
    pub fn separators(&self) -> &[String] {
        &self.separators
    }

    /// The names of its modes, in the file's order.
    pub fn modes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.modes.iter().map(|mode| mode.name.as_str())
    }

    /// The mode that commands begin and end in.
    pub fn home(&self) -> &str {
        self.mode_name(self.home)
    }

    /// Whether it can be configured.
    pub fn is_configurable(&self) -> bool {
        self.configure.is_some()
    }

    pub(crate) fn home_id(&self) -> ModeId {
        self.home
    }

    /// The mode that a login arrives in.
    pub(crate) fn arrival_id(&self) -> ModeId {
        self.arrives
    }

    pub(crate) fn mode_name(&self, id: ModeId) -> &str {
        self.modes.get(id.0).map_or("", |mode| &mode.name)
    }

    pub(crate) fn mode_id(&self, name: &str) -> Option<ModeId> {
        self.modes.iter().position(|mode| mode.name == name).map(ModeId)
    }

    /// Its prompts with any name in them.
    pub(crate) fn any_prompts(&self) -> &Prompts {
        &self.any
    }

    /// Its prompts with these names in them. `None` for names that make a pattern too large.
    pub(crate) fn prompts_of(&self, names: &[&str]) -> Option<Prompts> {
        let patterns: Vec<String> = self.modes.iter().map(|mode| mode.prompt.clone()).collect();
        Prompts::of_names(&patterns, names).ok()
    }

    /// The first of the commands that lead from one mode to another, on the shortest way.
    pub(crate) fn step(&self, from: Option<ModeId>, to: ModeId) -> Option<&Step> {
        // From the end backwards: the first step that is met at `from` is the one.
        let mut reached = vec![false; self.modes.len()];
        let mut next = VecDeque::from([to]);
        *reached.get_mut(to.0)? = true;
        let mut anywhere = None;
        while let Some(mode) = next.pop_front() {
            for step in self.paths.iter().filter(|step| step.to == mode) {
                match step.from {
                    Some(start) if Some(start) == from => return Some(step),
                    Some(start) => {
                        if let Some(seen) = reached.get_mut(start.0).filter(|seen| !**seen) {
                            *seen = true;
                            next.push_back(start);
                        }
                    }
                    None => anywhere = anywhere.or(Some(step)),
                }
            }
        }
        anywhere
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A file with what it takes from the one that it is like.
pub(super) fn merged(own: File, like: File) -> File {
    let File { modes: own_modes, .. } = &own;
    let mut modes = indexmap::IndexMap::new();
    // New modes before old ones: their prompts are the more particular ones.
    modes.extend(own_modes.iter().filter(|(name, _)| !like.modes.contains_key(*name)).map(clone));
    for (name, mode) in &like.modes {
        modes.insert(name.clone(), own.modes.get(name).unwrap_or(mode).clone());
    }
    let ends = |path: &toml::Spanned<super::file::Path>| {
        (path.get_ref().from.get_ref().clone(), path.get_ref().to.get_ref().clone())
    };
    let own_ends: Vec<_> = own.paths.iter().map(ends).collect();
    let mut paths = own.paths;
    paths.extend(like.paths.into_iter().filter(|path| !own_ends.contains(&ends(path))));
    let joined = |own: Vec<Prompting>, like: Vec<Prompting>| own.into_iter().chain(like).collect();
    File {
        like: None,
        os: own.os,
        platform: own.platform,
        model: own.model,
        home: own.home.or(like.home),
        arrives: own.arrives.or(like.arrives),
        hostname: own.hostname.or(like.hostname),
        line_end: own.line_end.or(like.line_end),
        interrupt: own.interrupt.or(like.interrupt),
        separators: own.separators.or(like.separators),
        words: own.words.or(like.words),
        messages: own.messages.or(like.messages),
        errors: own.errors.or(like.errors),
        pagers: joined(own.pagers, like.pagers),
        questions: joined(own.questions, like.questions),
        log_off: own.log_off.or(like.log_off),
        login: super::file::Login {
            usernames: own.login.usernames.or(like.login.usernames),
            passwords: own.login.passwords.or(like.login.passwords),
            refused: own.login.refused.or(like.login.refused),
            returns: own.login.returns.or(like.login.returns),
            prompts: own.login.prompts.or(like.login.prompts),
            questions: joined(own.login.questions, like.login.questions),
            commands: own.login.commands.or(like.login.commands),
        },
        modes,
        paths,
        configure: match (own.configure, like.configure) {
            (Some(own), Some(like)) => Some(own_configure(own, like.into_inner())),
            (own, like) => own.or(like),
        },
    }
}

fn clone<K: Clone, V: Clone>((key, value): (&K, &V)) -> (K, V) {
    (key.clone(), value.clone())
}

fn own_configure(
    own: toml::Spanned<super::file::Configure>,
    like: super::file::Configure,
) -> toml::Spanned<super::file::Configure> {
    let span = own.span();
    let own = own.into_inner();
    let joined = super::file::Configure {
        mode: own.mode.or(like.mode),
        commit: own.commit.or(like.commit),
        discard: own.discard.or(like.discard),
        errors: own.errors.or(like.errors),
        renames: own.renames.or(like.renames),
    };
    toml::Spanned::new(span, joined)
}

/// Makes the platform, or says everything that is wrong.
pub(super) fn build(name: &str, file: &File) -> Result<Platform, Vec<Mistake>> {
    let mut builder = Builder { mistakes: Vec::new() };
    let platform = builder.platform(name, file);
    match platform {
        Some(platform) if builder.mistakes.is_empty() => Ok(platform),
        _ => Err(builder.mistakes),
    }
}

struct Builder {
    mistakes: Vec<Mistake>,
}

impl Builder {
    fn platform(&mut self, name: &str, file: &File) -> Option<Platform> {
        let hostname = self.hostname(file);
        let modes: Vec<Mode> = file
            .modes
            .iter()
            .map(|(name, mode)| Mode { name: name.clone(), prompt: mode.get_ref().prompt.get_ref().clone() })
            .collect();
        if modes.is_empty() {
            self.mistakes.push(
                Mistake::at(0..0, "the platform has no modes")
                    .help("a mode is `[modes.exec]` with a `prompt`; or take another platform's by `like`"),
            );
            return None;
        }
        for mode in file.modes.values() {
            self.prompt(&mode.get_ref().prompt);
        }
        let names: Vec<&str> = modes.iter().map(|mode| mode.name.as_str()).collect();
        let home = match &file.home {
            Some(home) => self.mode(&names, home),
            None => Some(ModeId(0)),
        };
        let arrives = file.arrives.as_ref().map_or(home, |arrives| self.mode(&names, arrives));
        let paths: Vec<Option<Step>> =
            file.paths.iter().map(|path| self.step(&names, path.get_ref())).collect();
        let configure = file.configure.as_ref().map(|configure| self.configure(&names, configure));
        let login = self.login(&file.login);
        let messages = self.set(file.messages.as_deref());
        let errors = self.set(file.errors.as_deref());
        let pagers = self.questions(&file.pagers);
        let questions = self.questions(&file.questions);
        let line_end = match &file.line_end {
            Some(end) if !["\r", "\n", "\r\n"].contains(&end.get_ref().as_str()) => {
                self.mistakes.push(
                    Mistake::at(end.span(), "no line end").label("one of \"\\r\", \"\\n\", \"\\r\\n\""),
                );
                None
            }
            end => Some(end.as_ref().map_or("\r", |end| end.get_ref()).to_owned()),
        };
        let prompts: Vec<String> = modes.iter().map(|mode| mode.prompt.clone()).collect();
        let any = Prompts::of_any(&prompts, &hostname).ok();
        if !self.mistakes.is_empty() {
            return None;
        }
        let texts = |texts: &Option<Vec<Text>>| -> Vec<String> {
            texts.iter().flatten().map(|text| text.get_ref().clone()).collect()
        };
        let platform = Platform {
            name: name.to_owned(),
            modes,
            home: home?,
            arrives: arrives?,
            any: any?,
            paths: paths.into_iter().collect::<Option<_>>()?,
            separators: texts(&file.separators),
            line_end: line_end?,
            interrupt: file
                .interrupt
                .as_ref()
                .map_or_else(|| "\u{3}".to_owned(), |interrupt| interrupt.get_ref().clone()),
            words: texts(&file.words),
            messages,
            errors,
            pagers,
            questions,
            log_off: texts(&file.log_off),
            login,
            configure: match configure {
                Some(configure) => Some(configure?),
                None => None,
            },
        };
        self.ways(&platform, file);
        Some(platform)
    }

    fn hostname(&mut self, file: &File) -> String {
        let Some(hostname) = &file.hostname else { return ANY_NAME.to_owned() };
        self.regex(hostname, |pattern| pattern.to_owned());
        hostname.get_ref().clone()
    }

    fn prompt(&mut self, prompt: &Text) {
        if prompt.get_ref().matches(HOSTNAME).count() > 1 {
            self.mistakes
                .push(Mistake::at(prompt.span(), "`{hostname}` is there twice").label("once in each prompt"));
            return;
        }
        let whole = self.regex(prompt, super::prompts::whole_line);
        if whole.is_some_and(|whole| whole.is_match("")) {
            self.mistakes.push(
                Mistake::at(prompt.span(), "the prompt fits an empty line").label("a prompt has letters"),
            );
        }
    }

    fn step(&mut self, names: &[&str], path: &super::file::Path) -> Option<Step> {
        let from = match path.from.get_ref().as_str() {
            "*" => None,
            _ => Some(self.mode(names, &path.from)?),
        };
        Some(Step {
            from,
            to: self.mode(names, &path.to)?,
            send: path.send.get_ref().clone(),
            password: path.password.as_ref().map(|name| name.get_ref().clone()),
        })
    }

    fn mode(&mut self, names: &[&str], name: &Text) -> Option<ModeId> {
        let id = names.iter().position(|known| known == name.get_ref());
        if id.is_none() {
            let mistake = Mistake::at(name.span(), format!("there is no mode `{}`", name.get_ref()))
                .label("not the name of a `[modes.…]`")
                .meant(name.get_ref(), names);
            self.mistakes.push(mistake);
        }
        id.map(ModeId)
    }

    fn configure(
        &mut self,
        names: &[&str],
        configure: &toml::Spanned<super::file::Configure>,
    ) -> Option<Configure> {
        let (span, configure) = (configure.span(), configure.get_ref());
        let errors = self.set(configure.errors.as_deref());
        let renames = configure.renames.as_ref().and_then(|renames| {
            let regex = self.regex(renames, str::to_owned);
            if regex.as_ref().is_some_and(|regex| regex.captures_len() < 2) {
                self.mistakes.push(
                    Mistake::at(renames.span(), "`renames` has no group")
                        .label("the new name is its first group"),
                );
            }
            regex
        });
        let Some(mode) = &configure.mode else {
            self.mistakes.push(Mistake::at(span, "`configure` names no `mode`"));
            return None;
        };
        Some(Configure {
            mode: self.mode(names, mode)?,
            commit: configure.commit.as_ref().map(|text| text.get_ref().clone()),
            discard: configure.discard.as_ref().map(|text| text.get_ref().clone()),
            errors,
            renames,
        })
    }

    fn login(&mut self, login: &super::file::Login) -> LoginDialog {
        LoginDialog {
            usernames: self.endings(login.usernames.as_deref()),
            passwords: self.endings(login.passwords.as_deref()),
            refused: self.set(login.refused.as_deref()),
            returns: self.endings(login.returns.as_deref()),
            prompts: login
                .prompts
                .iter()
                .flatten()
                .filter_map(|pattern| self.regex(pattern, super::prompts::whole_line))
                .collect(),
            questions: self.questions(&login.questions),
            commands: login.commands.iter().flatten().map(|text| text.get_ref().clone()).collect(),
        }
    }

    fn questions(&mut self, questions: &[Prompting]) -> Vec<Question> {
        let question = |question: &Prompting| {
            Some(Question {
                pattern: self.regex(&question.pattern, at_end)?,
                answer: question.answer.clone(),
                raw: question.raw,
            })
        };
        questions.iter().filter_map(question).collect()
    }

    fn endings(&mut self, patterns: Option<&[Text]>) -> Vec<Regex> {
        patterns.iter().copied().flatten().filter_map(|pattern| self.regex(pattern, at_end)).collect()
    }

    fn set(&mut self, patterns: Option<&[Text]>) -> RegexSet {
        let patterns: Vec<String> = patterns
            .iter()
            .copied()
            .flatten()
            .filter(|pattern| self.check(pattern))
            .map(|pattern| pattern.get_ref().clone())
            .collect();
        Pattern::set(&patterns).unwrap_or_else(|_| {
            self.mistakes.push(Mistake::at(0..0, "the patterns of one list are too large together"));
            RegexSet::empty()
        })
    }

    /// Whether it is a regular expression. Its own mistake is told as it is written, not as it is put together.
    fn check(&mut self, pattern: &Text) -> bool {
        let checked = Pattern::check(&pattern.get_ref().replace(HOSTNAME, ANY_NAME));
        checked.map_err(|error| self.no_regex(pattern, &error)).is_ok()
    }

    fn regex(&mut self, pattern: &Text, whole: impl Fn(&str) -> String) -> Option<Regex> {
        if !self.check(pattern) {
            return None;
        }
        let compiled = Pattern::compile(&whole(&pattern.get_ref().replace(HOSTNAME, ANY_NAME)));
        compiled.map_err(|error| self.no_regex(pattern, &error)).ok()
    }

    fn no_regex(&mut self, pattern: &Text, error: &regex::Error) {
        let why = error.to_string();
        let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
        let mistake = Mistake::at(pattern.span(), "not a regular expression")
            .label(why)
            .help("backslashes need no doubling in 'single quotes'");
        self.mistakes.push(mistake);
    }

    /// There must be ways to go.
    fn ways(&mut self, platform: &Platform, file: &File) {
        let Some(configure) = &platform.configure else { return };
        let span = file.configure.as_ref().map_or(0..0, toml::Spanned::span);
        let home = platform.home;
        for (from, to) in [(home, configure.mode), (configure.mode, home)] {
            if from != to && platform.step(Some(from), to).is_none() {
                let (from, to) = (platform.mode_name(from), platform.mode_name(to));
                let mistake = Mistake::at(span.clone(), format!("there is no way from `{from}` to `{to}`"))
                    .label("configuring needs it")
                    .help(format!(
                        "`[[paths]]` with from = \"{from}\", to = \"{to}\" and the command to `send`"
                    ));
                self.mistakes.push(mistake);
            }
        }
    }
}

/// A pattern for the end of a line.
fn at_end(pattern: &str) -> String {
    format!(r"(?:{pattern})\s*$")
}
