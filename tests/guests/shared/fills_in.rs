//! Writes into a shared dict and list, and into those that it finds inside.

/// What `shared_dict` holds is JSON, references to shared objects among it.
#[easypy::testscript]
fn fills_in(shared_dict: easypy::synchro::Dict, shared_list: easypy::synchro::List) -> easypy::Result {
    shared_dict.set("testbed_is_sane", true)?;
    shared_dict.add("n", 1)?;
    shared_list.append(shared_list.len()?)?;
    if let Some(inner) = shared_dict.get::<easypy::synchro::Dict>("inner")? {
        inner.set("found", [1, 2, 3])?;
    }
    Ok(())
}
