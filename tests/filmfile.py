"""Films as ffprobe finds them, for tests that make some."""
import shutil
import subprocess

CAN_FILM = shutil.which('ffmpeg') and shutil.which('ffprobe')


def look(path):
    """Width, height, frames and frames a second; None if anything is wrong with the file."""
    seen = subprocess.run(['ffprobe', '-v', 'error', '-count_frames', '-show_entries',
                           'stream=width,height,nb_read_frames,avg_frame_rate', '-of',
                           'default=noprint_wrappers=1', path],
                          capture_output=True, text=True, check=False)
    if seen.returncode != 0 or seen.stderr or not seen.stdout:
        return None
    found = dict(line.split('=') for line in seen.stdout.split())
    over, under = found['avg_frame_rate'].split('/')
    return (int(found['width']), int(found['height']), int(found['nb_read_frames']),
            float(over) / float(under))


def frames(path):
    """None if anything is wrong with the file."""
    seen = look(path)
    return seen and seen[2]
