//! One section: what its function is called, and what it wants to be called with.

use std::mem::discriminant;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Pat, PatType, Receiver, ReturnType, Signature, Type};

use super::model::{Argument, Section, SectionKind};
use crate::errors::Errors;
use crate::items::{cfgs, documentation};
use crate::signature::{check_plain, is_called};

/// Reads a section's function, which is at this path.
pub(crate) fn read(
    signature: &Signature,
    attributes: &[Attribute],
    kind: SectionKind,
    path: TokenStream,
    errors: &mut Errors,
) -> Section {
    check_plain(signature, "a section", errors);
    let mut takes_state = false;
    let mut arguments = Vec::new();
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                takes_state = true;
                check_receiver(receiver, errors);
            }
            FnArg::Typed(argument) => arguments.extend(read_argument(argument, &arguments, errors)),
        }
    }
    Section {
        kind,
        name: signature.ident.clone(),
        path,
        description: documentation(attributes),
        takes_state,
        arguments,
        returns: match &signature.output {
            ReturnType::Default => Span::call_site(),
            ReturnType::Type(_, ty) => ty.span(),
        },
        cfgs: cfgs(attributes),
    }
}

impl Section {
    /// The function's name.
    pub(crate) fn id(&self) -> String {
        self.name.unraw().to_string()
    }
}

fn check_receiver(receiver: &Receiver, errors: &mut Errors) {
    if receiver.reference.is_none() || receiver.colon_token.is_some() {
        let message =
            "a section borrows what the sections of its testcase share: write `&self` or `&mut self`";
        errors.at(receiver, message);
    }
}

fn read_argument(argument: &PatType, before: &[Argument], errors: &mut Errors) -> Option<Argument> {
    let (ty, is_exclusive) = match &*argument.ty {
        Type::Reference(to) => (&*to.elem, to.mutability.is_some()),
        ty => (ty, false),
    };
    for (name, given) in [("Steps", Argument::Steps), ("Section", Argument::Section)] {
        if !is_called(ty, name) {
            continue;
        }
        if !is_exclusive {
            errors.at(&argument.ty, format_args!("a section is given this as `&mut {name}`"));
        } else if before.iter().any(|other| discriminant(other) == discriminant(&given)) {
            errors.at(argument, format_args!("a section is given `&mut {name}` once"));
        }
        return Some(given);
    }
    let name = parameter_name(&argument.pat, errors);
    if let Some(message) = unusable(&argument.ty) {
        errors.at(&argument.ty, message);
        return None;
    }
    Some(Argument::Parameter { name: name?, ty: argument.ty.clone() })
}

fn parameter_name(pattern: &Pat, errors: &mut Errors) -> Option<String> {
    let Pat::Ident(pattern) = pattern else {
        errors.at(pattern, "a parameter is found by the argument's name: write `name: Type`");
        return None;
    };
    if pattern.by_ref.is_some() || pattern.subpat.is_some() {
        errors.at(pattern, "a parameter is found by the argument's name: write `name: Type`");
        return None;
    }
    let name = pattern.ident.unraw().to_string();
    match name.as_str() {
        // SPEC 8: reserved.
        "steps" => errors.at(pattern, "`steps` is no parameter but the section's steps: `steps: &mut Steps`"),
        "section" => errors.at(pattern, "`section` is no parameter but the section: `section: &mut Section`"),
        _ if name.starts_with('_') => errors.at(
            pattern,
            format_args!(
                "a section does not ask for what it does not use: leave `{name}` out (a parameter that is \
                 really called so is read by `section.parameter(\"{name}\")`)"
            ),
        ),
        _ => return Some(name),
    }
    None
}

/// Why a parameter cannot be of this type, where that can be seen.
fn unusable(ty: &Type) -> Option<String> {
    match ty {
        Type::Reference(to) if is_called(&to.elem, "Runtime") => {
            Some("a section is not given the runtime: call `easypy::runtime()`".to_owned())
        }
        Type::Reference(to) => Some(format!(
            "a parameter is a value of the section's own, not a reference: take a `{}`",
            owned(&to.elem)
        )),
        Type::ImplTrait(_) => Some("a parameter has one type: `impl` does not say which".to_owned()),
        _ if has_reference(ty.to_token_stream()) => Some(
            "a parameter is a value of the section's own and holds no references: `String` for `&str`, `Vec<T>` \
             for `&[T]`"
                .to_owned(),
        ),
        _ => None,
    }
}

/// The type to take for a reference to this one.
fn owned(ty: &Type) -> String {
    match ty {
        Type::Slice(slice) => format!("Vec<{}>", text(&slice.elem)),
        _ if is_called(ty, "str") => "String".to_owned(),
        _ if is_called(ty, "Path") => "PathBuf".to_owned(),
        _ => text(ty),
    }
}

/// A type as a person would write it.
fn text(ty: &Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    [(" :: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ",")]
        .iter()
        .fold(tokens, |text, (a, b)| text.replace(a, b))
}

fn has_reference(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == '&',
        TokenTree::Group(group) => has_reference(group.stream()),
        _ => false,
    })
}
