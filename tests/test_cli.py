#!/usr/bin/env python3
"""Drives the program from outside, as scripts and people do. Argument: the program.

Expected numbers are closed forms and the golden trajectories (tests/golden/README.md)."""
import csv
import io
import math
import os
import re
import shlex
import tempfile
from program import GOLDEN, HEADER, TESTS, good, ids, near, run, strict_json, trace
from tap import Tap

COMMANDS = ['list', 'trace', 'eval', 'check', 'render']


# ---- list ----

def lists(tap):
    for topic in ['problems', 'optimizers', 'scenarios', 'commands']:
        items = strict_json(good('list', topic, '--format=json'))
        named = [item for item in items if item.get('id') and item.get('name')]
        tap.equal(f'every one of the {topic} has an id and a name', len(named), len(items))
        tap.equal(f'no two {topic} share an id', len({item['id'] for item in items}), len(items))
        text = good('list', topic)
        missing = [item['id'] for item in items if item['id'] not in text]
        tap.equal(f'{topic} as text name the same ids', missing, [])
    wanted = {'sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam'}
    tap.equal('the six first-order methods are there', wanted - set(ids('optimizers')), set())
    with open(os.path.join(GOLDEN, 'functions.tsv'), encoding='utf-8') as golden:
        functions = {line.split('\t')[1].strip() for line in golden if
                     line.startswith('function\t')}
    tap.equal('every golden function is a problem', functions - set(ids('problems')), set())


# What each remembers of the gradients (its paper): first moments, second moments, leaky second moments,
# bias correction.
PAPERS = {'sgd': '----', 'momentum': 'x---', 'nesterov': 'x---', 'adagrad': '-x--',
         'rmsprop': '-xx-', 'adam': 'xxxx'}
TRAITS = ['first_moments', 'second_moments', 'leaky_second_moments', 'bias_correction']


def optimizer_list(tap):
    items = {item['id']: item for item in strict_json(good('list', 'optimizers', '--format', 'json'))}
    seen = {name: ''.join('x' if items[name]['traits'][trait] else '-' for trait in TRAITS)
            for name in PAPERS}
    tap.equal('traits are those of the papers', seen, PAPERS)
    lines = good('list', 'optimizers').splitlines()
    rows = [line.split() for line in lines[2:lines.index('')]]
    tap.equal('its heading has two lines', lines[1].split()[:2], ['id', 'name'])
    tap.equal('the text begins with a row per optimizer', [row[0] for row in rows], list(items))
    marks = {'yes': True, '-': False}
    tap.equal('its marks are the traits', [[marks[mark] for mark in row[-4:]] for row in rows],
              [list(item['traits'].values()) for item in items.values()])
    wide = max(len(line) for line in lines[:lines.index('')])
    tap.check('the table fits a terminal', wide <= 100, wide)
    bounds = [match.start() for match in re.finditer(r'(?<=  )\S', lines[1])]
    tap.equal('columns begin below their headings',
              [line for line in lines[2:lines.index('')]
               if any(line[at - 1] != ' ' or line[at] == ' ' for at in bounds)], [])
    adam = good('list', 'optimizers', 'adam')
    tap.check('rules are printed in plain text (Kingma and Ba 2015, algorithm 1)',
              all(line in adam for line in
                  ['m <- beta_1 m + (1 - beta_1) g', 'v <- beta_2 v + (1 - beta_2) g^2',
                   'm_hat = m / (1 - beta_1^t),  v_hat = v / (1 - beta_2^t)',
                   'w <- w - alpha m_hat / (sqrt(v_hat) + eps)']), adam)
    left = [name for name in items if re.search(r'[\\{}]|[^ -~\n]', good('list', 'optimizers', name))]
    tap.equal('no markup is left in any text', left, [])
    kinds = {'direction', 'squares', 'point', 'matrix', 'number'}
    tap.equal('every slot says what it is',
              [(item['id'], slot['id']) for item in items.values() for slot in item['state']
               if slot['kind'] not in kinds or slot['rows'] < 1 or not slot['doc']], [])
    one = strict_json(good('list', 'optimizers', 'adam:amsgrad=on', '--format', 'json'))
    tap.equal('one optimizer may be asked for', [item['id'] for item in one], ['adam'])
    tap.check('its rule is the one for the values given',
              len(one[0]['rule']) == len(items['adam']['rule']) + 1, one[0]['rule'])


