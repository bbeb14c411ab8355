/* An update taken apart, and whether steps grow: rules as their lines say them against what they
 * do, moments recomputed by hand, limits of the literature against runs that cross them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fixtures.h"
#include "optim/catalogue.h"
#include "sim/anatomy.h"
#include "sim/stability.h"

/* ---- helpers ---- */

static bool near_to(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * fmax(1.0, fmax(fabs(a), fabs(b)));
}

/* The last item that goes by a symbol. */
static const AnatomyItem *item_of(const Anatomy *anatomy, const char *symbol)
{
    for (size_t i = anatomy->item_count; i-- > 0;)
        if (rule_same(anatomy->items[i].symbol, rule_span(symbol)))
            return &anatomy->items[i];
    fail_msg("%s, update %ld: nothing is called %s", anatomy->record.optimizer->id,
             anatomy->record.t, symbol);
    return NULL;
}

static void shows(const Anatomy *anatomy, const char *symbol, Vec2 expected)
{
    const AnatomyItem *item = item_of(anatomy, symbol);
    if (item->value.shape != RULE_VECTOR || !near_to(item->value.at[0], expected.x, 1e-12) ||
        !near_to(item->value.at[1], expected.y, 1e-12))
        fail_msg("%s, update %ld: %s is (%.17g, %.17g), not (%.17g, %.17g)",
                 anatomy->record.optimizer->id, anatomy->record.t, symbol, item->value.at[0],
                 item->value.at[1], expected.x, expected.y);
}

/* ---- reading ---- */

static RuleValue read_with(RuleScope *scope, const char *text)
{
    return rule_evaluate(scope, rule_span(text));
}

static void mathematics_is_read_as_people_read_it(void **state)
{
    (void)state;
    RuleScope scope = {.t = 3};
    rule_set(&scope, rule_span("\\beta_{1}"), rule_number(0.5), (RuleSpan){0});
    rule_set(&scope, rule_span("m"), rule_vector(vec2(2, -8)), (RuleSpan){0});
    rule_set(&scope, rule_span("\\hat{v}"), rule_vector(vec2(4, 16)), (RuleSpan){0});
    static const struct {
        const char *text;
        double x, y;
    } CASES[] = {
        {"m / (1 - \\beta_{1}^{t})", 2 / 0.875, -8 / 0.875},
        {"-m + 1", -1, 9},
        {"2 m / \\sqrt{\\hat{v}} \\cdot 3", 6, -12},
        {"\\frac{m}{2 \\beta_{1}} - \\max(m, 0)", 0, -8},
        {"\\sign(m) \\lvert m \\rvert + |m|^{2}", 6, 56},
        {"m^2 (1 - \\beta_{1})", 2, 32},
        {"\\min(m, \\hat{v}) - (m - 1)", 1, 1},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        RuleValue v = read_with(&scope, CASES[i].text);
        if (v.shape != RULE_VECTOR || !near_to(v.at[0], CASES[i].x, 1e-14) ||
            !near_to(v.at[1], CASES[i].y, 1e-14))
            fail_msg("'%s' is (%.17g, %.17g), not (%g, %g)", CASES[i].text, v.at[0], v.at[1],
                     CASES[i].x, CASES[i].y);
    }
}

static void what_cannot_be_computed_is_said_to_be_so(void **state)
{
    (void)state;
    RuleScope scope = {.t = 1};
    rule_set(&scope, rule_span("w"), rule_vector(vec2(1, 2)), (RuleSpan){0});
    static const char *const CASES[] = {"u",
                                        "f(w)",
                                        "w +",
                                        "(w",
                                        "w)",
                                        "\\frac{w}",
                                        "",
                                        "w^{T}",
                                        "\\sqrt",
                                        "w \\text{ if } w",
                                        "\\nabla f(w)",
                                        "\\max(w)"};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (read_with(&scope, CASES[i]).shape != RULE_UNKNOWN)
            fail_msg("'%s' has a value", CASES[i]);
}

