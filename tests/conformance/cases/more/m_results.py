from pyats.results import Aborted, Blocked, Errored, Failed, Passed, Passx, Skipped
from pyats import results


def main(runtime):
    all = [Passed, Passx, Failed, Errored, Aborted, Blocked, Skipped]
    for a in all:
        print('PROBE', a, repr(a), bool(a), int(a.code), a.value, a.name if hasattr(a, 'name') else '')
        print('PROBE', [str(a + b) for b in all])
    print('PROBE', repr(sum(all)), repr(sum([Passed, Skipped])))
    clone = Failed.clone('because')
    print('PROBE', clone == Failed, clone.reason, Failed.reason, repr(clone), clone is Failed)
    print('PROBE', Passed == 'passed', Passed != Failed, Passed in all)
    print('PROBE', isinstance(Passed, results.TestResult), type(Passed).__name__)
