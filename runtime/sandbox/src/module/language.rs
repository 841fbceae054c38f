//! What a program is written in, as far as the host has to know: WebAssembly it runs itself, Python by an interpreter.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// How much of a file is looked at.
const LOOKED_AT: u64 = 4096;

/// The form of a jobfile or testscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// A module that is run as it is.
    Wasm,
    /// A source file that the Python interpreter's component runs.
    Python,
}

impl Language {
    /// Looks at a file: its first bytes, then its name. What is neither, or cannot be read, counts as Wasm, whose
    /// loading says what is wrong with it.
    pub fn of_file(path: &Path) -> Language {
        first_bytes(path).map_or(Language::Wasm, |first| Language::of(path, &first))
    }

    /// The same for a file that a job names, which may be any of the host: only a name that ends in `.py` makes it
    /// Python, so that no other file is opened as one.
    pub fn of_testscript(path: &Path) -> Language {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("py")) {
            Language::of_file(path)
        } else {
            Language::Wasm
        }
    }

    fn of(path: &Path, first: &[u8]) -> Language {
        let is_python = match path.extension() {
            _ if first.starts_with(b"\0asm") => false,
            Some(extension) => extension.eq_ignore_ascii_case("py"),
            // pyATS takes any name for a jobfile. One without an ending is Python if it looks like a text of it.
            None => looks_like_python(first),
        };
        if is_python { Language::Python } else { Language::Wasm }
    }
}

fn first_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut first = Vec::new();
    // Opening a pipe would wait for whoever writes to it.
    if path.metadata()?.is_file() {
        File::open(path)?.take(LOOKED_AT).read_to_end(&mut first)?;
        return Ok(first);
    }
    Err(io::ErrorKind::InvalidInput.into())
}

fn looks_like_python(first: &[u8]) -> bool {
    // A character may be cut off at the end of what was read.
    let text = match std::str::from_utf8(first) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => match std::str::from_utf8(&first[..error.valid_up_to()])
        {
            Ok(text) => text,
            Err(_) => return false,
        },
        Err(_) => return false,
    };
    let is_other_script =
        text.starts_with("#!") && !text.lines().next().unwrap_or_default().contains("python");
    let is_wasm_text = text.trim_start().starts_with('(');
    !text.contains('\0') && !is_other_script && !is_wasm_text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_bytes_then_by_their_names() {
        let of = |name: &str, bytes: &[u8]| Language::of(Path::new(name), bytes);
        assert_eq!(of("job.py", b"import os"), Language::Python);
        assert_eq!(of("JOB.PY", b""), Language::Python);
        assert_eq!(of("nightly job", "# café\ndef main(): pass".as_bytes()), Language::Python);
        assert_eq!(of("job", b"#!/usr/bin/env python3\n"), Language::Python);
        assert_eq!(of("cut", &"é".as_bytes()[..1]), Language::Python);
        assert_eq!(of("job.py", b"\0asm\x0d\0\x01\0"), Language::Wasm);
        assert_eq!(of("job.wasm", b"import os"), Language::Wasm);
        assert_eq!(of("job", b"#!/bin/sh\n"), Language::Wasm);
        assert_eq!(of("job", b"(module)"), Language::Wasm);
        assert_eq!(of("job", b"\x7fELF\x02\x01\x01\0"), Language::Wasm);
        assert_eq!(of("job", b"a\0b"), Language::Wasm);
    }
}
