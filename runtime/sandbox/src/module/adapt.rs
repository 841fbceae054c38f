//! Core modules become components, as they are loaded: guest authors need no extra tool.

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER,
    WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_component::ComponentEncoder;

use super::error::ModuleError;
use super::info::Form;

/// The component that a core module stands for.
///
/// # Errors
/// The module is not what its form says.
pub(super) fn adapt(module: &[u8], form: Form) -> Result<Vec<u8>, ModuleError> {
    let adapter = match form {
        Form::CommandCoreModule => WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER,
        Form::TypedCoreModule | Form::CoreModule | Form::Component => WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
    };
    ComponentEncoder::default()
        .validate(true)
        .module(module)
        .and_then(|encoder| encoder.adapter(WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, adapter))
        .and_then(|mut encoder| encoder.encode())
        .map_err(|error| ModuleError::Invalid { why: format!("{error:#}"), offset: None })
}
