/* Line searches and the rules that use them: Wolfe's and Armijo's conditions checked on every step
 * from the rows alone, what the literature states of BFGS and conjugate gradients on bowls, and how
 * soon SciPy is done. L-BFGS is held against PyTorch step by step in test_trajectories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "base/rng.h"
#include "fixtures.h"
#include "optim/line_search/linesearch.h"
#include "problem/factory.h"
#include "quadratic.h"
#include "sim/run.h"

enum { N_MAX = 17, STEPS = 150 };

/* Rules by the strong Wolfe conditions, with their constants. */
typedef struct Searcher {
    const char *spec;
    double c2;
} Searcher;

static const Searcher searchers[] = {
    {"lbfgs:line_search=strong_wolfe", 0.9},
    {"lbfgs:line_search=strong_wolfe,history=1", 0.9},
    {"bfgs:c2=0.9", 0.9},
    {"bfgs:c2=0.01", 0.01},
    {"cg:beta=fletcher_reeves,c2=0.1", 0.1},
    {"cg:beta=polak_ribiere,c2=0.1", 0.1},
    {"cg:beta=hestenes_stiefel,c2=0.1", 0.1},
    {"cg:beta=polak_ribiere,c2=0.001", 0.001},
};
enum { SEARCHERS = sizeof searchers / sizeof *searchers };

/* ---- helpers ---- */

static bool same(Vec2 a, Vec2 b)
{
    return a.x == b.x && a.y == b.y;
}

/* ---- one search ---- */

/* A function of one parameter; of its oracle only the gradient is asked. */
typedef struct Curve {
    double (*at)(const double *constants, double a, double *slope);
    double constants[2];
    int looks;
} Curve;

static double curve_gradient(void *context, const double *w, double *g, size_t n)
{
    Curve *curve = context;
    assert_int_equal(n, 1);
    curve->looks++;
    return curve->at(curve->constants, w[0], g);
}

/* More and Thuente 1994, Line Search Algorithms with Guaranteed Sufficient Decrease, section 5. */
static double curve_1(const double *c, double a, double *slope)
{
    double bottom = a * a + c[0];
    *slope = (a * a - c[0]) / (bottom * bottom);
    return -a / bottom;
}

static double curve_2(const double *c, double a, double *slope)
{
    double x = a + c[0];
    *slope = 5.0 * pow(x, 4.0) - 8.0 * pow(x, 3.0);
    return pow(x, 5.0) - 2.0 * pow(x, 4.0);
}

static double curve_3(const double *c, double a, double *slope)
{
    const double b = c[0], l = c[1], pi = acos(-1.0);
    double bend = (a - 1.0) * (a - 1.0) / (2.0 * b) + b / 2.0;
    double straight = a <= 1.0 - b ? 1.0 - a : a >= 1.0 + b ? a - 1.0 : bend;
    double slant = a <= 1.0 - b ? -1.0 : a >= 1.0 + b ? 1.0 : (a - 1.0) / b;
    *slope = slant + (1.0 - b) * cos(l * pi / 2.0 * a);
    return straight + 2.0 * (1.0 - b) / (l * pi) * sin(l * pi / 2.0 * a);
}

static double curve_4(const double *c, double a, double *slope)
{
    double g1 = sqrt(1.0 + c[0] * c[0]) - c[0];
    double g2 = sqrt(1.0 + c[1] * c[1]) - c[1];
    double r1 = sqrt((1.0 - a) * (1.0 - a) + c[1] * c[1]);
    double r2 = sqrt(a * a + c[0] * c[0]);
    *slope = g1 * (a - 1.0) / r1 + g2 * a / r2;
    return g1 * r1 + g2 * r2;
}

/* Their functions, constants and first trials over six decades; places and looks are those of
 * torch's _strong_wolfe (1.13). Torch is spent in one case, and allows itself one look more. */
