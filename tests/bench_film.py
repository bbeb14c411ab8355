#!/usr/bin/env python3
"""How long a film takes: 200 frames of 1280x720 with five paths, beside ffmpeg alone encoding the
same frames from a file. Argument: the program. Medians of three; read the ratio."""
import os
import statistics
import subprocess
import sys
import tempfile
import time

RAVINE = os.path.abspath(sys.argv[1])
PATHS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam']
# 199 frames for 398 steps, and the first one.
FILM = ['render', 'rosenbrock', *[word for name in PATHS for word in ('-o', name)], '-n', '398',
        '--speed', '60', '--fps', '30', '--hold', '0', '--size', '1280x720']


def seconds(*words, folder):
    begin = time.monotonic()
    subprocess.run(words, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    return time.monotonic() - begin


def main():
    with tempfile.TemporaryDirectory() as folder:
        film, plain = [], []
        seconds(RAVINE, *FILM, '-O', 'film.mp4', folder=folder)
        seconds('ffmpeg', '-v', 'error', '-i', 'film.mp4', '-f', 'rawvideo', '-pix_fmt', 'rgb0',
                'frames', folder=folder)
        size = os.path.getsize(os.path.join(folder, 'frames'))
        assert size == 200 * 1280 * 720 * 4, size
        for _ in range(3):
            film.append(seconds(RAVINE, *FILM, '-O', 'film.mp4', folder=folder))
            plain.append(seconds('ffmpeg', '-y', '-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgb0',
                                 '-s', '1280x720', '-r', '30', '-i', 'frames', '-vf',
                                 'format=yuv420p', '-preset', 'veryfast', '-crf', '18', 'plain.mp4',
                                 folder=folder))
        ours, alone = statistics.median(film), statistics.median(plain)
        print(f'{"film, 200 frames of 1280x720, 5 paths":44} {ours:8.2f} s  {200 / ours:9.0f} fps   '
              f'ffmpeg alone {alone:5.2f} s   {ours / alone:6.1f} x')


main()
