#!/usr/bin/env python3
"""Opens the real window on a private X server, presses real keys and looks at the picture.
Argument: the program. Colours and sizes are those of src/view/README.md."""
import os
import signal
import subprocess
import tempfile
import time

from filmfile import CAN_FILM, look
from realwindow import FIRST_FRAME_SECONDS, MAP, RAVINE, SECONDS, Window, environment
from tap import Tap
from xserver import Server, missing, stop, until

LIGHT, DARK, INK = (0xFB, 0xFA, 0xF8), (0x19, 0x1C, 0x21), (0x1B, 0x1D, 0x21)
PATHS = (0, 48, 430, 500)  # the map's part without the optimizers' names, which keep places that are good
START = (300, 400)       # a place on the map away from paths and words
# MB that a window may take, and what of it the libraries and the driver take here before any race.
SMALL, DRIVER = 250, 140
NOISY = ['x^2 + 10*y^2 : noise=2', *(word for name in (
    'sgd', 'momentum', 'adam', 'rmsprop', 'nadam', 'adagrad') for word in ('-o', name))]

MANY = [word for i in range(32) for word in (
    '-o', f"{('sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'nadam', 'adabelief', 'rprop')[i % 8]}"
    f':lr=0.0{2 + i // 8}')]


def share(picture, color):
    red, green, blue = color
    return picture.colors().get(red << 16 | green << 8 | blue, 0) / (picture.width * picture.height)


def same(now, before):
    """Whether the paths look as before, and how many pixels do not."""
    pixels = now.crop(*PATHS).differences(before.crop(*PATHS)) if now else 'never still'
    return pixels in range(10), f'{pixels} px differ'  # rounding where paths were mended


def opens_and_plays(tap, window):
    tap.note(f'first picture after {window.first_frame:.2f} s')
    tap.check('the window shows a picture', window.shown)
    picture = window.look()
    tap.equal('it is as large as it should be', (picture.width, picture.height), (1280, 720))
    shades = len(picture.crop(*MAP).colors())
    tap.check('the map has many colours', shades > 200, f'{shades} colours')
    part = share(picture.crop(960, 48, 320, 672), LIGHT)
    tap.check('the panel has the panel colour', part > 0.25, f'{part:.0%} of it')

    before = window.map()
    moved = until(lambda: window.map().data != before.data, SECONDS)
    tap.check('the race plays from the start', moved)
    window.key('space')
    rested = window.still()
    tap.check('Space pauses: the picture stands still', rested)
    time.sleep(2)
    load = window.cpu(2)
    tap.note(f'at rest: {load:.1%} of a core')
    tap.check('at rest it takes under 2 % of a core', load < 0.02, f'{load:.1%}')
    window.key('space')
    tap.check('Space plays on', window.becomes(lambda now: now.data != rested.data))
    window.key('End')
    tap.check('End goes to the end and stops', window.still())


def bends(tap, window):
    before = window.still()
    window.key('Right', 'Right', 'Right', 'Right', 'Right')
    after = window.still()
    pixels = after.crop(*PATHS).differences(before.crop(*PATHS)) if after else -1
    tap.check('Right bends the path on the map', pixels > 300, f'{pixels} px changed')
    window.key('BackSpace')
    back = window.still()
    tap.check('Backspace brings the path back', *same(back, before))


def dresses(tap, window):
    before = window.still()
    window.key('t')
    tap.check('T makes the panel dark', window.becomes(lambda now: now.at(1276, 716) == DARK),
              window.look().at(1276, 716))
    dark = window.still()
    part = dark.crop(*MAP).differences(before.crop(*MAP)) / (MAP[2] * MAP[3])
    tap.check('and the map with it', part > 0.95, f'{part:.0%} changed')
    window.key('t')
    again = window.still()
    tap.equal('T makes the panel light', again and again.at(1276, 716), LIGHT)
    tap.check('and the picture is as before', again and again.differences(before) == 0)
    window.key('v')
    grid = window.still()
    part = grid.crop(*MAP).differences(before.crop(*MAP)) / (MAP[2] * MAP[3])
    tap.check('V lays maps side by side', part > 0.5, f'{part:.0%} changed')
    window.key('v')
    raised = window.still()
    tap.equal('V raises the map from its edge', raised and raised.at(MAP[0] + 4, MAP[1] + 4), LIGHT)
    window.key('v')
    again = window.still()
    differ = again.differences(before) if again else None
    tap.check('V goes back to one map, to the pixel', again and differ == 0, f'{differ} px differ')


