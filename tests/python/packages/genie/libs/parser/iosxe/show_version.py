"""show version"""

import re

from genie.metaparser import MetaParser


class ShowVersion(MetaParser):
    cli_command = 'show version'
    schema = {'version': str}

    def cli(self, output=None):
        if output is None:
            output = self.device.execute(self.cli_command)
        match = re.search(r'Software, Version (\S+)', output)
        return {'version': match[1]} if match else {}


class ShowNonsense(ShowVersion):
    """A command that the device does not know."""

    cli_command = 'show nonsense detail'
