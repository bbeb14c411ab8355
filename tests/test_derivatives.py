#!/usr/bin/env python3
"""Value, gradient and Hessian of random formulas beside differences in 60 digits.

Arguments: the program made of evaluate.c, how many formulas (1000), the seed (1). Each formula is
asked at a random point, and at a round one, where formulas like to be singular.

What is expected comes from mpmath: central differences with a step of 2^-100 in 120 digits have 60
good ones. How much a double may be off depends on the formula: a running error analysis of the
chain rule, every term off by a unit in its last place, says what rounding may change. Where it may
carry the point over a singularity, nothing is judged. At a singular point the reference is the
limit of those differences along straight and bent ways into it, if it is the same along all of
them."""
import itertools
import math
import os
import random
import re
import subprocess
import sys

from tap import Tap

try:
    import mpmath
    from mpmath import mp, mpf
except ImportError:
    mpmath = None

OUTPUTS = ['f', 'fx', 'fy', 'fxx', 'fxy', 'fyy']
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ULP = 2.0 ** -52
DIGITS = 120
STEP = 2.0 ** -100  # of differences, and what counts as zero; a power of two adds exactly
HUGE = 1e100  # beyond it, derivatives of derivatives leave the range of doubles
SLACK = 8  # Ravine's order of operations is another than the bound's


class Undefined(Exception):
    """Outside the domain, or no number."""


# ---- formulas: ('x',), ('number', text), (operation, operand, ...) ----

INFIX = {'+': 1, '-': 1, '*': 2, '/': 2, '^': 4}


def functions():
    """Names and numbers of operands, from the one list there is."""
    with open(os.path.join(ROOT, 'src/expr/ops.h'), encoding='utf-8') as file:
        return {name: int(count)
                for name, count in re.findall(r'X\(\w+, "(\w+)", (\d)\)', file.read())}


def random_formula(rng, depth, known):
    if depth == 0 or rng.random() < 0.1:
        return rng.choice([('x',), ('x',), ('y',), ('y',), ('number', random_number(rng))])
    kind = rng.random()
    if kind < 0.45:
        parts = [random_formula(rng, depth - 1, known) for _ in range(2)]
        return (rng.choice('++--**/'), *parts)
    if kind < 0.62:
        power = ('number', rng.choice(['2', '2', '3', '-1', '-2', '4', '0.5', '1.5', '-0.5', '7',
                                       '2/3', '1/3', '0', '1', '33']))
        if rng.random() < 0.35:
            power = random_formula(rng, depth - 1, known)
        return ('^', random_formula(rng, depth - 1, known), power)
    if kind < 0.66:
        return ('neg', random_formula(rng, depth - 1, known))
    name = rng.choice(sorted(known))
    return (name, *[random_formula(rng, depth - 1, known) for _ in range(known[name])])


def random_number(rng):
    return rng.choice(['0', '1', '2', '3', '0.5', '10', 'pi', 'e', '%.3g' % rng.uniform(0, 4),
                       '%.3g' % rng.uniform(0, 0.01)])


def text_of(node, outer=0):
    if node[0] == 'number':
        return '(%s)' % node[1] if outer > 1 and not node[1][0].isalnum() or '/' in node[1] else \
            node[1]
    if len(node) == 1:
        return node[0]
    if node[0] == 'neg':
        inner = '-' + text_of(node[1], 3)
        return '(%s)' % inner if outer > 0 else inner
    if node[0] in INFIX:
        level = INFIX[node[0]]
        text = '%s %s %s' % (text_of(node[1], level + (node[0] == '^')), node[0],
                             text_of(node[2], level + 1))
        return '(%s)' % text if outer > level or outer > 3 else text
    return '%s(%s)' % (node[0], ', '.join(text_of(part) for part in node[1:]))


def number_of(text):
    """As doubles see it."""
    if '/' in text:
        above, below = text.split('/')
        return mpf(float(above) / float(below))
    return mpf({'pi': math.pi, 'e': math.e}.get(text) or float(text))


# ---- the reference ----

