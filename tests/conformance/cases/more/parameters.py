from pyats import aetest
from pyats.aetest.parameters import parametrize

parameters = {'script': 1, 'over': 'script', 'mutable': []}


@parametrize
def computed():
    return 'computed'


@parametrize(factor=3)
def with_arguments(factor, section):
    return f'{factor} {section.uid}'


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def adds(self, testscript):
        testscript.parameters['added'] = 'by common setup'
        self.parent.parameters['mutable'].append(1)
        self.parameters['local'] = 'of common setup'

    @aetest.subsection
    def sees(self, added, local=None):
        self.passed(f'{added} {local}')


class First(aetest.Testcase):
    parameters = {'over': 'testcase', 'own': 2}

    @aetest.setup
    def setup(self, own):
        self.parameters['from_setup'] = own + 1
        self.parameters.update(more=4)

    @aetest.test
    def sees(self, script, over, own, from_setup, more, added, mutable, given='default', missing='default'):
        self.passed(f'{script} {over} {own} {from_setup} {more} {added} {mutable} {given} {missing}')

    @aetest.test
    def computes(self, computed, with_arguments):
        self.passed(f'{computed} {with_arguments}')

    @aetest.test
    def by_keyword(self, *, over, **others):
        self.passed(f'{over} {sorted(others)}')

    @aetest.test
    def takes_all(self, *args):
        self.passed(f'{args}')

    @aetest.test
    def changes(self, mutable):
        mutable.append(2)
        self.parameters['over'] = 'changed'

    @aetest.test
    def sees_change(self, over, mutable):
        self.passed(f'{over} {mutable}')

    @aetest.test
    def misses(self, nowhere):
        pass

    @aetest.test
    def misses_two(self, nowhere, neither):
        pass


class Second(aetest.Testcase):
    @aetest.test
    def sees(self, over, mutable, own='gone', from_setup='gone'):
        self.passed(f'{over} {mutable} {own} {from_setup}')

    @aetest.test
    def reserved(self, section, testscript, steps, testbed, runinfo_dir=None):
        self.passed(f'{section.uid} {testscript.uid} {testbed} {runinfo_dir is not None}')
