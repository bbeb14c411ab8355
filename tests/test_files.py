#!/usr/bin/env python3
"""Files that the program reads and writes: traces, scenarios, data, and pictures of them. Argument:
the program."""
import csv
import io
import os
import random
import subprocess
import tempfile

from program import RAVINE, TESTS, good, ids, refused, run
from tap import Tap


def output_files(tap):
    words = ['trace', '-p', 'bowl', '-o', 'sgd', '-n', '20']
    text = good(*words)
    with tempfile.TemporaryDirectory(prefix='with space ') as folder:
        path = os.path.join(folder, 'out.csv')
        tap.equal('-O says nothing on standard output', good(*words, '-O', path), '')
        with open(path, encoding='utf-8') as file:
            tap.check('-O writes what standard output would have got', file.read() == text)
        tap.equal('nothing else is left beside it', os.listdir(folder), ['out.csv'])
        mask = os.umask(0)
        os.umask(mask)
        tap.equal('the file has ordinary permissions', os.stat(path).st_mode & 0o777, 0o666 & ~mask)
        before = os.stat(path).st_mtime_ns
        result = run('trace', '-p', 'bowl', '-o', 'sgd:lr=no', '-O', path)
        with open(path, encoding='utf-8') as file:
            tap.check('a command that fails leaves an older file alone', result.returncode == 2 and
                      file.read() == text and os.stat(path).st_mtime_ns == before)
        link = os.path.join(folder, 'link.csv')
        os.symlink('out.csv', link)
        good('trace', '-p', 'bowl', '-o', 'sgd', '-n', '3', '-O', link)
        with open(path, encoding='utf-8') as file:
            tap.check('a link stays a link, its file is replaced',
                      os.path.islink(link) and len(file.readlines()) == 5)
        tap.equal('-O - is standard output', good(*words, '-O', '-'), text)
        for path in [os.path.join(folder, 'no', 'out.csv'), folder]:
            result = run(*words, '-O', path)
            tap.check('a place that cannot be written is bad input', result.returncode == 2 and
                      len(result.stderr.splitlines()) == 1 and not result.stdout, result)
    if os.path.exists('/dev/full'):
        with open('/dev/full', 'w', encoding='utf-8') as full:
            result = subprocess.run([RAVINE, *words, '-n2000' if '-n' not in words else '--seed=1'],
                                    stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        tap.check('a full disk is one line and exit status 1', result.returncode == 1 and
                  len(result.stderr.splitlines()) == 1, result)


# A model, what its data file holds, what the line names.
DATA_MISTAKES = [
    ('linreg', b'', ['rows.csv', 'empty']),
    ('linreg', b'x,y\n', ['rows.csv', 'header']),
    ('linreg', b'x,y\n1,2\n3,four\n', ['rows.csv:3:', "'four'"]),
    ('linreg', b'x,y\r\n1,nan\r\n', ['rows.csv:2:', "'nan'"]),
    ('linreg', b'\xef\xbb\xbfx,y\n1,2,3\n', ['rows.csv:2:', '3 columns']),
    ('linreg', b'x,y\n1,\x1b[31m\n', ['rows.csv:2:', "'?[31m'"]),
    ('linreg', b'a,b,c\n1,2,3\n', ['rows.csv:1:', "'x'", 'a, b, c']),
    ('linreg', b'\x7fELF\x02\0\0', ['rows.csv:1:', 'NUL']),
    ('linreg', b'1' * (2 << 20), ['rows.csv:1:', 'longer']),
    ('linreg', b'1,2\n' * 100001, ['rows.csv:100001:', '100000 rows']),
    ('logreg', b'x,y\n1,0\n2,2\n', ['rows.csv:3:', "'2'", '0 or 1']),
    ('linreg', None, ['rows.csv', 'No such file']),
]


def data_mistakes(tap):
    for model, rows, culprits in DATA_MISTAKES:
        for command in ['trace', 'eval', 'check', 'render']:
            with tempfile.TemporaryDirectory() as folder:
                if rows is not None:
                    with open(os.path.join(folder, 'rows.csv'), 'wb') as file:
                        file.write(rows)
                before = os.listdir(folder)
                more = {'trace': ['-o', 'sgd', '-O', 'out.csv'], 'eval': ['--at', '0,0'],
                        'check': [], 'render': ['-O', 'out.png']}[command]
                result = run(command, '-p', f'{model}:data=rows.csv', *more, folder=folder)
                tap.check(f'{command} refuses a {model} file, naming {culprits}',
                          result.returncode == 2 and not result.stdout and
                          os.listdir(folder) == before and
                          len(result.stderr.splitlines()) == 1 and
                          all(culprit in result.stderr for culprit in culprits),
                          f'exit {result.returncode}\nstderr {result.stderr[:400]!r}')
    # A span of denormals on a page with room for one label.
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'rows.csv'), 'w', encoding='utf-8') as file:
            file.write('x,y\n1e-310,2\n2e-310,3\n3e-310,4\n')
        for size in (['--width-mm', '20', '--font-size', '4'], []):
            result = run('render', 'linreg:data=rows.csv', '-o', 'sgd', *size, '-O', 'out.png',
                         folder=folder)
            tap.check(f'rows in a span of denormals are drawn {" ".join(size)}',
                      result.returncode == 0, result.stderr)
    result = run('trace', '-p', 'linreg:data=/', '-o', 'sgd')
    tap.check('a folder is no data file', result.returncode == 2 and 'directory' in result.stderr,
              result.stderr)


