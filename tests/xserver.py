"""A private X server for tests of the window: its screen as pixels, and the few words of a window
manager that the tests need. Standard library, Xvfb, xdotool and libX11 alone."""
import ctypes
import mmap
import os
import select
import shutil
import struct
import subprocess
import tempfile
import time

TOOLS = ['Xvfb', 'xdotool']
CLIENT_MESSAGE, SUBSTRUCTURE_NOTIFY = 33, 1 << 19


def missing():
    return [tool for tool in TOOLS if not shutil.which(tool)]


def stop(process):
    """Ends a process that we started."""
    if process and process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(condition, seconds, pause=0.05):
    """The first true answer of condition, or its last one when the time is over."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(pause)


class Picture:
    """A rectangle of the screen; four bytes per pixel, blue first."""

    def __init__(self, width, height, data):
        self.width, self.height, self.data = width, height, data

    def at(self, x, y):
        i = 4 * (int(y) * self.width + int(x))
        blue, green, red = self.data[i:i + 3]
        return (red, green, blue)

    def crop(self, x, y, width, height):
        rows = range(max(0, y), min(self.height, y + height))
        x, end = max(0, x), min(self.width, x + width)
        data = b''.join(self.data[4 * (row * self.width + x):4 * (row * self.width + end)]
                        for row in rows)
        return Picture(end - x, len(rows), data)

    def colors(self):
        """How often each colour appears."""
        counts = {}
        for pixel, in struct.iter_unpack('<I', self.data):
            counts[pixel & 0xFFFFFF] = counts.get(pixel & 0xFFFFFF, 0) + 1
        return counts

    def differences(self, other):
        if (self.width, self.height) != (other.width, other.height):
            return self.width * self.height
        if self.data == other.data:
            return 0
        pairs = zip(struct.iter_unpack('<I', self.data), struct.iter_unpack('<I', other.data))
        return sum(a != b for a, b in pairs)


class Message(ctypes.Structure):
    """XClientMessageEvent with its data as longs."""
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('sent', ctypes.c_int),
                ('display', ctypes.c_void_p), ('window', ctypes.c_ulong),
                ('message', ctypes.c_ulong), ('format', ctypes.c_int),
                ('data', ctypes.c_long * 5)]


class Event(ctypes.Union):
    _fields_ = [('type', ctypes.c_int), ('client', Message), ('pad', ctypes.c_long * 24)]


class Manager:
    """What a window manager says and hears."""

    def __init__(self, display):
        self.x = ctypes.CDLL('libX11.so.6')
        for name, result, arguments in [
                ('XOpenDisplay', ctypes.c_void_p, [ctypes.c_char_p]),
                ('XInternAtom', ctypes.c_ulong, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]),
                ('XDefaultRootWindow', ctypes.c_ulong, [ctypes.c_void_p]),
                ('XSelectInput', ctypes.c_int, [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]),
                ('XSendEvent', ctypes.c_int, [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int,
                                              ctypes.c_long, ctypes.POINTER(Event)]),
                ('XPending', ctypes.c_int, [ctypes.c_void_p]),
                ('XNextEvent', ctypes.c_int, [ctypes.c_void_p, ctypes.POINTER(Event)]),
                ('XSetInputFocus', ctypes.c_int, [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int,
                                                  ctypes.c_ulong]),
                ('XSync', ctypes.c_int, [ctypes.c_void_p, ctypes.c_int]),
                ('XCloseDisplay', ctypes.c_int, [ctypes.c_void_p])]:
            function = getattr(self.x, name)
            function.restype, function.argtypes = result, arguments
        self.display = self.x.XOpenDisplay(display.encode())
        if not self.display:
            raise RuntimeError(f'{display} lets nobody in')
        self.root = self.x.XDefaultRootWindow(self.display)
        self.x.XSelectInput(self.display, self.root, SUBSTRUCTURE_NOTIFY)
        self.x.XSync(self.display, 0)

    def atom(self, name):
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def close_button(self, window):
        """Asks the window to close, as the button in its frame does."""
        event = Event()
        event.client.type, event.client.window = CLIENT_MESSAGE, window
        event.client.message, event.client.format = self.atom('WM_PROTOCOLS'), 32
        event.client.data[0] = self.atom('WM_DELETE_WINDOW')
        self.x.XSendEvent(self.display, window, 0, 0, ctypes.byref(event))
        self.x.XSync(self.display, 0)

    def asked_for_fullscreen(self):
        """True, False: the newest wish that a window has sent since the last call; None: none."""
        wish, event = None, Event()
        while self.x.XPending(self.display):
            self.x.XNextEvent(self.display, ctypes.byref(event))
            message = event.client
            if (event.type == CLIENT_MESSAGE and message.message == self.atom('_NET_WM_STATE') and
                    self.atom('_NET_WM_STATE_FULLSCREEN') in message.data[1:3]):
                wish = message.data[0] == 1
        return wish

    def focus(self, window):
        """Gives the keyboard to a window; 0: to nobody."""
        self.x.XSetInputFocus(self.display, window, 0, 0)
        self.x.XSync(self.display, 0)

    def close(self):
        self.x.XCloseDisplay(self.display)


class Server:
    def __init__(self, width=1600, height=900):
        self.folder = tempfile.mkdtemp(prefix='ravine-x-')
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', f'{width}x{height}x24', '-fbdir',
             self.folder, '-nolisten', 'tcp', '-noreset', '+extension', 'GLX'],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(write)
        number = ''
        while not number.endswith('\n') and select.select([read], [], [], 20)[0]:
            part = os.read(read, 16).decode()
            if not part:
                break
            number += part
        os.close(read)  # not before the line is whole: the server would die of writing on
        if not number.endswith('\n'):
            self.close()
            raise RuntimeError('Xvfb did not start within 20 s')
        self.display = ':' + number.strip()
        try:
            self.open_screen(width, height)
            self.manager = Manager(self.display)
        except Exception:
            self.close()
            raise

    def open_screen(self, width, height):
        """The X server keeps its screen in a file: an X window dump."""
        with open(os.path.join(self.folder, 'Xvfb_screen0'), 'rb') as file:
            self.screen = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack('>25I', self.screen[:100])
        assert (head[4], head[5], head[11]) == (width, height, 32), head
        self.offset, self.stride = head[0] + 12 * head[19], head[12]
        assert head[7] == 0 and self.screen[28:32] == b'\0\0\0\0', 'least significant byte first'

    def xdotool(self, *words):
        env = dict(os.environ, DISPLAY=self.display)
        result = subprocess.run(['xdotool', *[str(word) for word in words]], env=env,
                                capture_output=True, text=True, timeout=30)
        return result.stdout if result.returncode == 0 else ''

    def place(self, window):
        """x, y, width, height on the screen."""
        words = dict(line.split('=', 1) for line in self.xdotool(
            'getwindowgeometry', '--shell', window).splitlines() if '=' in line)
        return tuple(int(words[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def look(self, window):
        x, y, width, height = self.place(window)
        start = self.offset + self.stride * y + 4 * x
        data = b''.join(self.screen[start + self.stride * row:start + self.stride * row + 4 * width]
                        for row in range(height))
        return Picture(width, height, data)

    def close(self):
        if getattr(self, 'manager', None):
            self.manager.close()
        stop(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)
