//! Policies: what a job and its tasks may do, read from a file, and decided action by action.
//!
//! ```
//! use easypy_contract::TaskId;
//! use easypy_policy::{Policy, Subject};
//!
//! let text = r#"
//! [[grant]]
//! tasks = ["smoke-*"]
//! environment = ["LAB_*"]
//! "#;
//! let (policy, _warnings) = Policy::parse("policy.toml".as_ref(), text).unwrap();
//! let grant = policy.grant(Subject::Task(&TaskId::new("smoke-1").unwrap()));
//! assert!(grant.environment("LAB_USER"));
//! assert!(!grant.environment("HOME"));
//! ```
//!
//! | room | for |
//! | --- | --- |
//! | `read` | TOML and JSON as trees with places, and what is wrong with them |
//! | `schema` | trees checked and made into rules |
//! | `rules` | what a layer of a grant consists of |
//! | `decide` | an action against rules, with the reasons |
//! | [`Policy`], [`Grant`] | who may do what |
//!
//! A grant is a list of layers, each of which must allow what is done: the policy's, and below it what a job
//! leaves of it to a task. Nothing can be added to a grant but layers, so it can only get narrower.
//!
//! Nothing here does anything: what is allowed is done, and what is refused is recorded, by those who ask.

mod bounds;
mod byte_size;
mod decide;
mod explain;
mod grant;
mod narrow;
mod policy;
mod read;
mod rules;
mod schema;

pub use byte_size::ByteSize;
pub use decide::{Action, Decision};
pub use explain::Explanation;
pub use grant::Grant;
pub use narrow::NarrowError;
pub use policy::{Policy, Subject};
pub use rules::{Addresses, Directories, Limits};