def key_table(tap):
    with open(os.path.join(os.path.dirname(TESTS), 'README.md'), encoding='utf-8') as readme:
        found = re.search(r'<!-- keys -->\n\n(.*?)\n<!-- /keys -->', readme.read(), re.S)
    tap.equal("README's key table is the command table's (scripts/keys brings it up to date)",
              (found.group(1) if found else '').splitlines(),
              good('list', 'commands', '--format', 'markdown').splitlines())


def notes_table(tap):
    with open(os.path.join(os.path.dirname(TESTS), 'README.md'), encoding='utf-8') as readme:
        table = re.search(r'<!-- notes -->\n(.*?)<!-- /notes -->', readme.read(), re.S).group(1)
    rows = [line.strip('| ').split(' | ') for line in table.splitlines() if ' | `' in line]
    keys = {key for item in strict_json(good('list', 'commands', '--format', 'json'))
            for key in item['keys'].split()}
    with tempfile.TemporaryDirectory() as folder:
        for section, command, hands in rows:
            words = shlex.split(command.strip('`'))[1:]
            if words[0] not in COMMANDS:
                words = ['trace', '-p', *words, *([] if '-n' in words else ['-n', '20']), '-O', 'out']
            result = run(*words, folder=folder)
            tap.check(f"README's notes, {section}: the command runs", result.returncode == 0,
                      result.stderr)
            tap.equal(f"README's notes, {section}: the keys are commands",
                      [key for key in re.findall(r'`([^`]+)`', hands) if key not in keys], [])
    tap.check("README's notes have a row per section", len(rows) == 15, len(rows))


# ---- trace ----

def closed_forms(tap):
    rows = trace('-p', 'x^2/2 + 50*y^2/2', '-o', 'sgd:lr=0.03', '-s', '-1.2,1', '-n', '40')
    tap.equal('a row per step from step 0', [row[1] for row in rows], list(range(41)))
    bad = []
    for _, t, (x, y, f, gx, gy) in rows:
        wx, wy = -1.2 * (1 - 0.03) ** t, (1 - 0.03 * 50) ** t
        wanted = [wx, wy, (wx * wx + 50 * wy * wy) / 2, wx, 50 * wy]
        if not near([x, y, f, gx, gy], wanted, 1e-12):
            bad.append(f'step {t}: {[x, y, f, gx, gy]} instead of {wanted}')
    tap.check('gradient descent on a bowl shrinks each axis by 1 - lr lambda', not bad,
              '\n'.join(bad))
    rows = trace('-p', 'x', '-o', 'momentum:lr=0.1,momentum=0.5,form=buffer', '-s', '0,0', '-n', '30')
    # Buffers 1, 1.5, 1.75 ...: b_t = 2 - 2^(1-t), so x_t = -lr (2 t - 2 + 2^(1-t)).
    bad = [f'step {t}: {row[0]}' for _, t, row in rows
           if abs(row[0] + 0.1 * (2 * t - 2 + 2.0 ** (1 - t))) > 1e-12]
    tap.check('momentum on a slope approaches lr / (1 - momentum) per step', not bad,
              '\n'.join(bad))
    rows = trace('-p', 'x', '-o', 'adam:lr=0.1,eps=0', '-s', '0,0', '-n', '30')
    bad = [f'step {t}: {row[0]}' for _, t, row in rows if abs(row[0] + 0.1 * t) > 1e-12]
    tap.check('adam on a slope takes steps of lr', not bad, '\n'.join(bad))


def golden_cases(name, optimizers):
    cases, left = {}, 0
    with open(os.path.join(GOLDEN, name), encoding='utf-8') as file:
        for line in file:
            if left:
                words = line.split(' ')
                rows.append((int(words[0]), [float(word) for word in words[1:]]))
                left -= 1
            elif line.startswith('case\t'):
                _, name, problem, optimizer, x, y, *upto, left = line.split('\t')
                left, rows = int(left), []
                if optimizer.split(':')[0] in optimizers:
                    cases.setdefault((problem, f'{x},{y}'), []).append(
                        (name, optimizer, [int(step) for step in upto], rows))
    return cases


