"""The real window on a private X server, with keys and a pointer, for tests that look at what is
shown. The program is the first argument of the test."""
import os
import subprocess
import tempfile
import time

from program import RAVINE, seconds_worked
from xserver import stop, until

FIRST_FRAME_SECONDS, SECONDS = 20, 15  # bounds for a busy machine, not measurements
MAP = (0, 48, 960, 500)  # at 1280 x 720
CALM = (20, 60)          # where the pointer rests: nothing reacts there


def environment(**changes):
    """Ours, without what would choose a display or a driver; None removes."""
    env = {name: value for name, value in os.environ.items()
           if not name.startswith(('SDL_', 'MESA_', 'RAVINE_', 'WAYLAND_')) and
           name not in ('DISPLAY', 'GDK_SCALE', 'QT_SCALE_FACTOR')}
    env['XDG_STATE_HOME'] = '/nonexistent'  # nobody's own; a window gets a folder
    env.update({name: value for name, value in changes.items() if value is not None})
    return env


class Window:
    """One run of the program, with the keyboard, and the pointer out of the way."""

    def __init__(self, server, *arguments, state=None, folder=None):
        """folder: where it is started; None: in one of its own."""
        self.server, self.folder = server, tempfile.TemporaryDirectory(prefix='ravine-window-')
        self.errors = tempfile.TemporaryFile('w+')
        self.state = tempfile.TemporaryDirectory(prefix='ravine-state-')
        begin = time.monotonic()
        self.process = subprocess.Popen([RAVINE, *arguments], env=environment(
            DISPLAY=server.display, SDL_VIDEODRIVER='x11',
            XDG_STATE_HOME=state or self.state.name), cwd=folder or self.folder.name,
            stdin=subprocess.DEVNULL, stderr=self.errors)
        self.id = until(self.find, FIRST_FRAME_SECONDS)
        assert self.id, f'no window; {self.complaint()}'
        self.shown = until(self.is_drawn, FIRST_FRAME_SECONDS)
        self.first_frame = time.monotonic() - begin
        server.xdotool('mousemove', '--window', self.id, *CALM)
        server.manager.focus(self.id)
        time.sleep(0.2)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)
        self.errors.close()
        self.folder.cleanup()
        self.state.cleanup()

    def find(self):
        ids = self.server.xdotool('search', '--all', '--onlyvisible', '--pid', self.process.pid,
                                  '--name', 'Ravine').split()
        return int(ids[0]) if ids else None

    def is_drawn(self):
        return len(self.look().crop(400, 200, 60, 60).colors()) > 20

    def complaint(self):
        self.errors.seek(0)
        return self.errors.read()

    def look(self):
        return self.server.look(self.id)

    def map(self):
        return self.look().crop(*MAP)

    def key(self, *names):
        self.server.xdotool('key', '--clearmodifiers', *names)

    def click(self, x, y, button=1):
        self.server.xdotool('mousemove', '--window', self.id, x, y, 'sleep', '0.1', 'click', button)

    def rest(self):
        self.server.xdotool('mousemove', '--window', self.id, *CALM)

    def still(self, seconds=SECONDS):
        """The picture once it has stood still for longer than a ghost stays before it fades; None
        if it never does."""
        begin = since = time.monotonic()
        last = self.look()
        while time.monotonic() < begin + seconds:
            time.sleep(0.1)
            picture = self.look()
            if picture.data != last.data:
                last, since = picture, time.monotonic()
            elif time.monotonic() > since + 1:
                return picture
        return None

    def becomes(self, condition, seconds=SECONDS):
        return until(lambda: condition(self.look()), seconds)

    def cpu(self, seconds):
        """Share of one core that the process takes over some time."""
        before, begin = seconds_worked(self.process.pid), time.monotonic()
        time.sleep(seconds)
        return (seconds_worked(self.process.pid) - before) / (time.monotonic() - begin)

    def memory(self):
        """MB that it has taken at most."""
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as file:
            return int(file.read().partition('VmHWM:')[2].split()[0]) / 1024

    def rests(self, seconds):
        """Whether it has nothing to do, within a time for the slowest of machines."""
        return until(lambda: self.cpu(0.5) < 0.05 and self.cpu(0.5) < 0.05, seconds)

    def status(self):
        try:
            return self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return 'still running'