static void matrices_are_inverted_and_made_positive(void **state)
{
    (void)state;
    RuleScope scope = {0};
    rule_set(&scope, rule_span("H"), (RuleValue){.shape = RULE_MATRIX, .at = {1, 2, 1}},
             (RuleSpan){0}); /* eigenvalues 3 along (1, 1), -1 along (1, -1) */
    rule_set(&scope, rule_span("g"), rule_vector(vec2(3, 3)), (RuleSpan){0});
    rule_set(&scope, rule_span("d"), rule_vector(vec2(1, -1)), (RuleSpan){0});
    RuleValue v = read_with(&scope, "H^{-1} g");
    assert_true(near_to(v.at[0], 1, 1e-14) && near_to(v.at[1], 1, 1e-14));
    v = read_with(&scope, "|H| d");
    assert_true(near_to(v.at[0], 1, 1e-14) && near_to(v.at[1], -1, 1e-14));
    v = read_with(&scope, "(|H| + 3 I)^{-1} d");
    assert_true(near_to(v.at[0], 0.25, 1e-14) && near_to(v.at[1], -0.25, 1e-14));
}

/* d/dx of x^2 / sqrt(x + 1) at x = 3 is 2x/sqrt(x+1) - x^2/(2 (x+1)^1.5) = 3 - 9/16. */
static void derivatives_come_along(void **state)
{
    (void)state;
    RuleScope scope = {.varies = true};
    RuleValue x = rule_vector(vec2(3, 3));
    x.d[0][0] = 1;
    rule_set(&scope, rule_span("x"), x, (RuleSpan){0});
    RuleValue v = read_with(&scope, "x^{2} / \\sqrt{x + 1}");
    assert_true(near_to(v.at[0], 4.5, 1e-14));
    assert_true(near_to(v.d[0][0], 3 - 9.0 / 16, 1e-14));
    assert_false(v.kinked);
    assert_true(read_with(&scope, "\\sign(x)").kinked);
}

/* ---- every rule ---- */

/* A result that the run kept is what its line says. */
static void check_line(const Anatomy *anatomy, const AnatomyItem *item, const char *text)
{
    const RuleValue *kept = &item->value, *said = &item->said;
    if (said->shape == RULE_UNKNOWN)
        return;
    assert_int_equal(said->shape, kept->shape);
    int count = kept->shape == RULE_NUMBER ? 1 : kept->shape == RULE_VECTOR ? 2 : 3;
    for (int i = 0; i < count; i++)
        if (isfinite(kept->at[i]) && !near_to(kept->at[i], said->at[i], 1e-9))
            fail_msg("%s, update %ld: %.*s is %.17g, its line '%s' makes it %.17g", text,
                     anatomy->record.t, (int)item->symbol.len, item->symbol.text, kept->at[i],
                     anatomy->lines[item->line], said->at[i]);
}

static void check_step(const Anatomy *anatomy, const char *text)
{
    Vec2 step = vec2_sub(anatomy->record.next, anatomy->record.w);
    const AnatomyItem *item = item_of(anatomy, "\\Delta w");
    if (!vec2_finite(step))
        return;
    if (item->value.at[0] != step.x || item->value.at[1] != step.y)
        fail_msg("%s, update %ld: the step is not next - w", text, anatomy->record.t);
}

/* Returns how many lines could be held against what was kept. */
static int check_run(const Problem *problem, const char *text)
{
    static const long UPDATES[] = {2, 3, 10, 31, 60};
    Run *run = run_of(problem, text, problem->start, unbounded(60));
    int compared = 0;
    for (size_t k = 0; k < sizeof UPDATES / sizeof *UPDATES; k++) {
        Anatomy anatomy;
        if (UPDATES[k] > run_last_step(run))
            break;
        anatomy_make(&anatomy, run, UPDATES[k]);
        check_step(&anatomy, text);
        for (size_t i = 0; i < anatomy.item_count; i++) {
            const AnatomyItem *item = &anatomy.items[i];
            if (item->kind != ANATOMY_RESULT)
                continue;
            check_line(&anatomy, item, text);
            compared += item->said.shape != RULE_UNKNOWN &&
                        (item->slot || rule_same(item->symbol, rule_span("w")));
        }
    }
    run_destroy(run);
    return compared;
}

