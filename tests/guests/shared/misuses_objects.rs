//! Calls on shared objects what they do not have, and meets every error that has a name.

/// Each line of `data` is a call and the error it got.
#[easypy::testscript]
fn misuses_objects(
    dict: easypy::synchro::Dict,
    list: easypy::synchro::List,
    queue: easypy::synchro::Queue,
    lock: easypy::synchro::Lock,
    value: easypy::synchro::Value,
) -> easypy::Result {
    use std::time::Duration;

    use easypy::synchro::SynchroError;

    let wrong: easypy::synchro::List = serde_json::from_value(serde_json::to_value(&dict)?)?;
    let deep = (0..200).fold(serde_json::Value::Null, |inner, _| serde_json::Value::Array(vec![inner]));
    let said =
        |error: Option<SynchroError>| error.map_or_else(|| "no error".to_owned(), |error| error.to_string());
    let data = serde_json::json!({
        "wrong kind": said(wrong.len().err()),
        "missing key": said(dict.require::<u32>("nothing").err()),
        "out of range": said(list.get::<u32>(5).err()),
        "out of range, negative": said(list.remove::<u32>(-9).err()),
        "empty": said(queue.get::<u32>(Duration::ZERO).err()),
        "full": said((0..9).find_map(|n| queue.put(n, Duration::ZERO).err())),
        "timeout": said(queue.put(1, Duration::from_millis(1)).err()),
        "not owner": said(lock.release().err()),
        "no number": said(value.set("text").and_then(|()| value.add(1).map(drop)).err()),
        "wrong type": said(value.get::<u32>().err()),
        "too deep": said(dict.set("deep", deep).err()),
        "too large": said(dict.set("large", "x".repeat(17 << 20)).err()),
    });
    Err(easypy::Stop::passed("see the data").data(data))
}
