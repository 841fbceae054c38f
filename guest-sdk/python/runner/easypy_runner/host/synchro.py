"""`synchro` of the contract: shared objects, by their numbers. JSON values are text; time-outs are seconds.

Each function is the WIT function of its name; what it does is documented there (`guest-sdk/wit/synchro.wit`).
Written out one by one, without a common wrapper: a shared dict's get and set are what people measure.
"""

from __future__ import annotations

from componentize_py_types import Err
from wit_world.imports import synchro as _synchro

from .values import OBJECT_KINDS, HostError, clean, host_error, nanoseconds, u32


def _index(index: int) -> int:
    """Indexes that no list has are errors here already: the bindings abort on what does not fit 64 bits."""
    if -(2**63) <= index < 2**63:
        return index
    raise HostError("synchro", "out-of-range", (index, 0))


def kind_of(object: int) -> str:
    if not 0 <= object < 2**64:
        raise HostError("synchro", "unknown-object", object)
    try:
        return OBJECT_KINDS[_synchro.kind_of(object)]
    except Err as error:
        raise host_error(error) from None


def new_dict(initial: str) -> int:
    try:
        return _synchro.new_dict(initial if initial.isascii() else clean(initial))
    except Err as error:
        raise host_error(error) from None


def dict_get(object: int, key: str) -> str | None:
    try:
        return _synchro.dict_get(object, key if key.isascii() else clean(key))
    except Err as error:
        raise host_error(error) from None


def dict_set(object: int, key: str, value: str) -> None:
    try:
        _synchro.dict_set(object, key if key.isascii() else clean(key), value if value.isascii() else clean(value))
    except Err as error:
        raise host_error(error) from None


def dict_set_default(object: int, key: str, value: str) -> str:
    try:
        return _synchro.dict_set_default(
            object, key if key.isascii() else clean(key), value if value.isascii() else clean(value)
        )
    except Err as error:
        raise host_error(error) from None


def dict_remove(object: int, key: str) -> str | None:
    try:
        return _synchro.dict_remove(object, key if key.isascii() else clean(key))
    except Err as error:
        raise host_error(error) from None


def dict_update(object: int, members: str) -> None:
    try:
        _synchro.dict_update(object, members if members.isascii() else clean(members))
    except Err as error:
        raise host_error(error) from None


def dict_add(object: int, key: str, amount: str) -> str:
    try:
        return _synchro.dict_add(object, clean(key), clean(amount))
    except Err as error:
        raise host_error(error) from None


def dict_compare_and_set(object: int, key: str, expected: str | None, new: str) -> bool:
    try:
        return _synchro.dict_compare_and_set(
            object, clean(key), None if expected is None else clean(expected), clean(new)
        )
    except Err as error:
        raise host_error(error) from None


def dict_contains(object: int, key: str) -> bool:
    try:
        return _synchro.dict_contains(object, key if key.isascii() else clean(key))
    except Err as error:
        raise host_error(error) from None


def dict_keys(object: int) -> list[str]:
    try:
        return _synchro.dict_keys(object)
    except Err as error:
        raise host_error(error) from None


def dict_length(object: int) -> int:
    try:
        return _synchro.dict_length(object)
    except Err as error:
        raise host_error(error) from None


def dict_snapshot(object: int) -> str:
    try:
        return _synchro.dict_snapshot(object)
    except Err as error:
        raise host_error(error) from None


def dict_clear(object: int) -> None:
    try:
        _synchro.dict_clear(object)
    except Err as error:
        raise host_error(error) from None


def new_list(initial: str) -> int:
    try:
        return _synchro.new_list(initial if initial.isascii() else clean(initial))
    except Err as error:
        raise host_error(error) from None


def list_get(object: int, index: int) -> str:
    try:
        return _synchro.list_get(object, _index(index))
    except Err as error:
        raise host_error(error) from None


def list_set(object: int, index: int, value: str) -> None:
    try:
        _synchro.list_set(object, _index(index), value if value.isascii() else clean(value))
    except Err as error:
        raise host_error(error) from None


def list_append(object: int, value: str) -> None:
    try:
        _synchro.list_append(object, value if value.isascii() else clean(value))
    except Err as error:
        raise host_error(error) from None


def list_extend(object: int, values: str) -> None:
    try:
        _synchro.list_extend(object, values if values.isascii() else clean(values))
    except Err as error:
        raise host_error(error) from None


