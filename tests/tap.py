"""A few lines of TAP for tests written in Python: one case per check, numbered as they come."""
import sys
import traceback


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, name, good, detail=''):
        """One case. detail: what was seen, shown if it is not good."""
        self.count += 1
        self.failed += 0 if good else 1
        print(f"{'ok' if good else 'not ok'} {self.count} - {name.replace('#', '')}")
        if not good:
            for line in str(detail).splitlines():
                print(f'# {line}')
        return good

    def equal(self, name, seen, wanted):
        return self.check(name, seen == wanted, f'seen   {seen!r}\nwanted {wanted!r}')

    def skip(self, name, why):
        self.count += 1
        print(f'ok {self.count} - {name} # SKIP {why}')

    def note(self, text):
        print(f'# {text}')

    def run(self, *parts):
        """Calls each part with this object; one that raises is a failed case. Then ends."""
        for part in parts:
            try:
                part(self)
            except Exception:  # a broken part must not hide the others
                self.check(part.__name__, False, traceback.format_exc())
        print(f'1..{self.count}')
        sys.exit(1 if self.failed else 0)
