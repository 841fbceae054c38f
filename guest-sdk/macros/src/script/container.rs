//! An `impl` block that is common setup, a testcase or common cleanup.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Ident, ImplItem, ImplItemFn, ItemImpl, Signature, Type};

use super::attributes::{Mark, Role, take};
use super::model::{Container, ContainerKind, Section, SectionKind};
use super::{options, section};
use crate::errors::Errors;
use crate::items::{cfgs, documentation};
use crate::signature::{check_plain, last_segment};

/// Reads the block and takes its attributes out. None of what cannot be one.
pub(crate) fn read(
    block: &mut ItemImpl,
    kind: ContainerKind,
    mark: &Mark,
    errors: &mut Errors,
) -> Option<Container> {
    let attribute = kind.attribute();
    if let Some((_, path, _)) = &block.trait_ {
        errors.at(
            path,
            format_args!("`{attribute}` goes on an `impl` block of the type itself, not of a trait"),
        );
        return None;
    }
    if !block.generics.params.is_empty() {
        errors.at(&block.generics, format_args!("the type under `{attribute}` cannot be generic"));
    }
    let options = match kind {
        ContainerKind::Testcase => options::read(&mark.attribute, errors),
        _ => {
            mark.has_no_options(errors);
            options::Options::default()
        }
    };
    let Some(name) = last_segment(&block.self_ty).cloned() else {
        errors
            .at(&block.self_ty, format_args!("`{attribute}` goes on the `impl` block of a type with a name"));
        return None;
    };

    let mut parts = Parts { kind, state: &block.self_ty, parameters: None, sections: Vec::new() };
    for item in &mut block.items {
        parts.read(item, errors);
    }
    let Parts { parameters, mut sections, .. } = parts;
    if sections.is_empty() {
        let some = match kind {
            ContainerKind::Testcase => "`#[setup]`, `#[test]` or `#[cleanup]`",
            _ => "`#[subsection]`",
        };
        errors.at(&name, format_args!("there is no section in this: put {some} on its functions"));
    }
    only_one(&sections, SectionKind::Setup, errors);
    only_one(&sections, SectionKind::Cleanup, errors);
    // The sort is stable: tests stay in the order in which they are written.
    sections.sort_by_key(|section| section.kind);

    let id_span = options.id.as_ref().map_or(name.span(), |id| id.span());
    let id = kind.fixed_id().map(str::to_owned).or(options.id.map(|id| id.value()));
    Some(Container {
        kind,
        id: id.unwrap_or_else(|| name.unraw().to_string()),
        span: name.span(),
        id_span,
        state: (*block.self_ty).clone(),
        description: documentation(&block.attrs),
        must_pass: options.must_pass,
        parameters,
        sections,
        cfgs: cfgs(&block.attrs),
    })
}

/// What is found in a block.
struct Parts<'a> {
    kind: ContainerKind,
    state: &'a Type,
    parameters: Option<TokenStream>,
    sections: Vec<Section>,
}

impl Parts<'_> {
    fn read(&mut self, item: &mut ImplItem, errors: &mut Errors) {
        let attributes = match item {
            ImplItem::Fn(function) => &mut function.attrs,
            ImplItem::Const(item) => &mut item.attrs,
            ImplItem::Type(item) => &mut item.attrs,
            ImplItem::Macro(item) => &mut item.attrs,
            _ => return,
        };
        let Some(mark) = take(attributes, errors) else { return };
        let ImplItem::Fn(function) = item else {
            let name = mark.attribute.path().to_token_stream();
            errors.at_span(mark.span(), format_args!("`#[{name}]` goes on a function"));
            return;
        };
        match mark.role {
            Role::Container(kind) => {
                let message = format!("`{}` goes on an `impl` block, not on a function", kind.attribute());
                errors.at_span(mark.span(), message);
            }
            Role::Parameters => {
                check_parameters(&function.sig, &function.attrs, &mark, self.parameters.is_some(), errors);
                self.parameters = Some(path(self.state, &function.sig.ident));
            }
            Role::Section(kind) => self.section(function, kind, &mark, errors),
        }
    }

    fn section(&mut self, function: &ImplItemFn, kind: SectionKind, mark: &Mark, errors: &mut Errors) {
        mark.has_no_options(errors);
        if !self.kind.holds(kind) {
            errors.at_span(mark.span(), misplaced(kind));
        }
        let path = path(self.state, &function.sig.ident);
        let section = section::read(&function.sig, &function.attrs, kind, path, errors);
        if self.sections.iter().any(|other| other.id() == section.id()) {
            errors.at(&section.name, format_args!("there is a section `{}` before this one", section.id()));
        }
        self.sections.push(section);
    }
}

/// Where a section of this kind belongs.
pub(crate) fn misplaced(kind: SectionKind) -> String {
    match kind {
        SectionKind::Subsection => {
            "`#[subsection]` belongs in a `#[common_setup]` or `#[common_cleanup]` block; a testcase has `#[setup]`, \
             `#[test]` and `#[cleanup]`"
                .to_owned()
        }
        other => format!(
            "`{}` belongs in a `#[testcase]` block; common setup and common cleanup have `#[subsection]`",
            other.attribute()
        ),
    }
}

/// Notes what a `#[parameters]` function cannot be.
pub(crate) fn check_parameters(
    signature: &Signature,
    attributes: &[Attribute],
    mark: &Mark,
    is_second: bool,
    errors: &mut Errors,
) {
    mark.has_no_options(errors);
    if is_second {
        errors.at_span(mark.span(), "there is a `#[parameters]` function before this one");
    }
    if !signature.inputs.is_empty() {
        let message = "a `#[parameters]` function has no arguments: it is called before any section runs";
        errors.at(&signature.inputs, message);
    }
    if let Some(cfg) = cfgs(attributes).first() {
        errors.at(cfg, "a `#[parameters]` function is always there: put the condition inside it");
    }
    check_plain(signature, "a `#[parameters]` function", errors);
}

/// The path of an associated function.
fn path(ty: &Type, function: &Ident) -> TokenStream {
    quote!(<#ty>::#function)
}

fn only_one(sections: &[Section], kind: SectionKind, errors: &mut Errors) {
    let mut of_kind = sections.iter().filter(|section| section.kind == kind);
    let Some(first) = of_kind.next() else { return };
    for section in of_kind {
        let attribute = kind.attribute();
        let message = format!("a testcase has one `{attribute}`: `{}` is before this one", first.id());
        errors.at(&section.name, message);
    }
}
