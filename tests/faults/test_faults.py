#!/usr/bin/env python3
"""Makes the outside world fail, each call once: memory, writes, files, threads, pipes, programs,
fonts, OpenGL and the display.

test_faults.py RAVINE [LIBRARY] [--each | --all | --every N] [--command NAME] [--site SITE]
               [--jobs N]

First each command of commands.py runs undisturbed and notes its sites: the places in Ravine from
which the outside world is called (site.h). Then it runs again for each site, whose first call fails
(--each); with --all also its last one, and for memory and writing all from the first on. It must
end

  - of itself, by no signal, with status 0, 1 or 2;
  - well only with everything written as without the fault, and without a word; else with one line
    on standard error, and every file as it was before;
  - with nothing else left in its folder.

A window goes on where it can, and says what it could not do. Without --each or --all every N-th
site of all commands together fails, once. No LIBRARY: sanitizers have the allocator, and nothing is
tried."""
import argparse
import collections
import concurrent.futures
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tap import Tap  # noqa: E402
from xserver import Server, missing  # noqa: E402

from commands import COMMANDS  # noqa: E402

PATIENCE = 120  # seconds: what hangs is a failure, a busy machine is none
SPREAD = 5
OLDER = b'what was there before\n'
PASSES_ON = ('array_', 'mem_', 'strbuf_')  # functions that ask the outside world for others

# What Ravine calls and what is not made to fail.
HARMLESS = {
    'cannot fail':
        '_ZGV|a?(cos|sin|tan)h?f?$|atan2f?$|sincosf?$|'
        '(exp|pow|log|log10|log1p|cbrt|hypot|ceil|floor|fma|fmax|fmin|fmod|'
        'frexp|ldexp|lround|round|remainder|rint|trunc|nearbyint|copysign)f?$|'
        'exp2$|log2$|expm1$|l?lrint$|'
        '(mem|str)[a-z_]+$|__ctype|__errno|_?environ$|__environ$|(is|to)[a-z]+$|isatty$|fileno$|'
        'ferror$|clearerr$|rewind$|feof$|free$|qsort$|bsearch$|getenv$|abort$|exit$|_exit$|raise$|'
        'atexit$|umask$|gete?[ug]id$|getpid$|clock_gettime$|alphasort64$|strerror|'
        '_setjmp$|longjmp$|__sigsetjmp$|siglongjmp$|sig[a-z]+set$|sigaction$|signal$|'
        'pthread_(mutex|cond|join|sigmask|self|equal|once|kill|detach|rwlock)|sched_yield$|'
        r'getc_unlocked$|ini_parse_stream$|snprintf$|sprintf$|__isoc\d+_|nanosleep$|'
        '__(mem|str|v?sn?printf|longjmp).*_chk$|'
        'posix_spawn(_file_actions_(init|destroy)|attr_)|__assert_fail$|__stack_chk_fail$|'
        '(at_)?quick_exit$',
    'only ask or let go':
        'FcPatternGet|SDL_(Get(Error|ModState|MouseState|NumVideoDrivers|Platform|Version|'
        'VideoDriver|WindowFlags|WindowSize|Ticks|WindowID)|'
        'GL_(GetDrawableSize|ResetAttributes|DeleteContext|SwapWindow)|'
        'Destroy|Free|Quit|SetError|SetCursor|SetWindowMinimumSize|SetHint|SetWindowTitle|'
        'StartTextInput|'
        'atof|free|getenv|strl|ClearError|PushEvent|RegisterEvents|EventState|AddEventWatch|'
        'DelEventWatch|SetX11)|TTF_(Close|FontAscent|GlyphIsProvided|Linked_Version|Quit|'
        'SetFontHinting)|FcConfigDestroy$|FcDefaultSubstitute$|FcPatternDestroy$|FT_Done',
    'its allocations fail, and its object or its jump says so':
        'cairo_|hb_|png_',
    'state, or drawing that is asked for errors as a whole':
        'epoxy_gl(Active|Attach|Bind|Blend|Clear|Delete|Disable|Enable|Finish|Flush|Framebuffer|Gen|'
        'Get|Link|PixelStore|Scissor|ShaderSource|CompileShader|TexParameter|Uniform|UseProgram|'
        'VertexAttrib|Viewport|Create|Draw|Read|Render|Tex|Blit|Map|Unmap|Buffer|Check)|'
        'epoxy_egl|epoxy_has_|epoxy_is_',
    'the loader': '_ITM_|__cxa_|__gmon|__libc_start|dl(open|sym|close|error)$',
}


