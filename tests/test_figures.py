#!/usr/bin/env python3
"""Figures and films in files: what they hold, how they fail, and that they open again. Argument: the program.

Readers are others' (libxml through Python, poppler) or as the formats' documents say."""
import os
import pty
import re
import struct
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
import zlib

import terminal
from filmfile import CAN_FILM, look
from program import RAVINE, refused, run
from tap import Tap

SVG = '{http://www.w3.org/2000/svg}'
NAMES = ['SGD', 'Momentum', 'Nesterov', 'AdaGrad', 'RMSProp', 'Adam']
NO_GL = {'__EGL_VENDOR_LIBRARY_FILENAMES': '/nonexistent', 'LIBGL_DRIVERS_PATH': '/nonexistent',
         'DISPLAY': '', 'WAYLAND_DISPLAY': ''}


def rendered(folder, name, *words, environment=None):
    """The bytes of a picture."""
    result = run('render', *words, '-O', name, folder=folder, environment=environment)
    if result.returncode != 0 or result.stdout or result.stderr:
        raise AssertionError(f'{words}: exit {result.returncode}, {result.stderr}')
    with open(os.path.join(folder, name), 'rb') as file:
        return file.read()


def run_as_nobody(*arguments, folder):
    """Permissions bind everybody but root. None if nobody cannot run the program."""
    if os.geteuid() != 0:
        return run(*arguments, folder=folder)
    try:
        return subprocess.run([RAVINE, *arguments], capture_output=True, text=True, cwd=folder,
                              stdin=subprocess.DEVNULL, timeout=240, user=65534, check=False)
    except PermissionError:
        return None


# ---- files and keys ----

def picture_files(tap):
    """A picture that cannot be written is bad input, found before the work begins."""
    words = ['render', 'bowl', '-o', 'sgd', '--size', '320x320', '-O']
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'out.png')
        with open(path, 'wb') as file:
            file.write(b'older')
        os.mkdir(os.path.join(folder, 'folder.png'))
        locked = os.path.join(folder, 'locked')
        os.mkdir(locked)
        with open(os.path.join(locked, 'kept.png'), 'wb') as file:
            file.write(b'older')
        before = sorted(os.listdir(folder))
        for name in ['no/out.png', 'folder.png', 'out.png/out.png']:
            refused(tap, run(*words, name, folder=folder), name)
        os.chmod(folder, 0o755)
        os.chmod(locked, 0o555)
        os.chmod(os.path.join(locked, 'kept.png'), 0o444)
        for name in ['locked/kept.png', 'locked/new.png']:
            result = run_as_nobody(*words, name, folder=folder)
            if result:
                refused(tap, result, name)
            else:
                tap.skip(f'"{name}" is refused', 'everything can be written here')
        tap.equal('nothing is left behind', [sorted(os.listdir(folder)), os.listdir(locked)],
                  [before, ['kept.png']])
        # Without any font nothing can be drawn: whatever was there stays.
        empty = os.path.join(folder, 'empty.conf')
        with open(empty, 'w', encoding='utf-8') as file:
            file.write('<fontconfig/>')
        before = sorted(os.listdir(folder))
        result = run(*words, path, environment={'FONTCONFIG_FILE': empty})
        with open(path, 'rb') as file:
            tap.check('a picture that fails leaves an older file alone',
                      result.returncode == 1 and len(result.stderr.splitlines()) == 1 and
                      file.read() == b'older' and sorted(os.listdir(folder)) == before, result)


def acted_pictures(tap):
    """What keys do is what the options that mean the same do; nothing else is different."""
    with tempfile.TemporaryDirectory() as folder:
        def picture(*words):
            result = run('render', 'bowl', '-o', 'sgd', '--size', '640x480', '-O', 'out.png',
                         *words, folder=folder)
            if result.returncode == 1:
                return None
            with open(os.path.join(folder, 'out.png'), 'rb') as file:
                return file.read()
        plain = picture()
        if plain is None:
            tap.skip('keys are pressed before a picture', 'no driver draws here')
            return
        dark = picture('--theme', 'dark')
        tap.check('--keys T is the dark theme', dark != plain and picture('--keys', 'T') == dark)
        tap.check('keys are pressed one after the other', picture('--keys', 'T T') == plain)
        at = picture('--cursor', '0.5,0.25')
        tap.check('--cursor puts the pointer on the map', at != plain and
                  picture('--cursor', '0.5,0.25', '--keys', 'T T') == at)


