//! What the attributes make builds under strict lints, without `unsafe`, and whatever is in scope.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]
#![deny(non_local_definitions, unused_lifetimes, single_use_lifetimes, unused_results)]
#![forbid(unsafe_code)]

pub mod script {
    //! All that a testscript can have.

    /// Not the standard library's.
    #[derive(Debug)]
    pub struct Option;
    /// Not the standard library's.
    #[derive(Debug)]
    pub struct Result;
    /// Not the standard library's.
    #[derive(Debug)]
    pub struct String;

    #[easypy::testscript]
    mod vlans {
        #![expect(dead_code, reason = "these are there to be in the way")]

        mod core {}
        mod std {}
        mod easypy {}
        struct Script;
        struct Container;
        struct Box;
        trait Default {}
        fn run() {}
        fn call() {}
        fn state() {}

        #[parameters]
        fn defaults() -> ::easypy::Parameters {
            ::easypy::Parameters::new()
        }

        #[common_setup]
        impl Connect {
            #[subsection]
            fn connect(all: &mut ::easypy::Section<'_>, each: &mut ::easypy::Steps) -> ::easypy::Result {
                each.start("one", |_| all.set_parameter("a", 1))
            }
            #[cfg(any())]
            #[subsection]
            fn never(x: DoesNotExist) {}
        }

        /// A state.
        #[derive(::core::default::Default)]
        struct TcOne {
            call: u32,
        }

        /// A testcase.
        #[testcase(must_pass, id = "tc one")]
        impl TcOne {
            #[parameters]
            fn parameters() -> ::easypy::Parameters {
                ::easypy::Parameters::new()
            }
            #[setup]
            fn run(&mut self, call: u32, state: u32, arguments: ::std::string::String) {
                self.call = call + state + u32::from(arguments.is_empty());
            }
            /// A test.
            #[test]
            fn r#type(&self, mut r#match: ::std::vec::Vec<u32>, steps: &mut ::easypy::Steps<'_>) -> ::easypy::Result {
                r#match.push(self.helper());
                steps.start("none", |_| ::easypy::skipped!())
            }
            #[cleanup]
            fn cleanup() {}
            fn helper(&self) -> u32 {
                self.call
            }
        }

        #[cfg(any())]
        #[testcase]
        impl OnlyWithout {
            #[test]
            fn never() {}
        }

        #[common_cleanup]
        impl Disconnect {
            #[subsection]
            fn disconnect() {}
        }
    }
}

pub mod function {
    //! One function.

    #[easypy::testscript]
    fn run(steps: &mut easypy::Steps, call: Option<u32>) {
        assert!(call.is_none());
        drop(steps.start("none", |_| Ok(())));
    }
}

pub mod job {
    //! A job with its runtime.

    #[easypy::job]
    fn main(runtime: &easypy::Runtime) -> easypy::Result {
        let _ = easypy::run("script.wasm")?;
        runtime.set_job_name("nightly");
        Ok(())
    }
}

pub mod bare_job {
    //! A job without.

    #[easypy::job]
    #[cfg(not(any()))]
    fn run() {}

    #[easypy::job]
    #[cfg(any())]
    fn never(runtime: &DoesNotExist) {}
}

fn main() {}