/* With every switch and every form turned, and every number that is 0 by default set to 0.05. */
static int check_optimizer(const Problem *problem, const Optimizer *optimizer)
{
    int compared = check_run(problem, optimizer->id);
    for (size_t i = 0; i < optimizer->hyper_count; i++) {
        const Hyper *hyper = &optimizer->hypers[i];
        for (double value = hyper->min; hyper->choices && value <= hyper->max; value++) {
            char text[96];
            snprintf(text, sizeof text, "%s:%s=%s", optimizer->id, hyper->id,
                     hyper->choices[(int)value]);
            compared += check_run(problem, text);
        }
        char text[96];
        if (hyper->kind == HYPER_SWITCH)
            snprintf(text, sizeof text, "%s:%s=%s", optimizer->id, hyper->id,
                     hyper->fallback != 0.0 ? "off" : "on");
        else if (hyper->kind == HYPER_REAL && hyper->fallback == 0.0 && hyper->max >= 0.05)
            snprintf(text, sizeof text, "%s:%s=0.05", optimizer->id, hyper->id);
        else
            continue;
        compared += check_run(problem, text);
    }
    return compared;
}

/* Rules that nobody can compute from their lines alone: "if it is lower", "random", "the first that
 * holds". */
static bool is_in_words(const Optimizer *optimizer)
{
    static const char *const IDS[] = {"levenberg", "nelder_mead", "random", "armijo",
                                      "bfgs",      "cg",          "lbfgs"};
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++)
        if (strcmp(optimizer->id, IDS[i]) == 0)
            return true;
    return false;
}

static void what_a_card_says_is_what_the_rule_does(void **state)
{
    (void)state;
    static const char *const PROBLEMS[] = {"rosenbrock", "saddle_bounded", "bowl:kappa=20",
                                           "linreg"};
    for (size_t p = 0; p < sizeof PROBLEMS / sizeof *PROBLEMS; p++) {
        Problem *problem = problem_of(PROBLEMS[p]);
        for (size_t i = 0; i < optimizer_count(); i++) {
            int compared = check_optimizer(problem, optimizer_at(i));
            if (compared < 3 && !is_in_words(optimizer_at(i)))
                fail_msg("%s: only %d results could be computed", optimizer_at(i)->id, compared);
        }
        problem_destroy(problem);
    }
}

static void every_update_shows_gradient_and_step(void **state)
{
    (void)state;
    Problem *problem = problem_of("himmelblau");
    for (size_t i = 0; i < optimizer_count(); i++) {
        Anatomy anatomy;
        Run *run = run_of(problem, optimizer_at(i)->id, problem->start, unbounded(12));
        anatomy_make(&anatomy, run, 7);
        Vec2 g;
        problem_gradient(problem, run_row(run, 6)->w, &g);
        shows(&anatomy, "\\Delta w", vec2_sub(run_row(run, 7)->w, run_row(run, 6)->w));
        assert_int_equal(anatomy.items[0].kind, ANATOMY_GRADIENT);
        assert_true(anatomy.items[0].value.at[0] == g.x && anatomy.items[0].value.at[1] == g.y);
        run_destroy(run);
    }
    problem_destroy(problem);
}

/* ---- single rules, worked out here ---- */

enum { UPDATES = 40 };

/* For each update of a run, after it was worked out by hand. */
typedef void ByHand(const Anatomy *anatomy, long t, Vec2 w, Vec2 g, Vec2 memory[2], double lr);