class Meter:
    """What happened on the way: how singular the point is, how large the numbers got."""

    def __init__(self, close=STEP):
        self.close = close
        self.singular = False # and not differentiable, in one way or another:
        self.undefined = False
        self.kink = False
        self.jump = False
        self.root = False # which may be a kink, as sqrt(x^2)
        self.far = False

    def is_zero(self, value):
        """Marks a place where something is not differentiable."""
        near = abs(value) <= self.close
        self.singular = self.singular or near
        return near

    def tie(self, value):
        if self.is_zero(value):
            self.kink = True
        return mp.sign(value)

    def checked(self, value):
        if abs(value) > HUGE or 0 < abs(value) < 1 / HUGE:
            self.far = True
        return value


def domain(good):
    if not good:
        raise Undefined


def power(meter, a, b, constant):
    whole = b == mp.floor(b)
    if constant and whole and b >= 0:
        return a ** int(b)
    if 0 < abs(b) < 0.01: # a limit that no number shows
        meter.far = True
    if meter.is_zero(a):
        meter.root = True
        domain(b > 0 and not (a != 0 and not constant))
        return mpf(0)
    domain(a > 0 or whole)
    meter.singular = meter.singular or (a < 0 and not constant)
    if abs(b * mp.log(abs(a))) > 5000:
        meter.far = True
        raise Undefined
    return a ** (int(b) if whole else b)


def apply(meter, name, a, b=None, constant=False):
    if name in '+-*':
        return a + b if name == '+' else a - b if name == '-' else a * b
    if name == '/':
        domain(not meter.is_zero(b))
        return a / b
    if name in ('^', 'pow'):
        return power(meter, a, b, constant)
    if name == 'neg':
        return -a
    if name == 'sqrt':
        meter.root = meter.is_zero(a) or meter.root
        domain(a >= 0)
    if name == 'log':
        domain(not meter.is_zero(a) and a > 0)
    if name in ('asin', 'acos'):
        meter.is_zero(1 - abs(a))
        domain(abs(a) <= 1)
    if name in ('exp', 'sinh', 'cosh', 'tanh', 'sin', 'cos', 'tan') and abs(a) > 5000:
        meter.far = True
        raise Undefined
    if name in SMOOTH:
        return getattr(mp, name)(a)
    if name == 'abs':
        meter.tie(a)
        return abs(a)
    if name == 'sign':
        sign = meter.tie(a)
        meter.jump = meter.jump or sign == 0 or meter.kink
        return mpf(sign)
    if name in ('min', 'max'):
        meter.tie(a - b)
        return min(a, b) if name == 'min' else max(a, b)
    if name == 'hypot':
        meter.is_zero(abs(a) + abs(b))
        return mp.hypot(a, b)
    raise AssertionError(f'no reference for {name}')


