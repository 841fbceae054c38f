//! A testscript as it was written, checked and in the order in which it runs.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Ident, Type};

pub(crate) struct Script {
    pub(crate) name: String,
    /// the path of the script's `#[parameters]` function
    pub(crate) parameters: Option<TokenStream>,
    pub(crate) containers: Vec<Container>,
}

/// Common setup, a testcase or common cleanup.
pub(crate) struct Container {
    pub(crate) kind: ContainerKind,
    pub(crate) id: String,
    /// where it is written
    pub(crate) span: Span,
    /// where its id is written
    pub(crate) id_span: Span,
    /// what its sections share
    pub(crate) state: Type,
    pub(crate) description: Option<String>,
    pub(crate) must_pass: bool,
    /// the path of its own `#[parameters]` function
    pub(crate) parameters: Option<TokenStream>,
    pub(crate) sections: Vec<Section>,
    /// what it is compiled under
    pub(crate) cfgs: Vec<Attribute>,
}

/// A section that holds code.
pub(crate) struct Section {
    pub(crate) kind: SectionKind,
    pub(crate) name: Ident,
    /// the path to its function
    pub(crate) path: TokenStream,
    pub(crate) description: Option<String>,
    /// whether it is given what its container shares
    pub(crate) takes_state: bool,
    pub(crate) arguments: Vec<Argument>,
    /// where its return type is written
    pub(crate) returns: Span,
    pub(crate) cfgs: Vec<Attribute>,
}

pub(crate) enum Argument {
    /// `steps: &mut Steps`
    Steps,
    /// `section: &mut Section`
    Section,
    /// a parameter of the script, by its name
    Parameter { name: String, ty: Box<Type> },
}

/// In the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContainerKind {
    CommonSetup,
    Testcase,
    CommonCleanup,
}

/// In the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SectionKind {
    Subsection,
    Setup,
    Test,
    Cleanup,
}

impl ContainerKind {
    /// The attribute that makes it.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            ContainerKind::CommonSetup => "#[common_setup]",
            ContainerKind::Testcase => "#[testcase]",
            ContainerKind::CommonCleanup => "#[common_cleanup]",
        }
    }

    /// The id that it always has, if it has one (SPEC 8).
    pub(crate) fn fixed_id(self) -> Option<&'static str> {
        match self {
            ContainerKind::CommonSetup => Some("common_setup"),
            ContainerKind::Testcase => None,
            ContainerKind::CommonCleanup => Some("common_cleanup"),
        }
    }

    /// Whether such a section belongs in it.
    pub(crate) fn holds(self, section: SectionKind) -> bool {
        (self == ContainerKind::Testcase) == (section != SectionKind::Subsection)
    }
}

impl SectionKind {
    /// The attribute that makes it.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            SectionKind::Subsection => "#[subsection]",
            SectionKind::Setup => "#[setup]",
            SectionKind::Test => "#[test]",
            SectionKind::Cleanup => "#[cleanup]",
        }
    }
}