static void check_by_hand(const char *problem_text, const char *text, double lr, ByHand *by_hand)
{
    Problem *problem = problem_of(problem_text);
    Run *run = run_of(problem, text, problem->start, unbounded(UPDATES));
    Vec2 memory[2] = {{0, 0}, {0, 0}};
    for (long t = 1; t <= UPDATES; t++) {
        Anatomy anatomy;
        Vec2 w = run_row(run, t - 1)->w, g;
        problem_gradient(problem, w, &g);
        anatomy_make(&anatomy, run, t);
        by_hand(&anatomy, t, w, g, memory, lr);
    }
    run_destroy(run);
    problem_destroy(problem);
}

static Vec2 squared(Vec2 v)
{
    return vec2(v.x * v.x, v.y * v.y);
}

static Vec2 mixed(Vec2 old, double keep, Vec2 fresh, double gain)
{
    return vec2_add(vec2_scale(old, keep), vec2_scale(fresh, gain));
}

static void adam_by_hand(const Anatomy *anatomy, long t, Vec2 w, Vec2 g, Vec2 memory[2], double lr)
{
    memory[0] = mixed(memory[0], 0.9, g, 1 - 0.9);
    memory[1] = mixed(memory[1], 0.999, squared(g), 1 - 0.999);
    Vec2 m_hat = vec2_scale(memory[0], 1 / (1 - pow(0.9, (double)t)));
    Vec2 v_hat = vec2_scale(memory[1], 1 / (1 - pow(0.999, (double)t)));
    Vec2 step =
        vec2(-lr * m_hat.x / (sqrt(v_hat.x) + 1e-8), -lr * m_hat.y / (sqrt(v_hat.y) + 1e-8));
    Response response;
    shows(anatomy, "m", memory[0]);
    shows(anatomy, "v", memory[1]);
    shows(anatomy, "\\hat{m}", m_hat);
    shows(anatomy, "\\hat{v}", v_hat);
    shows(anatomy, "w", vec2_add(w, step));
    shows(anatomy, "\\Delta w", step);
    stability_response(&anatomy->record, &response);
    assert_true(response.linear);
    assert_true(near_to(response.rate.xx, lr / (sqrt(v_hat.x) + 1e-8), 1e-10));
    assert_true(near_to(response.rate.yy, lr / (sqrt(v_hat.y) + 1e-8), 1e-10));
    assert_true(response.rate.xy == 0.0);
    assert_int_equal(response.sense[0], -1);
}

static void momentum_by_hand(const Anatomy *anatomy, long t, Vec2 w, Vec2 g, Vec2 memory[2],
                             double lr)
{
    (void)t;
    Response response;
    memory[0] = mixed(memory[0], 0.8, g, -lr);
    shows(anatomy, "v", memory[0]);
    shows(anatomy, "w", vec2_add(w, memory[0]));
    stability_response(&anatomy->record, &response);
    assert_true(near_to(response.rate.xx, lr / (1 - 0.8), 1e-12));
    assert_int_equal(response.sense[0], 1);
}

static void nesterov_by_hand(const Anatomy *anatomy, long t, Vec2 w, Vec2 g, Vec2 memory[2],
                             double lr)
{
    (void)t;
    memory[0] = mixed(memory[0], 0.8, g, 1);
    shows(anatomy, "v", memory[0]);
    shows(anatomy, "\\Delta w", vec2_scale(mixed(memory[0], 0.8, g, 1), -lr));
    shows(anatomy, "w", vec2_add(w, vec2_scale(mixed(memory[0], 0.8, g, 1), -lr)));
}