def symbols(path, *options):
    text = subprocess.run(['nm', *options, path], capture_output=True, text=True, check=True).stdout
    return [line.split() for line in text.splitlines() if line.strip()]


class Program:
    """Ravine, its functions, and the library that comes between it and the world."""

    def __init__(self, path, library):
        self.path, self.library = os.path.realpath(path), library
        self.functions = sorted((int(at, 16), int(at, 16) + int(size, 16), name)
                                for at, size, kind, name in
                                (f for f in symbols(path, '-S') if len(f) == 4) if kind in 'tT')

    def ranges(self, *beginnings):
        return ','.join(f'{begin:x}-{end:x}' for begin, end, name in self.functions
                        if name.startswith(beginnings))

    def say(self, site):
        """With the function's name in place of the address."""
        at = int(site.rpartition('+')[2], 16)
        for begin, end, name in self.functions:
            if begin <= at <= end:
                return f'{site.split()[0]} in {name}+{at - begin}'
        return site


class Outcome:
    """What one run left."""

    def __init__(self, status, out, errors, files, log):
        self.status, self.out, self.files = status, out, files
        self.errors = errors.decode(errors='replace')
        self.log = log
        self.failed = any(line.startswith('failed ') for line in log)
        self.said = [line[5:] for line in log if line.startswith('says ')]

    def same(self, other):
        return (self.status, self.out, self.files) == (other.status, other.out, other.files)

    def __str__(self):
        names = {name: len(data) for name, data in self.files.items()}
        return (f'status {self.status}, standard error {self.errors[:300]!r}, '
                f'{len(self.out)} bytes out, files {names}, said {self.said}')


def read_all(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), 'rb') as file:
            found[name] = file.read()
    return found


