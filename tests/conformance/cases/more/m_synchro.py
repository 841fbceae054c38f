import queue


def told(what, do):
    try:
        print('PROBE', what, repr(do()))
    except BaseException as error:
        print('PROBE', what, type(error).__name__, error)


def main(runtime):
    synchro = runtime.synchro
    d = synchro.dict({'a': 1}, b=2)
    told('str', lambda: str(d))
    told('copy', lambda: d.copy())
    told('items', lambda: sorted(d.items()))
    told('values', lambda: sorted(d.values()))
    told('keys', lambda: sorted(d.keys()))
    told('iterate', lambda: sorted(d))
    told('get', lambda: (d.get('a'), d.get('z'), d.get('z', 3)))
    told('setdefault', lambda: (d.setdefault('a', 9), d.setdefault('c', 3)))
    told('pop', lambda: (d.pop('c'), d.pop('c', None)))
    told('pop missing', lambda: d.pop('c'))
    told('missing', lambda: d['nowhere'])
    told('del missing', lambda: d.__delitem__('nowhere'))
    told('update', lambda: (d.update(x=1), d.update({'y': 2}), sorted(d.items())))
    told('contains', lambda: ('a' in d, 'z' in d, len(d)))
    told('keys of other types', lambda: (d.__setitem__(1, 'one'), d[1], d.__setitem__((1, 2), 'pair'), d[(1, 2)]))
    told('popitem', lambda: d.popitem())
    told('clear', lambda: (d.clear(), len(d), bool(d), d.copy()))
    told('equal', lambda: synchro.dict(a=1) == {'a': 1})

    l = synchro.list([3, 1, 2])
    told('list', lambda: (list(l), l[0], l[-1], l[1:], len(l), 3 in l))
    told('out of range', lambda: l[9])
    told('append', lambda: (l.append('x'), l.extend([5, 6]), l.insert(0, 'first'), list(l)))
    told('pop', lambda: (l.pop(), l.pop(0), l.remove('x'), list(l)))
    told('remove missing', lambda: l.remove('nowhere'))
    told('sort', lambda: (l.sort(), list(l), l.reverse(), list(l), l.index(5), l.count(5)))
    told('slices', lambda: (l.__setitem__(slice(0, 2), ['a', 'b', 'c']), list(l), l.__delitem__(0), list(l)))
    told('add', lambda: (l + [1], l * 2))
    told('str', lambda: str(l))

    q = synchro.Queue(maxsize=2)
    told('queue', lambda: (q.put(1), q.put({'a': (1, 2)}), q.full(), q.qsize(), q.get(), q.get(), q.empty()))
    told('get_nowait', q.get_nowait)
    told('get timeout', lambda: q.get(timeout=0.01))
    told('get block', lambda: q.get(block=False))
    told('put_nowait', lambda: (q.put_nowait(1), q.put_nowait(2), q.put_nowait(3)))
    told('put timeout', lambda: q.put(3, timeout=0.01))
    told('Empty', lambda: issubclass(queue.Empty, Exception))
    j = synchro.JoinableQueue()
    told('joinable', lambda: (j.put(1), j.get(), j.task_done(), j.join()))
    told('task_done too often', j.task_done)

    v = synchro.Value('i', 7)
    told('value', lambda: (v.value, v.get(), v.set(8), v.value, str(v)))
    a = synchro.Array('i', [1, 2, 3])
    told('array', lambda: (a[0], len(a), a.__setitem__(1, 9), list(a), a[1:]))
    n = synchro.Namespace(x=1)
    n.y = 2
    told('namespace', lambda: (n.x, n.y, hasattr(n, 'z'), str(n)))
    told('namespace missing', lambda: n.z)

    lock = synchro.Lock()
    told('lock', lambda: (lock.acquire(), lock.acquire(False), lock.acquire(True, 0.01), lock.release()))
    told('release', lock.release)
    with lock:
        told('held', lambda: lock.acquire(blocking=False))
    rlock = synchro.RLock()
    told('rlock', lambda: (rlock.acquire(), rlock.acquire(), rlock.release(), rlock.release()))
    s = synchro.BoundedSemaphore(1)
    told('semaphore', lambda: (s.acquire(), s.acquire(False), s.release()))
    told('release too often', s.release)
    e = synchro.Event()
    told('event', lambda: (e.is_set(), e.wait(0.01), e.set(), e.wait(), e.is_set(), e.clear(), e.is_set()))
    b = synchro.Barrier(1)
    told('barrier', lambda: (b.parties, b.n_waiting, b.broken, b.wait()))
    told('barrier abort', lambda: (b.abort(), b.broken, b.reset(), b.broken))
    c = synchro.Condition()
    with c:
        told('condition', lambda: (c.wait(0.01), c.notify(), c.notify_all(), c.wait_for(lambda: True)))
