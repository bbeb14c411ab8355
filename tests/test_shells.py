#!/usr/bin/env python3
"""Drives bash, zsh and fish at a terminal: files with names that a shell could take for something
else are completed with Tab, and the program must get exactly that name, and nothing else may have
run. Arguments: the program, the folder with the shells' files."""
import os
import pty
import select
import shutil
import signal
import sys
import tempfile
import time

import terminal
from tap import Tap

PROGRAM, COMPLETION = (os.path.abspath(path) for path in sys.argv[1:3])
PATIENCE = 60  # seconds: for what a good shell does at once

NAMES = ['plain.ini', 'two words.ini', ' blank at both ends .ini', 'zz;touch HIT;.ini',
         '$(touch HIT).ini', '`touch HIT`.ini', '$HOME.ini', "it's.ini", 'say "so".ini',
         '\'"\'.ini', 'a&touch HIT&.ini', 'a|touch HIT.ini', '<in>out.ini', 'st*r?.ini', '[a-z].ini',
         '{a,b}.ini', '(p).ini', '~.ini', '-dash.ini', '--help.ini', 'back\\slash.ini', '#hash.ini',
         '!bang!.ini', '=ls.ini', 'a:b=c.ini', '^h%j@k.ini', 'na\u00efve \u2192.ini',
         'new\nline; touch HIT.ini', '\n.ini']

# A shell without anybody's settings, and what it is told first. READY comes when it has read it all.
SHELLS = {
    'bash': (['bash', '--norc', '--noprofile', '-i'],
             f"source '{COMPLETION}/ravine.bash'; PS1=; set +o histexpand"),
    'zsh': (['zsh', '-f', '-i'],
            f"PS1= fpath=('{COMPLETION}' $fpath); unsetopt prompt_sp; autoload -Uz compinit && "
            'compinit -u -D'),
    'fish': (['fish', '--no-config', '-i'],
             f"function fish_prompt; end; source '{COMPLETION}/ravine.fish'"),
}

# Completes as the program does, and writes down anything else that it is asked, word by word.
STAND_IN = '''#!/bin/sh
if [ "$1" = complete ]; then exec '{program}' "$@"; fi
for word in "$@"; do printf '%s\\0' "$word"; done >'{told}.new'
mv '{told}.new' '{told}'
'''


class Shell:
    def __init__(self, name, home, files):
        self.told, self.seen = os.path.join(home, 'told'), b''
        words, begin = SHELLS[name]
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(files)
            os.execvpe(words[0], words, {
                **os.environ, 'PATH': home + ':' + os.environ['PATH'], 'HOME': home, 'TERM': 'dumb',
                'LC_ALL': 'C.UTF-8', 'XDG_CONFIG_HOME': home, 'XDG_DATA_HOME': home,
                'XDG_CACHE_HOME': home, 'XDG_STATE_HOME': home})
        self.run(begin + '; ravine READY')

    def take(self, seconds):
        """What the shell shows. fish asks the terminal what it is, and waits for an answer."""
        if select.select([self.terminal], [], [], seconds)[0]:
            shown = os.read(self.terminal, 65536)
            self.seen = (self.seen + shown)[-2000:]
            if b'\x1b[c' in shown or b'\x1b[0c' in shown:
                os.write(self.terminal, b'\x1b[?1;2c')

    def run(self, keys):
        """The words that the program gets when these keys and Enter are pressed; None: it was not
        called."""
        if os.path.exists(self.told):
            os.unlink(self.told)
        os.write(self.terminal, keys.encode() + b'\r')
        end = time.monotonic() + PATIENCE
        while not os.path.exists(self.told):
            if time.monotonic() > end:
                return None
            try:
                self.take(0.02)
            except OSError:  # it has gone
                return None
        with open(self.told, 'rb') as file:
            return os.fsdecode(file.read()).split('\0')[:-1]

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)


def beginnings(name):
    """How the name may begin when Tab is pressed: not at all, in quotes, with its first letter."""
    yield '', 'nothing'
    yield "'", 'a quote'
    yield '"', 'a double quote'
    if name[0] != '\n':
        yield ('' if name[0].isalnum() else '\\') + name[0], 'its first letter'


def complete_all(tap, shell, home, files):
    session, failed = None, 0
    for i, name in enumerate(NAMES):
        for begin, what in beginnings(name):
            if failed == 3:
                return  # each of them takes all our patience
            session = session or Shell(shell, home, files)
            # a quote that was open stands before the folder, too
            path = f'{begin}{i}/' if begin in ("'", '"') else f'{i}/{begin}'
            words = session.run(f'ravine trace {path}\t END')
            if not tap.equal(f'{shell}: {what} becomes {ascii(name)}', words,
                             ['trace', f'{i}/{name}', 'END']):
                tap.note(repr(session.seen))
                session.close()
                session, failed = None, failed + 1
    if session:
        session.close()


def files_are_names_and_no_commands(tap):
    for shell in SHELLS:
        if not shutil.which(shell):
            tap.skip(f'{shell} completes names of files', 'it is not here')
            continue
        with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as files:
            with open(os.path.join(home, 'ravine'), 'w', encoding='utf-8') as file:
                file.write(STAND_IN.format(program=PROGRAM, told=os.path.join(home, 'told')))
            os.chmod(os.path.join(home, 'ravine'), 0o755)
            for i, name in enumerate(NAMES):
                os.mkdir(os.path.join(files, str(i)))
                with open(os.path.join(files, str(i), name), 'w', encoding='utf-8') as file:
                    file.write('version = 1\n')
            before = sorted(os.walk(files))
            complete_all(tap, shell, home, files)
            tap.equal(f'{shell}: nothing else has run', sorted(os.walk(files)), before)
            tap.check(f'{shell}: nor elsewhere', not os.path.exists(os.path.join(home, 'HIT')))


def main(tap):
    if why := terminal.missing():
        tap.skip('shells complete names of files', why)
        return
    files_are_names_and_no_commands(tap)


Tap().run(main)
