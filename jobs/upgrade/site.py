"""Compares what the routers of a site have shared."""

import csv
import os

from pyats import aetest
from pyats.easypy import runtime


class Site(aetest.Testcase):
    @aetest.setup
    def gather(self, routers, facts):
        silent = [router for router in routers if router not in facts]
        if silent:
            self.blocked('nothing is known of ' + ', '.join(silent))
        self.facts = {router: facts[router] for router in routers}

    @aetest.test
    def one_release(self):
        releases = sorted({fact['release'] for fact in self.facts.values()})
        if len(releases) > 1:
            self.failed('the routers run ' + ' and '.join(releases))
        self.passed(f'all run {releases[0]}')

    @aetest.cleanup
    def write_table(self):
        """What is written into the runtime directory comes into the archive."""
        facts = getattr(self, 'facts', {})
        with open(os.path.join(runtime.directory, 'site.csv'), 'w', newline='') as file:
            table = csv.writer(file)
            table.writerow(['router', 'release', 'interfaces up', 'routes'])
            for router, fact in facts.items():
                table.writerow([router, *fact.values()])


if __name__ == '__main__':
    aetest.main()
