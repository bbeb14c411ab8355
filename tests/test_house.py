#!/usr/bin/env python3
"""Reads the sources and checks the rules of the house: who may include whom, no hidden state, a
core that neither prints nor reads the clock. Arguments: the libraries core and gui."""
import os
import re
import shutil
import subprocess
import sys

from tap import Tap

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SRC = os.path.join(ROOT, 'src')

# From the ground up; a floor sees itself and what is below it.
COLUMN = ['base', 'math', 'expr', 'problem', 'optim', 'sim', 'view', 'app']
UP_TO_VIEW = COLUMN[:COLUMN.index('view') + 1]
SIDE = {'gfx': UP_TO_VIEW + ['gfx'],
        'figure': UP_TO_VIEW + ['figure'],
        'platform': ['base', 'platform']}
ALSO = {'platform': ['app/input.h'],
        # what of gfx knows no OpenGL
        'figure': ['gfx/fontfile.h', 'gfx/typeface.h', 'gfx/measure.h', 'gfx/png.h',
                   'gfx/surfacemesh.h']}
# Floors whose rooms have an order, too; a room sees itself and those before it.
ROOMS = {'view': ['draw', 'text', 'scene', 'map', 'kit', 'chart', 'panel', 'frame']}
LINES_MAX = 600
TEST_LINES_MAX = 700

# What core may not call: printing, ending the program, clocks, hidden randomness, surroundings.
FORBIDDEN = {'printf', 'puts', 'putchar', 'vprintf', 'stdout', 'stderr', 'stdin', 'perror', 'exit',
             '_exit', 'quick_exit', 'time', 'clock', 'clock_gettime', 'gettimeofday',
             'timespec_get', 'rand', 'srand', 'random', 'drand48', 'getenv', 'setlocale'}
LAST_WORDS = 'base_array.c.o'  # says "out of memory" and ends
OF_THE_PROCESS = 'platform_ending.c.o'  # signal handlers have no argument


def sources():
    for folder, _, names in sorted(os.walk(SRC)):
        for name in sorted(names):
            if name.endswith(('.c', '.h')):
                yield os.path.relpath(os.path.join(folder, name), SRC)


def read(name):
    with open(os.path.join(SRC, name), encoding='utf-8') as file:
        return file.read()


def allowed(floor, include):
    below = SIDE.get(floor) or COLUMN[:COLUMN.index(floor) + 1]
    return include.split('/')[0] in below or include in ALSO.get(floor, [])


def includes_point_down(tap):
    for floor in sorted(set(COLUMN) | set(SIDE)):
        bad, seen = [], 0
        for name in sources():
            if name.split('/')[0] != floor:
                continue
            for include in re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(name), re.M):
                seen += 1
                if not allowed(floor, include):
                    bad.append(f'src/{name} includes {include}')
        if seen:
            tap.check(f'{floor} includes only what is below it ({seen} includes)', not bad,
                      '\n'.join(bad))


def rooms_see_those_before_them(tap):
    for floor, order in ROOMS.items():
        bad = [f'src/{module} includes {other}' for module, others in module_arrows(floor).items()
               for other in sorted(others)
               if other.split('/')[1] not in order[:order.index(module.split('/')[1]) + 1]]
        homeless = [name for name in sources()
                    if name.split('/')[0] == floor and name.split('/')[1] not in order]
        tap.check(f'{floor}: a room includes only itself and those before it',
                  not bad + homeless, '\n'.join(bad + homeless))


def only_the_side_knows_the_window(tap):
    libraries = re.compile(r'<(SDL2?/|SDL|epoxy/|GL/|GLES|cairo|fontconfig/)')
    bad = [f'src/{name}: {line}' for name in sources()
           if name.split('/')[0] in COLUMN
           for line in read(name).splitlines() if '#include' in line and libraries.search(line)]
    tap.check('core includes no SDL, OpenGL, cairo or fontconfig', not bad, '\n'.join(bad))


def is_list(name):
    """The rows of an X-macro, included several times on purpose."""
    return '#include' not in read(name) and '#ifndef' not in read(name)


def headers_say_what_they_own(tap):
    bad = []
    for name in sources():
        if name.endswith('.h'):
            module = os.path.basename(name)[:-2]
            if not read(name).startswith('/* ' if is_list(name) else f'/* {module}: '):
                bad.append(f'src/{name} does not start with "/* {module}: "')
    tap.check('every header opens with what its module owns', not bad, '\n'.join(bad))


def headers_are_guarded_by_their_name(tap):
    bad = []
    for name in sources():
        if name.endswith('.h'):
            guard = 'RAVINE_' + re.sub(r'[/.]', '_', name).upper()
            if not is_list(name) and f'#ifndef {guard}\n#define {guard}\n' not in read(name):
                bad.append(f'src/{name} is not guarded by {guard}')
    tap.check('every header is guarded by its own name', not bad, '\n'.join(bad))