def helps(tap, window):
    before = window.still()
    window.key('F1')
    middle = (440, 210, 400, 300)
    over = window.still()
    part = over.crop(*middle).differences(before.crop(*middle)) / (middle[2] * middle[3])
    tap.check('F1 lays the help over the middle', part > 0.9, f'{part:.0%} changed')
    window.key('Escape')
    again = window.still()
    tap.check('Esc takes it away', again and again.differences(before) == 0)


def types(tap, window):
    """Letters arrive as text: in the palette, and in the formula, live."""
    before = window.still()

    def changed(now, then):
        part = now.crop(*MAP).differences(then.crop(*MAP)) / (MAP[2] * MAP[3]) if now else 0
        return part > 0.5, f'{part:.0%} changed'

    def back(now, then):  # names keep places that are good
        part = now.crop(*MAP).differences(then.crop(*MAP)) / (MAP[2] * MAP[3]) if now else 1
        return part < 0.02, f'{part:.1%} differs'
    window.key('ctrl+k', *'himmel', 'Return', 'End')
    plain = window.still()
    tap.check('Ctrl+K and a few letters find a problem', *changed(plain, before))
    window.key('e', 'End', 'plus', '9', 'asterisk', 'x')
    tap.check('E and a few letters change the map', *changed(window.still(), plain))
    window.key('Escape', 'End')
    tap.check('Esc brings back what was', *back(window.still(), plain))
    window.key('z', 'End')
    tap.check('and leaves nothing to undo', *same(window.still(), before))


def points(tap, window):
    x, y = START
    around = (x - 12, y - 12, 24, 24)
    home = window.still()
    was = dark_pixels(home.crop(*around))
    window.click(x, y)
    window.rest()
    after = window.still()
    pixels = after.crop(*MAP).differences(home.crop(*MAP))
    tap.check('a click on the map moves the start and with it the paths', pixels > 1000,
              f'{pixels} px changed')
    now = dark_pixels(after.crop(*around))
    tap.check('the start is marked where the click was', now - was >= 12,
              f'{was} dark px before, {now} after')
    window.key('ctrl+r')
    back = window.still()
    tap.check('Ctrl+R brings the start home', *same(back, home))
    window.click(x, y, 4)
    window.rest()
    near = window.still()
    part = near.crop(*MAP).differences(home.crop(*MAP)) / (MAP[2] * MAP[3])
    tap.check('the wheel zooms the map', part > 0.3, f'{part:.0%} changed')
    window.key('0')
    back = window.still()
    tap.check('0 brings the view home', *same(back, home))


def dark_pixels(picture):
    return sum(count for color, count in picture.colors().items()
               if max(color >> 16, color >> 8 & 255, color & 255) < 0x60)


def saves(tap, window):
    window.key('F12')
    whole = until(lambda: [data for data in files(window.folder.name)
                           if data.endswith(b'IEND\xaeB`\x82')], SECONDS)
    tap.check('F12 writes one PNG where it was started', len(whole) == 1,
              os.listdir(window.folder.name))
    wanted = b'\x89PNG\r\n\x1a\n', (1280).to_bytes(4, 'big') + (720).to_bytes(4, 'big')
    tap.equal('of the window\'s size', [(data[:8], data[16:24]) for data in whole], [wanted])


