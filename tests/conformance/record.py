#!/usr/bin/env python3
"""Records what pyATS does with a job of `cases`, into `more.json`.

    python3 record.py VENV/bin NAME JOB [ARGUMENTS ...]

`VENV/bin` is where `pyats` is (`pip install "pyats[library]"`, 26.9); JOB is below `cases`. `oracle.json` was made in the
same way, before there was this file. What changes from run to run gets a placeholder; `normal.rs` does the same to ours.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE / 'cases'
MORE = HERE / 'more.json'


def flatten(node, rows):
    result = node.get('result') or {}
    rows.append([node['type'], node['fullid'], result.get('value'), result.get('reason')])
    for section in node.get('sections') or ():
        flatten(section, rows)


def record(venv, job, arguments):
    """What came of the job, in the form of `oracle.json`."""
    with tempfile.TemporaryDirectory() as out:
        path = CASES / job
        command = [str(venv / 'pyats'), 'run', 'job', path.name, '--no-mail', '--archive-dir', f'{out}/archive',
                   '--runinfo-dir', f'{out}/runinfo', *arguments]
        environment = {'PATH': f'{venv}:/usr/bin:/bin', 'HOME': out, 'TZ': 'UTC', 'PYTHONDONTWRITEBYTECODE': '1'}
        ended = subprocess.run(command, cwd=path.parent, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        case = {'job': job, 'args': arguments, 'rc': ended.returncode, 'archive_files': None, 'job_name': None,
                'result': None, 'success_rate': None, 'summary': None, 'totaltasks': None, 'tree': None}
        archives = list(pathlib.Path(out, 'archive').rglob('*.zip'))
        if archives:
            with zipfile.ZipFile(archives[0]) as archive:
                case['archive_files'] = sorted(archive.namelist())
                has_report = 'results.json' in archive.namelist()
                report = json.loads(archive.read('results.json'))['report'] if has_report else None
        if archives and report:
            rows = []
            for task in report.get('tasks') or ():
                flatten(task, rows)
            case |= {'job_name': report['name'], 'result': (report.get('result') or {}).get('value'),
                     'success_rate': report['summary']['success_rate'], 'summary': report['summary'],
                     'totaltasks': report['totaltasks'], 'tree': rows}
        lines = [line.rstrip('\n') for line in ended.stdout.splitlines()]
        case['probe'] = [line for line in lines if line.startswith('PROBE')]
        if not archives:
            print(ended.stdout, file=sys.stderr)
        return json.loads(masked(json.dumps(case, ensure_ascii=False), out, venv))


def masked(text, out, venv):
    for path, name in ((str(CASES), '<CASES>'), (out, '<OUT>'), (str(venv.parent), '<VENV>')):
        text = text.replace(path, name)
    text = re.sub(r'_\d{4}[A-Z][a-z]{2}\d\d_\d\d_\d\d_\d\d_\d{6}', '_<STAMP>', text)
    return re.sub(r'\b0x[0-9a-f]{6,}\b', '<ADDR>', text)


def main():
    venv, name, job, *arguments = sys.argv[1:]
    recorded = json.loads(MORE.read_text())
    recorded[name] = record(pathlib.Path(os.path.abspath(venv)), job, arguments)
    MORE.write_text(json.dumps(dict(sorted(recorded.items())), indent=1, ensure_ascii=False) + '\n')
    print(name, recorded[name]['rc'], recorded[name]['result'], recorded[name]['summary'])


main()
