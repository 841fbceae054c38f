//! Checking an archive: whether it is as it was written, and can be unpacked without harm.
//!
//! The file is anybody's by now. It is read piece by piece, so that what it claims to hold takes time and no memory.
//! Programs that unpack zips go by different parts of them, so the parts have to say the same: an entry that only
//! some of them would see is a finding.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use super::sums::{self, Hasher, NAME};
use crate::escape::visible;

/// How many findings are named each.
const NAMED: usize = 1000;
/// The longest `SHA256SUMS` that is read, bytes: so many have names of 200 bytes for a million files.
const SUMS_BYTES: u64 = 256 << 20;
/// What is in front of a name in an entry's own header, bytes (APPNOTE.TXT 4.3.7).
const LOCAL_HEADER: usize = 30;

/// An archive that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries it has, `SHA256SUMS` not counted.
    pub files: u64,
    /// Their bytes together, unpacked.
    pub bytes: u64,
    /// The SHA-256 of `SHA256SUMS`, and so of everything: two archives that have the same hold the same.
    pub fingerprint: String,
    /// What is wrong, in the order of the archive; at most a thousand.
    pub findings: Vec<Finding>,
}

/// Something that is wrong with an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The entry's name, made visible.
    pub name: String,
    pub found: Found,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Found {
    #[error("its content is not what was written")]
    Changed,
    #[error("it cannot be unpacked")]
    Damaged,
    #[error("it is not there")]
    Missing,
    #[error("nothing says what it should be: it was added later")]
    Added,
    #[error("it would be unpacked outside of the directory that is unpacked into")]
    Escapes,
    #[error("it is no file")]
    NoFile,
    #[error("the parts of the zip disagree about it, so that programs would unpack different things")]
    Disagreement,
}

/// Why an archive cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    #[error("is not a whole zip file: {0}")]
    NoZip(String),
    #[error("has no {NAME}: it is not an archive of easypy-wasm, or of a version that wrote none")]
    NoSums,
    #[error("has a damaged {NAME}: {0}")]
    DamagedSums(String),
}

/// Checks every entry of an archive.
///
/// That the content is what was written is known as far as `SHA256SUMS` is believed: whoever can change the archive can
/// change that too. [`Verified::fingerprint`] can be kept elsewhere and compared.
///
/// # Errors
/// The file cannot be read, or is no archive that can be checked.
pub fn verify(archive: &Path) -> Result<Verified, VerifyError> {
    let file = File::open(archive).map_err(VerifyError::Unreadable)?;
    let length = file.metadata().map_err(VerifyError::Unreadable)?.len();
    let mut headers = file.try_clone().map(BufReader::new).map_err(VerifyError::Unreadable)?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|why| VerifyError::NoZip(why.to_string()))?;
    let text = read_sums(&mut zip)?;
    let expected = sums::read(&text).map_err(|line| VerifyError::DamagedSums(format!("line {line}")))?;

    let mut found = Verified { files: 0, bytes: 0, fingerprint: fingerprint(&text), findings: Vec::new() };
    let mut seen = HashSet::new();
    let mut places = Vec::new();
    for index in 0..zip.len() {
        let Ok(mut entry) = zip.by_index(index) else {
            let name = zip.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned();
            found.add(&name, Found::Damaged);
            seen.insert(name);
            continue;
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        places.push(Place {
            name: name.clone(),
            raw: entry.name_raw().to_owned(),
            header: entry.header_start(),
            end: entry.data_start().unwrap_or(u64::MAX).saturating_add(entry.compressed_size()),
        });
        if !stays_inside(&name) {
            found.add(&name, Found::Escapes);
        }
        if !entry.is_file() || entry.is_symlink() || entry.encrypted() {
            found.add(&name, Found::NoFile);
        } else if name != NAME {
            found.files += 1;
            match (hash(&mut entry), expected.get(name.as_str())) {
                (Err(_), _) => found.add(&name, Found::Damaged),
                (Ok(_), None) => found.add(&name, Found::Added),
                (Ok((sum, bytes)), Some(expected)) => {
                    found.bytes = found.bytes.saturating_add(bytes);
                    if sum != *expected {
                        found.add(&name, Found::Changed);
                    }
                }
            }
        }
        seen.insert(name);
    }
    for name in expected.keys().filter(|name| !seen.contains(**name)) {
        found.add(name, Found::Missing);
    }
    let end = zip.central_directory_start();
    if zip.offset() != 0 || zip.comment() != b"" || end > length {
        found.add("", Found::Disagreement);
    }
    for name in disagreements(&mut headers, places, end) {
        found.add(&name, Found::Disagreement);
    }
    Ok(found)
}