def saves_figures(tap, window):
    """The list on the screen as vectors; they open again as the race that is on show."""
    for key, ending, begins in [('ctrl+p', '.pdf', b'%PDF-'), ('ctrl+shift+p', '.svg', b'<?xml')]:
        window.key(key)
        whole = until(lambda e=ending: [
            name for name in os.listdir(window.folder.name) if name.endswith(e) and
            os.path.getsize(os.path.join(window.folder.name, name)) > 0], SECONDS)
        data = files(window.folder.name)
        tap.check(f'{key} writes one {ending}', len(whole) == 1 and
                  any(text.startswith(begins) for text in data), whole)
        traced = subprocess.run([RAVINE, 'trace', whole[0]], cwd=window.folder.name,
                                capture_output=True, text=True, check=False)
        tap.check('which opens again', traced.returncode == 0 and
                  traced.stdout.startswith('optimizer,step,'), traced)


class Filming:
    """From F9 to F9: the film's streams, and between how many seconds its length must lie."""

    def __init__(self, window):
        self.window, self.whole = window, []
        self.before = self.films('.mp4')
        earliest = time.monotonic()
        window.key('F9')
        until(lambda: self.films('.mp4') - self.before, SECONDS)  # it has its name, and is empty
        self.begun = earliest, time.monotonic()

    def films(self, ending):
        return {name for name in os.listdir(self.window.folder.name) if ending in name}

    def stop(self):
        least = time.monotonic() - self.begun[1]
        self.window.key('F9')
        self.whole = until(lambda: [
            name for name in self.films('.mp4') - self.before if name.endswith('.mp4') and
            os.path.getsize(os.path.join(self.window.folder.name, name)) > 0], SECONDS) or []
        return least, time.monotonic() - self.begun[0]

    def probe(self):
        """Width, height, frames."""
        return look(os.path.join(self.window.folder.name, *self.whole))[:3]


def records(tap, window):
    """A film of two seconds or so, of the window's size."""
    if not CAN_FILM:
        tap.skip('F9 records a film', 'there is no ffmpeg')
        return
    window.key('Home', 'space')
    filming = Filming(window)
    time.sleep(2)
    least, most = filming.stop()
    tap.check('F9 writes a film where it was started', len(filming.whole) == 1,
              os.listdir(window.folder.name))
    width, height, frames = filming.probe()
    tap.equal('of the window\'s size', [width, height], [1280, 720])
    tap.check('and as long as it was recorded, at thirty frames a second',
              30 * least - 2 <= frames <= 30 * most + 2, (frames, 30 * least, 30 * most))
    window.key('comma', 'Home')  # a step back pauses


def saves_scenarios(tap, window):
    """Twice: the second does not write over the first."""
    before = set(os.listdir(window.folder.name))

    def written(count):
        new = sorted(set(os.listdir(window.folder.name)) - before)
        whole = all(name.endswith('.ini') and
                    os.path.getsize(os.path.join(window.folder.name, name)) > 0 for name in new)
        return new if len(new) == count and whole else None
    window.key('ctrl+s')
    first = until(lambda: written(1), SECONDS)
    tap.check('Ctrl+S writes a scenario file where it was started', first,
              os.listdir(window.folder.name))
    window.key('ctrl+s')
    names = until(lambda: written(2), SECONDS)
    second = first and first[0].replace('.ini', '-2.ini')
    tap.check('and another one beside it', names and set(names) == {*first, second},
              os.listdir(window.folder.name))
    for name in names or []:
        path = os.path.join(window.folder.name, name)
        result = subprocess.run([RAVINE, 'trace', path], capture_output=True, text=True, check=False)
        tap.check(f'{name} opens again', result.returncode == 0 and not result.stderr and
                  result.stdout.startswith('optimizer,step,'), result.stderr)


def files(folder):
    """The content of all of them."""
    contents = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), 'rb') as file:
            contents.append(file.read())
    return contents


def sized(window, width, height, corner):
    """The picture once it fills the window at its new size. corner: panel there, but not before."""
    window.server.xdotool('windowmove', window.id, 0, 0, 'windowsize', window.id, width, height)

    def fits():
        if window.server.place(window.id)[2:] != (width, height):
            return False
        return window.look().at(*corner) == LIGHT
    return window.still() if until(fits, SECONDS) else None


