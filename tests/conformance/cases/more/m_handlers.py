import logging


class Keep(logging.Handler):
    def __init__(self):
        super().__init__()
        self.kept = []

    def emit(self, record):
        self.kept.append(f'{record.levelname} {record.name} {self.format(record)}')


def main(runtime):
    handler = Keep()
    logging.root.addHandler(handler)
    logging.getLogger(__name__).info('from %s', 'the job')
    logging.getLogger('mylibrary').debug('not seen')
    logging.getLogger('mylibrary').setLevel('DEBUG')
    logging.getLogger('mylibrary').debug('seen')
    logging.getLogger('mylibrary').log(5, 'below')
    try:
        {}['key']
    except KeyError:
        logging.exception('caught')
    logging.root.removeHandler(handler)
    for line in handler.kept:
        print('PROBE', line.splitlines()[0], len(line.splitlines()))
    print('PROBE', logging.root.level, logging.getLogger('pyats.aetest').getEffectiveLevel(), __name__)