static void searches_end_where_torchs_end_on_more_and_thuentes_functions(void **state)
{
    (void)state;
    static const double firsts[4] = {1e-3, 1e-1, 10.0, 1e3};
    static const struct {
        Curve curve;
        double c1, c2;
        struct {
            double a;
            int looks;
        } torch[4];
    } cases[] = {
        {{curve_1, {2.0}, 0},
         0.001,
         0.1,
         {{1.4218413236561511, 6}, {1.4217517877131503, 4}, {10.0, 1}, {333.33500000283334, 26}}},
        {{curve_2, {0.004}, 0},
         0.1,
         0.1,
         {{1.5959999999998968, 13},
          {1.5960000000002026, 10},
          {1.5960000000000039, 9},
          {1.5960000000003354, 14}}},
        {{curve_3, {0.01, 39.0}, 0},
         0.1,
         0.1,
         {{1.000000054097032, 14},
          {0.9999998809247215, 11},
          {0.9999999852157195, 9},
          {0.9999999743169165, 12}}},
        {{curve_4, {0.001, 0.001}, 0},
         0.001,
         0.001,
         {{0.03052550025, 4}, {0.1, 1}, {0.34962770163729495, 3}, {0.9047466727194156, 4}}},
        {{curve_4, {0.01, 0.001}, 0},
         0.001,
         0.001,
         {{0.07427095696183146, 7},
          {0.0717477784148712, 3},
          {0.07530797431806413, 6},
          {0.07311660516293209, 8}}},
        {{curve_4, {0.001, 0.01}, 0},
         0.001,
         0.001,
         {{0.9257865772802434, 8},
          {0.9270628093916201, 11},
          {0.9259339899479148, 7},
          {0.929183636793891, 10}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < 4; k++) {
            Curve curve = cases[i].curve;
            const Oracle oracle = {.context = &curve, .gradient = curve_gradient};
            double w = 0.0, d = 1.0, trial, trial_g, g, slope;
            double f = curve.at(curve.constants, 0.0, &g);
            const Step step = {.n = 1, .w = &w, .f = f, .g = &g, .oracle = &oracle};
            Line line = linesearch_along(&step, &d, &trial, &trial_g);
            assert_true(line.slope == g && g < 0.0);
            LineResult found = linesearch_wolfe(&line, firsts[k], cases[i].c1, cases[i].c2);
            double expected = cases[i].torch[k].a;
            int looks = cases[i].torch[k].looks;
            if (!(fabs(found.a - expected) <= 1e-7 * expected) ||
                curve.looks != (looks < LINESEARCH_LOOKS ? looks : LINESEARCH_LOOKS))
                fail_msg("function %zu from %g: %.17g after %d looks, not %.17g after %d", i + 1,
                         firsts[k], found.a, curve.looks, expected, looks);
            assert_true(w == 0.0);
            linesearch_move(&line, found.a);
            assert_true(w == found.a);
            double lower = curve.at(curve.constants, found.a, &slope);
            bool holds =
                lower <= f + cases[i].c1 * found.a * g && fabs(slope) <= cases[i].c2 * fabs(g);
            assert_int_equal(holds, looks <= LINESEARCH_LOOKS);
            assert_int_equal(found.outcome, holds ? LINE_FOUND : LINE_SPENT);
            assert_true(!holds || (trial == found.a && trial_g == slope));
        }
}

/* Finite at one place only. */
static double curve_lonely(const double *c, double a, double *slope)
{
    *slope = -1.0;
    return a == c[0] ? 1.0 : c[1];
}

static double curve_rising(const double *c, double a, double *slope)
{
    *slope = c[0];
    return c[0] * a + c[1];
}

static LineResult search(Curve *curve, bool wolfe)
{
    const Oracle oracle = {.context = curve, .gradient = curve_gradient};
    double w = 0.0, d = 1.0, trial, trial_g, g, next;
    double f = curve->at(curve->constants, 0.0, &g);
    const Step step = {.n = 1, .w = &w, .f = f, .g = &g, .oracle = &oracle};
    Line line = linesearch_along(&step, &d, &trial, &trial_g);
    LineResult found = wolfe ? linesearch_wolfe(&line, 1.0, 1e-4, 0.9)
                             : linesearch_armijo(&line, 1.0, 1e-4, 0.5, &next);
    linesearch_move(&line, found.a);
    assert_true(w == found.a);
    return found;
}

static void searches_that_find_nothing_stay(void **state)
{
    (void)state;
    static const double others[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 1.0, 2.0};
    for (int wolfe = 0; wolfe <= 1; wolfe++) {
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
            Curve lonely = {curve_lonely, {0.0, others[i]}, 0};
            LineResult found = search(&lonely, wolfe);
            assert_true(found.a == 0.0 && found.outcome == LINE_STUCK);
            assert_true(lonely.looks > 1 && lonely.looks <= LINESEARCH_LOOKS);
        }
        /* Not even a look where the way leads up or nowhere, or down by less than f's digits. */
        static const double slopes[] = {1.0, 0.0, (double)NAN, -1e-12};
        for (size_t i = 0; i < sizeof slopes / sizeof *slopes; i++) {
            Curve rising = {curve_rising, {slopes[i], 1e6}, 0};
            LineResult found = search(&rising, wolfe);
            assert_true(found.a == 0.0 && found.outcome == LINE_STUCK && rising.looks == 0);
        }
    }
    /* Without an end: as far as it looks, which is as low as it goes. */
    Curve falling = {curve_rising, {-1.0, 0.0}, 0};
    LineResult found = search(&falling, true);
    assert_true(found.outcome == LINE_SPENT && falling.looks == LINESEARCH_LOOKS && found.a > 1e20);
}

/* ---- conditions on every step ---- */

/* Rounding of w, f and g in what is computed from rows. */
static double slack_of(const HistoryRow *from, const HistoryRow *to)
{
    return 8.0 * DBL_EPSILON *
           (fabs(from->f) +
            (vec2_norm(from->w) + vec2_norm(to->w)) * (vec2_norm(from->g) + vec2_norm(to->g)));
}

/* A search ends as well where its bracket is narrower than 1e-9. */
static bool is_narrow(const HistoryRow *from, Vec2 to, const Probes *probes)
{
    bool narrow = vec2_apart(from->w, to) < 2e-9;
    for (size_t i = 0; i < probes->count; i++)
        narrow = narrow || (!same(probes->at[i], to) && vec2_apart(probes->at[i], to) < 2e-9);
    return narrow;
}

typedef struct Tally {
    long found, resting;
    long vain;  /* at rest after a search */
    long spent; /* though the step is no mere polish of the last digits */
} Tally;

/* A problem of the catalogue whose loss is the same at every update. */
static Problem *steady_problem(size_t index)
{
    const char *id = problem_catalogue_at(index).id;
    Problem *problem = problem_of(id);
    if (!problem_stochastic(problem))
        return problem;
    problem_destroy(problem);
    char spec[64];
    snprintf(spec, sizeof spec, "%s:batch=full", id);
    return problem_of(spec);
}

static bool wolfe_holds(const HistoryRow *from, const HistoryRow *to, double c2)
{
    Vec2 s = vec2_sub(to->w, from->w);
    double slope = vec2_dot(from->g, s);
    double slack = slack_of(from, to);
    return to->f <= from->f + 1e-4 * slope + slack &&
           fabs(vec2_dot(to->g, s)) <= c2 * fabs(slope) + slack;
}

static void check_step(const Run *run, long t, double c2, Tally *tally)
{
    const HistoryRow from = *run_row(run, t - 1);
    const HistoryRow to = *run_row(run, t);
    Probes probes = {.count = 0};
    run_probes(run, t, &probes);
    assert_true(to.f <= from.f && probes.count <= 2 * LINESEARCH_LOOKS);
    if (same(to.w, from.w)) {
        tally->resting++;
        tally->vain += probes.count > 0;
        return;
    }
    assert_true(probes.count >= 1);
    if (same(probes.at[probes.count - 1], to.w) && wolfe_holds(&from, &to, c2)) {
        tally->found++;
        return;
    }
    tally->spent += vec2_apart(from.w, to.w) > 1e-7;
    if (probes.count < LINESEARCH_LOOKS && !is_narrow(&from, to.w, &probes))
        fail_msg("%s on %s, step %ld: from %.17g to %.17g, slope %g to %g", run_spec(run)->label,
                 run_problem(run)->id, t, from.f, to.f, vec2_dot(from.g, vec2_sub(to.w, from.w)),
                 vec2_dot(to.g, vec2_sub(to.w, from.w)));
}

static void steps_satisfy_the_strong_wolfe_conditions(void **state)
{
    (void)state;
    for (size_t k = 0; k < SEARCHERS; k++) {
        Tally tally = {0};
        for (size_t i = 0; i < problem_catalogue_count(); i++) {
            Problem *problem = steady_problem(i);
            Run *run = run_of(problem, searchers[k].spec, problem->start, limits_of(STEPS));
            bool diverges = run_status(run, run_last_step(run)).state == RUN_DIVERGED;
            for (long t = 1; t <= run_last_step(run) && !diverges; t++)
                check_step(run, t, searchers[k].c2, &tally);
            /* Where nothing was found nothing is looked for again. */
            if (tally.vain > 2)
                fail_msg("%s on %s: %ld searches in vain", searchers[k].spec, problem->id,
                         tally.vain);
            tally.vain = 0;
            run_destroy(run);
            problem_destroy(problem);
        }
        print_message("# %s: %ld found, %ld spent, %ld at rest\n", searchers[k].spec, tally.found,
                      tally.spent, tally.resting);
        assert_true(tally.found > 150);
        assert_true(tally.spent * 100 < tally.found);
    }
}

/* Of every place looked at before the one that is taken Armijo's condition does not hold; the next
 * step tries `grow` times the length taken. */
static void check_backtracking(const char *text, double first, double c1, double shrink,
                               double grow)
{
    long taken = 0, refused = 0;
    for (size_t i = 0; i < problem_catalogue_count(); i++) {
        Problem *problem = steady_problem(i);
        Run *run = run_of(problem, text, problem->start, limits_of(STEPS));
        if (run_status(run, run_last_step(run)).state == RUN_DIVERGED) {
            run_destroy(run);
            problem_destroy(problem);
            continue;
        }
        double a = first;
        for (long t = 1; t <= run_last_step(run); t++) {
            const HistoryRow from = *run_row(run, t - 1);
            const HistoryRow to = *run_row(run, t);
            Probes probes = {.count = 0};
            run_probes(run, t, &probes);
            bool found = false;
            for (size_t k = 0; k < probes.count; k++, a *= found ? 1.0 : shrink) {
                Vec2 at = vec2(from.w.x - a * from.g.x, from.w.y - a * from.g.y);
                assert_true(!found && same(at, probes.at[k]));
                found = problem_value(problem, at) <= from.f - c1 * a * vec2_dot(from.g, from.g);
                refused += !found;
            }
            assert_true(same(to.w, found ? probes.at[probes.count - 1] : from.w));
            if (found)
                a *= grow;
            taken += found;
            if (slot_at(run, "lr", t)[0] != a)
                fail_msg("%s on %s, step %ld: next %g, not %g", text, problem->id, t,
                         slot_at(run, "lr", t)[0], a);
        }
        run_destroy(run);
        problem_destroy(problem);
    }
    assert_true(taken > 1000 && refused > 50);
}

static void backtracking_takes_the_first_place_that_armijo_allows(void **state)
{
    (void)state;
    check_backtracking("armijo:lr=0.5,c1=1e-4,shrink=0.5,grow=2", 0.5, 1e-4, 0.5, 2.0);
    check_backtracking("armijo:lr=10,c1=0.3,shrink=0.75,grow=1.5", 10.0, 0.3, 0.75, 1.5);
    check_backtracking("armijo:lr=4,c1=0.1,shrink=0.5,grow=1", 4.0, 0.1, 0.5, 1.0);
}

/* ---- bowls ---- */

static const char *const exact[] = {
    "cg:beta=fletcher_reeves,c2=1e-9",
    "cg:beta=polak_ribiere,c2=1e-9",
    "cg:beta=hestenes_stiefel,c2=1e-9",
    "bfgs:c2=1e-9",
};
enum { EXACT = sizeof exact / sizeof *exact };

static void two_exact_searches_end_in_a_bowl(void **state)
{
    (void)state;
    static const double kappas[] = {2.0, 10.0, 100.0};
    static const Vec2 start = {-4.3, 3.1};
    for (size_t i = 0; i < 3; i++) {
        char text[32];
        snprintf(text, sizeof text, "bowl:kappa=%g", kappas[i]);
        Problem *bowl = problem_of(text);
        for (size_t k = 0; k < EXACT; k++) {
            Run *run = run_of(bowl, exact[k], start, limits_of(2));
            double one = vec2_norm(run_row(run, 1)->w), two = vec2_norm(run_row(run, 2)->w);
            /* One is not enough, even for the kindest of bowls. */
            if (!(one > 1e-2 && two < 1e-13 * kappas[i]))
                fail_msg("%s on %s: %g after one step, %g after two", exact[k], text, one, two);
            run_destroy(run);
        }
        problem_destroy(bowl);
    }
}

/* n searches end in a bowl of n parameters, all rules take the same way there, and BFGS knows the
 * inverse Hessian then. Nocedal and Wright 2006, theorems 5.3 and 6.4. */
static void exact_searches_end_after_as_many_steps_as_parameters(void **state)
{
    (void)state;
    static Quadratic q;
    static Descent descents[EXACT];
    static const size_t sizes[] = {1, 2, 3, 5, 8};
    Rng rng = rng_seeded(21);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const size_t n = sizes[i];
        quadratic_make(&q, n, &rng);
        for (size_t k = 0; k < EXACT; k++)
            descent_start(&descents[k], exact[k], &q);
        for (size_t t = 1; t <= n; t++)
            for (size_t k = 0; k < EXACT; k++) {
                descent_go(&descents[k], 1);
                double off = descent_off_center(&descents[k]);
                if (t == n ? !(off < 1e-7) : !(off > 1e-5))
                    fail_msg("%s, n = %zu, step %zu: off by %g", exact[k], n, t, off);
                for (size_t j = 0; j < n; j++)
                    if (!(fabs(descents[k].w[j] - descents[0].w[j]) < 1e-7))
                        fail_msg("%s, n = %zu, step %zu: not where %s is", exact[k], n, t,
                                 exact[0]);
            }
        descent_go(&descents[EXACT - 1], 1); /* learns from the last of the n */
        const double *h = descents[EXACT - 1].state;
        for (size_t j = 0; j < n; j++)
            for (size_t k = 0; k < n; k++) {
                double sum = 0.0;
                for (size_t l = 0; l < n; l++)
                    sum += h[j * n + l] * q.a[l * n + k];
                if (!(fabs(sum - (j == k)) < 1e-6))
                    fail_msg("n = %zu: H A = %g at %zu, %zu", n, sum, j, k);
            }
    }
}