# ---- scenarios ----

BY_HAND = """; A bowl that is ten times steeper across than along.
version = 1
title = Two in a bowl
caption = One line
    and another one.
problem = bowl:kappa=10
optimizer = sgd:lr=0.1
optimizer = momentum:lr=0.02,
    momentum=0.8,label=a ball
start = -3,0.1
steps = 25
"""


def scenarios(tap):
    names = ids('scenarios')
    tap.check('there are 18 lessons at least', len(names) >= 18, names)
    lessons = os.path.join(os.path.dirname(TESTS), 'assets', 'lessons')
    for name in names:
        files = [file for file in sorted(os.listdir(lessons)) if file[3:] == name + '.ini']
        same = files and good('trace', name, '-n', '3') == good(
            'trace', os.path.join(lessons, files[0]), '-n', '3')
        tap.check(f'{name} is a file in assets/lessons', same, files)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'by-hand.ini')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(BY_HAND)
        race = ('-p', 'bowl:kappa=10', '-o', 'sgd:lr=0.1', '-s', '-3,0.1', '-o',
                'momentum:lr=0.02,momentum=0.8,label=a ball')
        tap.equal('a scenario file is the race of its values', good('trace', path),
                  good('trace', *race, '-n', '25'))
        tap.equal('the command line goes before it', good('trace', path, '-n', '3', '-o', 'adam'),
                  good('trace', '-p', 'bowl:kappa=10', '-s', '-3,0.1', '-n', '3', '-o', 'adam'))
        with open(path, 'a', encoding='utf-8') as file:
            file.write('colour = red\n')
        for command in (['trace', path], ['render', path, '-O', 'out.png'], [path]):
            result = run(*command, folder=folder)
            refused(tap, result, f'{path}:12: unknown key')
            tap.equal('and nothing is written', os.listdir(folder), ['by-hand.ini'])
        refused(tap, run('nowhere.ini', folder=folder), 'nowhere.ini')
        refused(tap, run('trace', 'zigzga', folder=folder), "'zigzag'")
    help_text = good('help', 'scenario')
    for word in ('version', 'optimizer', 'caption', 'Ctrl+S'):
        tap.check(f'the help on scenario files explains {word}', word in help_text, help_text)


# ---- files that a race reads ----

RACE = 'version = 1\nproblem = linreg:data={}\noptimizer = sgd\nsteps = 3\n'


def fill(folder, **files):
    """A folder with these files, rows.csv for rows_csv; its path."""
    os.makedirs(folder, exist_ok=True)
    for name, text in files.items():
        path = os.path.join(folder, name.replace('_', '.'))
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(text)
    return folder


def quoted_fields(tap):
    draw = random.Random(4180).uniform
    rows = [(draw(-9, 9), 'so, "so";\n or\r\n\tso', draw(-9, 9)) for _ in range(50)]
    plain = ''.join(f'{x!r},{y!r}\n' for x, _, y in rows)
    with tempfile.TemporaryDirectory() as folder:
        fill(folder, plain_csv=plain)
        wanted = good('eval', '-p', f'linreg:data={folder}/plain.csv', '--at', '1,2')
        for dialect in ('excel', 'excel-tab', 'unix'):
            text = io.StringIO()
            writer = csv.writer(text, dialect=dialect)
            writer.writerows([('x', 'what, "why"', 'y'), *rows])
            fill(folder, quoted_csv=text.getvalue())
            tap.equal(f'what Python writes as {dialect} is read',
                      good('eval', '-p', f'linreg:data={folder}/quoted.csv', '--at', '1,2'), wanted)


