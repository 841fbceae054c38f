//! What a module is: its form, its imports and exports, and by which of them it can be run.

use serde::{Deserialize, Serialize};
use wasmparser::{Encoding, Parser, Payload};

use super::error::{ModuleError, Role};

/// The version of the contract that this host serves.
pub const CONTRACT_VERSION: &str = "0.1.0";
const CONTRACT: &str = "easypy:runtime/";

/// How a guest is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Entry {
    /// `easypy:runtime/jobfile`
    Job,
    /// `easypy:runtime/script`
    Script,
    /// `wasi:cli/run`: a plain command
    Command,
}

impl Entry {
    /// The word that names it between processes.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Entry::Job => "job",
            Entry::Script => "script",
            Entry::Command => "command",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Entry> {
        [Entry::Job, Entry::Script, Entry::Command].into_iter().find(|entry| entry.word() == word)
    }
}

/// The form of a module's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Component,
    /// A core module that carries the type of a component (wit-bindgen for `wasm32-wasip1`).
    TypedCoreModule,
    /// A core module that is a WASI Preview 1 command.
    CommandCoreModule,
    /// A core module that is neither.
    CoreModule,
}

/// What a module is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleInfo {
    pub form: Form,
    /// Of the component, after adaptation: interfaces and functions, in the order of the file.
    pub imports: Vec<String>,
    pub exports: Vec<String>,
}