static void searches_end_in_bowls_of_many_parameters(void **state)
{
    (void)state;
    static Quadratic q;
    static Descent descent;
    Rng rng = rng_seeded(5);
    for (size_t k = 0; k < SEARCHERS; k++)
        for (size_t n = 1; n <= N_MAX; n += 4) {
            quadratic_make(&q, n, &rng);
            descent_start(&descent, searchers[k].spec, &q);
            descent_go(&descent, 100);
            if (!(descent_off_center(&descent) < 1e-4))
                fail_msg("%s, n = %zu: off by %g", searchers[k].spec, n,
                         descent_off_center(&descent));
        }
}

/* ---- Rosenbrock ---- */

/* Evaluations until no component of the gradient is larger than 1e-5, from (-1.2, 1). SciPy 1.10
 * (minimize, gtol = 1e-5, ftol = 0) needs 39 with BFGS, 78 with CG, which is Polak and Ribiere's,
 * and 45 with L-BFGS-B; its searches are others, so each may take a quarter more. Fletcher and
 * Reeves jam in valleys (Nocedal and Wright 2006, section 5.2), and may take twice as many. */
static void rosenbrocks_minimum_takes_no_longer_than_scipy(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        long most;
    } cases[] = {{"bfgs", 39 * 5 / 4},
                 {"lbfgs", 45 * 5 / 4},
                 {"cg", 78 * 5 / 4},
                 {"cg:beta=hestenes_stiefel", 78 * 5 / 4},
                 {"cg:beta=fletcher_reeves", 78 * 2}};
    Problem *problem = problem_of("rosenbrock");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Run *run = run_of(problem, cases[i].spec, vec2(-1.2, 1), limits_of(STEPS));
        long t = 0;
        while (t < run_last_step(run) &&
               !(fmax(fabs(run_row(run, t)->g.x), fabs(run_row(run, t)->g.y)) <= 1e-5))
            t++;
        print_message("# %s: %ld steps, %ld evaluations\n", cases[i].spec, t,
                      run_row(run, t)->evaluations);
        assert_true(vec2_apart(run_row(run, t)->w, vec2(1, 1)) < 1e-4);
        assert_true(run_row(run, t)->evaluations <= cases[i].most);
        assert_int_equal(run_status(run, run_last_step(run)).state, RUN_CONVERGED);
        run_destroy(run);
    }
    problem_destroy(problem);
}

