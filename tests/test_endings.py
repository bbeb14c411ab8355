#!/usr/bin/env python3
"""However it ends: signals, full disks, encoders that die, stop or lie, a display that is gone.
Nothing half written stays, nothing whole is lost. Argument: the program."""
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from filmfile import CAN_FILM, frames
from program import RAVINE, seconds_worked
from realwindow import Window
from tap import Tap
from xserver import Server, missing, until

SECONDS = 60  # a bound for a busy machine, not a measurement


def start(*arguments, folder, before=None, environment=None):
    return subprocess.Popen([RAVINE, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            preexec_fn=before, env={**os.environ, **(environment or {})})


def run(*arguments, folder, before=None, environment=None):
    process = start(*arguments, folder=folder, before=before, environment=environment)
    out, complaint = process.communicate(timeout=4 * SECONDS)
    return process.returncode, out, complaint


def one_line(complaint, *words):
    return (complaint.startswith('ravine: ') and complaint.count('\n') == 1 and
            complaint.endswith('\n') and all(word in complaint for word in words))


def has_ended(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        return file.read().rpartition(')')[2].split()[0] == 'Z'


# ---- signals ----

# What takes long enough, and what shows that it is in the midst of it.
LONG = [
    ('a trace', ['trace', '-p', 'ackley', '-o', 'lbfgs', '-n', '10000000', '-O', 'a.csv'], 'a.csv'),
    ('a picture by cairo', ['render', 'rosenbrock', '-o', 'adam', '-n', '1000000', '-O', 'a.png',
                            '--renderer', 'cairo', '--keys', 'T ' * 4000], 'a.png'),
    ('a picture by OpenGL', ['render', 'rosenbrock', '-o', 'adam', '-O', 'a.png', '--keys',
                             'T ' * 60000], 'a.png'),
    ('vectors', ['render', 'rosenbrock', '-o', 'adam', '-O', 'a.pdf', '--keys', 'T ' * 60000],
     'a.pdf'),
    ('to standard output', ['trace', '-p', 'ackley', '-o', 'lbfgs', '-n', '10000000'], None),
]
if CAN_FILM:
    LONG += [('a film', ['render', 'rosenbrock', '-O', 'a.mp4', '--hold', '60'], 'a.mp4'),
             ('a film as GIF', ['render', 'rosenbrock', '-O', 'a.gif', '--hold', '60'], 'a.gif')]


def in_the_midst(process, folder, name):
    """Whether it has begun to write, or to work, within the time."""
    def begun():
        if process.poll() is not None:
            return False
        growing = [each for each in os.listdir(folder) if name and each.startswith(f'{name}.')]
        return (growing or not name) and seconds_worked(process.pid) > 0.1
    return until(begun, SECONDS, 0.01)


def signals_end_commands(tap):
    for what, words, name in LONG:
        rarer = [signal.SIGHUP, signal.SIGQUIT] if what in ('a trace', 'a film') else []
        for number in [signal.SIGINT, signal.SIGTERM, *rarer]:
            with tempfile.TemporaryDirectory() as folder:
                if name:
                    with open(os.path.join(folder, name), 'w', encoding='ascii') as file:
                        file.write('older')
                discard = open(os.devnull, 'w', encoding='ascii')
                process = subprocess.Popen([RAVINE, *words], cwd=folder, stdin=subprocess.DEVNULL,
                                           stdout=discard, stderr=subprocess.PIPE, text=True)
                begun = in_the_midst(process, folder, name)
                before = seconds_worked(process.pid)
                process.send_signal(number)
                until(lambda: has_ended(process.pid), SECONDS, 0.01)
                more = seconds_worked(process.pid) - before
                _, complaint = process.communicate(timeout=SECONDS)
                discard.close()
                left = os.listdir(folder)
                older = not name or open(os.path.join(folder, name), encoding='ascii').read()
                tap.check(f'{number.name} ends {what}: one line, 128 + {int(number)}, nothing left',
                          begun and process.returncode == 128 + number and
                          one_line(complaint, number.name) and left == ([name] if name else []) and
                          older in (True, 'older'),
                          (begun, process.returncode, complaint, left))
                # The rest of the time is the system's, which gives the memory back.
                tap.check('and it does not work on', more < 0.2, f'{more} s')


def ignored_signals_stay_ignored(tap):
    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for words, name in [(['trace', '-p', 'bowl', '-o', 'adam', '-n', '1000000', '-O', 'a.csv'],
                         'a.csv'),
                        (['render', 'bowl', '-O', 'a.png', '--keys', 'T ' * 400], 'a.png')]:
        with tempfile.TemporaryDirectory() as folder:
            process = start(*words, folder=folder, before=ignore)
            begun = in_the_midst(process, folder, name)
            process.send_signal(signal.SIGHUP)
            _, complaint = process.communicate(timeout=4 * SECONDS)
            tap.check(f'as under nohup, {words[0]} goes on to its end',
                      begun and process.returncode == 0 and not complaint and
                      os.listdir(folder) == [name], (process.returncode, complaint))


# ---- disks that are full ----

FILES = [
    ('a.csv', ['trace', '-p', 'rosenbrock', '-o', 'adam', '-n', '4000', '-O', 'a.csv']),
    ('a.png', ['render', 'rosenbrock', '-o', 'adam', '--size', '640x480', '-O', 'a.png']),
    ('a.svg', ['render', 'rosenbrock', '-o', 'adam', '--size', '640x480', '-O', 'a.svg']),
    ('a.pdf', ['render', 'rosenbrock', '-o', 'adam', '--size', '640x480', '-O', 'a.pdf']),
]
FILMS = [(name, ['render', 'bowl', '-o', 'adam', '-n', '30', '--hold', '0', '--size', '320x320',
                 '--renderer', 'cairo', '-O', name]) for name in ('a.mp4', 'a.gif')]


def full_disks(tap):
    """A limit on the size of files does to a program, and to ffmpeg, what a full disk does."""
    for name, words in FILES + (FILMS if CAN_FILM else []):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            status, _, complaint = run(*words, folder=folder)
            whole = os.path.getsize(path) if status == 0 else 0
            tap.check(f'{name} can be written', status == 0 and whole > 8000, complaint)
            bad = []
            for size in [1, 4096, whole // 3, whole // 2, whole - 4096, whole - 1]:
                with open(path, 'w', encoding='ascii') as file:
                    file.write('older')
                status, _, complaint = run(
                    *words, folder=folder,
                    before=lambda s=size: resource.setrlimit(resource.RLIMIT_FSIZE, (s, s)))
                with open(path, 'rb') as file:
                    older = file.read() == b'older'
                if not (status == 1 and one_line(complaint) and older and
                        os.listdir(folder) == [name]):
                    bad.append((size, status, complaint, older, os.listdir(folder)))
            tap.check(f'{name}: where it has no room, one line, status 1, the older file unharmed',
                      not bad, bad)


# ---- encoders ----

LIARS = {
    # What ffmpeg itself did on a full disk: it says what is wrong, and ends well.
    'half a film': '''"$REAL" "$@"; for last; do :; done; name=${last#file:}
        head -c $(($(wc -c <"$name") / 2)) "$name" >"$name.half" && mv "$name.half" "$name"
        echo "the disk is full" >&2''',
    'all but the last byte': '''"$REAL" "$@"; for last; do :; done; name=${last#file:}
        head -c $(($(wc -c <"$name") - 1)) "$name" >"$name.half" && mv "$name.half" "$name"''',
    'nothing': 'cat >/dev/null',
    'five frames': '{ head -c 2048000; cat >/dev/null; } | "$REAL" "$@"',
}


def encoders_that_lie(tap):
    real = shutil.which('ffmpeg')
    for kind in ['mp4', 'gif']:
        for what, script in LIARS.items():
            with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as tools:
                fake = os.path.join(tools, 'ffmpeg')
                with open(fake, 'w', encoding='ascii') as file:
                    file.write(f'#!/bin/sh\nREAL={real}\ncase "$*" in *framecrc*) exec "$REAL" "$@" ;; '
                               f'esac\n{script}\nexit 0\n')
                os.chmod(fake, 0o755)
                with open(os.path.join(folder, f'a.{kind}'), 'w', encoding='ascii') as file:
                    file.write('older')
                status, _, complaint = run(*dict(FILMS)[f'a.{kind}'], folder=folder, environment={
                    'PATH': f"{tools}:{os.environ['PATH']}"})
                with open(os.path.join(folder, f'a.{kind}'), 'rb') as file:
                    older = file.read() == b'older'
                said = 'the disk is full' if what == 'half a film' else 'ffmpeg'
                tap.check(f'an ffmpeg that ends well with {what} of a {kind} is found out',
                          status == 1 and one_line(complaint, said) and older,
                          (status, complaint, older))


# A name for a file, however ffmpeg would take it.
ODD_NAMES = ['file:y.mp4', 'http:x.mp4', 'https:::x.mp4', 'tee:a.mp4',
             'pipe:1.mp4', 'concat:a|b.mp4', 'a%03d.gif', '-x.mp4', "it's \"x\".mp4", 'a b\n.gif',
             'x.mp4?y=1&z.gif']


def names_are_names(tap):
    for name in ODD_NAMES:
        with tempfile.TemporaryDirectory() as folder:
            status, out, complaint = run('render', 'bowl', '-o', 'sgd', '-n', '4', '--hold', '0',
                                         '--size', '320x320', '-O', name, folder=folder)
            tap.check(f'a film named {name!r} is a file of that name',
                      status == 0 and not out and not complaint and os.listdir(folder) == [name] and
                      frames(f'file:{os.path.join(folder, name)}'),
                      (status, complaint, os.listdir(folder)))


# ---- links ----

def links_keep_pointing(tap):
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, 'there', 'deep'))
        for link, target in [('a.csv', 'there/new.csv'), ('b.csv', 'a2.csv'), ('a2.csv', 'there/b.csv'),
                             ('there/c.csv', '../c-new.csv'),
                             ('d.csv', os.path.join(folder, 'there/deep/d.csv'))]:
            os.symlink(target, os.path.join(folder, link))
        for link, end in [('a.csv', 'there/new.csv'), ('b.csv', 'there/b.csv'),
                          ('there/c.csv', 'c-new.csv'), ('d.csv', 'there/deep/d.csv')]:
            status, _, complaint = run('trace', '-p', 'bowl', '-o', 'sgd', '-n', '3', '-O', link,
                                       folder=folder)
            tap.check(f'{link}, which points to nothing yet, stays a link; its end is written',
                      status == 0 and os.path.islink(os.path.join(folder, link)) and
                      os.path.isfile(os.path.join(folder, end)) and
                      not os.path.islink(os.path.join(folder, end)), complaint)
        os.symlink('nowhere/x.csv', os.path.join(folder, 'e.csv'))
        os.symlink('loop.csv', os.path.join(folder, 'loop.csv'))
        for link in ['e.csv', 'loop.csv']:
            status, _, complaint = run('trace', '-p', 'bowl', '-o', 'sgd', '-O', link, folder=folder)
            tap.check(f'{link}, whose end cannot be, is refused', status == 2 and
                      one_line(complaint, link) and os.path.islink(os.path.join(folder, link)),
                      (status, complaint))


# ---- memory ----

def out_of_memory(tap):
    """One line and status 1, wherever it happens; nothing half written."""
    ends, bad = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in [24, 32, 40, 48, 64, 80]:
            size = megabytes << 20
            status, _, complaint = run(
                'trace', '-p', 'rosenbrock', '-o', 'lbfgs:history=20', *['-o', 'adam'] * 6, '-n',
                '100000', '-O', 'a.csv', folder=folder,
                before=lambda s=size: resource.setrlimit(resource.RLIMIT_AS, (s, s)))
            there = os.listdir(folder)
            if status == 0 and there == ['a.csv']:
                os.remove(os.path.join(folder, 'a.csv'))
            elif complaint.startswith('ravine: '):
                ends += 1
                if not (status == 1 and one_line(complaint, 'memory') and not there):
                    bad.append((megabytes, status, complaint, there))
            elif there:  # not even its libraries had room; then it left nothing all the same
                bad.append((megabytes, status, complaint, there))
    tap.check('out of memory: one line, status 1, nothing left', not bad, bad)
    tap.note(f'{ends} of six ended so')


# ---- the window ----

def films_in(folder):
    return sorted(name for name in os.listdir(folder) if '.mp4' in name)


def begins_to_film(window, folder):
    """Presses F9 and waits until a film that was not there grows; its name."""
    before = set(films_in(folder))
    window.server.manager.focus(window.id)
    window.key('F9')

    def growing():
        new = sorted(set(films_in(folder)) - before)
        whole = [name for name in new if name.endswith('.mp4')]
        return whole if len(new) == 2 and len(whole) == 1 else None
    return (until(growing, SECONDS) or [None])[0]


def is_written(folder, name):
    return (films_in(folder).count(name) == 1 and
            not any(other.startswith(f'{name}.') for other in films_in(folder)) and
            os.path.getsize(os.path.join(folder, name)) > 0)


def encoder_of(window):
    """The process number of its ffmpeg, once there is one."""
    def found():
        return subprocess.run(['pgrep', '-P', str(window.process.pid), 'ffmpeg'],
                              capture_output=True, text=True, check=False).stdout.split()
    return int(until(found, SECONDS)[0])


def with_server(part):
    def wrapped(tap):
        if missing():
            tap.skip(part.__name__, f"not installed: {', '.join(missing())}")
            return
        if not CAN_FILM:
            tap.skip(part.__name__, 'there is no ffmpeg')
            return
        server = Server()
        try:
            part(tap, server)
        finally:
            server.close()
    wrapped.__name__ = part.__name__
    return wrapped


LESSON = 'steep-across-flat-along-the-zigzag'  # what the title of zigzag becomes


@with_server
def windows_in_one_folder(tap, server):
    with tempfile.TemporaryDirectory() as folder:
        with Window(server, 'zigzag', folder=folder) as first, \
                Window(server, 'zigzag', folder=folder) as second:
            names = [begins_to_film(window, folder) for window in (first, second)]
            tap.equal('two windows film the same lesson under two names', names,
                      [f'{LESSON}.mp4', f'{LESSON}-2.mp4'])
            time.sleep(0.5)
            for window in (first, second):
                window.server.manager.focus(window.id)
                window.key('F9')
            there = until(lambda: all(is_written(folder, name) for name in names), SECONDS)
            counts = [frames(os.path.join(folder, name)) for name in names]
            tap.check('and both films are whole', there and all(counts), counts)
            for window in (first, second):
                window.server.manager.focus(window.id)
                window.key('ctrl+s')
            tap.check('scenarios, too', until(lambda: {f'{LESSON}.ini', f'{LESSON}-2.ini'} <=
                                              set(os.listdir(folder)), SECONDS),
                      os.listdir(folder))


@with_server
def signals_end_windows(tap, server):
    for number in [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]:
        with tempfile.TemporaryDirectory() as folder:
            with Window(server, 'himmelblau', folder=folder) as window:
                name = begins_to_film(window, folder)
                window.key('t')
                time.sleep(0.5)
                window.process.send_signal(number)
                tap.equal(f'{number.name} ends a window', window.status(), 128 + number)
                tap.check('with one line', one_line(window.complaint(), number.name),
                          window.complaint())
                with open(os.path.join(window.state.name, 'ravine', 'session'),
                          encoding='utf-8') as file:
                    kept = file.read()
                tap.check('keeps its session', 'theme dark\n' in kept and 'himmelblau' in kept, kept)
                tap.check('and ends its film properly', films_in(folder) == [name] and
                          frames(os.path.join(folder, name)), films_in(folder))


@with_server
def encoders_that_die_or_stop(tap, server):
    with tempfile.TemporaryDirectory() as folder:
        with Window(server, 'himmelblau', folder=folder) as window:
            name = begins_to_film(window, folder)
            os.kill(encoder_of(window), signal.SIGKILL)
            tap.check('an ffmpeg that is killed is noticed at once, and nothing stays of its film',
                      until(lambda: films_in(folder) == [], SECONDS), films_in(folder))
            name = begins_to_film(window, folder)
            tap.check('and the next film can begin', name, films_in(folder))
            encoder = encoder_of(window)
            os.kill(encoder, signal.SIGSTOP)
            time.sleep(1)
            window.key('space')
            before = window.look()
            window.key('F9')
            os.kill(encoder, signal.SIGSTOP)  # once more: ending it has woken it
            window.key('t')
            tap.check('an ffmpeg that is stopped does not stop the window',
                      window.becomes(lambda now: now.differences(before) > 100000))
            os.kill(encoder, signal.SIGCONT)
            tap.check('and its film is whole', until(lambda: is_written(folder, name), SECONDS) and
                      frames(os.path.join(folder, name)), films_in(folder))
            begins_to_film(window, folder)
            os.kill(encoder_of(window), signal.SIGSTOP)
            window.key('ctrl+q')
            tap.equal('a stopped one does not keep the window from closing', window.status(), 0)
            tap.check('nor is that film lost', all(frames(os.path.join(folder, each))
                                                   for each in films_in(folder)) and
                      len(films_in(folder)) == 2, films_in(folder))


@with_server
def a_display_that_is_gone(tap, server):
    with tempfile.TemporaryDirectory() as folder:
        with Window(server, 'himmelblau', folder=folder) as window:
            name = begins_to_film(window, folder)
            window.key('t')
            time.sleep(0.5)
            server.manager.close()  # ours would end us
            server.manager = None
            server.process.kill()
            tap.equal('a window whose display is gone ends with status 1', window.status(), 1)
            tap.check('and one line', one_line(window.complaint(), 'display'), window.complaint())
            with open(os.path.join(window.state.name, 'ravine', 'session'),
                      encoding='utf-8') as file:
                kept = file.read()
            tap.check('it keeps its session', 'theme dark\n' in kept and 'himmelblau' in kept, kept)
            tap.check('and ends its film properly', films_in(folder) == [name] and
                      frames(os.path.join(folder, name)), films_in(folder))


FILMED = [encoders_that_lie, names_are_names] if CAN_FILM else []
Tap().run(signals_end_commands, ignored_signals_stay_ignored, full_disks, links_keep_pointing,
          out_of_memory, *FILMED, windows_in_one_folder, signals_end_windows,
          encoders_that_die_or_stop, a_display_that_is_gone)