def resizes(tap, window):
    small = sized(window, 640, 480, (638, 460))
    tap.check('at 640 x 480 there is a rail', small and share(small.crop(592, 40, 48, 340), LIGHT)
              > 0.25)
    shades = len(small.crop(0, 40, 590, 340).colors()) if small else 0
    tap.check('and a map beside it', shades > 200, f'{shades} colours')
    large = sized(window, 1600, 900, (1596, 896))
    tap.check('at 1600 x 900 there is a panel', large and share(large.crop(1280, 48, 320, 850),
              LIGHT) > 0.25)
    shades = len(large.crop(1100, 60, 170, 600).colors()) if large else 0
    tap.check('and the map reaches it', shades > 100, f'{shades} colours')
    for step in range(20):
        window.server.xdotool('windowsize', window.id, 700 + 30 * step, 500 + 15 * step)
    tap.check('it survives being dragged larger', sized(window, 1280, 720, (1276, 716)))


def fills_the_screen(tap, window):
    manager = window.server.manager
    manager.asked_for_fullscreen()
    window.key('F11')
    tap.equal('F11 asks for the whole screen', until(manager.asked_for_fullscreen, SECONDS), True)
    full = sized(window, 1600, 900, (1596, 896))  # what a window manager does then
    tap.check('and fills it', full)
    manager.asked_for_fullscreen()
    window.key('F11')

    def wish():
        answer = manager.asked_for_fullscreen()
        return None if answer is None else [answer]
    tap.equal('F11 again asks for the window back', until(wish, SECONDS), [False])
    tap.check('and draws it', sized(window, 1280, 720, (1276, 716)))


def hides(tap, window):
    """A hidden window has no picture of its own: after it is shown again it must draw."""
    window.key('Home', 'space')
    filming = Filming(window) if CAN_FILM else None
    window.server.xdotool('windowunmap', window.id)
    hidden = time.monotonic()
    time.sleep(1)
    load = window.cpu(2)
    hidden = time.monotonic() - hidden
    tap.note(f'hidden, playing: {load:.1%} of a core')
    tap.check('hidden, a playing race takes under 15 % of a core', load < 0.15, f'{load:.1%}')
    window.server.xdotool('windowmap', window.id)
    tap.check('shown again, it draws', until(window.is_drawn, SECONDS))
    window.server.manager.focus(window.id)
    time.sleep(0.2)
    if filming:
        _, most = filming.stop()
        *_, frames = filming.probe()
        tap.check('a film leaves out what nobody saw', frames <= 30 * (most - hidden) + 2,
                  (frames, 30 * most, 30 * hidden))
    window.key('End')
    tap.check('and takes keys', window.still())


def loses_the_keyboard(tap, window):
    window.server.xdotool('keydown', 'Right')
    time.sleep(0.6)
    window.server.manager.focus(0)
    tap.check('a key held while the window loses the keyboard lets go', window.still())
    window.server.xdotool('keyup', 'Right')
    window.server.manager.focus(window.id)
    time.sleep(0.2)
    window.key('BackSpace')
    before = window.still()
    window.key('Right')
    after = window.still()
    tap.check('with the keyboard back, keys work', after and after.differences(before) > 0)
    window.key('BackSpace')


def one_long_session(tap):
    server = Server()
    try:
        with Window(server) as window:
            for part in (opens_and_plays, bends, dresses, helps, types, points, saves,
                         saves_figures, records, saves_scenarios, resizes,
                         fills_the_screen, hides, loses_the_keyboard):
                begin = time.monotonic()
                part(tap, window)
                tap.note(f'{part.__name__}: {time.monotonic() - begin:.1f} s')
                if not tap.equal(f'after {part.__name__} it runs', window.process.poll(), None):
                    return
            window.key('ctrl+q')
            tap.equal('Ctrl+Q ends it with status 0', window.status(), 0)
            tap.equal('and it complained of nothing', window.complaint(), '')
        with Window(server) as window:
            server.manager.close_button(window.id)
            tap.equal('the close button ends it with status 0', window.status(), 0)
        with Window(server, '--steps=20') as window:
            window.key('End')
            window.still()
            window.server.xdotool('windowunmap', window.id)
            time.sleep(1)
            window.process.send_signal(signal.SIGTERM)
            tap.equal('SIGTERM ends it while it sleeps, hidden', window.status(),
                      128 + signal.SIGTERM)
    finally:
        server.close()


