//! The export that the host calls.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

/// A guest's implementation of an interface, and its export. `world` is the module of the bindings,
/// `interface` the one with the `Guest` trait.
pub(crate) struct Entry {
    pub(crate) world: TokenStream,
    pub(crate) interface: TokenStream,
    pub(crate) export: TokenStream,
    /// the one function of the interface, written against `Failure` and `Resume` of the interface
    pub(crate) function: TokenStream,
    /// the name of that function
    pub(crate) name: TokenStream,
    /// what the item is compiled under
    pub(crate) cfgs: Vec<Attribute>,
}

impl Entry {
    pub(crate) fn tokens(&self) -> TokenStream {
        let Entry { world, interface, export, function, name, cfgs } = self;
        // Only WebAssembly has the export: two scripts that are compiled into one native test would clash. The
        // last line has it used there all the same, so that nothing is warned of as dead.
        quote! {
            #(#cfgs)*
            const _: () = {
                struct __EasypyGuest;
                impl ::easypy::__private::#interface::Guest for __EasypyGuest {
                    #function
                }
                #[cfg(target_family = "wasm")]
                ::easypy::__private::#export!(__EasypyGuest with_types_in ::easypy::__private::#world);
                let _ = <__EasypyGuest as ::easypy::__private::#interface::Guest>::#name;
            };
        }
    }
}
