//! `SHA256SUMS`: the hashes of what is in an archive, in the form that `sha256sum -c` reads.
//!
//! Names in an archive have no control characters and no `\`, so no line has to be escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::Digest as _;

/// The entry's name.
pub const NAME: &str = "SHA256SUMS";

/// Digits of a hash.
const DIGITS: usize = 64;

/// Hashes what goes by.
#[derive(Default)]
pub(super) struct Hasher(sha2::Sha256);

impl Hasher {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Hexadecimal.
    pub(super) fn end(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(DIGITS), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// The lines of the file, while it is made.
#[derive(Default)]
pub(super) struct Sums(String);

impl Sums {
    pub(super) fn add(&mut self, name: &str, sum: Hasher) {
        // Writing to a String does not fail.
        let _ = writeln!(self.0, "{}  {name}", sum.end());
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// Reads the file: hashes by name. The error is the number of the first line that is none, from 1.
pub(super) fn read(text: &str) -> Result<BTreeMap<&str, &str>, usize> {
    let mut sums = BTreeMap::new();
    for (n, line) in text.lines().enumerate() {
        // `sha256sum` writes ` *` where it read in binary mode.
        let (sum, name) = line.split_once("  ").or_else(|| line.split_once(" *")).ok_or(n + 1)?;
        let is_sum = sum.len() == DIGITS && sum.bytes().all(|c| c.is_ascii_hexdigit());
        if !is_sum || name.is_empty() || sums.insert(name, sum).is_some() {
            return Err(n + 1);
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut sums = Sums::default();
        let mut sum = Hasher::default();
        sum.update(b"a");
        sum.update(b"bc");
        sums.add("a  b *c", sum);
        sums.add("empty", Hasher::default());
        let text = sums.into_text();
        let read = read(&text).unwrap();
        // FIPS 180-2, appendix B.1, and the hash of nothing.
        assert_eq!(read["a  b *c"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(read["empty"], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_line_that_is_none_is_named_by_its_number() {
        let sum = "0".repeat(DIGITS);
        for line in ["x", &sum, &format!("{sum}  "), &format!("{}z  n", &sum[1..]), &format!("{sum}  a")] {
            assert_eq!(read(&format!("{sum}  a\n{line}\n")), Err(2), "{line}");
        }
        assert!(read(&format!("{sum} *a\n")).unwrap().contains_key("a"));
    }
}
