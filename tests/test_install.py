#!/usr/bin/env python3
"""Installs Ravine into a staging directory and uses it from there, as a person does who has never
seen its sources. Arguments: the program as it was built, the build directory, the source directory.

What installed files have to hold is taken from Ravine's own tables (`ravine list`, --help), what
their formats ask for from the programs that read them, where these are installed."""
import configparser
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

from tap import Tap

BUILT, BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:4])
FOLDER = tempfile.TemporaryDirectory(prefix='ravine-install-')
STAGE = os.path.join(FOLDER.name, 'stage')
ELSEWHERE = os.path.join(FOLDER.name, 'elsewhere')
# What hides the sources from a program: an empty folder in their place, for it alone. What a
# sanitizer wants to read there is put elsewhere.
HIDE = ['unshare', '--mount', '--map-root-user', 'sh', '-c',
        'mount -t tmpfs none "$0" && exec "$@"', SOURCE]
LEAKS = 'suppressions=' + os.path.join(FOLDER.name, 'lsan.supp') + ':print_suppressions=0'


def run(*words, folder=ELSEWHERE, **environment):
    return subprocess.run(words, capture_output=True, text=True, cwd=folder, timeout=240,
                          stdin=subprocess.DEVNULL, check=False, env={**os.environ, **environment})


def good(*words, **environment):
    result = run(*words, **environment)
    if result.returncode != 0 or result.stderr:
        raise AssertionError(f'{words}: exit {result.returncode}, {result.stderr}')
    return result.stdout


def read(path, mode='r'):
    with open(path, mode, encoding=None if 'b' in mode else 'utf-8') as file:
        return file.read()


def install():
    """The prefix inside the staging directory."""
    os.makedirs(ELSEWHERE)
    shutil.copy(os.path.join(SOURCE, 'tests/lsan.supp'), FOLDER.name)
    os.environ['LSAN_OPTIONS'] = LEAKS
    meson = shutil.which('meson')
    if not meson:
        raise AssertionError('there is no meson here')
    result = run(meson, 'install', '-C', BUILD, '--no-rebuild', '--destdir', STAGE)
    if result.returncode != 0:
        raise AssertionError(result.stdout + result.stderr)
    options = json.loads(good(meson, 'introspect', BUILD, '--buildoptions'))
    prefix = next(option['value'] for option in options if option['name'] == 'prefix')
    return STAGE + prefix


def ids(topic):
    return [item['id'] for item in json.loads(good(BUILT, 'list', topic, '--format', 'json'))]


def options_of(*command):
    """"--steps": "STEPS", None for those without an argument."""
    return dict((name, argument or None) for name, argument in re.findall(
        r'^ +(?:-\w, )?(--[\w-]+)(?: (\S+))? +\S', good(BUILT, 'help', *command), re.M))


# ---- what lies where ----

def places(tap):
    wanted = ['bin/ravine', 'share/man/man1/ravine.1', 'share/applications/ravine.desktop',
              'share/icons/hicolor/scalable/apps/ravine.svg',
              'share/bash-completion/completions/ravine', 'share/zsh/site-functions/_ravine',
              'share/fish/vendor_completions.d/ravine.fish']
    for path in wanted:
        tap.check(f'{path} is there', os.path.getsize(os.path.join(PREFIX, path)) > 0)
    lessons = os.listdir(os.path.join(PREFIX, 'share/ravine/lessons'))
    tap.equal('the lessons are there as files', sorted(name[3:-4] for name in lessons),
              sorted(ids('scenarios')))
    tap.check('the program may be run by everybody',
              os.stat(os.path.join(PREFIX, 'bin/ravine')).st_mode & 0o111 == 0o111)


def menu_entry(tap):
    path = os.path.join(PREFIX, 'share/applications/ravine.desktop')
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(path, encoding='utf-8')
    entry = entry['Desktop Entry']
    tap.check('the menu entry starts the program',
              os.access(os.path.join(PREFIX, 'bin', entry['Exec'].split()[0]), os.X_OK))
    icon = os.path.join(PREFIX, 'share/icons/hicolor/scalable/apps', entry['Icon'] + '.svg')
    picture = xml.parse(icon).getroot()
    tap.equal('its icon is a picture', picture.tag, '{http://www.w3.org/2000/svg}svg')
    box = [float(number) for number in picture.get('viewBox').split()]
    tap.check('and square', box[2] == box[3], box)
    if shutil.which('desktop-file-validate'):
        tap.equal('desktop-file-validate has nothing to say',
                  good('desktop-file-validate', path), '')
    else:
        tap.skip('desktop-file-validate has nothing to say', 'it is not here')