def sanitized():
    with open(RAVINE, 'rb') as file:
        program = file.read()
    return b'__asan_init' in program or b'__ubsan' in program


def stays_small(tap):
    """The longest race that there is, with noise, over all of its layouts."""
    title = f'six noisy optimizers over a million steps stay under {SMALL} MB'
    if sanitized() or not os.path.exists('/proc/self/status'):
        tap.skip(title, 'a sanitizer takes memory of its own' if sanitized() else 'no /proc')
        return
    server = Server()
    perturb = os.environ.pop('MALLOC_PERTURB_', None)  # writes to all memory, used or not
    try:
        with Window(server, *NOISY, '-n', '20') as window:
            window.key('End')
            window.still()
            plain = window.memory()
        most = SMALL + max(0, plain - DRIVER)
        tap.note(f'twenty steps take {plain:.0f} MB')
        with Window(server, *NOISY, '-n', '1000000') as window:
            window.key('End')
            tap.check('a million steps come to rest', window.rests(150))
            tap.note(f'a million steps take {window.memory():.0f} MB')
            tap.check(title, window.memory() < most, f'{window.memory():.0f} MB')
            window.key('v', 'v')
            tap.check('as a surface, too', window.rests(60))
            tap.check(title + ', as a surface', window.memory() < most,
                      f'{window.memory():.0f} MB')
        # As many as there may be; up to a million steps they take some 3 MB more.
        with Window(server, NOISY[0], *MANY, '-n', '100000') as window:
            window.key('End')
            for name, *keys in (('a map',), ('side by side', 'v'), ('a surface', 'v'),
                                ('a surface from near', 'plus', 'plus', 'plus'),
                                ('pinned paths', 'p'), ('the other theme', 't')):
                if keys:
                    before = window.map()
                    window.key(*keys)
                    window.becomes(lambda _: window.map().data != before.data)
                tap.check(f'32 optimizers: {name} comes to rest', window.rests(150))
                tap.check(f'32 optimizers: {name} stays under {SMALL} MB',
                          window.memory() < most - 5, f'{window.memory():.0f} MB')
    finally:
        server.close()
        if perturb is not None:
            os.environ['MALLOC_PERTURB_'] = perturb


def corner(window):
    picture = window.look()
    return picture.at(picture.width - 4, picture.height - 4)


def asks(tap):
    """A scenario that reads from outside its folder: the session says which race was on show."""
    server = Server()
    folder = tempfile.TemporaryDirectory(prefix='ravine-asks-')
    for path, text in (('race/far.ini', 'version = 1\nproblem = linreg:data=../rows.csv\n'
                                        'optimizer = sgd\n'), ('rows.csv', '1,2\n2,3\n')):
        os.makedirs(os.path.dirname(os.path.join(folder.name, path)), exist_ok=True)
        with open(os.path.join(folder.name, path), 'w', encoding='utf-8') as file:
            file.write(text)
    try:
        for key, race in (('Escape', 'saddle_bounded'), ('Return', 'linreg:data=/')):
            with Window(server, os.path.join(folder.name, 'race/far.ini'),
                        state=folder.name) as window:
                window.still()
                window.key('f', key)
                window.still()
                window.server.manager.close_button(window.id)
                tap.equal(f'asked about a file, {key} is an answer', window.status(), 0)
            with open(os.path.join(folder.name, 'ravine/session'), encoding='utf-8') as file:
                kept = file.read()
            tap.check(f'and what {key} says is done', f'race ravine -p {race}' in kept, kept)
    finally:
        server.close()
        folder.cleanup()