def the_map_of_the_house_is_true(tap):
    """src/README.md has a row per floor, `floor` | ... | modules in backquotes, a room as `room/`
    before its modules."""
    rows = {cells[1].strip().strip('`'): re.findall('`([^`]+)`', cells[3])
            for cells in (line.split('|') for line in read('README.md').splitlines())
            if len(cells) == 5 and cells[1].strip().startswith('`')}
    for floor in COLUMN + sorted(SIDE):
        there = set()
        for name in sources():
            folder, module = os.path.split(os.path.splitext(name)[0])
            if folder.split('/')[0] == floor:
                there.add(module)
                if '/' in folder:
                    there.add(folder.split('/', 1)[1] + '/')
        named = set(rows.get(floor, []))
        if there or named:
            tap.check(f'src/README.md names the modules of {floor}', named == there,
                      f'not named: {sorted(there - named)}\nnot there: {sorted(named - there)}')


def the_days_in_the_life_are_true(tap):
    """src/README.md names functions as `file:function`, files of src or of the repository."""
    day = read('README.md').split('\n## A day in the life\n')[1].split('\n## ')[0]
    named, bad = re.findall(r'`([\w/]+\.\w+):(\w+)`', day), []
    for name, function in named:
        path = next((path for path in (os.path.join(SRC, name), os.path.join(ROOT, name))
                     if os.path.exists(path)), os.devnull)
        with open(path, encoding='utf-8') as file:
            if not re.search(rf'^\w[^;=\n]*\b{function}\([^;\n]*$', file.read(), re.M):
                bad.append(f'{name}:{function}')
    tap.check(f'the {len(named)} functions that a day in the life passes exist',
              named and not bad, '\n'.join(bad))


def comments_name_sections_that_exist(tap):
    sections = re.findall('^## (.*)$', read('view/README.md'), re.M)
    bad = [f'src/{name}: "{section}"' for name in sources()
           for quoted in re.findall(r'src/view/README\.md, ((?:(?: and )?"[^"]+")+)',
                                    re.sub(r'\n \* ', ' ', read(name)))
           for section in re.findall('"([^"]+)"', quoted) if section not in sections]
    tap.check('sections that comments name are in src/view/README.md', not bad, '\n'.join(bad))


def tests_are_as_told(tap):
    """tests/README.md names every test, nothing that is not there, and claims no more than there is."""
    with open(os.path.join(ROOT, 'tests', 'README.md'), encoding='utf-8') as file:
        text = file.read()
    quoted = set(re.findall('`([^`]+)`', text))
    tests = {name[len('test_'):].partition('.')[0]
             for name in os.listdir(os.path.join(ROOT, 'tests')) if name.startswith('test_')}
    small = {'base', 'chart', 'view', 'fuzzy', 'textline', 'math', 'sim', 'complete', 'lift', 'probes',
             'platform', 'events', 'gfx', 'ticks'}  # of one module, as its name says
    missing = sorted(tests - quoted - small)
    tap.check('tests/README.md names every test', not missing, ' '.join(missing))
    known = tests | {'faults', 'monkey'}
    unknown = sorted(word for word in quoted if re.fullmatch('[a-z]+', word) and word not in known)
    tap.check('and no test that is not there', not unknown, ' '.join(unknown))
    paths = {word.split()[0] for word in quoted if re.match(r'(scripts|tests|src|base)/', word) or
             re.fullmatch(r'[a-z_]+\.(c|py|supp)', word)}
    lost = sorted(path for path in paths if not any(
        os.path.exists(os.path.join(ROOT, folder, path + ending))
        for folder in ('', 'tests', 'tests/fuzz', 'tests/faults', 'src') for ending in ('', '.c')))
    tap.check('and only files that are there', not lost, ' '.join(lost))
    counts = dict(reversed(line.split('\t'))
                  for line in output_of(os.path.join(ROOT, 'scripts', 'tested')).splitlines())
    claims = {name: int(count.replace(',', ''))
              for count, name in re.findall(r'^\| ([\d,]+) \| ([^|]+) \|$', text, re.M)}
    tap.equal('and counts what scripts/tested counts', sorted(claims), sorted(counts))
    bold = [f'{claims[name]} {name}, but there are {counts[name]}' for name in claims
            if claims[name] > int(counts.get(name, 0))]
    tap.check('and claims no more than there is', not bold, '\n'.join(bold))


def circles(arrows):
    """Groups of names that can reach each other (Tarjan 1972). arrows: name -> names."""
    number, low, stack, found = {}, {}, [], []

    def visit(name):
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in sorted(arrows.get(name, ())):
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            group = stack[stack.index(name):]
            del stack[stack.index(name):]
            if len(group) > 1:
                found.append(sorted(group))
    for name in sorted(arrows):
        if name not in number:
            visit(name)
    return found