def list_insert(object: int, index: int, value: str) -> None:
    try:
        _synchro.list_insert(object, _index(index), value if value.isascii() else clean(value))
    except Err as error:
        raise host_error(error) from None


def list_remove(object: int, index: int) -> str:
    try:
        return _synchro.list_remove(object, _index(index))
    except Err as error:
        raise host_error(error) from None


def list_length(object: int) -> int:
    try:
        return _synchro.list_length(object)
    except Err as error:
        raise host_error(error) from None


def list_snapshot(object: int) -> str:
    try:
        return _synchro.list_snapshot(object)
    except Err as error:
        raise host_error(error) from None


def list_clear(object: int) -> None:
    try:
        _synchro.list_clear(object)
    except Err as error:
        raise host_error(error) from None


def new_queue(maximum: int) -> int:
    try:
        return _synchro.new_queue(u32(maximum, "maximum"))
    except Err as error:
        raise host_error(error) from None


def queue_put(object: int, value: str, timeout: float | None = None) -> None:
    try:
        _synchro.queue_put(object, value if value.isascii() else clean(value), nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def queue_get(object: int, timeout: float | None = None) -> str:
    try:
        return _synchro.queue_get(object, nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def queue_length(object: int) -> int:
    try:
        return _synchro.queue_length(object)
    except Err as error:
        raise host_error(error) from None


def new_value(initial: str) -> int:
    try:
        return _synchro.new_value(initial if initial.isascii() else clean(initial))
    except Err as error:
        raise host_error(error) from None


def value_get(object: int) -> str:
    try:
        return _synchro.value_get(object)
    except Err as error:
        raise host_error(error) from None


def value_set(object: int, value: str) -> None:
    try:
        _synchro.value_set(object, value if value.isascii() else clean(value))
    except Err as error:
        raise host_error(error) from None


def value_add(object: int, amount: str) -> str:
    try:
        return _synchro.value_add(object, amount if amount.isascii() else clean(amount))
    except Err as error:
        raise host_error(error) from None


def value_compare_and_set(object: int, expected: str, new: str) -> bool:
    try:
        return _synchro.value_compare_and_set(object, clean(expected), clean(new))
    except Err as error:
        raise host_error(error) from None


def new_lock(reentrant: bool) -> int:
    try:
        return _synchro.new_lock(reentrant)
    except Err as error:
        raise host_error(error) from None


def lock_acquire(object: int, timeout: float | None = None) -> bool:
    try:
        return _synchro.lock_acquire(object, nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def lock_release(object: int) -> None:
    try:
        _synchro.lock_release(object)
    except Err as error:
        raise host_error(error) from None


def lock_held(object: int) -> bool:
    try:
        return _synchro.lock_held(object)
    except Err as error:
        raise host_error(error) from None


def new_event() -> int:
    try:
        return _synchro.new_event()
    except Err as error:
        raise host_error(error) from None


def event_set(object: int) -> None:
    try:
        _synchro.event_set(object)
    except Err as error:
        raise host_error(error) from None


def event_clear(object: int) -> None:
    try:
        _synchro.event_clear(object)
    except Err as error:
        raise host_error(error) from None


def event_is_set(object: int) -> bool:
    try:
        return _synchro.event_is_set(object)
    except Err as error:
        raise host_error(error) from None


def event_wait(object: int, timeout: float | None = None) -> bool:
    try:
        return _synchro.event_wait(object, nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def new_semaphore(permits: int, bounded: bool) -> int:
    try:
        return _synchro.new_semaphore(u32(permits, "permits"), bounded)
    except Err as error:
        raise host_error(error) from None


def semaphore_acquire(object: int, timeout: float | None = None) -> bool:
    try:
        return _synchro.semaphore_acquire(object, nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def semaphore_release(object: int) -> None:
    try:
        _synchro.semaphore_release(object)
    except Err as error:
        raise host_error(error) from None


def semaphore_permits(object: int) -> int:
    try:
        return _synchro.semaphore_permits(object)
    except Err as error:
        raise host_error(error) from None


def new_barrier(parties: int) -> int:
    try:
        return _synchro.new_barrier(u32(parties, "parties"))
    except Err as error:
        raise host_error(error) from None


def barrier_wait(object: int, timeout: float | None = None) -> int:
    try:
        return _synchro.barrier_wait(object, nanoseconds(timeout))
    except Err as error:
        raise host_error(error) from None


def barrier_reset(object: int) -> None:
    try:
        _synchro.barrier_reset(object)
    except Err as error:
        raise host_error(error) from None
