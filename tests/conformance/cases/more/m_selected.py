import os
from pyats.datastructures.logic import And, Not, Or
from pyats.easypy import run

script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'selected.py')


def main(runtime):
    def go(taskid, **kwargs):
        print('PROBE', taskid, repr(run(script, runtime=runtime, taskid=taskid, **kwargs)))

    go('and', groups=And('a', 'b'))
    go('not', groups=And('a', Not('b')))
    go('none', groups=Or('nothing'))
    go('function', groups=lambda *groups: 'b' in groups)
    go('uids not', uids=Not('Second'))
    go('uids regex', uids=Or('.*th', 'common_.*'))
    go('uids and groups', uids=Or('First', 'Second'), groups=Or('b'))
    go('exclude', exclude_uids=Or('First'))
    go('looped', uids=Or('Third.*'))
