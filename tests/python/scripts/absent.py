"""Tries what cannot exist in the sandbox; says what it was told."""

import os
import socket
import subprocess

from pyats import aetest


def told(do):
    try:
        return f'did it: {do()!r}'
    except Exception as error:
        return f'{type(error).__name__}: {error}'


class Absent(aetest.Testcase):
    @aetest.test
    def each(self):
        import multiprocessing
        self.passed(data={
            'subprocess.run': told(lambda: subprocess.run(['ls'])),
            'subprocess.Popen': told(lambda: subprocess.Popen('ls', shell=True)),
            'subprocess.check_output': told(lambda: subprocess.check_output(['ls'])),
            'os.system': told(lambda: os.system('ls')),
            'os.popen': told(lambda: os.popen('ls')),
            'os.fork': told(lambda: os.fork()),
            'os.execv': told(lambda: os.execv('/bin/ls', ['ls'])),
            'multiprocessing.Process': told(lambda: multiprocessing.Process(target=print).start()),
            'multiprocessing.Pool': told(lambda: multiprocessing.Pool(2)),
            'ctypes.CDLL': told(lambda: __import__('ctypes').CDLL('libc.so.6')),
            'socket.connect': told(lambda: socket.create_connection(('192.0.2.1', 22), timeout=1)),
        })

    @aetest.test
    def modules(self):
        said = {}
        for name in ('ssl', 'numpy', 'pandas', 'lxml', 'paramiko', 'psutil', 'netmiko', 'requests'):
            said[name] = told(lambda: __import__(name).__name__)
        self.passed(data=said)