SMOOTH = ('exp', 'log', 'sqrt', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh')


def is_constant(node):
    return node[0] == 'number' or (len(node) > 1 and all(is_constant(part) for part in node[1:]))


def value(meter, node, x, y):
    if len(node) == 1:
        return x if node[0] == 'x' else y
    if node[0] == 'number':
        return number_of(node[1])
    parts = []
    for part in node[1:]:
        try:
            parts.append(value(meter, part, x, y))
        except Undefined: # the other operand may have a kink
            meter.kink = meter.kink or node[0] in ('abs', 'min', 'max')
            meter.jump = meter.jump or node[0] == 'sign'
    domain(len(parts) == len(node) - 1)
    constant = node[0] in ('^', 'pow') and is_constant(node[2])
    return meter.checked(apply(meter, node[0], *parts, **({'constant': True} if constant else {})))


def outputs(meter, formula, x, y, h):
    """f, gradient and Hessian by central differences with step h."""
    def at(i, j):
        return value(meter if i == 0 and j == 0 else Meter(meter.close), formula, x + i * h,
                     y + j * h)
    f = {(i, j): at(i, j) for i, j in itertools.product((-1, 0, 1), repeat=2)}
    return [f[0, 0], (f[1, 0] - f[-1, 0]) / (2 * h), (f[0, 1] - f[0, -1]) / (2 * h),
            (f[1, 0] - 2 * f[0, 0] + f[-1, 0]) / h ** 2,
            (f[1, 1] - f[1, -1] - f[-1, 1] + f[-1, -1]) / (4 * h ** 2),
            (f[0, 1] - 2 * f[0, 0] + f[0, -1]) / h ** 2]


# ---- how much rounding may change ----

class Unstable(Exception):
    """Rounding decides on which side of a singularity the point lies."""


class Jet:
    """The six numbers of OUTPUTS, and bounds of how far rounding takes a chain rule in doubles
    from them."""

    def __init__(self, at, off=None):
        self.at = at
        self.off = off or [mpf(0)] * 6


# The products of derivatives that each output of a product, and of a function, is made of.
PRODUCT = [[(0, 0)], [(1, 0), (0, 1)], [(2, 0), (0, 2)], [(3, 0), (1, 1), (1, 1), (0, 3)],
           [(4, 0), (1, 2), (2, 1), (0, 4)], [(5, 0), (2, 2), (2, 2), (0, 5)]]
CHAIN = [None, (1,), (2,), (1, 1, 3), (1, 2, 4), (2, 2, 5)]


def jet_sum(a, b, sign=1):
    at = [p + sign * q for p, q in zip(a.at, b.at)]
    return Jet(at, [p + q + ULP * (abs(u) + abs(v))
                    for p, q, u, v in zip(a.off, b.off, a.at, b.at)])


def jet_product(a, b):
    at, off = [], []
    for terms in PRODUCT:
        at.append(sum(a.at[i] * b.at[j] for i, j in terms))
        off.append(sum(ULP * abs(a.at[i] * b.at[j]) + a.off[i] * abs(b.at[j]) +
                       abs(a.at[i]) * b.off[j] + a.off[i] * b.off[j] for i, j in terms))
    return Jet(at, off)


def jet_of(function, u, distance, units=1):
    """function of u, which is singular so far away, off by so many units in its last place."""
    if SLACK * u.off[0] > distance / 4:
        raise Unstable
    h = min(max(1, abs(u.at[0])), distance) * mpf(2) ** -70
    if h == 0: # a constant, say sqrt(0)
        return Jet([function(u.at[0])] + [mpf(0)] * 5)
    f = [function(u.at[0] + i * h) for i in (-2, -1, 0, 1, 2)]
    d = [f[2], (f[3] - f[1]) / (2 * h), (f[3] - 2 * f[2] + f[1]) / h ** 2,
         (f[4] - 2 * f[3] + 2 * f[1] - f[0]) / (2 * h ** 3)]
    e = [abs(d[k + 1]) * u.off[0] + units * ULP * abs(d[k]) for k in range(3)]
    at, off = [d[0]], [e[0]]
    for i in range(1, 6):
        first = CHAIN[i][-1]
        at.append(d[1] * u.at[first])
        off.append(abs(d[1]) * u.off[first] + e[1] * abs(u.at[first]))
        if len(CHAIN[i]) == 3:
            p, q = CHAIN[i][0], CHAIN[i][1]
            at[i] += d[2] * u.at[p] * u.at[q]
            off[i] += e[2] * abs(u.at[p] * u.at[q]) + abs(d[2]) * (
                u.off[p] * abs(u.at[q]) + abs(u.at[p]) * u.off[q])
    return Jet(at, off)


def jet_power(a, b, constant):
    if constant and b.at[0] == 0:
        return Jet([mpf(1)] + [mpf(0)] * 5)
    if constant and b.off[0] == 0:
        whole = b.at[0] == mp.floor(b.at[0])
        return jet_of(lambda u: u ** (int(b.at[0]) if whole else b.at[0]), a,
                      mp.inf if whole and b.at[0] > 0 else abs(a.at[0]),
                      1 + abs(b.at[0]) / 4) # n - 1 products
    if a.at[0] < 0:
        raise Unstable
    return jet_of(mp.exp, jet_product(b, jet_of(mp.log, a, a.at[0])), mp.inf)


def jet(node, x, y):
    if len(node) == 1:
        return Jet([x, mpf(1)] + [mpf(0)] * 4) if node[0] == 'x' else \
            Jet([y, mpf(0), mpf(1)] + [mpf(0)] * 3)
    if node[0] == 'number':
        return Jet([number_of(node[1])] + [mpf(0)] * 5)
    if is_constant(node):
        at = value(Meter(), node, x, y)
        if at == mp.floor(at) and abs(at) < 2 ** 53: # exact, as 10 + 3
            return Jet([at] + [mpf(0)] * 5)
    name = node[0]
    a = jet(node[1], x, y)
    b = jet(node[2], x, y) if len(node) > 2 else None
    if name in ('+', '-'):
        return jet_sum(a, b, 1 if name == '+' else -1)
    if name == '*':
        return jet_product(a, b)
    if name == '/':
        return jet_product(a, jet_of(lambda u: 1 / u, b, abs(b.at[0])))
    if name in ('^', 'pow'):
        return jet_power(a, b, is_constant(node[2]))
    if name == 'hypot':
        return jet_of(mp.sqrt, jet_sum(jet_product(a, a), jet_product(b, b)),
                      a.at[0] ** 2 + b.at[0] ** 2)
    if name in ('min', 'max', 'abs', 'sign', 'neg'):
        other = b or Jet([mpf(0)] * 6)
        gap = a.at[0] - other.at[0]
        if name != 'neg' and SLACK * (a.off[0] + other.off[0]) > abs(gap):
            raise Unstable
        if name == 'sign':
            return Jet([mp.sign(gap)] + [mpf(0)] * 5)
        if name in ('min', 'max'):
            return a if (gap > 0) == (name == 'max') else b
        return a if name == 'abs' and gap > 0 else Jet([-p for p in a.at], a.off)
    distance = {'sqrt': a.at[0], 'log': a.at[0], 'asin': 1 - abs(a.at[0]),
                'acos': 1 - abs(a.at[0]), 'tan': abs(mp.cos(a.at[0]))}.get(name, mp.inf)
    return jet_of(getattr(mp, name), a, distance)


# ---- what to expect ----

def look(formula, x, y):
    """What kind of point this is; None where numbers leave the range."""
    meter = Meter()
    try:
        value(meter, formula, x, y)
    except Undefined:
        meter.singular = meter.undefined = True
    return None if meter.far else meter


def ordinary(formula, x, y):
    """Expected outputs and how far each may be off; None if rounding decides about it."""
    try:
        expected = outputs(Meter(), formula, x, y, STEP)
        off = jet(formula, x, y).off
    except (Undefined, Unstable):
        return None
    floor = mpf(10) ** -50 * (1 + max(abs(one) for one in expected))
    return expected, [SLACK * one + floor for one in off]


# Straight ways into a point, and bent ones, in t and its square.
SIGNS = list(itertools.product((-1, 1), repeat=2))
WAYS = [(lambda t, i=i, j=j: (i * t, j * t)) for i, j in
        [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1), (3, 1), (-1, 3)]]