/* ---- places without a value ---- */

/* nan beyond a line, or an infinite wall; the first search looks far behind it. */
static void searches_turn_back_from_what_cannot_be_computed(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        Vec2 start, minimum;
    } cases[] = {
        {"-log(x) + x + y^2", {0.1, 2}, {1, 0}},
        {"-log(1 - x^2 - y^2) + x^2", {0.7, -0.6}, {0, 0}},
        {"x - log(x) + (y - 1)^2 - sqrt(4 - y)", {3, -2}, {1, 0.8589406312}},
        {"exp(x^2) + y^2", {2.5, 2}, {0, 0}},
    };
    static const char *const rules[] = {"bfgs:size=50",
                                        "cg:size=50",
                                        "cg:size=50,beta=fletcher_reeves",
                                        "cg:size=50,beta=hestenes_stiefel",
                                        "lbfgs:lr=50",
                                        "armijo:lr=50"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Problem *problem = problem_of(cases[i].formula);
        for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
            Run *run = run_of(problem, rules[k], cases[i].start, limits_of(STEPS));
            Vec2 end = run_row(run, run_last_step(run))->w;
            if (!(vec2_apart(end, cases[i].minimum) < 1e-3))
                fail_msg("%s on %s: ends at (%g, %g)", rules[k], cases[i].formula, end.x, end.y);
            run_destroy(run);
        }
        problem_destroy(problem);
    }
}

