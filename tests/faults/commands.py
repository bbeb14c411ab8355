"""What is disturbed: commands as people give them, each in a folder of its own, and a window under
a hand. Small pictures: a fault does not ask for their size."""

DATA = 'x,y\n' + ''.join(f'{i / 10},{i / 5 + (i % 3) / 7}\n' for i in range(40))
CLASSES = 'x,y\n' + ''.join(f'{i % 7 - 3},{int(i % 7 > i % 5)}\n' for i in range(40))
RACE = """version = 1
title = A race of two
caption = Both go down; $\\nabla f$ is what they follow.
question = Who is first?
problem = himmelblau
optimizer = sgd
optimizer = adam:lr=0.1
start = -1,2
steps = 30
show = anatomy
"""
SMALL = ['--size', '320x320']
RACERS = ['-o', 'sgd', '-o', 'adam', '-n', '12']


class Command:
    """name: for people. files: what it writes; each is there before, and older. inputs: what lies
    there. keys: it is a window, and this is what the hand at it does. cairo: without OpenGL it
    gives another picture that is right as well, and with OpenGL ES."""

    def __init__(self, name, *arguments, files=(), inputs=None, env=None, keys=None, cairo=False):
        self.name, self.arguments, self.files = name, list(arguments), list(files)
        self.inputs, self.env, self.keys, self.cairo = inputs or {}, env or {}, keys, cairo


def picture(name, *arguments, file='out.png', **more):
    return Command(name, 'render', *arguments, '-O', file, files=[file], **more)


COMMANDS = [
    Command('help', 'help', 'trace'),
    Command('help scenario', 'help', 'scenario'),
    Command('manual page', 'help', 'man'),
    Command('completion', 'complete', '--', 'render', '--layout', ''),
    Command('list, text', 'list', 'problems'),
    Command('list, json', 'list', 'optimizers', '--format', 'json'),
    Command('doctor', 'doctor'),
    Command('evaluate', 'eval', '-p', 'sin(x)/x + abs(y)^1.5', '--at', '0.5,2', '--format', 'json'),
    Command('check', 'check'),
    Command('evaluate, a curve', 'eval', '-p', 'beale', '--at', '1,2', '--curve'),
    Command('trace, csv', 'trace', '-p', 'x^2 + 50*y^2', *RACERS, '-o', 'lbfgs', '--state', '-O',
            'out.csv', files=['out.csv']),
    Command('trace, json', 'trace', '-p', 'rosenbrock', *RACERS, '--format', 'json'),
    Command('trace, data', 'trace', '-p', 'linreg:data=data.csv,batch=4', *RACERS, '-O', 'out.csv',
            files=['out.csv'], inputs={'data.csv': DATA}),
    picture('picture, OpenGL', 'race.ini', *SMALL, inputs={'race.ini': RACE}, cairo=True),
    picture('picture, EGL alone', '-p', 'beale', *RACERS, *SMALL,
            env={'SDL_VIDEODRIVER': 'none'}, cairo=True),
    picture('picture, cairo', '-p', 'himmelblau', *RACERS, *SMALL, '--renderer', 'cairo', '--keys',
            'T Tab G', '--cursor', '1,1'),
    picture('surface', '-p', 'ackley', *RACERS, *SMALL, '--layout', 'surface', '--anatomy',
            '--curvature', cairo=True),
    picture('grid, dark, large text', 'random-search', '--layout', 'grid', '--theme', 'dark',
            '--scale', '1.5', '--size', '640x480', cairo=True),
    picture('figure, SVG', '-p', 'logreg:data=data.csv', *RACERS, *SMALL, file='out.svg',
            inputs={'data.csv': CLASSES}),
    picture('figure, PDF, the map alone', '-p', 'rosenbrock', *RACERS, '--panels', 'none',
            '--legend', '--width-mm', '60', file='out.pdf'),
    picture('film, GIF', '-p', 'booth', *RACERS, *SMALL, '--speed', '60', '--hold', '0',
            file='out.gif', cairo=True),
    picture('film, MP4', '-p', 'bowl', *RACERS, *SMALL, '--speed', '60', '--hold', '0',
            '--renderer', 'cairo', file='out.mp4'),
    Command('window', '-p', 'himmelblau', *RACERS, '--size', '640x480',
            keys='F12 ctrl+s ctrl+p ctrl+shift+p F9 until:.mp4 End F9 ctrl+c ctrl+v v v v t e 1 '
                 'Escape F1 Escape ctrl+k b Return z F11 F11',
            files=['*.png', '*.ini', '*.pdf', '*.svg', '*.mp4']),
]