def remembers(tap):
    server = Server()
    folder = tempfile.TemporaryDirectory(prefix='ravine-state-')
    path = os.path.join(folder.name, 'ravine', 'session')

    def runs(name, words, check, keys='', says=''):
        with Window(server, *words, state=folder.name) as window:
            good = check(window)
            tap.check(name, good, f'corner {corner(window)}')
            if keys:
                window.key(*keys.split())
                window.still()
            window.server.manager.close_button(window.id)
            tap.equal(f'{name}: ends with status 0', window.status(), 0)
            complaint = window.complaint()
            tap.check(f'{name}: says what is wrong, if anything',
                      complaint.count('\n') == (says != '') and says in complaint, complaint)

    def dark(window):
        return window.becomes(lambda now: now.at(now.width - 4, now.height - 4) == DARK)

    def light(window):
        return window.becomes(lambda now: now.at(now.width - 4, now.height - 4) == LIGHT)

    try:
        runs('the first start is light', ['--size', '1100x640'], light, keys='t shift+f ctrl+d')
        with open(path, encoding='utf-8') as file:
            kept = file.read()
        tap.check('what was left is kept', 'theme dark\n' in kept and 'size 1100x640\n' in kept and
                  kept.count('-o adam') == 2, kept)
        runs('the next is as it was left', [],
             lambda w: dark(w) and (w.look().width, w.look().height) == (1100, 640))
        with open(path, encoding='utf-8') as file:
            tap.equal('and leaves the same', file.read(), kept)
        runs('a problem by name keeps the taste', ['himmelblau'], dark)
        with open(path, encoding='utf-8') as file:
            tap.check('and is what is kept then', 'race ravine -p himmelblau -o' in file.read())
        runs('--theme goes before it', ['--theme', 'light'], light, keys='t')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('ravine session 1\ntheme dark\nrace ravine -p nothing\n')
        runs('a damaged one costs a line', [], dark, says='nothing')
        with open(path + '.damaged', encoding='utf-8') as file:
            tap.check('and lies beside', 'nothing' in file.read())
        runs('--fresh is as at first', ['--fresh'],
             lambda w: light(w) and (w.look().width, w.look().height) == (1280, 720))
    finally:
        server.close()
        folder.cleanup()


def refuses(tap, name, words, **changes):
    """One clear line and status 1. words: what the line must name."""
    process = subprocess.Popen([RAVINE], env=environment(**changes), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, err = process.communicate(timeout=FIRST_FRAME_SECONDS)
    except subprocess.TimeoutExpired:
        stop(process)
        tap.check(name, False, f'still running after {FIRST_FRAME_SECONDS} s')
        return
    good = (process.returncode == 1 and out == '' and err.count('\n') == 1 and
            err.startswith('ravine: ') and all(word in err for word in words))
    tap.check(name, good, f'status {process.returncode}, standard error:\n{err}')


def refuses_without_a_display(tap):
    refuses(tap, 'a display that is not there', ['DISPLAY', 'ravine render'], DISPLAY=':none',
            SDL_VIDEODRIVER='x11')
    refuses(tap, 'no display at all', ['DISPLAY', 'ravine render'])
    for driver in ('offscreen', 'dummy', 'evdev'):
        refuses(tap, f'a driver that shows nothing: {driver}', [driver, 'ravine render'],
                SDL_VIDEODRIVER=driver)


def refuses_old_opengl_and_no_fonts(tap):
    server = Server()
    try:
        refuses(tap, 'OpenGL 2.1', ['OpenGL 3.3', 'ES 3.0'], DISPLAY=server.display,
                MESA_GL_VERSION_OVERRIDE='2.1', MESA_GLSL_VERSION_OVERRIDE='120',
                MESA_GLES_VERSION_OVERRIDE='2.0')
        with tempfile.TemporaryDirectory() as folder:
            empty = os.path.join(folder, 'fonts.conf')
            with open(empty, 'w', encoding='ascii') as file:
                file.write('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:'
                           'fonts.dtd"><fontconfig></fontconfig>\n')
            refuses(tap, 'no fonts', ['fonts-inter', 'fonts-texgyre-math'],
                    DISPLAY=server.display, FONTCONFIG_FILE=empty)
    finally:
        server.close()


def main():
    tap = Tap()
    if missing():
        tap.skip('the window on a screen', f"not installed: {', '.join(missing())}")
        tap.run(refuses_without_a_display)
    tap.run(refuses_without_a_display, refuses_old_opengl_and_no_fonts, remembers, asks, stays_small,
            one_long_session)


if __name__ == '__main__':
    main()
