//! A testscript that waits until all others are there as well, and then for the end.

use easypy::prelude::*;

#[easypy::testscript]
fn idle(everyone: Barrier, end: Event) -> easypy::Result {
    everyone.wait(None)?;
    end.wait(None)?;
    Ok(())
}
