//! The compiling child: untrusted bytes in, native code out. It has no socket and no directory, only three
//! descriptors: the module (0), the image to write (1), and what to say to the host (2).

use std::io::{self, Read, Write};

use super::adapt::adapt;
use super::error::ModuleError;
use super::info::{Form, ModuleInfo};

/// The largest module, bytes.
pub(super) const MODULE_BYTES: u64 = 256 * 1024 * 1024;

/// What the child says: one JSON text.
pub(super) type Verdict = Result<ModuleInfo, ModuleError>;

/// The compiling child's main; its exit code. Without `image`, it only inspects.
pub fn compile_child_main(image: bool) -> i32 {
    let verdict = read_module().and_then(|module| compile(&module, image));
    let said =
        serde_json::to_vec(&verdict).map_err(io::Error::from).and_then(|text| io::stderr().write_all(&text));
    i32::from(said.is_err() || verdict.is_err())
}

fn read_module() -> Result<Vec<u8>, ModuleError> {
    let mut module = Vec::new();
    io::stdin()
        .take(MODULE_BYTES + 1)
        .read_to_end(&mut module)
        .map_err(|error| ModuleError::Unreadable { why: error.to_string() })?;
    if module.len() as u64 > MODULE_BYTES {
        return Err(ModuleError::TooLarge { limit: MODULE_BYTES });
    }
    Ok(module)
}

fn compile(module: &[u8], image: bool) -> Verdict {
    let mut info = ModuleInfo::read(module)?;
    let adapted;
    let component = match info.form {
        Form::Component => module,
        Form::TypedCoreModule | Form::CommandCoreModule => {
            let form = info.form;
            adapted = adapt(module, form)?;
            info = ModuleInfo { form, ..ModuleInfo::read(&adapted)? };
            &adapted
        }
        // There is nothing to run in it; the host says so from what it exports.
        Form::CoreModule => return Ok(info),
    };
    if image {
        let code = crate::engine::new()
            .and_then(|engine| engine.precompile_component(component))
            .map_err(|error| ModuleError::Compile { why: format!("{error:#}") })?;
        let mut out = io::stdout();
        out.write_all(&code)
            .and_then(|()| out.flush())
            .map_err(|error| ModuleError::Compile { why: format!("the image cannot be written: {error}") })?;
    }
    Ok(info)
}