static void rmsprop_by_hand(const Anatomy *anatomy, long t, Vec2 w, Vec2 g, Vec2 memory[2],
                            double lr)
{
    (void)t;
    memory[0] = mixed(memory[0], 0.9, squared(g), 1 - 0.9);
    shows(anatomy, "v", memory[0]);
    Response response;
    stability_response(&anatomy->record, &response);
    assert_true(response.linear);
    assert_true(near_to(response.rate.xx, lr / sqrt(memory[0].x + 1e-7), 1e-12));
    assert_true(near_to(response.rate.yy, lr / sqrt(memory[0].y + 1e-7), 1e-12));
    shows(
        anatomy, "w",
        vec2(w.x - lr * g.x / sqrt(memory[0].x + 1e-7), w.y - lr * g.y / sqrt(memory[0].y + 1e-7)));
}

static void adagrad_by_hand(const Anatomy *anatomy, long t, Vec2 w, Vec2 g, Vec2 memory[2],
                            double lr)
{
    (void)t;
    memory[0] = vec2_add(memory[0], squared(g));
    shows(anatomy, "s", memory[0]);
    shows(
        anatomy, "w",
        vec2(w.x - lr * g.x / sqrt(memory[0].x + 1e-7), w.y - lr * g.y / sqrt(memory[0].y + 1e-7)));
}

static void numbers_are_those_of_the_papers(void **state)
{
    (void)state;
    check_by_hand("rosenbrock", "adam:lr=0.05", 0.05, adam_by_hand);
    check_by_hand("saddle_bounded", "adam:lr=0.05", 0.05, adam_by_hand);
    check_by_hand("saddle_bounded", "momentum:lr=0.05,momentum=0.8", 0.05, momentum_by_hand);
    check_by_hand("saddle_bounded", "nesterov:lr=0.05,momentum=0.8", 0.05, nesterov_by_hand);
    check_by_hand("rosenbrock", "rmsprop:lr=0.05", 0.05, rmsprop_by_hand);
    check_by_hand("rosenbrock", "adagrad:lr=0.5", 0.5, adagrad_by_hand);
}

static void a_schedule_shows_the_rate_it_set(void **state)
{
    (void)state;
    Problem *problem = problem_of("saddle_bounded");
    Run *run = run_of(problem, "sgd:lr=0.1,schedule=linear,period=10,final=0", problem->start,
                      unbounded(12));
    Anatomy anatomy;
    anatomy_make(&anatomy, run, 5); /* s = 4: 1 - 4/10 */
    const AnatomyItem *item = item_of(&anatomy, "\\alpha_{t}");
    assert_int_equal(item->line, 0);
    assert_true(near_to(item->value.at[0], 0.06, 1e-14));
    run_destroy(run);
    problem_destroy(problem);
}

static void newtons_matrix_is_shown(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=20");
    Run *run = run_of(problem, "newton:lr=0.5", problem->start, unbounded(3));
    Anatomy anatomy;
    Response response;
    anatomy_make(&anatomy, run, 2);
    const AnatomyItem *h = item_of(&anatomy, "H");
    assert_int_equal(h->value.shape, RULE_MATRIX);
    assert_true(h->value.at[0] == 1 && h->value.at[1] == 0 && h->value.at[2] == 20);
    stability_response(&anatomy.record, &response);
    assert_true(response.linear);
    assert_true(near_to(response.rate.xx, 0.5, 1e-14) && near_to(response.rate.yy, 0.025, 1e-14));
    run_destroy(run);
    problem_destroy(problem);
}

/* ---- stability ---- */

/* The limit of lr times the largest curvature on a bowl of 1 and kappa. */
static double limit_of(const char *text, double kappa, double lr)
{
    char spec[64];
    snprintf(spec, sizeof spec, "bowl:kappa=%g", kappa);
    Problem *problem = problem_of(spec);
    Run *run = run_of(problem, text, problem->start, unbounded(3));
    StepRecord record;
    step_record(run, 2, &record);
    double limit = stability_margin(&record, (Sym2){1, 0, kappa}) * lr * kappa;
    run_destroy(run);
    problem_destroy(problem);
    return limit;
}