/* ---- what it costs ---- */

/* As many as places looked at; w's own only where it was not the last of them. */
static void steps_spend_what_they_look_at(void **state)
{
    (void)state;
    static const char *const rules[] = {"bfgs", "cg", "lbfgs", "armijo"};
    Problem *problem = problem_of("himmelblau");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        Run *run = run_of(problem, rules[i], problem->start, limits_of(60));
        Vec2 asked = vec2((double)NAN, (double)NAN);
        long spared = 0;
        for (long t = 1; t <= 60; t++) {
            const HistoryRow from = *run_row(run, t - 1);
            Probes probes = {.count = 0};
            run_probes(run, t, &probes);
            bool known = same(from.w, asked);
            long spent = run_row(run, t)->evaluations - from.evaluations;
            assert_int_equal(spent, (long)probes.count + !known);
            spared += known && probes.count > 0;
            if (probes.count > 0)
                asked = probes.at[probes.count - 1];
        }
        assert_true(spared >= 5);
        run_destroy(run);
    }
    problem_destroy(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(searches_end_where_torchs_end_on_more_and_thuentes_functions),
        cmocka_unit_test(searches_that_find_nothing_stay),
        cmocka_unit_test(steps_satisfy_the_strong_wolfe_conditions),
        cmocka_unit_test(backtracking_takes_the_first_place_that_armijo_allows),
        cmocka_unit_test(two_exact_searches_end_in_a_bowl),
        cmocka_unit_test(exact_searches_end_after_as_many_steps_as_parameters),
        cmocka_unit_test(searches_end_in_bowls_of_many_parameters),
        cmocka_unit_test(rosenbrocks_minimum_takes_no_longer_than_scipy),
        cmocka_unit_test(searches_turn_back_from_what_cannot_be_computed),
        cmocka_unit_test(steps_spend_what_they_look_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
