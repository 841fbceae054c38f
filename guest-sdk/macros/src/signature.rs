//! What the signature of a function may not have when the harness is to call it.

use syn::{Ident, Signature, Type, TypePath};

use crate::errors::Errors;

/// Notes what cannot be called plainly. `what` is `a section`, `a job's function` …
pub(crate) fn check_plain(signature: &Signature, what: &str, errors: &mut Errors) {
    if let Some(token) = &signature.asyncness {
        errors.at(
            token,
            format_args!("{what} cannot be `async`: a guest has one thread and calls wait by themselves"),
        );
    }
    if let Some(token) = &signature.unsafety {
        errors.at(token, format_args!("{what} cannot be `unsafe`: nobody vouches for its call"));
    }
    if let Some(abi) = &signature.abi {
        errors.at(abi, format_args!("{what} cannot be `extern`"));
    }
    if !signature.generics.params.is_empty() {
        errors.at(&signature.generics, format_args!("{what} cannot be generic: nobody chooses the type"));
    } else if let Some(clause) = &signature.generics.where_clause {
        errors.at(clause, format_args!("{what} cannot have a `where` clause"));
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, format_args!("{what} cannot be variadic"));
    }
}

/// The last segment of a path that is a type: `Steps` of `easypy::Steps<'_>`.
pub(crate) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(TypePath { qself: None, path }) => path.segments.last().map(|segment| &segment.ident),
        Type::Paren(inner) => last_segment(&inner.elem),
        Type::Group(inner) => last_segment(&inner.elem),
        _ => None,
    }
}

/// Whether a type is called this, whatever the path to it.
pub(crate) fn is_called(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|ident| ident == name)
}