static void limits_are_those_of_the_literature(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double lr, limit;
    } CASES[] = {
        {"sgd:lr=0.01", 0.01, 2},
        {"momentum:lr=0.01,momentum=0.9", 0.01, 2 + 2 * 0.9},
        {"momentum:lr=0.01,momentum=0.5,form=buffer", 0.01, 2 + 2 * 0.5},
        {"momentum:lr=0.01,momentum=0.5,form=ema", 0.01, (2 + 2 * 0.5) / (1 - 0.5)},
        {"momentum:lr=0.01,momentum=0", 0.01, 2},
        {"nesterov:lr=0.01,momentum=0.9", 0.01, (2 + 2 * 0.9) / (1 + 2 * 0.9)},
        {"nesterov:lr=0.01,momentum=0.9,form=lookahead", 0.01, (2 + 2 * 0.9) / (1 + 2 * 0.9)},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double limit = limit_of(CASES[i].text, 30, CASES[i].lr);
        if (!near_to(limit, CASES[i].limit, 1e-4))
            fail_msg("%s: limit %.9g, not %.9g", CASES[i].text, limit, CASES[i].limit);
    }
}

/* Cohen et al. 2022, Adaptive Gradient Methods at the Edge of Stability: the largest eigenvalue of
 * the preconditioned Hessian against (2 + 2 beta1) / (1 - beta1). */
static void adams_limit_is_that_of_the_preconditioned_bowl(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=20");
    Run *run = run_of(problem, "adam:lr=0.05", problem->start, unbounded(40));
    StepRecord record;
    Response response;
    step_record(run, 33, &record);
    stability_response(&record, &response);
    double steepest = fmax(response.rate.xx * 1, response.rate.yy * 20);
    double limit = stability_margin(&record, (Sym2){1, 0, 20}) * steepest;
    assert_true(near_to(limit, 3.8 / 0.1, 1e-3));
    run_destroy(run);
    problem_destroy(problem);
}

/* The heavy ball at its best, Polyak's: radius (sqrt(kappa) - 1) / (sqrt(kappa) + 1). */
static void the_radius_is_the_rate_of_convergence(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=25");
    Run *run = run_of(problem, "sgd:lr=0.07", problem->start, unbounded(3));
    StepRecord record;
    step_record(run, 1, &record);
    assert_true(near_to(stability_radius(&record, (Sym2){1, 0, 25}), 0.93, 1e-5));
    run_destroy(run);
    char text[96];
    /* lr = (2 / (sqrt(L) + sqrt(mu)))^2, rho = ((5 - 1) / (5 + 1))^2; a hair off, where the map's
     * eigenvalues are not defective */
    snprintf(text, sizeof text, "momentum:lr=%.17g,momentum=%.17g", 4.0 / 36, 16.0 / 36 + 1e-6);
    run = run_of(problem, text, problem->start, unbounded(3));
    step_record(run, 1, &record);
    assert_true(near_to(stability_radius(&record, (Sym2){1, 0, 25}), 4.0 / 6, 1e-3));
    run_destroy(run);
    problem_destroy(problem);
}

/* Both forms of Nesterov's method walk the same path, so they shrink alike. */
static void two_forms_of_one_method_shrink_alike(void **state)
{
    (void)state;
    Problem *problem = problem_of("bowl:kappa=25");
    double radius[2], rate[2];
    for (int i = 0; i < 2; i++) {
        Run *run = run_of(problem,
                          i == 0 ? "nesterov:lr=0.02,momentum=0.7"
                                 : "nesterov:lr=0.02,momentum=0.7,form=lookahead",
                          problem->start, unbounded(3));
        StepRecord record;
        Response response;
        step_record(run, 2, &record);
        stability_response(&record, &response);
        assert_true(response.linear);
        radius[i] = stability_radius(&record, (Sym2){1, 0, 25});
        rate[i] = response.rate.xx;
        run_destroy(run);
    }
    /* The slow axis: z^2 - (1 - a)(1 + rho) z + rho (1 - a), a = 0.02 */
    double b = 0.98 * 1.7, c = 0.98 * 0.7;
    assert_true(near_to(radius[0], 0.5 * (b + sqrt(b * b - 4 * c)), 1e-5));
    assert_true(near_to(radius[0], radius[1], 1e-5));
    assert_true(near_to(rate[0], 0.02 / 0.3, 1e-12) && near_to(rate[1], 0.02 / 0.3, 1e-12));
    problem_destroy(problem);
}

