//! The platforms that there are, and which one a device has.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use easypy_contract::wildcard;
use easypy_testbed::model::Device;

use super::build::{Platform, build, merged};
use super::file::{File, Text};
use super::mistake::{Mistake, Mistakes, nearest};

/// The largest file, in bytes.
const FILE_BYTES: u64 = 1 << 20;
/// How many platforms may be like each other in a chain.
const CHAIN: usize = 16;
/// What a device without `os` has.
const WITHOUT_OS: &str = "generic";

/// The files that come with the program. A new one is a line here.
const BUILT_IN: [(&str, &str); 9] = [
    ("common", include_str!("../../platforms/common.toml")),
    ("eos", include_str!("../../platforms/eos.toml")),
    ("generic", include_str!("../../platforms/generic.toml")),
    ("ios", include_str!("../../platforms/ios.toml")),
    ("iosxe", include_str!("../../platforms/iosxe.toml")),
    ("iosxr", include_str!("../../platforms/iosxr.toml")),
    ("junos", include_str!("../../platforms/junos.toml")),
    ("linux", include_str!("../../platforms/linux.toml")),
    ("nxos", include_str!("../../platforms/nxos.toml")),
];

/// All platforms of a run.
#[derive(Debug)]
pub struct Platforms {
    known: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    name: String,
    /// The file, with all that it takes from others.
    file: File,
    /// Made of it when it is first asked for: to compile patterns takes milliseconds.
    platform: OnceLock<Option<Arc<Platform>>>,
    os: Vec<String>,
    platforms: Vec<String>,
    models: Vec<String>,
}

/// A device whose `os` no platform is for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the device `{device}` has the os `{os}`, which no platform is for; there are {known}.{meant} \
     `os: generic` takes any prompt; another platform is a file in a directory that --platform-dir names"
)]
pub struct UnknownOs {
    pub device: String,
    pub os: String,
    known: String,
    meant: String,
}

/// A file that has been read.
struct Source {
    name: String,
    built_in: bool,
    path: PathBuf,
    text: String,
    file: File,
}

impl Platforms {
    /// Those that come with the program, and those of a directory: each `NAME.toml` in it. One of the same name takes
    /// the place of the program's own.
    ///
    /// # Errors
    /// Every mistake in them, with its place.
    pub fn load(directory: Option<&Path>) -> Result<Platforms, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut sources = Vec::new();
        for (name, text) in BUILT_IN {
            let path = PathBuf::from(format!("{name}.toml"));
            sources.extend(read(name, true, path, text.to_owned(), &mut mistakes));
        }
        if let Some(directory) = directory {
            from_directory(directory, &mut sources, &mut mistakes);
        }
        let replaced = |source: &&Source| {
            source.built_in && sources.iter().any(|other| !other.built_in && other.name == source.name)
        };
        let known = sources
            .iter()
            .filter(|source| !replaced(source))
            .filter_map(|source| source.known(&sources, &mut mistakes))
            .collect();
        let platforms = Platforms { known };
        platforms.check_claims(&sources, &mut mistakes);
        if mistakes.is_empty() { Ok(platforms) } else { Err(mistakes) }
    }

    /// The platform of this name.
    pub fn get(&self, name: &str) -> Option<&Arc<Platform>> {
        self.known.iter().find(|known| known.name == name)?.platform()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Platform>> {
        self.known.iter().filter_map(Known::platform)
    }

    /// The platform of a device: the one that is for its `os`, `platform` and `model`, and for the most of these.
    /// A device without `os` has the one that takes any prompt.
    ///
    /// # Errors
    /// There is none.
    pub fn of(&self, device: &Device) -> Result<&Arc<Platform>, UnknownOs> {
        self.choose(
            device.name.as_str(),
            device.os.as_deref(),
            device.platform.as_deref(),
            device.model.as_deref(),
        )
    }

    fn choose(
        &self,
        device: &str,
        os: Option<&str>,
        platform: Option<&str>,
        model: Option<&str>,
    ) -> Result<&Arc<Platform>, UnknownOs> {
        let os = os.unwrap_or(WITHOUT_OS);
        let fitting = self.known.iter().filter_map(|known| Some((known.fits(os, platform, model)?, known)));
        // The last of the best: a user's own comes behind the program's.
        let best = fitting.max_by_key(|(fits, _)| *fits);
        best.and_then(|(_, known)| known.platform()).ok_or_else(|| self.unknown(device, os))
    }

    fn unknown(&self, device: &str, os: &str) -> UnknownOs {
        let mut names: Vec<&str> =
            self.known.iter().flat_map(|known| &known.os).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let meant = nearest(os, names.iter().copied());
        UnknownOs {
            device: device.to_owned(),
            os: os.to_owned(),
            known: names.join(", "),
            meant: meant.map_or_else(String::new, |word| format!(" Did you mean `{word}`?")),
        }
    }

    /// Two of a directory's files for the same devices: which would it be?
    fn check_claims(&self, sources: &[Source], mistakes: &mut Mistakes) {
        let mut claimed: HashMap<String, &str> = HashMap::new();
        for source in sources {
            let restricted = !source.file.platform.is_empty() || !source.file.model.is_empty();
            // A user's own goes before the program's.
            for os in source.file.os.iter().filter(|_| !restricted && !source.built_in) {
                let key = os.get_ref().to_lowercase();
                let first = *claimed.entry(key).or_insert(&source.name);
                if first != source.name {
                    let mistake =
                        Mistake::at(os.span(), format!("the os `{}` is `{first}`'s already", os.get_ref()))
                            .label("which of the two would it be?")
                            .help("`platform` and `model` tell devices of one os apart");
                    mistakes.add(&source.path, &source.text, &mistake);
                }
            }
        }
    }
}

