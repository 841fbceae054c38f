//! The macros that end a section: one for each outcome, and `ensure!`.

/// What the macros below have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __stop {
    ($outcome:ident) => { return ::core::result::Result::Err($crate::Stop::new($crate::Outcome::$outcome)) };
    ($outcome:ident $($reason:tt)+) => {
        return ::core::result::Result::Err($crate::Stop::because(
            $crate::Stop::new($crate::Outcome::$outcome),
            ::std::format_args!($($reason)+),
        ))
    };
}

/// Ends the section (or step) Passed. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! passed {
    ($($reason:tt)*) => { $crate::__stop!(Passed $($reason)*) };
}

/// Ends the section (or step) Passx. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! passx {
    ($($reason:tt)*) => { $crate::__stop!(Passx $($reason)*) };
}

/// Ends the section (or step) Failed. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! failed {
    ($($reason:tt)*) => { $crate::__stop!(Failed $($reason)*) };
}

/// Ends the section (or step) Errored. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! errored {
    ($($reason:tt)*) => { $crate::__stop!(Errored $($reason)*) };
}

/// Ends the section (or step) Aborted. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! aborted {
    ($($reason:tt)*) => { $crate::__stop!(Aborted $($reason)*) };
}

/// Ends the section (or step) Blocked. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! blocked {
    ($($reason:tt)*) => { $crate::__stop!(Blocked $($reason)*) };
}

/// Ends the section (or step) Skipped. Takes a reason as `format!` does, or nothing.
///
/// It returns from the function or closure that it stands in, which must return [`Result`](crate::Result).
#[macro_export]
macro_rules! skipped {
    ($($reason:tt)*) => { $crate::__stop!(Skipped $($reason)*) };
}

/// Ends the section (or step) Failed unless the condition holds.
///
/// ```
/// fn check(vlan: u32) -> easypy::Result {
///     easypy::ensure!(vlan < 4095, "vlan {vlan} is out of range");
///     Ok(())
/// }
/// assert_eq!(check(5000).unwrap_err().reason(), Some("vlan 5000 is out of range"));
/// ```
#[macro_export]
macro_rules! ensure {
    ($condition:expr $(,)?) => {
        $crate::ensure!($condition, "condition failed: `{}`", stringify!($condition))
    };
    ($condition:expr, $($reason:tt)+) => {
        if !$condition {
            $crate::failed!($($reason)+);
        }
    };
}
