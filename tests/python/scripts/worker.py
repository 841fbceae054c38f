"""Takes numbers out of a queue until there are none, and adds up how many."""

import queue

from pyats import aetest


class Worker(aetest.Testcase):
    @aetest.test
    def works(self, facts, results, lock, todo, done, total):
        assert done.wait(60), 'nobody said that all is there'
        while True:
            try:
                n = todo.get_nowait()
            except queue.Empty:
                break
            results.append(n)
            with lock:
                facts['n'] = facts.get('n', 0) + 1
                total.value += 1