def compare(seen, upto, rows):
    """What is wrong with a trace, given {step: [x, y, f, ...]}; None if nothing is."""
    for step, wanted in rows:
        fits = [tolerance for tolerance, last in zip((1e-12, 1e-9, 1e-6), upto) if step <= last]
        if not fits or not all(map(math.isfinite, wanted)):
            continue
        if step not in seen:
            return f'step {step} is missing'
        size = max(1, abs(wanted[0]), abs(wanted[1]))
        distance = max(abs(a - b) for a, b in zip(seen[step][:2], wanted[:2]))
        if not distance <= fits[0] * size:
            return f'step {step}: {seen[step][:2]} is {distance / size:.2g} from {wanted[:2]}'
    return None


def golden_traces(tap, name='trajectories.txt', many=6):
    by_optimizer = {}
    for (problem, start), cases in golden_cases(name, ids('optimizers')).items():
        for at in range(0, len(cases), 16):
            part = cases[at:at + 16]
            options = [word for one in part for word in ('-o', one[1])]
            labels = {}
            for label, step, numbers in trace('-p', problem, '-s', start, '-n', '200', *options,
                                              folder=GOLDEN):
                labels.setdefault(label, {})[step] = numbers
            for case, optimizer, upto, rows in part:
                wrong = compare(labels.get(optimizer, {}), upto, rows)
                numbers = by_optimizer.setdefault(optimizer.split(':')[0], [0, []])
                numbers[0] += 1
                if wrong:
                    numbers[1].append(f'{case}, {optimizer}: {wrong}')
    tap.check(f'there are golden {name} to compare with', len(by_optimizer) >= many,
              list(by_optimizer))
    for optimizer, (count, bad) in by_optimizer.items():
        tap.check(f'{optimizer} reproduces {count} golden {name}', not bad, '\n'.join(bad[:20]))


def golden_batches(tap):
    golden_traces(tap, 'minibatch.txt', 3)


