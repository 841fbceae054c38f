from pyats import aetest

parameters = {'base': 1}


class MySetup(aetest.CommonSetup):
    """Of the setup."""

    @aetest.subsection
    def first(self, section, testscript):
        """Of the subsection."""
        self.passed(f'{self.uid} {section.uid} {self.parent.uid} {testscript.uid} {section.description}')


class Plain(aetest.Testcase):
    """Of the testcase."""
    groups = ['a', 'b']

    @aetest.test
    def names(self, section):
        self.passed(f'{self.uid} {self.groups} {self.description} {section.uid} {section.description} '
                    f'{type(self).__name__}')

    @aetest.test
    def keeps(self):
        self.seen = 1

    @aetest.test
    def has(self):
        self.passed(str(self.seen))

    @aetest.test
    def of_the_script(self):
        self.passed(f'{self.parent.parameters["base"]} {self.parameters["base"]} {"base" in self.parameters}')


class Changed(aetest.Testcase):
    uid = 'a uid of its own, 1.2/3'

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.description = 'set in __init__'

    @aetest.test
    def test(self):
        self.passed(f'{self.uid} {self.description}')


class Größe(aetest.Testcase):
    @aetest.test
    def prüfe(self):
        self.passed('✓')
