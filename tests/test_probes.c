/* Probes: what a picture shows of where an update has looked lies where the rule has asked. The
 * rules are stepped here once more, by an oracle that writes down every place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "app/app.h"
#include "app/keys.h"
#include "fakefonts.h"
#include "fixtures.h"
#include "optim/catalogue.h"
#include "view/map/probes.h"

enum { STEPS = 40, ASKED_MAX = 256, STATE_MAX = 256 };

/* ---- a rule stepped by hand ---- */

typedef struct Record {
    const Problem *problem;
    Vec2 asked[ASKED_MAX];
    size_t count;
} Record;

static void note(Record *record, const double *w)
{
    assert_true(record->count < ASKED_MAX);
    record->asked[record->count++] = vec2(w[0], w[1]);
}

static double value(void *context, const double *w, size_t n)
{
    (void)n;
    note(context, w);
    return problem_value(((Record *)context)->problem, vec2(w[0], w[1]));
}

static double gradient(void *context, const double *w, double *g, size_t n)
{
    (void)n;
    note(context, w);
    Vec2 slope;
    double f = problem_gradient(((Record *)context)->problem, vec2(w[0], w[1]), &slope);
    g[0] = slope.x;
    g[1] = slope.y;
    return f;
}

static void hessian(void *context, const double *w, double *h, size_t n)
{
    (void)n;
    Vec2 slope;
    Sym2 second;
    problem_hessian(((Record *)context)->problem, vec2(w[0], w[1]), &slope, &second);
    h[0] = second.xx;
    h[1] = h[2] = second.xy;
    h[3] = second.yy;
}

typedef struct Hand {
    const OptimizerSpec *spec;
    Record record; /* of the last update */
    Oracle oracle;
    double state[STATE_MAX], w[2];
    long t;
} Hand;

static void hand_start(Hand *hand, const Run *run)
{
    *hand = (Hand){.spec = run_spec(run), .record = {.problem = run_problem(run)}};
    Vec2 start = run_row(run, 0)->w;
    hand->w[0] = start.x;
    hand->w[1] = start.y;
    if (hand->spec->optimizer->init)
        hand->spec->optimizer->init(&(Setting){hand->spec->optimizer, hand->spec->hyper},
                                    hand->state, 2);
}

static void hand_step(Hand *hand)
{
    double g[2];
    Vec2 slope;
    hand->record.count = 0;
    hand->oracle = (Oracle){&hand->record, value, gradient, hessian};
    Step step = {.optimizer = hand->spec->optimizer,
                 .n = 2,
                 .t = ++hand->t,
                 .w = hand->w,
                 .g = g,
                 .state = hand->state,
                 .hyper = hand->spec->hyper,
                 .oracle = &hand->oracle};
    step.f = problem_gradient(hand->record.problem, vec2(hand->w[0], hand->w[1]), &slope);
    g[0] = slope.x;
    g[1] = slope.y;
    hand->spec->optimizer->step(&step);
}

static Run *run_on(const char *problem_spec, const char *text, Problem **problem)
{
    *problem = problem_of(problem_spec);
    return run_of(*problem, text, (*problem)->start, unbounded(STEPS));
}

/* ---- what is found ---- */

static bool among(const Vec2 *list, size_t count, Vec2 p)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].x == p.x && list[i].y == p.y)
            return true;
    return false;
}

static void assert_places(const char *text, const Hand *hand, const Probed *probed, Vec2 before)
{
    const Vec2 after = vec2(hand->w[0], hand->w[1]);
    for (size_t i = 0; i < probed->count; i++)
        if (!among(hand->record.asked, hand->record.count, probed->at[i]) ||
            among(probed->at, i, probed->at[i]) || among(&after, 1, probed->at[i]))
            fail_msg("%s, update %ld: place %zu (%g, %g) was not asked for, or taken, or twice",
                     text, hand->t, i, probed->at[i].x, probed->at[i].y);
    for (size_t i = 0; i < hand->record.count; i++) {
        Vec2 p = hand->record.asked[i];
        bool known = among(&before, 1, p) || among(&after, 1, p) || among(&probed->from, 1, p) ||
                     (probed->after.known && among(probed->after.at, 3, p));
        if (!known && !among(probed->at, probed->count, p))
            fail_msg("%s, update %ld: (%g, %g) was asked for and is not shown", text, hand->t, p.x,
                     p.y);
    }
}

static void places_are_those_that_the_rule_asked_for_and_did_not_take(void **state)
{
    (void)state;
    for (size_t o = 0; o < optimizer_count(); o++) {
        Problem *problem;
        const char *id = optimizer_at(o)->id;
        Run *run = run_on("rosenbrock", id, &problem);
        Hand hand;
        hand_start(&hand, run);
        for (long t = 1; t <= run_last_step(run); t++) {
            Probed probed;
            Vec2 before = vec2(hand.w[0], hand.w[1]);
            hand_step(&hand);
            probes_find(run, t, &probed);
            assert_places(id, &hand, &probed, before);
        }
        run_destroy(run);
        problem_destroy(problem);
    }
}