WAYS += [(lambda t, i=i, j=j: (i * t, j * t * t)) for i, j in SIGNS]
WAYS += [(lambda t, i=i, j=j: (i * t * t, j * t)) for i, j in SIGNS]


def limits(formula, x, y):
    """For each output its limit, 'none' if it has none for sure, or None where that is open."""
    seen = [[] for _ in OUTPUTS]
    for way in WAYS:
        pair = []
        for bits in (40, 80):
            t = mpf(2) ** -bits
            dx, dy = way(t)
            meter = Meter(STEP ** 4)
            try:
                with mp.workdps(3 * DIGITS):
                    pair.append(outputs(meter, formula, x + dx, y + dy, t * t * STEP))
            except Undefined:
                meter.singular = True
            if meter.far:
                return [None] * 6
            if meter.singular: # the way runs along a singularity, or leaves the domain
                break
        for k in range(6):
            if len(pair) == 2:
                seen[k].append((pair[0][k], pair[1][k]))
    found = []
    for ways in seen:
        settled = [near for far, near in ways
                   if abs(near - far) <= mpf(10) ** -5 * max(1, abs(near)) and
                   not abs(near) > max(100 * abs(far), mpf(10) ** -100)]
        if not ways or len(settled) < len(ways):
            grows = [1 for far, near in ways if abs(near) > 100 * abs(far) and abs(near) > 1000]
            found.append('none' if grows else None)
        elif max(settled) - min(settled) > mpf(10) ** -4 * max(1, abs(settled[0])):
            found.append('none')
        else:
            found.append(settled[-1])
    return found


# ---- the comparison ----

# Limits that Ravine may miss, of those that there are: powers and logarithms that fall to nothing
# within each other, and what rounding hides. Each is listed.
MISSED = 0.01


