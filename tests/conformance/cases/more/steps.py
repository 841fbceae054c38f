from pyats import aetest


class Steps(aetest.Testcase):
    @aetest.setup
    def setup(self, steps):
        with steps.start('prepare'):
            pass

    @aetest.test
    def all_results(self, steps):
        for result in ('passed', 'passx', 'skipped'):
            with steps.start(f'is {result}') as step:
                getattr(step, result)(f'because it is {result}')
        with steps.start('nothing said'):
            pass

    @aetest.test
    def goes_on(self, steps):
        with steps.start('fails', continue_=True) as step:
            step.failed('one')
        with steps.start('raises', continue_=True) as step:
            raise ValueError('two')
        with steps.start('asserts', continue_=True) as step:
            assert False, 'three'
        with steps.start('passes') as step:
            step.passed('four')

    @aetest.test
    def errored_step(self, steps):
        with steps.start('errs') as step:
            step.errored('it is broken')
        self.passed('not reached')

    @aetest.test
    def blocked_step(self, steps):
        with steps.start('is blocked') as step:
            step.blocked('by another')

    @aetest.test
    def nested(self, steps):
        with steps.start('outer') as outer:
            with outer.start('inner', continue_=True) as inner:
                inner.failed('inside')
            with outer.start('next') as inner:
                with inner.start('innermost') as innermost:
                    innermost.passx('deep')
        with steps.start('after') as after:
            pass

    @aetest.test
    def nested_stops(self, steps):
        with steps.start('outer', continue_=True) as outer:
            with outer.start('inner') as inner:
                inner.failed('stops the outer one')
            with outer.start('not reached'):
                pass
        with steps.start('reached'):
            pass

    @aetest.test
    def section_says_otherwise(self, steps):
        with steps.start('fails', continue_=True) as step:
            step.failed('a step')
        self.passed('the section')

    @aetest.test
    def section_result_in_a_step(self, steps):
        with steps.start('the section fails'):
            self.failed('from within')
        with steps.start('not reached'):
            pass

    @aetest.test
    def described(self, steps):
        with steps.start('described', description='what it is for') as step:
            step.passed(data={'n': 1})

    @aetest.test
    def by_index(self, steps):
        with steps.start('first') as step:
            first = step.index
        with steps.start('second') as step:
            self.passed(f'{first} {step.index} {step.name}')