# ---- the installed program ----

def can_hide():
    return shutil.which('unshare') and run(*HIDE, 'sh', '-c', 'true').returncode == 0


def runs_from_anywhere(tap):
    """All that the built program says beside its sources, the installed one says without them."""
    ravine = os.path.join(PREFIX, 'bin/ravine')
    before = HIDE if can_hide() else []
    if before:
        tap.check('its sources are hidden', not run(*before, 'ls', SOURCE).stdout)
    else:
        tap.skip('its sources are hidden', 'there are no mount namespaces here')
    for words in (['--version'], ['list', 'problems'], ['list', 'scenarios'], ['list', 'commands'],
                  ['trace', 'zigzag'], ['help', 'man'],
                  ['eval', '-p', 'rosenbrock', '--at', '2,3']):
        tap.equal(f'it says the same to "{" ".join(words)}"', good(*before, ravine, *words),
                  good(BUILT, *words))
    pictures = []
    for program in ([*before, ravine], [BUILT]):
        good(*program, 'render', 'saddle-point', '-O', 'picture.png', '--layout', 'surface')
        pictures.append(read(os.path.join(ELSEWHERE, 'picture.png'), 'rb'))
    tap.check('it draws the same picture, shaders and all', pictures[0] == pictures[1] and
              len(pictures[0]) > 10000)
    lesson = os.path.join(PREFIX, 'share/ravine/lessons/07-zigzag.ini')
    tap.equal('it opens a lesson that was installed as a file',
              good(*before, ravine, 'trace', lesson), good(BUILT, 'trace', 'zigzag'))


def names_no_source(tap):
    """Debugging information, which names sources, is left out of the question."""
    title = 'the program names no file of its sources'
    if not shutil.which('strip'):
        tap.skip(title, 'no strip here')
        return
    bare = os.path.join(ELSEWHERE, 'bare')
    good('strip', '-o', bare, os.path.join(PREFIX, 'bin/ravine'))
    tap.check(title, SOURCE.encode() not in read(bare, 'rb'))


# ---- the manual page ----

def manual(tap):
    path = os.path.join(PREFIX, 'share/man/man1/ravine.1')
    plain = re.sub(r'\\f[BIR]', '', read(path)).replace('\\-', '-').replace('\\&', '')
    items = set(re.findall(r'^\.TP\n(.+)$', plain, re.M))
    named = {word.strip() for item in items for word in re.split(r'[ ,]', item)}
    for topic in ('problems', 'optimizers', 'scenarios'):
        tap.equal(f'the manual page has an item for each of the {topic}',
                  [name for name in ids(topic) if name not in items], [])
    tap.equal('and for each option', [name for name in options_of() if name not in named], [])
    keys = [item for item in json.loads(good(BUILT, 'list', 'commands', '--format', 'json'))
            if item['keys']]
    tap.equal('and for each command of the window',
              [item['id'] for item in keys if item['name'].split("'")[0] not in plain], [])
    for words, name in ((['mandoc', '-T', 'lint', '-W', 'error'], 'mandoc'),
                        (['groff', '-man', '-Tutf8', '-wall', '-z'], 'groff')):
        if shutil.which(name):
            result = run(*words, path)
            tap.equal(f'{name} finds nothing wrong', (result.returncode, result.stdout + result.stderr),
                      (0, ''))
        else:
            tap.skip(f'{name} finds nothing wrong', 'it is not here')


# ---- completion ----

# A line as it is typed so far, and what it can become; tables fill in {problems} and the like.
LINES = [
    ('ravine rend', ['render']),
    ('ravine render --them', ['--theme']),
    ('ravine render --theme ', ['dark', 'light']),
    ('ravine --theme=d', ['--theme=dark']),
    ('ravine trace -o ad', '{optimizers}'),
    ('ravine trace -o adam:beta', ['adam:beta1=', 'adam:beta2=']),
    ('ravine trace -o adam:lr=0.1,amsg', ['adam:lr=0.1,amsgrad=']),
    ('ravine -o momentum:form=v', ['momentum:form=velocity']),
    ('ravine eval -p bowl:k', ['bowl:kappa=']),
    ('ravine eval -p him', '{problems}'),
    ('ravine trace zig', '{scenarios}'),
    ('ravine trace my', ['my-race.ini']),
    ('ravine help sc', ['scenario']),
    ('ravine list sc', ['scenarios']),
]


