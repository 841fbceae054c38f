"""What scripts guard and time themselves with: alarms, zones, queues with a bound."""

import datetime
import os
import queue
import signal
import threading
import time
import zoneinfo

from pyats import aetest


def told(do):
    try:
        return f'did it: {do()!r}'
    except Exception as error:
        return f'{type(error).__name__}: {error}'


class Guards(aetest.Testcase):
    @aetest.test
    def alarm(self):
        """As scripts guard a step with it: nothing would come, so it is an error."""
        def late(number, frame):
            raise TimeoutError('the step took too long')

        signal.signal(signal.SIGALRM, late)
        signal.alarm(1)  # the alarm
        time.sleep(3600)

    @aetest.test
    def timers(self):
        self.passed(data={
            'alarm': told(lambda: signal.alarm(5)),
            'setitimer': told(lambda: signal.setitimer(signal.ITIMER_REAL, 0.5)),
            'alarm off': told(lambda: signal.alarm(0)),
            'pause': told(lambda: signal.pause()),
            'sigwait': told(lambda: signal.sigwait([signal.SIGTERM])),
        })

    @aetest.test
    def zones(self):
        summer = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.timezone.utc)
        os.environ['TZ'] = 'Europe/Paris'
        self.passed(data={
            'Paris': told(lambda: summer.astimezone(zoneinfo.ZoneInfo('Europe/Paris')).isoformat()),
            'Kolkata': told(lambda: summer.astimezone(zoneinfo.ZoneInfo('Asia/Kolkata')).isoformat()),
            'local': told(lambda: summer.astimezone().isoformat()),
            'unknown': told(lambda: zoneinfo.ZoneInfo('Mars/Base')),
            'outside': told(lambda: zoneinfo.ZoneInfo('../../etc/passwd')),
            'tzset': told(lambda: time.tzset()),
        })

    @aetest.test
    def queues(self):
        bounded, found = queue.Queue(maxsize=1), []

        def produce():
            for n in range(50):
                bounded.put(n)
            bounded.put(None)

        def consume():
            while (item := bounded.get()) is not None:
                found.append(item)

        workers = [threading.Thread(target=produce), threading.Thread(target=consume)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        bounded.put('the only one')
        self.passed(data={
            'work': told(lambda: found == list(range(50))),
            'put at once': told(lambda: bounded.put_nowait('one more')),
            'put in time': told(lambda: bounded.put('one more', timeout=0.01)),
            'put': told(lambda: bounded.put('one more')),
            'get': told(lambda: bounded.get()),
            'get from nobody': told(lambda: bounded.get()),
        })

    @aetest.test
    def producer(self):
        """A producer without an end fills a queue with a bound for nobody: it is ended, and its join says so."""
        bounded = queue.Queue(maxsize=1)

        def produce():
            while True:
                bounded.put('x')

        thread = threading.Thread(target=produce, name='producer')
        thread.start()
        first = bounded.get()
        self.passed(data=[first, told(thread.join)])
