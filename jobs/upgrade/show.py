"""What `show` commands print, as dictionaries: a parser for each command, in the manner of genie's.

A testscript imports this file because it lies beside it: `from show import ...`.
"""

import re


class ParseError(ValueError):
    """The output is not what the command prints."""


class ShowVersion:
    """`show version`: {'hostname': str, 'version': str, 'image': str, 'uptime': str}"""

    command = 'show version'

    p_version = re.compile(r'^Cisco IOS Software.*, Version (?P<version>[^,\s]+),', re.MULTILINE)
    p_uptime = re.compile(r'^(?P<hostname>\S+) uptime is (?P<uptime>.+)$', re.MULTILINE)
    p_image = re.compile(r'^System image file is "(?P<image>[^"]+)"$', re.MULTILINE)

    def parse(self, output):
        found = {}
        for pattern in (self.p_version, self.p_uptime, self.p_image):
            match = pattern.search(output)
            if match is None:
                raise ParseError(f'{self.command}: no line like {pattern.pattern!r}')
            found.update(match.groupdict())
        return found


class ShowInterfaces:
    """`show interfaces`: {name: {'status': 'up' | 'down' | 'shut', 'address': str | None,
    'input_errors': int, 'output_drops': int}}"""

    command = 'show interfaces'

    p_name = re.compile(r'^(?P<name>\S+) is (?P<status>[\w ]+), line protocol is (?P<protocol>\w+)')
    p_address = re.compile(r'^  Internet address is (?P<address>\S+)')
    p_drops = re.compile(r'Total output drops: (?P<output_drops>\d+)')
    p_errors = re.compile(r'^ +(?P<input_errors>\d+) input errors')

    def parse(self, output):
        interfaces = {}
        interface = None
        for line in output.splitlines():
            if match := self.p_name.match(line):
                interface = {'status': self.status(match), 'address': None, 'input_errors': 0, 'output_drops': 0}
                interfaces[match['name']] = interface
            elif interface is None:
                continue
            elif match := self.p_address.match(line):
                interface['address'] = match['address']
            elif match := self.p_drops.search(line):
                interface['output_drops'] = int(match['output_drops'])
            elif match := self.p_errors.match(line):
                interface['input_errors'] = int(match['input_errors'])
        if not interfaces:
            raise ParseError(f'{self.command}: no interfaces')
        return interfaces

    @staticmethod
    def status(match):
        if match['status'] == 'administratively down':
            return 'shut'
        return 'up' if (match['status'], match['protocol']) == ('up', 'up') else 'down'


class ShowIpOspfNeighbor:
    """`show ip ospf neighbor`: {neighbour: {'state': str, 'interface': str}}; empty without OSPF."""

    command = 'show ip ospf neighbor'

    p_row = re.compile(r'^(?P<id>[\d.]+) +\d+ +(?P<state>\w+)/\s*\S+ +[\d:]+ +[\d.]+ +(?P<interface>\S+)$')

    def parse(self, output):
        rows = filter(None, map(self.p_row.match, output.splitlines()))
        return {row['id']: {'state': row['state'], 'interface': row['interface']} for row in rows}


class ShowIpRouteSummary:
    """`show ip route summary`: {source: routes}"""

    command = 'show ip route summary'

    p_row = re.compile(r'^(?P<source>connected|static|ospf|bgp|Total)\b.*?\s(?P<networks>\d+) +(?P<subnets>\d+) +\d+ +\d+ +\d+$')

    def parse(self, output):
        rows = filter(None, map(self.p_row.match, output.splitlines()))
        routes = {row['source'].lower(): int(row['networks']) + int(row['subnets']) for row in rows}
        if 'total' not in routes:
            raise ParseError(f'{self.command}: no total')
        return routes


PARSERS = {
    'version': ShowVersion(),
    'interfaces': ShowInterfaces(),
    'ospf': ShowIpOspfNeighbor(),
    'routes': ShowIpRouteSummary(),
}


def outputs(session, hostname):
    """What each command printed in a session: {command: output}."""
    prompt = re.compile(rf'^{re.escape(hostname)}#(?P<command>.*)$', re.MULTILINE)
    pieces = prompt.split(session)
    return dict(zip(pieces[1::2], pieces[2::2]))


def read(session, hostname):
    """The state of a router: one entry for each of `PARSERS`."""
    printed = outputs(session, hostname)
    state = {}
    for name, parser in PARSERS.items():
        if parser.command not in printed:
            raise ParseError(f'{hostname} was not asked `{parser.command}`')
        state[name] = parser.parse(printed[parser.command])
    return state