impl Verified {
    /// Whether nothing is wrong with it.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }

    fn add(&mut self, name: &str, found: Found) {
        if self.findings.len() < NAMED {
            self.findings.push(Finding { name: visible(name).into_owned(), found });
        }
    }
}

fn read_sums(zip: &mut ZipArchive<BufReader<File>>) -> Result<String, VerifyError> {
    let entry = zip.by_name(NAME).map_err(|error| match error {
        zip::result::ZipError::FileNotFound => VerifyError::NoSums,
        other => VerifyError::DamagedSums(other.to_string()),
    })?;
    if entry.size() > SUMS_BYTES {
        return Err(VerifyError::DamagedSums(format!("it has more than {SUMS_BYTES} bytes")));
    }
    let mut text = String::new();
    entry
        .take(SUMS_BYTES)
        .read_to_string(&mut text)
        .map_err(|why| VerifyError::DamagedSums(why.to_string()))?;
    Ok(text)
}

fn fingerprint(text: &str) -> String {
    let mut hasher = Hasher::default();
    hasher.update(text.as_bytes());
    hasher.end()
}

/// The hash and the length of what an entry unpacks to, which must be no more than it claims.
fn hash(entry: &mut (impl Read + HasSize)) -> io::Result<(String, u64)> {
    let claimed = entry.claimed();
    let mut content = entry.take(claimed.saturating_add(1));
    let mut hasher = Hasher::default();
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0u64;
    loop {
        match content.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                hasher.update(buffer.get(..count).unwrap_or_default());
                length += count as u64;
            }
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    if length != claimed {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not as long as it says"));
    }
    Ok((hasher.end(), length))
}

/// What says how long it is.
trait HasSize {
    /// Bytes.
    fn claimed(&self) -> u64;
}

impl<R: Read + ?Sized> HasSize for zip::read::ZipFile<'_, R> {
    fn claimed(&self) -> u64 {
        self.size()
    }
}

/// Whether a name is one below the directory that an archive is unpacked into, on any system.
fn stays_inside(name: &str) -> bool {
    let is_part = |part: &str| {
        !matches!(part, "" | "." | "..")
            && !part.contains(|c: char| c == '\\' || c == ':' && part.len() == 2 || c.is_control())
    };
    name.split('/').all(is_part)
}

/// Where an entry is in the file, by the directory at its end.
struct Place {
    name: String,
    raw: Vec<u8>,
    header: u64,
    end: u64,
}

/// The entries whose own headers give them another name, or between which something else lies: what an archive is
/// made of is one entry after the other, from the first byte to the directory.
fn disagreements(file: &mut (impl Read + Seek), mut places: Vec<Place>, directory: u64) -> Vec<String> {
    places.sort_by_key(|place| place.header);
    let mut wrong = Vec::new();
    let mut at = 0;
    for place in places {
        if place.header != at || local_name(file, place.header, place.raw.len()).ok() != Some(place.raw) {
            wrong.push(place.name);
        }
        at = place.end;
    }
    if at != directory {
        wrong.push(String::new());
    }
    wrong
}

/// The name in an entry's own header. The error includes one of another length.
fn local_name(file: &mut (impl Read + Seek), header: u64, length: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(header))?;
    let mut fixed = [0; LOCAL_HEADER];
    file.read_exact(&mut fixed)?;
    let [.., low, high, _, _] = fixed;
    if usize::from(u16::from_le_bytes([low, high])) != length {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut name = vec![0; length];
    file.read_exact(&mut name)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::stays_inside;

    #[test]
    fn names_that_lead_out_of_the_directory_are_told() {
        for name in ["a", "a/b.c", "..a/b..", "a b", "TaskLog.x:y", "über"] {
            assert!(stays_inside(name), "{name}");
        }
        for name in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "./a",
            "a/",
            "..\\x",
            "C:",
            "C:/x",
            "a\nb",
            "\\\\host\\x",
        ] {
            assert!(!stays_inside(name), "{name}");
        }
    }
}