/* Predicts from the first update, and lets it run. */
static void crosses(const char *text, double lr_limit)
{
    Problem *problem = problem_of("bowl:kappa=50");
    for (int side = -1; side <= 1; side += 2) {
        char spec[128];
        snprintf(spec, sizeof spec, "%s,lr=%.17g", text, lr_limit * (1 + 0.01 * side));
        Run *run = run_of(problem, spec, problem->start, unbounded(6000));
        StepRecord record;
        step_record(run, 1, &record);
        double margin = stability_margin(&record, (Sym2){1, 0, 50});
        double before = vec2_norm(run_row(run, 0)->w);
        double after = vec2_norm(run_row(run, run_last_step(run))->w);
        bool grew = !(after < before);
        if ((margin < 1) != (side > 0) || grew != (side > 0))
            fail_msg("%s: margin %g, from %g to %g", spec, margin, before, after);
        run_destroy(run);
    }
    problem_destroy(problem);
}

static void runs_cross_the_limit_where_predicted(void **state)
{
    (void)state;
    crosses("sgd:weight_decay=0", 2.0 / 50);
    crosses("momentum:momentum=0.9", 3.8 / 50);
    crosses("momentum:momentum=0.5,form=buffer", 3.0 / 50);
    crosses("momentum:momentum=0.9,form=ema", 38.0 / 50);
    crosses("nesterov:momentum=0.9", 3.8 / 2.8 / 50);
    crosses("nesterov:momentum=0.9,form=lookahead", 3.8 / 2.8 / 50);
    crosses("newton:damping=0", 2.0);
}

static void no_limit_is_claimed_where_there_is_none(void **state)
{
    (void)state;
    static const char *const IDS[] = {"lion", "rprop", "random", "nelder_mead"};
    Problem *problem = problem_of("bowl:kappa=5");
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++) {
        Run *run = run_of(problem, IDS[i], problem->start, unbounded(9));
        StepRecord record;
        Response response;
        step_record(run, 5, &record);
        stability_response(&record, &response);
        if (response.linear || !isnan(stability_margin(&record, (Sym2){1, 0, 5})))
            fail_msg("%s has a limit", IDS[i]);
        run_destroy(run);
    }
    Run *run = run_of(problem, "sgd", problem->start, unbounded(3));
    StepRecord record;
    step_record(run, 1, &record);
    assert_true(isinf(stability_margin(&record, (Sym2){0, 0, 0})));
    run_destroy(run);
    problem_destroy(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mathematics_is_read_as_people_read_it),
        cmocka_unit_test(what_cannot_be_computed_is_said_to_be_so),
        cmocka_unit_test(matrices_are_inverted_and_made_positive),
        cmocka_unit_test(derivatives_come_along),
        cmocka_unit_test(what_a_card_says_is_what_the_rule_does),
        cmocka_unit_test(every_update_shows_gradient_and_step),
        cmocka_unit_test(numbers_are_those_of_the_papers),
        cmocka_unit_test(a_schedule_shows_the_rate_it_set),
        cmocka_unit_test(newtons_matrix_is_shown),
        cmocka_unit_test(limits_are_those_of_the_literature),
        cmocka_unit_test(adams_limit_is_that_of_the_preconditioned_bowl),
        cmocka_unit_test(the_radius_is_the_rate_of_convergence),
        cmocka_unit_test(two_forms_of_one_method_shrink_alike),
        cmocka_unit_test(runs_cross_the_limit_where_predicted),
        cmocka_unit_test(no_limit_is_claimed_where_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