class Asked:
    def __init__(self, formula, text, x, y):
        self.formula, self.text, self.x, self.y = formula, text, x, y
        self.kind = self.expected = None
        self.wrong, self.missed = [], []

    def prepare(self):
        x, y = mpf(self.x), mpf(self.y)
        meter = look(self.formula, x, y)
        if meter is None:
            return False
        if not meter.singular:
            self.kind = 'ordinary'
            self.expected = ordinary(self.formula, x, y)
            return self.expected is not None
        self.kind = 'jump' if meter.jump else 'kink' if meter.kink else \
            'pole' if meter.undefined else 'root' if meter.root else 'edge'
        self.expected = limits(self.formula, x, y)
        return True

    def judge(self, answer):
        if answer.startswith('error'):
            self.wrong.append(answer)
            return
        got = [float(word) for word in answer.split()]
        if self.kind == 'ordinary':
            for name, seen, expected, allowed in zip(OUTPUTS, got, *self.expected, strict=True):
                if not abs(mpf(seen) - expected) <= allowed:
                    self.wrong.append(f'{name} = {seen:.17g}, expected {mp.nstr(expected, 20)} '
                                      f'+- {mp.nstr(allowed, 3)}')
        elif self.kind != 'jump' and self.expected[0] not in (None, 'none'):
            self.judge_limits(got)

    def judge_limits(self, got):
        """sign(0) is 0, the slope of a kink the mean of both sides, and 1/0 infinite."""
        for name, seen, expected in zip(OUTPUTS, got, self.expected, strict=True):
            if expected == 'none' and self.kind == 'edge' and math.isfinite(seen):
                self.wrong.append(f'{name} = {seen:.17g}, but has no limit')
            if expected in (None, 'none'):
                continue
            good = abs(mpf(seen) - expected) <= mpf(10) ** -4 * max(1, abs(expected))
            if not good and math.isfinite(seen) and self.kind != 'kink':
                self.wrong.append(f'{name} = {seen:.17g}, but its limit is {mp.nstr(expected, 8)}')
            if not math.isfinite(seen) and not (self.kind == 'kink' and math.isinf(seen)):
                self.missed.append(f'{name} = {seen}, but its limit is {mp.nstr(expected, 8)}')


def ask(program, asked):
    lines = ''.join(f'{one.x!r} {one.y!r} {one.text}\n' for one in asked)
    result = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    return result.stdout.splitlines()


def random_points(rng):
    rounded = (rng.randint(-4, 4) / 2, rng.randint(-4, 4) / 2)
    if rng.random() < 0.5:
        rounded = rng.choice([(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (0.0, -2.0), (2.0, 0.0)])
    return [(rng.uniform(-3, 3), rng.uniform(-3, 3)), rounded]


def random_questions(rng, count, known):
    for _ in range(count):
        formula = random_formula(rng, rng.randint(1, 4), known)
        for x, y in random_points(rng):
            yield Asked(formula, text_of(formula), x, y)


def compare(tap, program, count, seed):
    rng = random.Random(seed)
    every = list(random_questions(rng, count, functions()))
    asked = [one for one in every if one.prepare()]
    for one, answer in zip(asked, ask(program, asked), strict=True):
        one.judge(answer)
    kinds = {}
    for one in asked:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
        for what in one.wrong + one.missed:
            tap.note(f'{one.kind}: {one.text} at ({one.x!r}, {one.y!r}): {what}')
    wrong = sum(1 for one in asked if one.wrong)
    missed = sum(1 for one in asked if one.missed)
    singular = len(asked) - kinds.get('ordinary', 0)
    tap.note(f'seed {seed}: ' + ', '.join(f'{number} {kind}' for kind, number in kinds.items()) +
             f', {len(every) - len(asked)} out of range or decided by rounding')
    again = f'again with: {program} {count} {seed}'
    tap.check(f'{count} formulas of seed {seed} agree with differences in 60 digits', wrong == 0,
              f'{wrong} of {len(asked)} points differ; {again}')
    tap.check(f'at singular points limits are found, but for {100 * MISSED:g} %',
              missed <= MISSED * singular, f'{missed} of {singular} are missed; {again}')


def main():
    tap = Tap()
    if mpmath is None:
        tap.skip('derivatives beside differences in 60 digits', 'mpmath is not installed')
        tap.run()
    mp.dps = DIGITS
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    tap.run(lambda t: compare(t, sys.argv[1], count, seed))


if __name__ == '__main__':
    main()
