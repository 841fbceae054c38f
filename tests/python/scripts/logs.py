"""Everything that can be written to a log."""

import logging
import sys
import warnings

from pyats import aetest

log = logging.getLogger(__name__)


class Logs(aetest.Testcase):
    @aetest.test
    def prints(self):
        print('one line')
        print('two', 'words', sep='-')
        print('several\nlines')
        print('größe ✓', flush=True)
        print('to standard error', file=sys.stderr)
        sys.stdout.write('without an end')

    @aetest.test
    def logs(self):
        for name in (__name__, 'mylibrary', 'my.lib.sub', 'my-lib', 'genie.libs', ''):
            logger = logging.getLogger(name)
            for level in ('debug', 'info', 'warning', 'error', 'critical'):
                getattr(logger, level)('%s by %s', level, name or 'root')
        log.info('first\nsecond')
        log.info('not all %s arguments')
        log.log(25, 'between')
        log.info('%(a)s and %(b)s', {'a': 1, 'b': 2})

    @aetest.test
    def warns(self):
        warnings.warn('it is old')

    @aetest.test
    def sets_levels(self):
        logging.getLogger('mylibrary').setLevel('ERROR')
        logging.getLogger('mylibrary').warning('not to be seen')
        logging.getLogger('mylibrary').error('to be seen')
        logging.getLogger('mylibrary').setLevel(logging.NOTSET)
        logging.getLogger('mylibrary').info('to be seen again')

    @aetest.test
    def own_handler(self):
        records = []

        class Keep(logging.Handler):
            def emit(self, record):
                records.append(self.format(record))

        handler = Keep()
        handler.setFormatter(logging.Formatter('%(levelname)s %(name)s %(message)s'))
        logging.getLogger('mylibrary').addHandler(handler)
        logging.getLogger('mylibrary').warning('kept')
        logging.getLogger('mylibrary').removeHandler(handler)
        self.passed(data=records)