impl ModuleInfo {
    /// Reads a file's bytes. Nothing is compiled, and no more than the outermost level is looked at.
    ///
    /// # Errors
    /// Not Wasm, or cut off.
    pub(crate) fn read(bytes: &[u8]) -> Result<ModuleInfo, ModuleError> {
        if !bytes.starts_with(b"\0asm") {
            return Err(ModuleError::NotWasm { found: describe_bytes(bytes) });
        }
        let mut info = ModuleInfo { form: Form::CoreModule, imports: Vec::new(), exports: Vec::new() };
        let mut typed = false;
        let mut depth = 0usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(invalid)? {
                Payload::Version { encoding: Encoding::Component, .. } if depth == 0 => {
                    info.form = Form::Component;
                }
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::CustomSection(section) if depth == 0 => {
                    typed |= section.name().starts_with("component-type");
                }
                Payload::ImportSection(section) if depth == 0 => {
                    for import in section.into_imports() {
                        let import = import.map_err(invalid)?;
                        info.imports.push(format!("{}.{}", import.module, import.name));
                    }
                }
                Payload::ExportSection(section) if depth == 0 => {
                    for export in section {
                        info.exports.push(export.map_err(invalid)?.name.to_owned());
                    }
                }
                Payload::ComponentImportSection(section) if depth == 0 => {
                    for import in section {
                        info.imports.push(import.map_err(invalid)?.name.name.to_owned());
                    }
                }
                Payload::ComponentExportSection(section) if depth == 0 => {
                    for export in section {
                        info.exports.push(export.map_err(invalid)?.name.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        if info.form == Form::CoreModule {
            if typed {
                info.form = Form::TypedCoreModule;
            } else if info.exports.iter().any(|name| name == "_start") {
                info.form = Form::CommandCoreModule;
            }
        }
        Ok(info)
    }

    /// How to enter this module as what it is wanted for.
    ///
    /// # Errors
    /// It is something else, or imports what this host does not have.
    pub fn entry(&self, wanted: Role) -> Result<Entry, ModuleError> {
        match wanted {
            Role::Job => self.as_job(),
            Role::Testscript => self.as_testscript(),
        }
    }

    /// How to enter this module as a jobfile.
    ///
    /// # Errors
    /// It exports no job, or imports what this host does not have.
    pub fn as_job(&self) -> Result<Entry, ModuleError> {
        self.check_imports(Role::Job)?;
        if self.has_export("easypy:runtime/jobfile") {
            Ok(Entry::Job)
        } else {
            Err(self.wrong_world(Role::Job))
        }
    }

    /// How to enter this module as a testscript.
    ///
    /// # Errors
    /// It exports neither a script nor a command, or imports what this host does not have.
    pub fn as_testscript(&self) -> Result<Entry, ModuleError> {
        if self.has_export("easypy:runtime/jobfile") && !self.has_export("easypy:runtime/script") {
            return Err(self.wrong_world(Role::Testscript));
        }
        self.check_imports(Role::Testscript)?;
        if self.has_export("easypy:runtime/script") {
            Ok(Entry::Script)
        } else if self.has_export("wasi:cli/run") {
            Ok(Entry::Command)
        } else {
            Err(self.wrong_world(Role::Testscript))
        }
    }

    /// Whether it runs programs of a language, both jobfiles and testscripts. Each program's role decides what it may
    /// ask for.
    pub fn is_interpreter(&self) -> bool {
        self.has_export("easypy:runtime/jobfile") && self.has_export("easypy:runtime/script")
    }

    fn has_export(&self, interface: &str) -> bool {
        self.exports.iter().any(|name| name.split('@').next() == Some(interface))
    }

    fn wrong_world(&self, wanted: Role) -> ModuleError {
        let is = if self.has_export("easypy:runtime/jobfile") {
            "a jobfile"
        } else if self.has_export("easypy:runtime/script") {
            "a testscript"
        } else if self.has_export("wasi:cli/run") {
            "a plain WASI command"
        } else if self.form == Form::CoreModule {
            "a core module that is neither a WASI command nor carries a component's type"
        } else {
            "a component for another world"
        };
        ModuleError::WrongWorld { wanted, found: is.to_owned(), exports: self.exports.clone() }
    }

    fn check_imports(&self, role: Role) -> Result<(), ModuleError> {
        for name in self.imports.iter().chain(&self.exports) {
            if let Some(version) = contract_version(name)
                && !is_served(version)
            {
                return Err(ModuleError::OtherContract { found: version.to_owned() });
            }
        }
        let imports_task = self.imports.iter().any(|name| name.starts_with("easypy:runtime/task"));
        if role == Role::Testscript && imports_task && !self.is_interpreter() {
            return Err(ModuleError::TaskInTestscript);
        }
        let unknown: Vec<String> = self.imports.iter().filter(|name| !is_known(name)).cloned().collect();
        if unknown.is_empty() { Ok(()) } else { Err(ModuleError::UnknownImports { imports: unknown }) }
    }
}

fn contract_version(name: &str) -> Option<&str> {
    name.strip_prefix(CONTRACT)?.split_once('@').map(|(_, version)| version)
}

/// Whether a version of the contract has our major version and, below 1, our middle number.
fn is_served(version: &str) -> bool {
    let compatible = |v: &str| v.split('.').take(2).map(str::to_owned).collect::<Vec<_>>();
    compatible(version) == compatible(CONTRACT_VERSION)
}

fn is_known(import: &str) -> bool {
    const CONTRACT_PARTS: [&str; 7] = ["types", "runtime", "task", "synchro", "testbed", "log", "results"];
    const WASI: [&str; 6] =
        ["wasi:cli/", "wasi:clocks/", "wasi:filesystem/", "wasi:io/", "wasi:random/", "wasi:sockets/"];
    match import.strip_prefix(CONTRACT) {
        Some(rest) => CONTRACT_PARTS.contains(&rest.split('@').next().unwrap_or(rest)),
        None => WASI.iter().any(|package| import.starts_with(package)) && import.contains("@0.2."),
    }
}

pub(super) fn invalid(error: wasmparser::BinaryReaderError) -> ModuleError {
    ModuleError::Invalid { why: error.message().to_owned(), offset: Some(error.offset() as u64) }
}

/// What a file that is not Wasm looks like, for a message.
fn describe_bytes(bytes: &[u8]) -> String {
    const KNOWN: [(&[u8], &str); 7] = [
        (b"\x7fELF", "a native program (ELF)"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\x1f\x8b", "gzip data"),
        (b"(module", "WebAssembly text"),
        (b"(component", "WebAssembly text"),
        (b"#!", "a script"),
        (b"<", "markup"),
    ];
    if bytes.is_empty() {
        return "an empty file".to_owned();
    }
    if let Some((_, what)) = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)) {
        return (*what).to_owned();
    }
    let head = &bytes[..bytes.len().min(256)];
    let what = if std::str::from_utf8(head).is_ok() { "text" } else { "other data" };
    format!("{what} of {} bytes", bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ModuleInfo {
        ModuleInfo::read(&wat::parse_str(text).unwrap()).unwrap()
    }

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(read("(component)").form, Form::Component);
        assert_eq!(read("(module)").form, Form::CoreModule);
        assert_eq!(read(r#"(module (func (export "_start")))"#).form, Form::CommandCoreModule);
        assert_eq!(read(r#"(module (@custom "component-type:x" "y"))"#).form, Form::TypedCoreModule);
    }

    #[test]
    fn what_is_not_wasm_is_described() {
        let found = |bytes: &[u8]| match ModuleInfo::read(bytes) {
            Err(ModuleError::NotWasm { found }) => found,
            other => panic!("{other:?}"),
        };
        assert_eq!(found(b""), "an empty file");
        assert_eq!(found(b"\x7fELF..."), "a native program (ELF)");
        assert_eq!(found(b"hello"), "text of 5 bytes");
    }

    #[test]
    fn a_file_that_is_cut_off_is_invalid() {
        let whole = wat::parse_str("(module (func) (func) (memory 1))").unwrap();
        for cut in 4..whole.len() {
            // A cut between two sections may be a smaller module; none may panic, and most are refused.
            let _ = ModuleInfo::read(&whole[..cut]);
        }
        assert!(matches!(ModuleInfo::read(&whole[..whole.len() - 1]), Err(ModuleError::Invalid { .. })));
    }

    #[test]
    fn versions_of_the_contract_are_served_by_the_middle_number() {
        assert!(is_served("0.1.0") && is_served("0.1.7"));
        assert!(!is_served("0.2.0") && !is_served("1.1.0"));
    }

    #[test]
    fn wrong_worlds_and_unknown_imports_are_named() {
        let lib = read(r#"(component (import "acme:db/query@1.0.0" (instance)))"#);
        assert_eq!(
            lib.as_testscript(),
            Err(ModuleError::UnknownImports { imports: vec!["acme:db/query@1.0.0".into()] })
        );
        let other = read(r#"(component (import "easypy:runtime/log@0.2.0" (instance)))"#);
        assert_eq!(other.as_job(), Err(ModuleError::OtherContract { found: "0.2.0".into() }));
        assert!(matches!(read("(component)").as_job(), Err(ModuleError::WrongWorld { .. })));
        let job = read(
            r#"(component (import "easypy:runtime/task@0.1.0" (instance)) (instance)
                (export "easypy:runtime/jobfile@0.1.0" (instance 1)))"#,
        );
        assert!(
            matches!(job.as_testscript(), Err(ModuleError::WrongWorld { found, .. }) if found == "a jobfile")
        );
        let greedy = read(r#"(component (import "easypy:runtime/task@0.1.0" (instance)))"#);
        assert_eq!(greedy.as_testscript(), Err(ModuleError::TaskInTestscript));
    }
}