class Bench:
    """Runs commands, each time in a fresh folder."""

    def __init__(self, program, display):
        self.program, self.display = program, display
        self.caches = tempfile.TemporaryDirectory(prefix='ravine-faults-')

    def environment(self, command, home, log, **faults):
        env = {name: value for name, value in os.environ.items()
               if not name.startswith(('SDL_', 'MESA_', 'RAVINE_', 'WAYLAND_', 'XDG_')) and
               name not in ('DISPLAY', 'COLUMNS')}
        env.update(HOME=home, XDG_STATE_HOME=home, TMPDIR=home, XDG_CACHE_HOME=self.caches.name,
                   SOURCE_DATE_EPOCH='1700000000')
        if command.keys:
            env.update(DISPLAY=self.display, SDL_VIDEODRIVER='x11', RAVINE_FAULTS_KEYS=command.keys,
                       RAVINE_FAULTS_SAYS=self.program.ranges('app_notify'))
        env.update(command.env)
        env.update(LD_PRELOAD=self.program.library, RAVINE_FAULTS_PROGRAM=self.program.path,
                   RAVINE_FAULTS_THROUGH=self.program.ranges(*PASSES_ON), RAVINE_FAULTS_LOG=log)
        env.update({f'RAVINE_FAULTS_{name.upper()}': str(value) for name, value in faults.items()})
        return env

    def run(self, command, more=(), variables=None, **faults):
        with tempfile.TemporaryDirectory(prefix='ravine-faults-') as top:
            folder, home, log = (os.path.join(top, name) for name in ('here', 'home', 'log'))
            os.mkdir(folder)
            os.mkdir(home)
            for name, text in before(command).items():
                with open(os.path.join(folder, name), 'wb') as file:
                    file.write(text)
            process = subprocess.Popen(
                [self.program.path, *command.arguments, *more], cwd=folder,
                env=self.environment(command, home, log, **faults) | (variables or {}),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            try:
                out, errors = process.communicate(timeout=PATIENCE)
                status = process.returncode
            except subprocess.TimeoutExpired:
                process.kill()
                out, errors = process.communicate()
                status = 'it never ends'
            lines = []
            if os.path.exists(log):
                with open(log, encoding='utf-8', errors='replace') as file:
                    lines = file.read().splitlines()
            left = [name for _, _, names in os.walk(home) for name in names if name != 'session']
            files = read_all(folder)
            files.update({f'left in the home: {name}': b'' for name in left})
            return Outcome(status, out, errors, files, lines)


def before(command):
    files = {name: text.encode() for name, text in command.inputs.items()}
    files.update({name: OLDER for name in command.files if '*' not in name})
    return files


class Model:
    """A command undisturbed: its sites, and what it may write."""

    def __init__(self, bench, command):
        self.command = command
        first = bench.run(command)
        self.right, self.sites = [first], {}
        for line in first.log:
            count, _, site = line.partition(' ')
            if count.isdigit():
                self.sites[site] = int(count)
        if command.cairo:
            self.right.append(bench.run(command, ['--renderer', 'cairo']))
            self.right.append(bench.run(command, variables={'MESA_GL_VERSION_OVERRIDE': '2.1'}))

    def works(self):
        first = self.right[0]
        good = first.status == 0 and self.sites and \
            (first.errors == '' or (not self.command.keys and one_line(first.errors)))
        return good and (not self.command.keys or self.kinds(first) == sorted(self.command.files))

    @staticmethod
    def kinds(outcome):
        return sorted('*' + os.path.splitext(name)[1] for name in outcome.files)


def one_line(text):
    return re.fullmatch(r'ravine: [^\n]+\n', text) is not None


def judge(model, site, seen):
    """None, or what is wrong."""
    if seen.status not in (0, 1, 2):
        return f'it ends with {seen.status}'
    if model.command.keys:
        return judge_window(model, site, seen)
    if model.command.name == 'doctor' and seen.status in (0, 1) and not seen.errors:
        return None if seen.out.startswith(b'Ravine ') and seen.out.endswith(b'.\n') else \
            'half a report'  # what fails there is what it is to say
    if seen.status == 0:
        if seen.errors != model.right[0].errors:
            return 'it ends well, with other words'
        return None if any(seen.same(right) for right in model.right) else 'it wrote something else'
    if not one_line(seen.errors):
        return 'it fails without one line'
    left = {name: data for name, data in seen.files.items() if not site.startswith('unlink')}
    return None if not left or left == before(model.command) else 'files are not as they were'


def judge_window(model, site, seen):
    """It ends at the start, with a line; or it goes on to its end."""
    right = model.right[0]
    lines = seen.errors.count('\n')
    if lines > 1 or (lines == 1 and not one_line(seen.errors)):
        return 'more than one line'
    if not any(line.startswith('closed') for line in seen.log):  # it did not come to that
        return None if seen.status == 1 and lines == 1 and not strange(model, site, seen) \
            else 'it ended early'
    if seen.status == 1 and lines == 0:
        return 'it fails without one line'
    lost = [kind for kind in model.kinds(right) if kind not in model.kinds(seen)]
    if strange(model, site, seen):
        return f'left: {strange(model, site, seen)}'
    if len(lost) > 1:
        return f'more than one file is lost: {lost}'
    complaints = [text for text in seen.said if not text.startswith(('Saved', 'Copied', 'Pasted'))]
    usual = [text for text in right.said if not text.startswith(('Saved', 'Copied', 'Pasted'))]
    if lost and len(complaints) <= len(usual) and lines == 0:
        return f'lost without a word: {lost}'
    return None


def strange(model, site, seen):
    """Files that are neither wanted nor complete."""
    ends = {'.png': b'IEND\xaeB`\x82', '.svg': b'</svg>\n', '.pdf': b'%%EOF\n'}
    found = []
    for name, data in seen.files.items():
        ending = os.path.splitext(name)[1]
        known = any(fnmatch.fnmatch(name, pattern) for pattern in model.command.files)
        if not known or not data.endswith(ends.get(ending, b'')) or not data:
            found.append(name)
    return [] if site.startswith('unlink') else found


def plan(models, arguments):
    """(model, site, further settings): what is to be tried."""
    trials = []
    met = set()
    for model in models:
        for site, count in sorted(model.sites.items()):
            if arguments.site and arguments.site not in site:
                continue
            if not (arguments.all or arguments.each or arguments.site) and site in met:
                continue
            met.add(site)
            if arguments.command and model.command.name not in arguments.command:
                continue
            trials.append((model, site, {}))
            if not arguments.all:
                continue
            if count > 1:
                trials.append((model, site, {'at': count}))
                if re.match(r'[mc]alloc|realloc|f?write|fput|fprintf|fflush', site):
                    trials.append((model, site, {'lasting': 1}))
    whole = arguments.all or arguments.each or arguments.site
    return trials if whole else trials[::arguments.every]


def covers(tap, program):
    """Every function that Ravine calls fails here, or is known to be harmless."""
    made = {fields[-1].partition('@')[0] for fields in
            symbols(program.library, '-D', '--defined-only')}
    unknown = []
    for fields in symbols(program.path, '-D', '--undefined-only'):
        name = fields[-1].partition('@')[0]
        if name not in made and not any(re.match(f'(?:{pattern})', name)
                                        for pattern in HARMLESS.values()):
            unknown.append(name)
    tap.check('every call of the outside world can fail here, or is known to be harmless',
              not unknown, ' '.join(unknown))


def disturb(tap, bench, models, arguments):
    """One case for each command."""
    trials = plan(models, arguments)
    bad, done, missed = collections.defaultdict(list), collections.Counter(), 0

    def trial(entry):
        model, site, more = entry
        return entry, bench.run(model.command, site=site, **more)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for (model, site, more), seen in pool.map(trial, trials):
            name = model.command.name
            done[name] += 1
            missed += not seen.failed
            wrong = judge(model, site, seen)
            if wrong:
                bad[name].append(f'{bench.program.say(site)} [{site}] {more or ""}: {wrong}; {seen}')
                print('#', name, bad[name][-1].replace('\n', ' '), flush=True)
    for model in models:
        name = model.command.name
        tap.check(f'{name}: {done[name]} of {len(model.sites)} sites', not bad[name])
    sites = set().union(*(model.sites for model in models))
    count = sum(map(len, bad.values()))
    tap.note(f'{len(models)} commands, {len(sites)} sites, '
             f'{sum(len(model.sites) for model in models)} sites in commands, {len(trials)} faults, '
             f'{missed} of them not met, {count} not borne')


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('ravine')
    parser.add_argument('library', nargs='?')
    parser.add_argument('--each', action='store_true')
    parser.add_argument('--all', action='store_true')
    parser.add_argument('--every', type=int, default=SPREAD)
    parser.add_argument('--command', action='append')
    parser.add_argument('--site')
    parser.add_argument('--jobs', type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    tap = Tap()
    if not arguments.library:
        print('1..0 # SKIP needs glibc, and no sanitizer in the build')
        return 0
    program = Program(arguments.ravine, os.path.abspath(arguments.library))
    commands = COMMANDS
    lacking = missing()
    if lacking:
        tap.skip('window', f"not installed: {', '.join(lacking)}")
        commands = [c for c in commands if not c.keys]
    if not shutil.which('ffmpeg'):
        tap.skip('films', 'there is no ffmpeg')
        commands = [c for c in commands if not c.name.startswith('film') and not c.keys]
    server = None if lacking else Server()
    bench = Bench(program, server.display if server else None)
    try:
        covers(tap, program)
        models = [Model(bench, command) for command in commands]
        for model in models:
            tap.check(f'{model.command.name}: undisturbed', model.works(), model.right[0])
        disturb(tap, bench, models, arguments)
    finally:
        if server:
            server.close()
    print(f'1..{tap.count}')
    return 1 if tap.failed else 0


if __name__ == '__main__':
    sys.exit(main())
