"""What a testscript sees of the world."""

import argparse
import datetime
import json
import os
import sys
import tempfile
import time

from pyats import aetest
from pyats.easypy import runtime


def attempt(do):
    """What came of it: a value, or the name of an error."""
    try:
        return do()
    except Exception as error:
        return type(error).__name__


class World(aetest.Testcase):
    @aetest.test
    def places(self, inside, outside):
        def write(directory):
            with open(os.path.join(directory, 'written.txt'), 'w') as file:
                file.write('größe')

        def read(path):
            with open(path) as file:
                return file.read()

        self.passed(data={
            'cwd': os.getcwd(),
            'file': __file__,
            'name': __name__,
            'beside': sorted(name for name in os.listdir(os.path.dirname(__file__)) if name.startswith('world')),
            'reads beside the job': attempt(lambda: read('run.py').splitlines()[0]),
            'reads beside itself': attempt(lambda: len(read(inside))),
            'reads elsewhere': attempt(lambda: read(outside)),
            'reads /etc/passwd': attempt(lambda: read('/etc/passwd')),
            'writes to the runtime directory': attempt(lambda: write(runtime.directory)),
            'writes beside itself': attempt(lambda: write(os.path.dirname(__file__))),
            'writes to the current directory': attempt(lambda: write('.')),
            'writes to a temporary directory': attempt(lambda: write(tempfile.mkdtemp())),
            'temporary directory': tempfile.gettempdir(),
            'has bytecode': os.path.exists(os.path.join(os.path.dirname(__file__), '__pycache__')),
        })

    @aetest.test
    def time(self):
        begin = time.monotonic()
        now = datetime.datetime.now(datetime.timezone.utc)
        time.sleep(0.05)
        slept = time.monotonic() - begin
        assert slept >= 0.05, f'slept {slept}'
        parsed = datetime.datetime.strptime('2026-11-24 02:13:12', '%Y-%m-%d %H:%M:%S')
        self.passed(data={
            'now': now.timestamp(),
            'local': time.strftime('%Z'),
            'parsed': parsed.isoformat(),
            'written': parsed.strftime('%A %d %B %Y'),
        })

    @aetest.test
    def arguments(self):
        parser = argparse.ArgumentParser()
        parser.add_argument('--site', default='none')
        args, rest = parser.parse_known_args(sys.argv[1:])
        self.passed(data={'site': args.site, 'rest': rest})

    @aetest.test
    def of_the_run(self):
        self.passed(data={
            'job name': runtime.job.name,
            'uid': runtime.job.uid,
            'json': json.loads(json.dumps({'a': [1, 2.5, None, 'é']})),
        })

    @aetest.test
    def random(self):
        import random
        import uuid
        self.passed(data=[random.random(), str(uuid.uuid4()), os.urandom(8).hex()])

    @aetest.test
    def input(self):
        try:
            self.passed('read ' + repr(input()))
        except EOFError:
            self.passed('there is nothing to read')