# ---- formats ----

def chunks_of(png):
    """PNG (ISO 15948), 5.3: length, type, data, CRC."""
    assert png[:8] == b'\x89PNG\r\n\x1a\n'
    at, found = 8, []
    while at < len(png):
        length, kind = struct.unpack('>I4s', png[at:at + 8])
        data = png[at + 8:at + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack('>I', png[at + 8 + length:at + 12 + length])[0]
        found.append((kind.decode(), data))
        at += 12 + length
    return found


def size_of(png):
    return struct.unpack('>II', chunks_of(png)[0][1][:8])


def png_files(tap):
    with tempfile.TemporaryDirectory() as folder:
        png = rendered(folder, 'a.png', 'saddle-point', '--width-mm', '85', '--panels', 'none')
        chunks = chunks_of(png)
        # 85 mm at 300 px per inch, 4:3.
        tap.equal('a figure 85 mm wide has 300 px per inch', size_of(png), (1004, 753))
        tap.equal('and says so, in px per metre',
                  [struct.unpack('>IIB', data) for kind, data in chunks if kind == 'pHYs'],
                  [(11811, 11811, 1)])
        notes = dict(data.split(b'\0', 1) for kind, data in chunks if kind == 'tEXt')
        tap.check('it names what made it', notes[b'Software'].startswith(b'Ravine ') and
                  notes[b'Ravine'].startswith(b'version = 1\n'), notes)
        pixels = zlib.decompress(b''.join(data for kind, data in chunks if kind == 'IDAT'))
        tap.equal('its pixels are all there', len(pixels), 753 * (1 + 3 * 1004))
        small = rendered(folder, 'b.png', 'bowl', '--width-mm', '40', '--size', '640x640',
                         '--panels', 'none')
        tap.equal('--size gives the shape of a figure', size_of(small), (472, 472))
        png = rendered(folder, 'c.png', '(x-1)^2 + y^2', '--size', '400x320', '--theme', 'dark')
        tap.equal('without a width the size is in px', size_of(png), (400, 320))


def texts_of(svg):
    """Texts as a reader finds them, runs of one line put together."""
    return [''.join(text.itertext()) for text in svg.iter(f'{SVG}text')]


def svg_files(tap):
    with tempfile.TemporaryDirectory() as folder:
        data = rendered(folder, 'a.svg', 'rosenbrock', '--width-mm', '120', '--panels', 'chart',
                        '--legend')
        svg = ElementTree.fromstring(data)
        tap.equal('it is an SVG', svg.tag, f'{SVG}svg')
        tap.check('of the width that was asked for',
                  abs(float(svg.get('width').removesuffix('mm')) - 120) < 0.1, svg.attrib)
        texts = texts_of(svg)
        tap.check('its names are text', all(name in texts for name in NAMES), texts)
        tap.check('so are labels of isolines', {'10', '100', '1000'} & set(texts), texts)
        paths = [path.get('d') for path in svg.iter(f'{SVG}path')]
        long = [d for d in paths if d and len(re.findall(r'[-0-9.]+', d)) > 60]
        tap.check('isolines and paths are vectors', len(long) >= 15, len(long))
        images = list(svg.iter(f'{SVG}image'))
        tap.equal('the ground is the one image', len(images), 1)
        dark = ElementTree.fromstring(rendered(folder, 'b.svg', 'rosenbrock', '--theme', 'dark'))
        words = ' '.join(texts_of(dark))
        tap.check('with all panels there is all of the screen',
                  'Rosenbrock' in words and 'Optimizers' in words, words)


def isolines_lie_on_their_level(tap):
    """A circle for x^2 + y^2: every traced point of one isoline has the same distance."""
    with tempfile.TemporaryDirectory() as folder:
        svg = ElementTree.fromstring(rendered(folder, 'a.svg', 'x^2 + y^2', '-o', 'sgd:lr=0', '-s',
                                              '0.5,0.5', '--size', '600x600', '--panels', 'none'))
        closed = []
        for path in svg.iter(f'{SVG}path'):
            d = path.get('d') or ''
            numbers = [float(n) for n in re.findall(r'-?[0-9.]+', d)]
            points = list(zip(numbers[::2], numbers[1::2]))
            if len(points) < 24 or 'C' in d or 'A' in d or path.get('fill') not in (None, 'none'):
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            if max(xs) - min(xs) > 60 and max(ys) - min(ys) > 60:
                closed.append((((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), points))
        rings = [c for c in closed if abs(c[0][0] - 300) < 1 and abs(c[0][1] - 300) < 1]
        spread = [max(abs(((x - 300)**2 + (y - 300)**2)**0.5 - r) for x, y in points)
                  for _, points in rings
                  for r in [((points[0][0] - 300)**2 + (points[0][1] - 300)**2)**0.5]]
        tap.check('isolines of x^2 + y^2 are circles to a third of a pixel',
                  len(rings) >= 2 and max(spread) < 0.34, (len(closed), len(rings), spread))


def pdf_files(tap):
    with tempfile.TemporaryDirectory() as folder:
        data = rendered(folder, 'a.pdf', 'rosenbrock', '--width-mm', '120', '--panels', 'none',
                        '--legend', '--font-size', '8')
        tap.check('it is a PDF', data.startswith(b'%PDF-1.4') and data.rstrip().endswith(b'%%EOF'))
        box = re.search(rb'/MediaBox \[ ?0 0 ([0-9.]+) ([0-9.]+)', data)
        # A point is 1/72 inch.
        tap.check('120 mm wide, 4:3', box and abs(float(box[1]) - 120 / 25.4 * 72) < 0.3 and
                  abs(float(box[2]) - 90 / 25.4 * 72) < 0.3, box)
        text = subprocess.run(['pdftotext', '-layout', os.path.join(folder, 'a.pdf'), '-'],
                              capture_output=True, text=True, check=True).stdout
        tap.check('its names are text', all(name in text for name in NAMES), text)
        again = rendered(folder, 'b.pdf', 'rosenbrock', '--width-mm', '120', '--panels', 'none',
                         '--legend', '--font-size', '8')
        tap.check('the same command makes the same bytes', again == data)


# ---- they open again ----

# As render is told, and as trace is told the same.
RACES = [
    (['saddle-point'], ['saddle-point']),
    (['bowl:kappa=20', '-o', 'adam:lr=0.5', '-s', '3,4', '-n', '40'],
     ['-p', 'bowl:kappa=20', '-o', 'adam:lr=0.5', '-s', '3,4', '-n', '40']),
    (['(x-1)^2 + 2*abs(y)', '-o', 'sgd:lr=0.125', '-o', 'momentum', '-n', '64'],
     ['-p', '(x-1)^2 + 2*abs(y)', '-o', 'sgd:lr=0.125', '-o', 'momentum', '-n', '64']),
    (['linreg', '-o', 'rmsprop', '--init', 'normal:0.5', '--seed', '7', '-n', '50'],
     ['-p', 'linreg', '-o', 'rmsprop', '--init', 'normal:0.5', '--seed', '7', '-n', '50']),
]


def pictures_open_again(tap):
    with tempfile.TemporaryDirectory() as folder:
        for words, traced in RACES:
            rendered(folder, 'first.png', *words, '--size', '640x480')
            wanted = run('trace', *traced, folder=folder).stdout
            tap.check(f'{words[0]}: a picture traces as what it was made from',
                      wanted.count('\n') > 20 and
                      run('trace', 'first.png', folder=folder).stdout == wanted)
            for ending in ['svg', 'pdf', 'png']:
                rendered(folder, f'again.{ending}', 'first.png', '--size', '640x480')
                tap.equal(f'{words[0]}: so does a picture of the picture, {ending}',
                          run('trace', f'again.{ending}', folder=folder).stdout, wanted)


def other_pictures(tap):
    """Whatever else is inside: one line, nothing read."""
    foreign = {
        'text.png': b'\x89PNG\r\n\x1a\n' + b'\0' * 64,
        'short.png': b'\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt',
        'other.svg': b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        'open.svg': b'<svg><metadata><race xmlns="a">version = 1',
        'other.pdf': b'%PDF-1.4\n1 0 obj << /Subject (none) >>',
        'cut.pdf': b'%PDF-1.4\n/Subject <FEFF00760065D8',
        'wrong.svg': b'<svg><race xmlns="a">version = 1\nproblem = &lt;</race></svg>',
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, data in foreign.items():
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(data)
            refused(tap, run('render', name, '-O', 'out.png', folder=folder), name)


# ---- without OpenGL ----

def without_gl(tap):
    with tempfile.TemporaryDirectory() as folder:
        words = ['rosenbrock', '--size', '640x480']
        cairo = rendered(folder, 'a.png', *words, '--renderer', 'cairo')
        bare = rendered(folder, 'b.png', *words, environment=NO_GL)
        tap.check('without OpenGL the picture comes from cairo', bare == cairo)
        tap.check('vectors need none', rendered(folder, 'a.svg', *words) ==
                  rendered(folder, 'b.svg', *words, environment=NO_GL))


# ---- films ----

# Names would stay where they were a frame before.
BARE = ['--panels', 'none', '--legend']


def films(tap):
    with tempfile.TemporaryDirectory() as folder:
        # 60 steps at 40 a second are 1.5 s, and the first frame; then half a second.
        for name, fps, frames in [('a.mp4', 30, 1 + 45 + 15), ('a.gif', 20, 1 + 30 + 10)]:
            rendered(folder, name, 'bowl', '-n', '60', '--speed', '40', '--fps', str(fps), *BARE,
                     '--hold', '0.5', '--size', '400x320')
            tap.equal(f'{name} has the frames of its seconds',
                      look(os.path.join(folder, name)), (400, 320, frames, fps))
        rendered(folder, 'b.mp4', 'bowl', '-n', '60', '--speed', '40', '--step', '50', '--hold',
                 '0', '--size', '401x321')
        tap.equal('--step is where a film begins; odd sides lose a pixel',
                  look(os.path.join(folder, 'b.mp4'))[:3], (400, 320, 9))
        # The last frame of a film is the picture of the last step.
        rendered(folder, 'last.png', 'bowl', '-n', '60', '--step', '60', '--size', '400x320', *BARE)
        subprocess.run(['ffmpeg', '-v', 'error', '-sseof', '-0.2', '-i', 'a.mp4', '-update', '1',
                        'film.png'], cwd=folder, check=True, stdin=subprocess.DEVNULL)
        likeness = subprocess.run(['ffmpeg', '-v', 'info', '-i', 'film.png', '-i', 'last.png',
                                   '-lavfi', 'psnr', '-f', 'null', '-'], cwd=folder,
                                  capture_output=True, text=True, check=True,
                                  stdin=subprocess.DEVNULL).stderr
        psnr = float(re.search(r'average:([0-9.]+|inf)', likeness)[1])
        tap.check('its last frame is the picture of the last step', psnr > 30, psnr)


def on_a_terminal(*words):
    """What a terminal sees of standard error, and the status."""
    ours, theirs = pty.openpty()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([RAVINE, 'render', *words], cwd=folder, stderr=theirs,
                                   stdin=subprocess.DEVNULL)
        os.close(theirs)
        said = b''
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:  # how a terminal ends on Linux
            pass
        os.close(ours)
        return said, process.wait()


def progress(tap):
    """On a terminal: how far it is and how long it will take; elsewhere nothing."""
    if why := terminal.missing():
        tap.skip('a terminal sees the film grow', why)
        return
    said, status = on_a_terminal('bowl', '-n', '60', '-O', 'a.mp4', '--size', '400x320')
    shares = [int(n) for n in re.findall(rb'([0-9]+)%, frame [0-9]+ of [0-9]+, [0-9]+ s left',
                                         said)]
    tap.check('a terminal sees the film grow', status == 0 and shares == sorted(shares)
              and shares and shares[-1] == 100 and said.endswith(b'\x1b[K'), said)


def long_pictures(tap):
    """A million noisy steps: cairo takes no more than three times as long as OpenGL, and what is
    drawn depends on the picture, not on the steps."""
    def seconds(*words):
        before = os.times()
        result = run('render', *words)
        after = os.times()
        spent = (after.children_user - before.children_user +
                 after.children_system - before.children_system)
        return spent if result.returncode == 0 else float('nan')
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.png')
        for name in ('sgd', 'lbfgs'):
            race = ['x^2 + 10*y^2 : noise=2', '-o', name, '-n', '1000000', '-O', path]
            cairo, gl = seconds(*race, '--renderer', 'cairo'), seconds(*race)
            tap.note(f'{name}: {cairo:.2f} s by cairo, {gl:.2f} s as it comes')
            tap.check(f'cairo draws a million steps of {name} in three times as long at most',
                      cairo < 3 * gl, (cairo, gl))
        sizes = [len(rendered(folder, 'a.svg', 'x^2 + 10*y^2 : noise=2', '-o', 'sgd', '-o',
                              'momentum', '-n', steps, '--step', steps))
                 for steps in ('50000', '1000000')]
        tap.check('twenty times as many steps make no figure twice as large',
                  sizes[1] < 2 * sizes[0] and sizes[1] < 4e6, sizes)


def progress_of_pictures(tap):
    """A picture that takes long says so, too: a million steps of a rule that looks around much."""
    long = ['x^4 + y^2 : noise=1', *['-o', 'lbfgs', '-o', 'nelder_mead'] * 3, '-n', '1000000',
            '--renderer', 'cairo']
    if why := terminal.missing():
        tap.skip('a terminal sees a long picture grow', why)
    else:
        said, status = on_a_terminal(*long, '-O', 'a.png')
        shares = [int(n) for n in re.findall(rb'([0-9]+)%, (?:step [0-9]+ of 1000000|drawing), '
                                             rb'[0-9]+ s left', said)]
        tap.check('a terminal sees a long picture grow', status == 0 and shares == sorted(shares)
                  and shares and said.endswith(b'\x1b[K'), said)
    with tempfile.TemporaryDirectory() as folder:
        result = run('render', *long, '-O', os.path.join(folder, 'a.png'))
        tap.equal('a file sees nothing of it', (result.returncode, result.stderr), (0, ''))


def films_that_fail(tap):
    """One line, and nothing is left behind."""
    def one_line(result, word):
        return (result.returncode == 1 and len(result.stderr.splitlines()) == 1 and
                word in result.stderr)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as tools:
        result = run('render', 'bowl', '-O', 'a.mp4', folder=folder, environment={'PATH': tools})
        tap.check('without ffmpeg', one_line(result, 'ffmpeg') and not os.listdir(folder), result)
        with open(os.path.join(tools, 'ffmpeg'), 'w', encoding='ascii') as file:
            file.write('#!/bin/sh\necho no such encoder >&2\nexit 1\n')
        os.chmod(os.path.join(tools, 'ffmpeg'), 0o755)
        result = run('render', 'bowl', '-O', 'a.mp4', folder=folder,
                     environment={'PATH': f"{tools}:{os.environ['PATH']}"})
        tap.check('ffmpeg fails', one_line(result, 'no such encoder') and not os.listdir(folder),
                  result)


MISTAKES = [
    ('bowl -O a.png --fps 30', '.mp4'),
    ('bowl -O a.mp4 --fps 0', '1'),
    ('bowl -O - --format gif', 'file'),
    ('bowl -O a.mp4 --width-mm 80', '--size'),
    ('bowl -O a.jpg', '.png, .svg, .pdf, .mp4 or .gif'),
    ('bowl -O a.png --legend', '--panels'),
    ('bowl -O a.png --font-size 8', '--width-mm'),
    ('bowl -O a.png --width-mm 5', '20'),
    ('bowl -O a.svg --width-mm 1000', '8192'),
    ('bowl -O a.png --panels some', 'all, chart or none'),
    ('bowl -O a.png --renderer vulkan', 'auto or cairo'),
    ('bowl -O a.png --format csv', 'png, svg, pdf, mp4 or gif'),
]


def mistakes(tap):
    with tempfile.TemporaryDirectory() as folder:
        for words, wanted in MISTAKES:
            result = run('render', *words.split(), folder=folder)
            tap.check(f'"render {words}": one line, which says {wanted}',
                      result.returncode == 2 and len(result.stderr.splitlines()) == 1 and
                      wanted in result.stderr and not os.listdir(folder), result)


# ffmpeg is a wish, no need.
FILMS = [films, progress, films_that_fail] if CAN_FILM else []
Tap().run(long_pictures, progress_of_pictures, picture_files, acted_pictures, png_files, svg_files, isolines_lie_on_their_level, pdf_files,
          pictures_open_again, other_pictures, without_gl, mistakes, *FILMS)