def wanted_of(line, wanted):
    if isinstance(wanted, str):
        begin = line.split(' ')[-1]
        wanted = [name for name in ids(wanted.strip('{}')) if name.startswith(begin)]
    return sorted(wanted)


def make_files():
    for name in ('my-race.ini', 'my-notes.txt'):
        with open(os.path.join(ELSEWHERE, name), 'w', encoding='utf-8') as file:
            file.write('version = 1\n')


BASH = r'''
source "$1"
# Words as readline cuts them.
mapfile -t COMP_WORDS < <(grep -oE '[:=]+|[^[:space:]:=]+' <<<"$2")
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_LINE=$2 COMP_POINT=${#2} COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
$(complete -p ravine | sed -n 's/.*-F \([^ ]*\) .*/\1/p') ravine
printf '%s\n' "${COMPREPLY[@]}"
'''

def in_bash(line):
    """Answers of bash are what follows its last cut."""
    cut = re.match(r'.*[\s:=]|', line)[0]
    path = os.path.join(PREFIX, 'share/bash-completion/completions/ravine')
    answers = good('bash', '-c', BASH, 'bash', path, line, PATH=PATH).split()
    word = line.split(' ')[-1]
    return [word[:len(word) - len(line[len(cut):])] + answer for answer in answers]


def in_fish(line):
    path = os.path.join(PREFIX, 'share/fish/vendor_completions.d/ravine.fish')
    text = good('fish', '--no-config', '-c', f'source {path}; complete -C "{line}"', PATH=PATH,
                HOME=ELSEWHERE)
    return [answer.split('\t')[0] for answer in text.splitlines()]


ZSH = r'''
PS1='' fpath=("$FUNCTIONS" $fpath)
autoload -Uz compinit && compinit -u -D
bindkey '^I' complete-word
show() { print -r -- "<$BUFFER>" }
zle -N show
bindkey '^X' show
'''


def in_zsh(line):
    """What the line becomes at a terminal, when Tab is pressed."""
    with open(os.path.join(ELSEWHERE, '.zshrc'), 'w', encoding='utf-8') as file:
        file.write(ZSH)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ELSEWHERE)
        os.execvpe('zsh', ['zsh', '-d', '-i'], {
            **os.environ, 'PATH': PATH, 'TERM': 'dumb', 'ZDOTDIR': ELSEWHERE,
            'FUNCTIONS': os.path.join(PREFIX, 'share/zsh/site-functions')})
    os.write(terminal, f'{line}\t\x18'.encode())
    seen, end = b'', time.monotonic() + 30
    while not re.search(b'<.*>', seen) and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    found = re.search(b'<(.*)>', seen)
    return found[1].decode() if found else seen


def completion(tap):
    make_files()
    files = {'bash': 'share/bash-completion/completions/ravine',
             'zsh': 'share/zsh/site-functions/_ravine',
             'fish': 'share/fish/vendor_completions.d/ravine.fish'}
    for shell, path in files.items():
        if shutil.which(shell):
            tap.equal(f'{shell} can read its file', good(shell, '-n', os.path.join(PREFIX, path)), '')
        else:
            tap.skip(f'{shell} can read its file', 'it is not here')
    for shell, complete in (('bash', in_bash), ('fish', in_fish)):
        for line, wanted in LINES:
            if shutil.which(shell):
                tap.equal(f'{shell} completes "{line}"', sorted(complete(line)),
                          wanted_of(line, wanted))
            else:
                tap.skip(f'{shell} completes "{line}"', 'it is not here')
    for line, wanted in LINES:
        answers = wanted_of(line, wanted)
        if not shutil.which('zsh'):
            tap.skip(f'zsh completes "{line}"', 'it is not here')
        elif len(answers) == 1:  # it has to be the only one to end up in the line
            whole = line[:line.rindex(' ') + 1] + answers[0]
            tap.equal(f'zsh completes "{line}"', in_zsh(line),
                      whole if whole[-1] in ':=/' else whole + ' ')


# ---- the doctor ----

def table():
    """Names of packages, {"ffmpeg": {"apt-get": ..., "dnf": ...}}, read from scripts/packages."""
    lines = good('sh', os.path.join(SOURCE, 'scripts/packages'), 'table').splitlines()
    managers = lines[0].split()
    return {words[2]: dict(zip(managers, words[-len(managers):]))
            for words in map(str.split, lines[1:])}