def trace_contract(tap):
    specs = ['adam:lr=0.1,beta1=0.8', 'sgd', 'momentum:label=heavy ball']
    options = [word for spec in specs for word in ('-o', spec)]
    rows = trace('-p', 'himmelblau', *options, '-n', '7')
    tap.equal('the optimizer column repeats the argument, or its label',
              [label for label, step, _ in rows if step == 7],
              ['adam:lr=0.1,beta1=0.8', 'sgd', 'heavy ball'])
    tap.equal('a label with commas is quoted',
              good('trace', '-p', 'bowl', '-o', specs[0], '-n', '0').splitlines()[1][:24],
              '"adam:lr=0.1,beta1=0.8",')
    objects = strict_json(good('trace', '-p', 'himmelblau', *options, '-n', '7', '--format', 'json'))
    tap.equal('JSON holds the same rows, bit for bit',
              [(o['optimizer'], o['step'], [o[name] for name in HEADER[2:]]) for o in objects], rows)
    tap.equal('200 steps by default', len(trace('-p', 'bowl', '-o', 'sgd')), 201)
    # A Hessian costs two gradients, and Newton's method needs one gradient more.
    rows = trace('-p', 'himmelblau', '-o', 'newton', '-o', 'sgd', '-n', '20', '--count', 'evaluations')
    tap.equal('a budget of evaluations', [sum(row[0] == name for row in rows) for name in ('newton', 'sgd')],
              [1 + 20 // 3, 1 + 20])
    tap.equal('-n 0 is the start alone', [row[1] for row in trace('-p', 'bowl', '-o', 'adam', '-n', '0')],
              [0])
    starts = {item['id']: item['start'] for item in strict_json(good('list', 'problems', '--format',
                                                                     'json'))}
    bad = [name for name, start in starts.items()
           if trace('-p', name, '-o', 'sgd', '-n', '0')[0][2][:2] != start]
    tap.equal("without -s a problem's own start is taken", bad, [])
    twice = [good('trace', '-p', 'rosenbrock', '-o', 'adam', '--seed', '3') for _ in range(2)]
    tap.check('the same command gives the same bytes', twice[0] == twice[1])
    rows = trace('-p', 'bowl', '-o', 'sgd:lr=0.03', '-o', 'sgd:lr=0.03', '-n', '3')
    tap.equal('the same optimizer may run twice', rows[:4], rows[4:])
    forms = {good('trace', *words, '-n5') for words in
             [['-p', 'bowl', '-o', 'sgd', '-s', '-1.2,1'], ['-pbowl', '-osgd', '-s-1.2,1'],
              ['--problem=bowl', '--optimizer=sgd', '--start=-1.2,1'],
              ['--start', '-1.2,1', '--optimizer', 'sgd', '--problem', 'bowl']]}
    tap.equal('every way to write an option means the same', len(forms), 1)


def state_columns(tap):
    options = ['-o', 'adam', '-o', 'sgd', '-o', 'momentum:form=buffer,momentum=0.5']
    words = ['trace', '-p', 'x', *options, '-s', '0,0', '-n', '40', '--state']
    table = list(csv.DictReader(io.StringIO(good(*words))))
    tap.equal('--state adds columns at the end, named by slot and component', list(table[0]),
              HEADER + ['evaluations'] + [f'{slot}_{axis}' for slot in
                                          ['first_moment', 'second_moment', 'second_moment_max',
                                           'velocity'] for axis in 'xy'])
    # Under a constant gradient (1, 0) the running means and sums are geometric.
    forms = {'adam': {'first_moment_x': lambda t: 1 - 0.9 ** t,
                      'second_moment_x': lambda t: 1 - 0.999 ** t},
             'momentum': {'velocity_x': lambda t: 2 * (1 - 0.5 ** t)}}
    bad = [(row['optimizer'], row['step'], name) for row in table
           for name, form in forms.get(row['optimizer'].split(':')[0], {}).items()
           if not near([float(row[name])], [form(int(row['step']))], 1e-14)]
    tap.equal('the state after every step is the one that led there', bad, [])
    tap.equal('cells of slots that an optimizer lacks are empty',
              {row['optimizer'] for row in table if row['velocity_x'] == ''}, {'adam', 'sgd'})
    tap.equal('each of these asks for one gradient per step',
              [row for row in table if row['evaluations'] != row['step']], [])
    plain = [row[:len(HEADER)] for row in csv.reader(io.StringIO(good(*words)))]
    tap.equal('the columns before are those without --state', plain,
              list(csv.reader(io.StringIO(good(*words[:-1])))))
    objects = strict_json(good(*words, '--format', 'json'))
    tap.equal('JSON holds the same numbers by slot',
              [[value for slot in o['state'].values() for value in slot] for o in objects],
              [[float(cell) for cell in list(row.values())[len(HEADER) + 1:] if cell != '']
               for row in table])
    tap.equal('and the same evaluations', [o['evaluations'] for o in objects],
              [int(row['evaluations']) for row in table])


def divergence(tap):
    rows = trace('-p', 'x^4 + y^4', '-o', 'sgd:lr=1', '-s', '5,5', '-n', '100')
    finite = [all(map(math.isfinite, numbers[:3])) for _, _, numbers in rows]
    tap.check('a run that blows up ends with its first non-finite row',
              all(finite[:-1]) and not finite[-1] and len(rows) < 101, f'{finite}')
    last = strict_json(good('trace', '-p', 'x^4 + y^4', '-o', 'sgd:lr=1', '-s', '5,5', '--format',
                            'json'))[-1]
    words = [value for value in last.values() if isinstance(value, str)][1:]
    tap.check('JSON writes non-finite numbers as strings',
              words and set(words) <= {'nan', 'inf', '-inf'}, last)
    rows = trace('-p', 'x^2 + y^2', '-o', 'sgd:lr=1.5', '-s', '1,1', '-n', '50')
    tap.equal('a run that is far away but finite goes on', len(rows), 51)


def long_trace(tap):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'long.csv')
        good('trace', '-p', 'rosenbrock', '-o', 'adam', '-n', '100000', '-O', path)
        with open(path, encoding='utf-8') as file:
            tap.equal('a long trace is complete', sum(1 for _ in file), 100002)


# ---- files ----


def evaluation(tap):
    seen = strict_json(good('eval', '-p', 'x^2*y', '--at', '2,3', '--format', 'json'))
    tap.equal('eval gives the exact value and derivatives',
              [seen[name] for name in ('x', 'y', 'f', 'gradient', 'hessian')],
              [2, 3, 12, [12, 4], [[6, 4], [4, 0]]])
    tap.check('numeric derivatives are near',
              near(seen['numeric_gradient'], [12, 4], 1e-7) and
              near(sum(seen['numeric_hessian'], []), [6, 4, 4, 0], 1e-7), seen)
    tap.check('the errors are small and not negative', 0 <= seen['gradient_error'] < 1e-7 and
              0 <= seen['hessian_error'] < 1e-7, seen)
    row = next(csv.DictReader(io.StringIO(good('eval', '-p', 'x^2*y', '--at=2,3'))))
    tap.equal('CSV holds the same numbers', [float(row[name]) for name in
              ('x', 'y', 'f', 'grad_x', 'grad_y', 'hess_xx', 'hess_xy', 'hess_yy', 'numeric_grad_x')],
              [2, 3, 12, 12, 4, 6, 4, 0, seen['numeric_gradient'][0]])
    objects = strict_json(good('eval', '-p', 'exp(x)', '--at', '0,0', '--curve', '--format', 'json'))
    table = list(csv.reader(io.StringIO(good('eval', '-p', 'exp(x)', '--at', '0,0', '--curve'))))
    tap.equal('--curve has a column for each difference', table[0],
              ['h', 'forward_error', 'central_error'])
    tap.equal('as JSON it has the same numbers', [[float(cell) for cell in row] for row in table[1:]],
              [list(row.values()) for row in objects])
    at = {round(4 * math.log10(row['h'])): row for row in objects}
    tap.check('errors are those of the Taylor series, h/2 and h^2/6',
              near([at[-16]['forward_error'] / 1e-4, at[-8]['central_error'] / 1e-4], [1/2, 1/6], 1e-3),
              (at[-16], at[-8]))
    seen = strict_json(good('eval', '-p', 'log(x) + y', '--at', '-1,0', '--format', 'json'))
    tap.equal('a value that does not exist is the string nan', seen['f'], 'nan')
    seen = strict_json(good('eval', '-p', '-log(x)', '--at', '0,0', '--format', 'json'))
    tap.equal('an infinite one is the string inf', seen['f'], 'inf')


def gradient_check(tap):
    text = good('check')
    missing = [name for name in ids('problems') if not re.search(rf'\b{name}\b', text)]
    tap.equal('check covers every problem', missing, [])
    tap.check('check takes one problem', 'himmelblau' in good('check', '-p', 'himmelblau') and
              'bowl' not in good('check', '-p', 'himmelblau'))
    none = run('check', '-p', 'log(-1-x^2)')
    tap.check('check of what has no value says so', none.returncode == 1 and
              'undefined' in none.stdout and 'WRONG' not in none.stdout, none.stdout)
    tap.check('check takes a formula', run('check', '-p', 'sin(x)*y^3').returncode == 0)
    wrong = run('check', '-p', 'sin(1e9*x) + y^2')  # between two places it turns round many times
    tap.check('where the two differ it says so, and its exit status is 1',
              wrong.returncode == 1 and 'WRONG' in wrong.stdout and '0 of 1 good' in wrong.stdout,
              wrong)


# ---- help and mistakes ----

def help_texts(tap):
    everything = good('--help')
    tap.equal('help, --help and -h say the same', {good('help'), good('-h')}, {everything})
    options = set(re.findall(r'--[a-z]+', everything))
    tap.check('--help knows the options', {'--problem', '--optimizer', '--format', '--size', '--theme',
                                           '--layout', '--version'} <= options, options)
    for command in [*COMMANDS, 'doctor', 'complete']:
        text = good('help', command)
        tap.check(f'help {command} explains it', text.startswith(f'usage: ravine {command}') and
                  command in everything and good(command, '--help') == text, text)
        foreign = set(re.findall(r'--[a-z]+', text)) - options
        tap.equal(f'--help mentions every option of {command}', foreign, set())
    tap.check('--version prints one line', re.fullmatch(r'ravine \d+\.\d+\.\d+\n', good('--version')))
    wide = [line for line in everything.splitlines() if len(line) > 100]
    tap.equal('help fits into 100 columns', wide, [])


# Each: the words, and what the message has to name.
MISTAKES = [
    ('trcae -p bowl -o sgd', 'trace'),
    ('lst problems', 'list'),
    ('himelblau', 'himmelblau'),
    ('--bogus', '--bogus'),
    ('-z', '-z'),
    ('--thme dark', '--theme'),
    ('--theme drak', 'light or dark'),
    ('--layout list', 'map, grid or surface'),
    ('--size 1280', 'WIDTHxHEIGHT'),
    ('--size 0x0', 'WIDTHxHEIGHT'),
    ('--scale 100', '0.5 to 4'),
    ('--theme dark trace', 'trace'),
    ('bowl -n 0', '1000000'),
    ('render bowl -n 9999999 -O picture.png', '1000000'),
    ('bowl saddle', 'saddle'),
    ('bowl -p saddle', 'saddle'),
    ('list', 'problems'),
    ('list probems', 'problems'),
    ('list problems optimizers', 'optimizers'),
    ('list problems --format csv', 'csv'),
    ('list problems --format markdown', 'markdown'),
    ('list problems -p bowl', '-p'),
    ('list optimizers adm', 'adam'),
    ('list optimizers adam sgd', 'sgd'),
    ('eval -p bowl --at 1,1 --state', 'trace'),
    ('trace -p bowl -o sgd --state=on', '--state'),
    ('help tarce', 'trace'),
    ('doctor bowl', 'bowl'),
    ('complete trace', '--'),
    ('trace', '-p'),
    ('trace -p bowl', '-o'),
    ('trace -o sgd', '-p'),
    ('trace bowl -o sgd', '-p'),
    ('trace -p bowl -o', '-o'),
    ('trace -p -o sgd', '-p'),
    ('trace -p himelblau -o sgd', 'himmelblau'),
    ('trace -p bowl:kapa=3 -o sgd', 'kappa'),
    ('trace -p bowl:kappa=x -o sgd', 'kappa'),
    ('trace -p x^2+*y -o sgd', '1:5'),
    ('trace -p x^2+z -o sgd', 'z'),
    ('trace -p (x -o sgd', ')'),
    ('trace -p log(-1-x^2) -o sgd', 'log(-1-x^2)'),
    ('trace -p sqrt(-1-x^2-y^2) -o sgd', 'no finite value'),
    ('trace -p log(x) -o sgd -s -1,0', '-1,0'),
    ('trace -p 1/(x-x) -o sgd', 'no finite value'),
    ('trace -x^2 -o sgd', "-p '-x^2'"),
    ('eval -sqrt(x) --at 1,1', "-p '-sqrt(x)'"),
    ('render -x^2', "-p '-x^2'"),
    ('render -O picture.png -sqrt(x)', "-p '-sqrt(x)'"),
    ('check -x', "-p '-x'"),
    ('list -x^2', 'list --help'),
    ('render -q', 'render --help'),
    ('trace -p bowl -o adm', 'adam'),
    ('trace -p bowl -o adam:lr', 'lr'),
    ('trace -p bowl -o adam:lrr=1', 'lr'),
    ('trace -p bowl -o adam:lr=fast', 'fast'),
    ('trace -p bowl -o adam:beta1=1.5', 'beta1'),
    ('trace -p bowl -o momentum:form=heavy', 'velocity'),
    ('trace -p bowl -o sgd -s 1', 'X,Y'),
    ('trace -p bowl -o sgd -s 1;2', 'X,Y'),
    ('trace -p bowl -o sgd -s nan,1', 'X,Y'),
    ('trace -p bowl -o sgd -s 1,2,3', 'X,Y'),
    ('trace -p bowl -o sgd -n -1', '-n'),
    ('trace -p bowl -o sgd --count gradients', '--count'),
    ('trace -p bowl -o sgd -n 1e3', '1e3'),
    ('trace -p bowl -o sgd -n 5 -n 6', 'twice'),
    ('trace -p bowl -o sgd --seed x', '--seed'),
    ('trace -p bowl -o sgd --init norml', "'norml'"),
    ('trace -p bowl -o sgd --init normal:0', '--init'),
    ('eval -p bowl --at 0,0 --init normal', '--init'),
    ('trace -p bowl -o sgd --format xml', 'csv or json'),
    ('trace -p bowl -o sgd --format text', 'csv or json'),
    ('trace -p bowl -o sgd --at 1,2', 'eval'),
    ('trace -p bowl -o sgd --help=1', '--help'),
    ('eval -p bowl', '--at'),
    ('eval --at 1,2', '-p'),
    ('eval -p bowl --at 1,two', 'two'),
    ('eval -p bowl --at 1e999,0', '1e999'),
    ('check bowl', '-p'),
    ('check -p nonsense', 'nonsense'),
    ('render', '-O'),
    ('render -O', '-O'),
    ('render -O picture.xyz', '.png'),
    ('render nonsense -O picture.png', 'nonsense'),
    (['render', 'bowl', '--keys', 'T Tabb', '-O', 'picture.png'], "'Tab'"),
    (['render', 'bowl', '--keys', '1..9', '-O', 'picture.png'], '1..9'),
    ('render bowl --cursor 1 -O picture.png', 'X,Y'),
    ('bowl --keys T', 'render'),
    (['trace', '-p', '', '-o', 'sgd'], 'no problem'),
    (['trace', '-p', 'x\n+*y', '-o', 'sgd'], '2:2'),
    (['trace', '-p', 'x + ' * 5000 + 'y', '-o', 'sgd'], '4096'),
    (['trace', '-p', '(' * 500 + 'x' + ')' * 500, '-o', 'sgd'], '200'),
    (['trace', '-p', 'bowl'] + ['-o', 'sgd'] * 33, '32'),
    (['trace', '-p', 'bowl', '-o', ''], "''"),
    (['trace', '-p', 'bowl', '-o', 'sgd', '-O', ''], '-O'),
]


def mistakes(tap):
    for line, culprit in MISTAKES:
        with tempfile.TemporaryDirectory() as folder:
            words = line.split(' ') if isinstance(line, str) else list(line)
            line = ' '.join(words).replace('\n', '\\n')[:60]
            if words[0] in ('trace',) and '-O' not in words:
                words += ['-O', 'out.csv']
            result = run(*words, folder=folder)
            seen = (f'exit {result.returncode}\nstdout {result.stdout!r}\nstderr {result.stderr!r}\n'
                    f'files {os.listdir(folder)}')
            tap.check(f'"ravine {line}" is refused, naming {culprit}',
                      result.returncode == 2 and not result.stdout and not os.listdir(folder) and
                      len(result.stderr.splitlines()) == 1 and culprit in result.stderr, seen)


def first_weights(tap):
    def start(*words):
        return trace('-p', 'rosenbrock', '-o', 'sgd', '-n', '0', *words)[0][2][:2]
    own = start()
    tap.equal("the point is the problem's start", start('--init', 'point', '--seed', '3'), own)
    drawn = [start('--init', 'normal:0.5', '--seed', str(seed)) for seed in range(40)]
    tap.equal('each seed draws another start', len({tuple(w) for w in drawn}), 40)
    tap.equal('the same seed draws the same', start('--init', 'normal:0.5', '--seed', '7'), drawn[7])
    spread = math.sqrt(sum(c * c for w in drawn for c in w) / 80)
    tap.check('normal:0.5 has deviation 0.5', abs(spread - 0.5) < 4 * 0.5 / math.sqrt(160), spread)
    tap.equal('-s gives the point', start('--init', 'uniform', '-s', '1,2'), [1, 2])
    noisy = [good('trace', '-p', 'linreg:batch=4', '-o', 'sgd', '-n', '20', *words)
             for words in [[], ['--seed', '0'], ['--seed', '3']]]
    noisy.append(good('trace', '-p', 'linreg:batch=4,seed=3', '-o', 'sgd', '-n', '20'))
    tap.check('--seed is the seed of batches', noisy[0] == noisy[1] and noisy[2] == noisy[3] and
              noisy[0] != noisy[2], noisy)
    nowhere = run('trace', '-p', 'log(-1-x^2)', '-o', 'sgd', '--init', 'uniform')
    tap.check('nowhere to start is said', nowhere.returncode == 2 and not nowhere.stdout and
              'finite' in nowhere.stderr, nowhere.stderr)


Tap().run(lists, optimizer_list, key_table, notes_table, closed_forms, golden_traces, golden_batches,
          trace_contract, state_columns, divergence, long_trace, evaluation, gradient_check,
          help_texts, mistakes, first_weights)