impl Known {
    /// There always is one: a user's file has been checked when it was read, the program's own by the tests.
    fn platform(&self) -> Option<&Arc<Platform>> {
        let made = || build(&self.name, &self.file).ok().map(Arc::new);
        self.platform.get_or_init(made).as_ref()
    }

    /// How many of its conditions a device meets; `None` if it is for others.
    fn fits(&self, os: &str, platform: Option<&str>, model: Option<&str>) -> Option<usize> {
        let meets = |patterns: &[String], value: Option<&str>| match value {
            _ if patterns.is_empty() => Some(0),
            Some(value) => {
                let value = value.to_lowercase();
                patterns.iter().any(|pattern| wildcard::fits(pattern, &value)).then_some(1)
            }
            None => None,
        };
        if self.os.is_empty() {
            return None;
        }
        Some(meets(&self.os, Some(os))? + meets(&self.platforms, platform)? + meets(&self.models, model)?)
    }
}

impl Source {
    /// None as well for one that is for no device, and only there for others to be like.
    fn known(&self, sources: &[Source], mistakes: &mut Mistakes) -> Option<Known> {
        let file = self.whole(sources, mistakes)?;
        if file.os.is_empty() && file.modes.is_empty() {
            return None;
        }
        let platform = OnceLock::new();
        if !self.built_in {
            match build(&self.name, &file) {
                Ok(made) => drop(platform.set(Some(Arc::new(made)))),
                Err(found) => {
                    for mistake in &found {
                        mistakes.add(&self.path, &self.text, mistake);
                    }
                    return None;
                }
            }
        }
        let lower = |texts: &[Text]| texts.iter().map(|text| text.get_ref().to_lowercase()).collect();
        Some(Known {
            name: self.name.clone(),
            file,
            platform,
            os: lower(&self.file.os),
            platforms: lower(&self.file.platform),
            models: lower(&self.file.model),
        })
    }

    /// The file with what it takes from the one that it is like, and that one from another.
    fn whole(&self, sources: &[Source], mistakes: &mut Mistakes) -> Option<File> {
        let mut chain = vec![self];
        while let Some(like) = chain.last().and_then(|last| last.file.like.as_ref()) {
            let last = *chain.last()?;
            let other = last.named(like.get_ref(), sources);
            let mistake = match (other, &self.file.like) {
                (Some(other), Some(own)) if chain.len() >= CHAIN || chain.iter().any(|one| one.is(other)) => {
                    let names: Vec<&str> = chain.iter().map(|one| one.name.as_str()).collect();
                    Mistake::at(own.span(), format!("`{}` is like itself", self.name)).label(format!(
                        "{} -> {}",
                        names.join(" -> "),
                        other.name
                    ))
                }
                (Some(other), _) => {
                    chain.push(other);
                    continue;
                }
                // What is wrong with another one is told for that one.
                (None, _) if chain.len() > 1 => return None,
                (None, _) => {
                    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
                    Mistake::at(like.span(), format!("there is no platform `{}`", like.get_ref()))
                        .meant(like.get_ref(), &names)
                }
            };
            mistakes.add(&self.path, &self.text, &mistake);
            return None;
        }
        chain.iter().rev().map(|one| one.file.clone()).reduce(|like, own| merged(own, like))
    }

    /// The file that this one means by a name: the program's own mean each other, and a user's that takes the place
    /// of one of them may be like that one.
    fn named<'a>(&self, name: &str, sources: &'a [Source]) -> Option<&'a Source> {
        let named =
            |built_in: bool| sources.iter().find(|source| source.name == name && source.built_in == built_in);
        if self.built_in || self.name == name { named(true) } else { named(false).or_else(|| named(true)) }
    }

    fn is(&self, other: &Source) -> bool {
        self.name == other.name && self.built_in == other.built_in
    }
}

fn from_directory(directory: &Path, sources: &mut Vec<Source>, mistakes: &mut Mistakes) {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) => return mistakes.add_file(directory, error),
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        mistakes.add_file(directory, "there is no platform in this directory; each is a file NAME.toml");
    }
    for path in paths {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned) else {
            mistakes.add_file(&path, "the name is not UTF-8");
            continue;
        };
        if std::fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            mistakes.add_file(&path, "it is not a regular file");
            continue;
        }
        if std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() > FILE_BYTES) {
            mistakes.add_file(&path, format!("larger than {FILE_BYTES} bytes"));
            continue;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => sources.extend(read(&name, false, path, text, mistakes)),
            Err(error) => mistakes.add_file(&path, error),
        }
    }
}

fn read(name: &str, built_in: bool, path: PathBuf, text: String, mistakes: &mut Mistakes) -> Option<Source> {
    match toml::from_str::<File>(&text) {
        Ok(file) => Some(Source { name: name.to_owned(), built_in, path, text, file }),
        Err(error) => {
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            let mistake = Mistake::at(error.span().unwrap_or(0..0), message).label("here");
            mistakes.add(&path, &text, &mistake);
            None
        }
    }
}