/* The other form of Nesterov's method asks for nothing but the gradient at w + rho v. */
static void the_place_of_nesterovs_gradient_is_shown(void **state)
{
    (void)state;
    Problem *problem;
    Run *run = run_on("himmelblau", "nesterov:form=lookahead,momentum=0.5", &problem);
    for (long t = 3; t <= 10; t++) {
        Vec2 w = run_row(run, t - 1)->w;
        Vec2 v = vec2_sub(w, run_row(run, t - 2)->w);
        Probed probed;
        probes_find(run, t, &probed);
        assert_int_equal(probed.count, 1);
        assert_true(fabs(probed.at[0].x - (w.x + 0.5 * v.x)) < 1e-12);
        assert_true(fabs(probed.at[0].y - (w.y + 0.5 * v.y)) < 1e-12);
        assert_true(probed.from.x == w.x && probed.from.y == w.y);
    }
    run_destroy(run);
    problem_destroy(problem);
}

/* A step replaces the worst vertex, or shrinks towards the best: either way that one stays. */
static void the_simplex_before_and_after_share_their_best(void **state)
{
    (void)state;
    Problem *problem;
    Run *run = run_on("himmelblau", "nelder_mead:size=0.5", &problem);
    Probed first, probed;
    probes_find(run, 1, &first);
    assert_false(first.before.known);
    for (long t = 2; t <= STEPS; t++) {
        probes_find(run, t, &probed);
        assert_true(probed.before.known && probed.after.known);
        assert_true(among(probed.after.at, 3, probed.before.at[0]));
        Vec2 worst = probed.before.at[2];
        assert_true(probed.from.x == worst.x && probed.from.y == worst.y);
        Vec2 best = run_row(run, t)->w;
        assert_true(among(probed.after.at, 1, best));
        assert_int_equal(probed.earlier_count, 0);
    }
    run_destroy(run);
    problem_destroy(problem);
}

/* Random search stays where it is until it finds something lower: all it has rejected there lies
 * within its radius. */
static void samples_lie_in_the_circle_and_gather_until_one_is_taken(void **state)
{
    (void)state;
    Problem *problem;
    Run *run = run_on("rosenbrock", "random:radius=0.2", &problem);
    size_t stayed = 0;
    for (long t = 1; t <= STEPS; t++) {
        Probed probed;
        probes_find(run, t, &probed);
        Vec2 before = run_row(run, t - 1)->w, after = run_row(run, t)->w;
        bool moved = before.x != after.x || before.y != after.y;
        assert_true(probed.radius == 0.2);
        assert_int_equal(probed.count, moved ? 0 : 1);
        size_t want = stayed < PROBED_EARLIER_MAX ? stayed : PROBED_EARLIER_MAX;
        if (probed.earlier_count != want)
            fail_msg("step %ld: %zu earlier samples, not %zu", t, probed.earlier_count, want);
        for (size_t i = 0; i < probed.earlier_count; i++)
            assert_true(vec2_norm(vec2_sub(probed.earlier[i], before)) <= 0.2 * (1 + 1e-12));
        stayed = moved ? 0 : stayed + 1;
    }
    run_destroy(run);
    problem_destroy(problem);
}

static void between_two_steps_the_update_under_way_is_on_show(void **state)
{
    (void)state;
    Problem *problem;
    Run *run = run_on("himmelblau", "random", &problem);
    assert_int_equal(probes_update_at(run, 0), 0);
    assert_int_equal(probes_update_at(run, 3), 3);
    assert_int_equal(probes_update_at(run, 3.01), 4);
    assert_int_equal(probes_update_at(run, STEPS), STEPS);
    assert_int_equal(probes_update_at(run, STEPS + 1), 0);
    run_destroy(run);
    problem_destroy(problem);
}

/* ---- in the window ---- */

static size_t loops(App *app, const char *keys)
{
    Input input = {.width = 1280, .height = 720, .display_scale = 1};
    if (keys[0] != '\0')
        input.events[input.count++] = keys_event(keys);
    app_update(app, &input, 0.01);
    DrawList list = {0};
    app_draw(app, &list);
    size_t count = 0;
    for (size_t i = 0; i < list.command_count; i++)
        count += list.commands[i].kind == DRAW_LINE && list.commands[i].closed &&
                 list.commands[i].count == PROBED_VERTICES;
    drawlist_deinit(&list);
    return count;
}

/* Two simplices, before and after, each with its halo, on either of two entrants. */
static void a_key_shows_them_for_the_selected_one_for_all_or_not_at_all(void **state)
{
    (void)state;
    const char *specs[] = {"nelder_mead", "nelder_mead:size=2"};
    AppOptions options = {.problem = "himmelblau", .optimizers = specs, .optimizer_count = 2};
    App app;
    Err err = {0};
    assert_true(app_init(&app, &options, &err));
    app_use_fonts(&app, &FAKE_FONTS);
    size_t none = loops(&app, "");
    app_set_playhead(&app, 5);
    assert_int_equal(loops(&app, "") - none, 4);
    assert_int_equal(loops(&app, "X") - none, 8);
    assert_int_equal(loops(&app, "X") - none, 0);
    assert_int_equal(loops(&app, "X") - none, 4);
    app_deinit(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_those_that_the_rule_asked_for_and_did_not_take),
        cmocka_unit_test(the_place_of_nesterovs_gradient_is_shown),
        cmocka_unit_test(the_simplex_before_and_after_share_their_best),
        cmocka_unit_test(samples_lie_in_the_circle_and_gather_until_one_is_taken),
        cmocka_unit_test(between_two_steps_the_update_under_way_is_on_show),
        cmocka_unit_test(a_key_shows_them_for_the_selected_one_for_all_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
