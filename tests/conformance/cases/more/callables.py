"""Parameters that can be called."""
from pyats import aetest


class Object:
    def __call__(self):
        return 'of an object'


def needs(argument):
    return argument


parameters = {'function': lambda: 6, 'made': dict, 'object': Object(), 'method': 'x'.upper, 'needs': needs,
              'function_of_function': lambda: len}
seen = []


def before(section, function):
    seen.append(f'before {function}')


class Callables(aetest.Testcase):
    parameters = {'own': lambda: 7}

    @aetest.processors(pre=[before])
    @aetest.test
    def given(self, function, made, object, method, own, function_of_function):
        self.passed(repr((function, made, object, method, own, function_of_function)))

    @aetest.test
    def missing(self, needs):
        pass

    @aetest.test
    def defaults(self, default=lambda: 3, *, named=Object()):
        self.passed(repr((default, named)))

    @aetest.test
    def left_alone(self):
        self.passed(type(self.parameters['object']).__name__)

    @aetest.loop(value=[lambda: 1, int, 'x'.upper])
    @aetest.test
    def looped(self, value):
        self.passed(repr(value))

    @aetest.skipIf(lambda function: function == 6, 'it is 6')
    @aetest.test
    def is_skipped(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def tell(self, said):
        said.extend(seen)
