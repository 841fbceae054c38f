//! A module that is a testscript: which of its items are parts of it, and whether they fit together.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Ident, ImplItem, Item, ItemImpl, ItemMod, Type, UseTree};

use super::attributes::{Role, take};
use super::container::{self, check_parameters, misplaced};
use super::model::{Container, ContainerKind, Script};
use super::tables;
use crate::errors::Errors;
use crate::items::{attributes_mut, documentation};

pub(crate) fn expand(mut module: ItemMod, mut errors: Errors) -> syn::Result<TokenStream> {
    let Some((_, items)) = &mut module.content else {
        errors.at(
            &module.ident,
            "a testscript is written where its attribute is: `mod script { … }` with its content",
        );
        return errors.or(TokenStream::new());
    };
    let mut parts = Parts::default();
    for item in items.iter_mut() {
        parts.read(item, &mut errors);
    }
    let Parts { parameters, mut containers } = parts;
    if containers.is_empty() {
        let message = "a testscript has sections: a `#[testcase]`, `#[common_setup]` or `#[common_cleanup]` on an \
                       `impl` block";
        errors.at(&module.ident, message);
    }
    check_together(&containers, &mut errors);
    errors.or(())?;

    let declared = declare(items, &mut containers);
    // The sort is stable: testcases stay in the order in which they are written.
    containers.sort_by_key(|container| container.kind);
    let script = Script { name: module.ident.unraw().to_string(), parameters, containers };
    let table = tables::script(&script, &syn::parse_quote!(pub(super)), &[]);
    items.push(Item::Verbatim(quote!(#declared #table)));
    Ok(module.into_token_stream())
}

/// What is found in a module.
#[derive(Default)]
struct Parts {
    parameters: Option<TokenStream>,
    containers: Vec<Container>,
}

impl Parts {
    fn read(&mut self, item: &mut Item, errors: &mut Errors) {
        let Some(mark) = attributes_mut(item).and_then(|attributes| take(attributes, errors)) else {
            if let Item::Impl(block) = item {
                check_plain_block(block, errors);
            }
            return;
        };
        match (item, mark.role) {
            (Item::Fn(function), Role::Parameters) => {
                let (signature, is_second) = (&function.sig, self.parameters.is_some());
                check_parameters(signature, &function.attrs, &mark, is_second, errors);
                self.parameters = Some(signature.ident.to_token_stream());
            }
            (Item::Impl(block), Role::Container(kind)) => {
                self.containers.extend(container::read(block, kind, &mark, errors));
            }
            (_, role) => errors.at_span(mark.span(), lost(role)),
        }
    }
}

/// Where an attribute belongs that is on the wrong item.
fn lost(role: Role) -> String {
    match role {
        Role::Parameters => "`#[parameters]` goes on a function: `fn parameters() -> Parameters`".to_owned(),
        Role::Section(kind) => misplaced(kind),
        Role::Container(ContainerKind::Testcase) => {
            "`#[testcase]` goes on the `impl` block with the tests: `#[testcase] impl TcOne { … }`".to_owned()
        }
        Role::Container(kind) => {
            format!("`{}` goes on an `impl` block with subsections", kind.attribute())
        }
    }
}

/// Notes sections in a block that is no container: they would never run.
fn check_plain_block(block: &mut ItemImpl, errors: &mut Errors) {
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let Some(mark) = take(&mut function.attrs, errors) else { continue };
        let name = mark.attribute.path().to_token_stream();
        let message = format!(
            "`#[{name}]` in an `impl` block that is no part of the testscript: put `#[testcase]`, \
             `#[common_setup]` or `#[common_cleanup]` on the block"
        );
        errors.at_span(mark.span(), message);
    }
}

/// Notes what there can be only one of.
fn check_together(containers: &[Container], errors: &mut Errors) {
    for (index, container) in containers.iter().enumerate() {
        let before = &containers[..index];
        if container.kind != ContainerKind::Testcase {
            if before.iter().any(|other| other.kind == container.kind) {
                let message = format!("a testscript has one `{}`", container.kind.attribute());
                errors.at_span(container.id_span, message);
            }
        } else if before.iter().any(|other| other.kind == ContainerKind::Testcase && other.id == container.id)
        {
            let message = format!(
                "there is a testcase `{}` before this one: give one of them another id, `#[testcase(id = \"…\")]`",
                container.id
            );
            errors.at_span(container.id_span, message);
        } else if ["common_setup", "common_cleanup"].contains(&container.id.as_str()) {
            let message = format!("`{0}` is the id of the `#[{0}]`", container.id);
            errors.at_span(container.id_span, message);
        }
    }
}

/// Declares the types that have an `impl` block only, and takes over the descriptions of the others.
fn declare(items: &[Item], containers: &mut [Container]) -> TokenStream {
    let mut declarations = TokenStream::new();
    let mut done: Vec<Ident> = Vec::new();
    for container in containers {
        let Type::Path(ty) = &container.state else { continue };
        // With a path of several segments the type is elsewhere.
        let Some(name) = ty.path.get_ident() else { continue };
        let found = items.iter().find_map(|item| declared(item, name));
        let cfgs = &container.cfgs;
        match found {
            Some(attributes) => {
                container.description = container.description.take().or_else(|| documentation(attributes));
            }
            None if done.contains(name) => {}
            None => {
                done.push(name.clone());
                declarations.extend(quote! {
                    #(#cfgs)*
                    #[derive(::core::default::Default)]
                    struct #name;
                });
            }
        }
    }
    declarations
}

/// The attributes of the item, if it brings a type of this name into the module.
fn declared<'a>(item: &'a Item, name: &Ident) -> Option<&'a [Attribute]> {
    match item {
        Item::Struct(item) if item.ident == *name => Some(&item.attrs),
        Item::Enum(item) if item.ident == *name => Some(&item.attrs),
        Item::Union(item) if item.ident == *name => Some(&item.attrs),
        Item::Type(item) if item.ident == *name => Some(&item.attrs),
        // What is imported is documented where it is.
        Item::Use(item) if imports(&item.tree, name) => Some(&[]),
        _ => None,
    }
}

fn imports(tree: &UseTree, name: &Ident) -> bool {
    match tree {
        UseTree::Path(path) => imports(&path.tree, name),
        UseTree::Name(import) => import.ident == *name,
        UseTree::Rename(import) => import.rename == *name,
        UseTree::Group(group) => group.items.iter().any(|tree| imports(tree, name)),
        UseTree::Glob(_) => false,
    }
}