def module_arrows(floor):
    """Which modules of a floor include which others of it; x.c and x.h are one."""
    arrows = {}
    for name in sources():
        if name.split('/')[0] != floor:
            continue
        module = os.path.splitext(name)[0]
        for include in re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(name), re.M):
            other = os.path.splitext(include)[0]
            if include.split('/')[0] == floor and other != module:
                arrows.setdefault(module, set()).add(other)
    return arrows


# Floors whose modules still include each other in circles.
TO_BE_UNTIED = ['app']


def no_circles(tap):
    for floor in COLUMN + sorted(SIDE):
        arrows = module_arrows(floor)
        rooms = {}
        for module, others in arrows.items():
            for other in others:
                if os.path.dirname(module) != os.path.dirname(other):
                    rooms.setdefault(os.path.dirname(module), set()).add(os.path.dirname(other))
        tap.check(f'{floor}: includes between its rooms go one way', not circles(rooms),
                  '\n'.join(map(str, circles(rooms))))
        knots = circles(arrows)
        if floor in TO_BE_UNTIED:
            tap.note(f"{floor}: {', '.join(str(len(knot)) for knot in knots)} modules in a circle")
        else:
            tap.check(f'{floor}: no modules include each other in a circle', not knots,
                      '\n'.join(map(str, knots)))


MODULES_MAX = 30


def rooms_are_small(tap):
    rooms = {}
    for name in sources():
        rooms.setdefault(os.path.dirname(name), set()).add(os.path.splitext(name)[0])
    bad = [f'src/{room} has {len(modules)} modules' for room, modules in sorted(rooms.items())
           if len(modules) > MODULES_MAX and room not in TO_BE_UNTIED]
    tap.check(f'no room has more than {MODULES_MAX} modules', not bad, '\n'.join(bad))


def files_stay_short(tap):
    lengths = sorted(((read(name).count('\n'), name) for name in sources()), reverse=True)
    for lines, name in lengths:
        if lines > 400:
            tap.note(f'src/{name} has {lines} lines')
    bad = [f'src/{name} has {lines} lines' for lines, name in lengths if lines > LINES_MAX]
    tap.check(f'no file is longer than {LINES_MAX} lines', not bad, '\n'.join(bad))


def tests_stay_short(tap):
    here = os.path.dirname(os.path.abspath(__file__))
    bad = []
    for name in sorted(os.listdir(here)):
        if name.endswith(('.c', '.py')):
            with open(os.path.join(here, name), encoding='utf-8') as file:
                lines = file.read().count('\n')
            bad += [f'tests/{name} has {lines} lines'] if lines > TEST_LINES_MAX else []
    tap.check(f'no file of tests is longer than {TEST_LINES_MAX} lines', not bad, '\n'.join(bad))


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def no_hidden_state(tap):
    """Objects in writable sections of the libraries are variables that somebody could change."""
    for library in sys.argv[1:]:
        title = f'{os.path.basename(library)} holds no mutable variables'
        if not shutil.which('objdump') or not os.path.exists(library):
            tap.skip(title, 'no objdump here')
            continue
        table = output_of('objdump', '-t', library)
        if '__asan_init' in table:
            tap.skip(title, 'the sanitizer adds its own')
            continue
        bad, member = [], ''
        for line in table.splitlines():
            if ':     file format' in line:
                member = line.split(':')[0]
            parts = line.split()
            if OF_THE_PROCESS in member:
                continue
            if len(parts) >= 4 and ' O ' in line and re.search(
                    r'\s\.(data|bss|tbss|tdata)(?!\.rel\.ro)\S*\s', line):
                bad.append(f'{member}: {parts[-1]}')
            if '*COM*' in line:
                bad.append(f'{member}: {parts[-1]}')
        tap.check(title, not bad, '\n'.join(bad))


def core_keeps_to_itself(tap):
    title = 'core never prints, exits, reads the clock or the surroundings'
    if not shutil.which('nm') or len(sys.argv) < 2:
        tap.skip(title, 'no nm here')
        return
    bad, member = [], ''
    for line in output_of('nm', '-A', '-u', sys.argv[1]).splitlines():
        member, symbol = line.rsplit(None, 1)
        name = symbol.split('@')[0].lstrip('_')
        if name in FORBIDDEN and not (name in ('stderr', 'quick_exit') and LAST_WORDS in member):
            bad.append(f"{member.split(':')[-2]} calls {symbol}")
    tap.check(title, not bad, '\n'.join(sorted(set(bad))))


Tap().run(includes_point_down, rooms_see_those_before_them, only_the_side_knows_the_window,
          headers_say_what_they_own, headers_are_guarded_by_their_name,
          the_map_of_the_house_is_true, the_days_in_the_life_are_true,
          comments_name_sections_that_exist, tests_are_as_told, files_stay_short, tests_stay_short,
          no_circles, rooms_are_small, no_hidden_state, core_keeps_to_itself)