def places_of_files(tap):
    with tempfile.TemporaryDirectory() as top:
        top = os.path.realpath(top)
        rows = ['1,2\n2,3\n', '1,2\n2,3\n3,1\n', '0,0\n1,1\n']
        here = fill(os.path.join(top, 'here'), rows_csv=rows[0])
        race = fill(os.path.join(top, 'elsewhere'), rows_csv=rows[1], near_ini=RACE.format('rows.csv'),
                    far_ini=RACE.format('../far/rows.csv'), stdin_ini=RACE.format('/dev/stdin'))
        far = fill(os.path.join(top, 'far'), rows_csv=rows[2])
        traces = [good('trace', '-p', f'linreg:data={folder}/rows.csv', '-o', 'sgd', '-n', '3')
                  for folder in (here, race, far)]
        tap.equal('data of a scenario lie in its folder', good('trace', f'{race}/near.ini'), traces[1])
        for command in (['trace'], ['render', '-O', os.path.join(top, 'out.png')]):
            result = run(command[0], '../elsewhere/far.ini', *command[1:], folder=here)
            said = result.stderr.splitlines()
            tap.check(f'{command[0]} reads what lies outside, and says so in a line',
                      result.returncode == 0 and said and 'far.ini' in said[0] and
                      f'{far}/rows.csv, outside its folder' in said[0], result.stderr)
            tap.check('and no more than one about it', sum('outside' in line for line in said) == 1,
                      result.stderr)
        tap.equal('and what it reads is that', run('trace', '../elsewhere/far.ini', folder=here).stdout,
                  traces[2])
        with open(f'{far}/rows.csv', encoding='utf-8') as file:
            refused(tap, run('trace', f'{race}/stdin.ini', stdin=file), '/dev/stdin')
        with open(f'{far}/rows.csv', encoding='utf-8') as file:
            tap.equal('standard input is read on the command line',
                      run('trace', '-p', 'linreg:data=/dev/stdin', '-o', 'sgd', '-n', '3',
                          stdin=file).stdout, traces[2])
        with open(f'{race}/near.ini', encoding='utf-8') as file:
            tap.equal('a scenario from standard input begins where one is',
                      run('trace', '/dev/stdin', folder=race, stdin=file).stdout, traces[1])
        pictures(tap, top, race, traces[1])
        os.mkfifo(f'{race}/fifo.ini')
        os.mkfifo(f'{race}/fifo')
        os.mkdir(f'{race}/folder.ini')
        for path in (f'{race}/fifo.ini', f'{race}/folder.ini'):
            for command in ([path], ['trace', path], ['render', path, '-O', 'out.png']):
                refused(tap, run(*command, folder=top), path)
        for path in (f'{race}/fifo', '/dev/zero', '/dev/tty', race):
            for key in ('data', 'batches'):
                refused(tap, run('trace', '-p', f'linreg:{key}={path}', '-o', 'sgd'), path)


def pictures(tap, top, race, wanted):
    """They name data and do not hold them, nor where they were."""
    for ending in ('png', 'svg', 'pdf'):
        name = f'figure.{ending}'
        result = run('render', f'{race}/near.ini', '-O', name, folder=top)
        tap.check(f'a {ending} of data says what it does not hold', result.returncode == 0 and
                  len(result.stderr.splitlines()) == 1 and name in result.stderr and
                  'rows.csv' in result.stderr, result.stderr)
        with open(os.path.join(top, name), 'rb') as file:
            held = file.read()
        folder = (b'elsewhere', 'elsewhere'.encode('utf-16-be').hex().upper().encode())
        tap.check(f'no {ending} tells the folder', not any(text in held for text in folder), name)
        beside = os.path.join(race, name)
        os.rename(os.path.join(top, name), beside)
        tap.equal(f'a {ending} beside its data opens', run('trace', beside).stdout, wanted)


Tap().run(output_files, scenarios, data_mistakes, quoted_fields, places_of_files)