def doctor(tap):
    ravine = os.path.join(PREFIX, 'bin/ravine')
    here = run(ravine, 'doctor', XDG_STATE_HOME=ELSEWHERE)
    tap.check('where the tests run, nothing is missing that is needed',
              here.returncode == 0 and not here.stderr and 'needed:' not in here.stdout,
              here.stdout + here.stderr)
    tap.check('it knows its version', re.search(
        rf'^Ravine +{re.escape(good(ravine, "--version").split()[1])}$', here.stdout, re.M), here.stdout)
    for library, package in (('SDL', 'sdl2'), ('SDL_ttf', 'SDL2_ttf')):
        wanted = good('pkg-config', '--modversion', package).strip()
        tap.check(f'and the one of {library}',
                  re.search(rf'^{library} +{re.escape(wanted)}$', here.stdout, re.M), here.stdout)
    tap.check('it names who draws', re.search(r'^off screen +OpenGL .+; by \w+$', here.stdout, re.M),
              here.stdout)
    fonts = re.findall(r'^(?:text|math) font +.+, (/.+)$', here.stdout, re.M)
    tap.check('it names files of fonts', len(fonts) == 2 and all(map(os.path.isfile, fonts)),
              here.stdout)
    for path in (ravine, os.path.join(PREFIX, 'share/ravine/lessons'),
                 os.path.join(ELSEWHERE, 'ravine/session')):
        tap.check(f'it names {os.path.basename(path)} in its place', path in here.stdout, here.stdout)
    tap.check('it writes nothing', not os.path.exists(os.path.join(ELSEWHERE, 'ravine')))
    ffmpeg = shutil.which('ffmpeg')
    tap.equal('it knows whether there is an ffmpeg',
              re.findall(r'^ffmpeg +(?:.*, )?(\S+)$', here.stdout, re.M), [ffmpeg or 'none'])


def what_is_missing(tap):
    """No fonts, no ffmpeg, a display that answers nobody; and one package manager at a time."""
    ravine, packages = os.path.join(PREFIX, 'bin/ravine'), table()
    empty = os.path.join(ELSEWHERE, 'fonts.conf')
    with open(empty, 'w', encoding='utf-8') as file:
        file.write('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>')
    for manager in packages['ffmpeg']:
        tools = os.path.join(ELSEWHERE, manager)
        os.makedirs(tools)
        os.symlink('/bin/true', os.path.join(tools, manager))
        result = run(ravine, 'doctor', PATH=tools, FONTCONFIG_FILE=empty)
        tap.equal(f'with {manager} and without fonts it fails', (result.returncode, result.stderr),
                  (1, ''))
        needed, wanted = re.split('Ravine works without:', result.stdout)
        for font in ('Inter', 'TeX_Gyre_Schola_Math'):
            tap.check(f'with {manager} it names the package of {font}',
                      re.search(rf'{manager} (?:install|-S) {packages[font][manager]}$', needed, re.M),
                      result.stdout)
        tap.check(f'with {manager} it names the package of ffmpeg',
                  re.search(rf'{manager} (?:install|-S) {packages["ffmpeg"][manager]}$', wanted, re.M),
                  result.stdout)
    result = run(ravine, 'doctor', DISPLAY=':4242', WAYLAND_DISPLAY='')
    tap.check('a display where no window opens is missed', result.returncode == 1 and
              re.search('needed:\n  A window', result.stdout), result.stdout + result.stderr)
    result = run(ravine, 'doctor', DISPLAY='', WAYLAND_DISPLAY='')
    tap.check('no display at all is said, but pictures need none', result.returncode == 0 and
              re.search('works without:\n  A display', result.stdout), result.stdout + result.stderr)
    result = run(ravine, 'doctor', XDG_STATE_HOME='/dev/null')
    tap.check('a session that cannot be kept is said',
              'A place for the session' in result.stdout, result.stdout)
    result = run(ravine, 'doctor', 'me')
    tap.check('it takes no words', result.returncode == 2 and "'me'" in result.stderr, result.stderr)


PREFIX = install()
PATH = os.path.join(PREFIX, 'bin') + ':' + os.environ['PATH']
Tap().run(places, menu_entry, runs_from_anywhere, names_no_source, manual, completion, doctor,
          what_is_missing)
