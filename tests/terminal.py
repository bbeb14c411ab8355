"""Terminals that are none, for tests of what a terminal is shown. Not every machine lends them: some
containers have no /dev/ptmx."""
import os
import pty


def missing():
    """Why there are none; None where there are."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        return f'there is no terminal: {error}'
    return None
