"""The program as scripts and people call it, for tests that look at it from outside. It is the
first argument of the test."""
import csv
import io
import json
import os
import subprocess
import sys

RAVINE = os.path.abspath(sys.argv[1])
TESTS = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(TESTS, 'golden')
HEADER = ['optimizer', 'step', 'x', 'y', 'f', 'grad_x', 'grad_y']


def run(*arguments, folder=None, environment=None, stdin=subprocess.DEVNULL):
    return subprocess.run([RAVINE, *arguments], capture_output=True, text=True, cwd=folder,
                          stdin=stdin, timeout=240, check=False,
                          env={**os.environ, **(environment or {})})


def good(*arguments, folder=None):
    result = run(*arguments, folder=folder)
    if result.returncode != 0 or result.stderr:
        raise AssertionError(f'{arguments}: exit {result.returncode}, {result.stderr}')
    return result.stdout


def strict_json(text):
    def refuse(word):
        raise AssertionError(f'{word} is no JSON')
    return json.loads(text, parse_constant=refuse)


def trace(*arguments, folder=None):
    """Rows as (optimizer, step, [x, y, f, grad_x, grad_y])."""
    rows = list(csv.reader(io.StringIO(good('trace', *arguments, folder=folder))))
    assert rows[0] == HEADER, rows[0]
    return [(row[0], int(row[1]), [float(cell) for cell in row[2:]]) for row in rows[1:]]


def seconds_worked(pid):
    """Processor time that a process has had so far; that of a zombie, too."""
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        fields = file.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def near(seen, wanted, tolerance):
    return all(abs(a - b) <= tolerance * max(1, abs(b)) for a, b in zip(seen, wanted))


def ids(topic):
    return [item['id'] for item in strict_json(good('list', topic, '--format', 'json'))]


def refused(tap, result, name):
    tap.check(f'"{name}" is refused in one line that names it', result.returncode == 2 and
              len(result.stderr.splitlines()) == 1 and name in result.stderr and
              not result.stdout, result)


# ---- eval and check ----
