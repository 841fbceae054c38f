//! Waits at a barrier and says what it got.

/// Its place at the barrier goes into the list.
#[easypy::testscript]
fn waits_at_a_barrier(
    barrier: easypy::synchro::Barrier,
    list: easypy::synchro::List,
    timeout: Option<f64>,
) -> easypy::Result {
    let place = barrier.wait(timeout.map(std::time::Duration::from_secs_f64))?;
    list.append(place)?;
    Ok(())
}
