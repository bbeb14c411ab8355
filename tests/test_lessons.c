/* The course: every lesson is a scenario with a question and a caption, and what the caption claims
 * is so: computed with the lesson's own race, against papers and closed forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/lesson.h"
#include "app/opening.h"
#include "player.h"
#include "problem/check.h"
#include "problem/factory.h"

/* ---- a lesson's race ---- */

static void compute(App *app)
{
    do
        app_update(app, &(Input){.width = 1280, .height = 720, .display_scale = 1}, 0);
    while (!race_done(app->race));
}

static void open_options(App *app, const AppOptions *options)
{
    Err err = {0};
    if (!app_init(app, options, &err))
        fail_msg("%s", err.text);
    compute(app);
}

static Scenario *lesson(const char *name)
{
    Err err = {0};
    size_t index = lesson_find(name);
    if (index == lesson_text_count)
        fail_msg("there is no lesson %s", name);
    Scenario *scenario = lesson_scenario(index, &err);
    if (!scenario)
        fail_msg("%s", err.text);
    return scenario;
}

/* From another start, or on another problem, unless that is NULL. */
static void open_variant(App *app, const char *name, const char *problem, const Vec2 *start)
{
    Scenario *scenario = lesson(name);
    AppOptions options = *scenario_options(scenario);
    if (problem)
        options.problem = problem;
    if (start) {
        options.has_start = true;
        options.start = *start;
    }
    open_options(app, &options);
    scenario_destroy(scenario);
}

/* The optimizer with this id, the nth of them from 0. */
static const Run *nth(const App *app, const char *id, int n)
{
    for (size_t i = 0; i < race_count(app->race); i++) {
        const Run *run = race_run(app->race, i);
        if (strcmp(run_spec(run)->optimizer->id, id) == 0 && n-- == 0)
            return run;
    }
    fail_msg("no %s in this lesson", id);
    return NULL;
}

static const Run *the(const App *app, const char *id)
{
    return nth(app, id, 0);
}

static HistoryRow at(const Run *run, long step)
{
    if (step > run_last_step(run))
        fail_msg("%s ends at step %ld", run_spec(run)->label, run_last_step(run));
    return *run_row(run, step);
}

static HistoryRow last(const Run *run)
{
    return at(run, run_last_step(run));
}

static Vec2 move(const Run *run, long step)
{
    return vec2_sub(at(run, step + 1).w, at(run, step).w);
}

static double length(const Run *run, long step)
{
    return vec2_norm(move(run, step));
}

#define CLAIM(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error("%s\n", #condition);                                                       \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

#define NEAR(a, b, tolerance) CLAIM(fabs((a) - (b)) <= (tolerance))

/* ---- what the captions claim ---- */

static bool random_search(const App *app)
{
    const Run *random = the(app, "random"), *sgd = the(app, "sgd");
    for (long t = 0; t < run_last_step(random); t++)
        CLAIM(at(random, t + 1).f <= at(random, t).f);
    for (long t = 0; t < 30; t++)
        CLAIM(at(sgd, t + 1).f < at(sgd, t).f);
    for (long t = 20; t <= run_last_step(random); t++)
        CLAIM(at(sgd, t).f < at(random, t).f); /* it never catches up */
    return true;
}

static bool follow_the_slope(const App *app)
{
    const Run *sgd = the(app, "sgd");
    for (long t = 0; t < 30; t++) {
        Vec2 step = move(sgd, t), g = at(sgd, t).g;
        double cosine = vec2_dot(step, g) / (vec2_norm(step) * vec2_norm(g));
        NEAR(cosine, -1, 1e-9);
        CLAIM(length(sgd, t + 1) < length(sgd, t));
    }
    CLAIM(length(sgd, 0) > 1 && length(sgd, 50) < 0.01);
    return app->scene.chart == CHART_LENGTH;
}

static bool gradient_check(const App *app)
{
    const Run *sgd = the(app, "sgd");
    for (long t = 0; t < 20; t++) {
        ProblemCheck check = problem_check(race_problem(app->race), at(sgd, t).w);
        CLAIM(check.gradient_error > 0 && check.gradient_error < 5e-9);
    }
    return app->scene.check;
}

/* Along x each step leaves 1 - alpha, along y 1 - kappa alpha. */
static bool shares(const Run *run, double along, double across, long steps)
{
    for (long t = 0; t < steps; t++) {
        NEAR(at(run, t + 1).w.x / at(run, t).w.x, along, 1e-9);
        NEAR(at(run, t + 1).w.y / at(run, t).w.y, across, 1e-9);
    }
    return true;
}

static bool step_too_small(const App *app)
{
    const Run *sgd = the(app, "sgd");
    CLAIM(shares(sgd, 1 - 1.0 / 500, 0.98, 100));
    CLAIM(at(sgd, 100).f < at(sgd, 99).f && at(sgd, 100).w.x < -7);
    return true;
}

static bool step_right(const App *app)
{
    const Run *small = nth(app, "sgd", 0), *right = nth(app, "sgd", 1);
    double ninety = run_spec(right)->hyper[0] / run_spec(small)->hyper[0];
    NEAR(ninety, 90, 1);
    CLAIM(shares(right, 9.0 / 11, -9.0 / 11, 100));
    CLAIM(vec2_norm(at(right, 100).w) < 1e-6 && at(small, 100).w.x < -7);
    return true;
}

static bool step_too_large(const App *app)
{
    const Run *large = nth(app, "sgd", 0), *too_large = nth(app, "sgd", 1);
    CLAIM(shares(large, 0.81, -0.9, 80));
    CLAIM(shares(too_large, 0.79, -1.1, 30));
    CLAIM(run_status(too_large, run_last_step(too_large)).state == RUN_DIVERGED);
    CLAIM(at(large, 100).f < 1e-2);
    return true;
}

static bool zigzag(const App *app)
{
    const Run *small = nth(app, "sgd", 0), *large = nth(app, "sgd", 1);
    Vec2 g;
    Sym2 h;
    problem_hessian(race_problem(app->race), vec2(1, 1), &g, &h);
    NEAR(h.yy / h.xx, 50, 1e-12);
    for (long t = 0; t < 100; t++) {
        CLAIM(at(large, t).w.y * at(large, t + 1).w.y < 0);
        CLAIM(at(small, t).w.y * at(small, t + 1).w.y >= 0);
    }
    CLAIM(at(small, 100).w.x < -6 && fabs(at(small, 100).w.y) < 1e-6);
    CLAIM(length(large, 0) > 10 * fabs(move(large, 0).x));
    return true;
}

static bool local_minima(const App *app)
{
    const char *const ids[] = {"sgd", "adam"};
    for (int i = 0; i < 2; i++) {
        HistoryRow end = last(the(app, ids[i]));
        CLAIM(vec2_norm(end.g) < 0.05);
        NEAR(end.w.x, -4, 0.1);
        NEAR(end.f, 0.84, 0.01);
    }
    CLAIM(problem_value(race_problem(app->race), vec2(0, 0)) == 0);
    return true;
}

/* The first step at which it is a unit away from the ridge; -1 for never. */
static long leaves(const Run *run)
{
    for (long t = 0; t <= run_last_step(run); t++)
        if (fabs(at(run, t).w.y) > 1)
            return t;
    return -1;
}

static bool saddle(const App *app)
{
    CLAIM(vec2_norm(at(the(app, "sgd"), 60).w) < 0.1);
    const char *const dividing[] = {"adagrad", "rmsprop", "adam"};
    for (int i = 0; i < 3; i++)
        CLAIM(leaves(the(app, dividing[i])) > 0 && leaves(the(app, dividing[i])) < 20);
    for (size_t i = 0; i < race_count(app->race); i++) {
        const Run *run = race_run(app->race, i);
        CLAIM(run == the(app, "sgd") || leaves(run) < leaves(the(app, "sgd")));
    }
    return true;
}

static bool saddle_distance(const App *app)
{
    static App before, closer;
    open_variant(&before, "saddle-distance", NULL, &(Vec2){-4.2, 1e-4});
    open_variant(&closer, "saddle-distance", NULL, &(Vec2){-4.2, 1e-8});
    long more = leaves(the(app, "sgd")) - leaves(the(&before, "sgd"));
    long again = leaves(the(&closer, "sgd")) - leaves(the(app, "sgd"));
    const double theory = log(100) / log(1.1);
    long rmsprop = leaves(the(app, "rmsprop")) - leaves(the(&before, "rmsprop"));
    long adam = leaves(the(app, "adam")) - leaves(the(&before, "adam"));
    app_deinit(&before);
    app_deinit(&closer);
    CLAIM(race_start(app->race).y == 1e-6);
    NEAR((double)more, theory, 1.5);
    NEAR((double)again, theory, 1.5);
    CLAIM(rmsprop >= 0 && rmsprop <= 2 && adam >= 0 && adam <= 2);
    return true;
}

/* Root mean square distance from the minimum of the whole loss, from that step on. */
static double rattling(const App *app, const Run *run, long from)
{
    const Landmark *minimum = problem_nearest_minimum(race_problem(app->race), last(run).w);
    double sum = 0;
    for (long t = from; t <= run_last_step(run); t++)
        sum += vec2_dot(vec2_sub(at(run, t).w, minimum->at), vec2_sub(at(run, t).w, minimum->at));
    return sqrt(sum / (double)(run_last_step(run) - from + 1));
}

/* Root mean square of the batches' gradients where the whole gradient is zero. */
static double noise_at_minimum(const App *app)
{
    const Problem *problem = race_problem(app->race);
    const Landmark *minimum = problem_nearest_minimum(problem, problem->start);
    double sum = 0;
    enum { BATCHES = 4000 };
    for (long t = 1; t <= BATCHES; t++) {
        double out[6];
        problem_sample(problem, t, 3, minimum->at, out);
        sum += out[1] * out[1] + out[2] * out[2];
    }
    return sqrt(sum / BATCHES);
}

static bool minibatch_noise(const App *app)
{
    const Run *sgd = the(app, "sgd");
    double start = vec2_norm(
        vec2_sub(at(sgd, 0).w, problem_nearest_minimum(race_problem(app->race), last(sgd).w)->at));
    CLAIM(rattling(app, sgd, 150) < start / 10 && rattling(app, sgd, 150) > 0.03);
    CLAIM(noise_at_minimum(app) > 0.1);
    for (long t = 250; t < 300; t++)
        CLAIM(length(sgd, t) > 0);
    return true;
}

static bool batch_size(const App *app)
{
    static App few;
    open_variant(&few, "minibatch-noise", NULL, NULL);
    double noise = noise_at_minimum(&few) / noise_at_minimum(app);
    double paths = rattling(&few, the(&few, "sgd"), 150) / rattling(app, the(app, "sgd"), 150);
    app_deinit(&few);
    NEAR(noise, 4, 0.2);
    CLAIM(paths > 2.5 && paths < 6);
    return true;
}

static bool schedule(const App *app)
{
    const Run *constant = nth(app, "sgd", 0), *cosine = nth(app, "sgd", 1);
    double rattles = 0, rests = 0;
    NEAR(length(constant, 0), length(cosine, 0), 1e-12);
    for (long t = 280; t < 300; t++) {
        rattles = fmax(rattles, length(constant, t));
        rests = fmax(rests, length(cosine, t));
    }
    CLAIM(rattles > 0.1 && rests < 0.01);
    return true;
}

static bool momentum_rolls(const App *app)
{
    const Run *sgd = the(app, "sgd"), *momentum = the(app, "momentum");
    NEAR(last(sgd).w.x, -4, 0.1);
    NEAR(last(sgd).f, 0.84, 0.01);
    CLAIM(vec2_norm(last(momentum).w) < 0.1);
    return true;
}

static bool momentum_valley(const App *app)
{
    const Run *sgd = the(app, "sgd"), *momentum = the(app, "momentum");
    CLAIM(run_spec(sgd)->hyper[0] == run_spec(momentum)->hyper[0]);
    CLAIM(at(momentum, 100).f < 0.01 && at(sgd, 100).f > 1);
    return true;
}

static bool two_formulations(const App *app)
{
    const Run *inside = nth(app, "momentum", 0), *outside = nth(app, "momentum", 1);
    for (long t = 0; t <= 40; t++)
        NEAR(vec2_norm(vec2_sub(at(inside, t).w, at(outside, t).w)), 0, 1e-12);
    CLAIM(length(inside, 40) > 5 * length(outside, 40));
    NEAR(length(outside, 40) / length(outside, 39), 0.1, 0.05);
    return true;
}

static bool nesterov(const App *app)
{
    const Run *ball = the(app, "momentum"), *ahead = the(app, "nesterov");
    double ball_swing = 0, ahead_swing = 0;
    for (long t = 20; t <= 100; t++) {
        ball_swing = fmax(ball_swing, fabs(at(ball, t).w.y));
        ahead_swing = fmax(ahead_swing, fabs(at(ahead, t).w.y));
    }
    CLAIM(ahead_swing < ball_swing / 5);
    return true;
}

static bool adagrad(const App *app)
{
    const Run *sgd = the(app, "sgd"), *run = the(app, "adagrad");
    NEAR(fabs(move(run, 0).x), fabs(move(run, 0).y), 1e-6);
    NEAR(fabs(at(run, 0).g.y / at(run, 0).g.x), 14, 0.5);
    for (long t = 0; t < 60; t++) {
        CLAIM(at(run, t).w.y * at(run, t + 1).w.y >= 0);
        CLAIM(at(sgd, t).w.y * at(sgd, t + 1).w.y < 0);
    }
    return true;
}

static bool adagrad_stalls(const App *app)
{
    const Run *run = the(app, "adagrad");
    for (long t = 0; t < 999; t++)
        CLAIM(length(run, t + 1) < length(run, t));
    CLAIM(at(run, 1000).w.x < -9.0 / 3);
    return app->scene.chart == CHART_LENGTH;
}

static bool rmsprop(const App *app)
{
    const Run *sum = the(app, "adagrad"), *leaks = the(app, "rmsprop");
    CLAIM(fabs(at(leaks, 200).w.x) < 0.2 && at(sum, 200).w.x < -6);
    for (long t = 350; t < 399; t++) {
        CLAIM(fabs(move(leaks, t).y) > 0.05 && fabs(move(leaks, t).y) < 0.2);
        CLAIM(move(leaks, t).y * move(leaks, t + 1).y < 0);
    }
    return true;
}

static bool adam_first_step(const App *app)
{
    const Run *raw = nth(app, "adam", 0), *corrected = nth(app, "adam", 1);
    NEAR(fabs(move(corrected, 0).x), 0.3, 1e-6);
    NEAR(fabs(move(corrected, 0).y), 0.3, 1e-6);
    NEAR(fabs(move(raw, 0).x) / 0.3, 0.1 / sqrt(0.001), 1e-4); /* 3.16 */
    CLAIM(length(raw, 1) > length(raw, 0));
    return app->scene.anatomy && app->scene.selected == 1;
}

static bool adam(const App *app)
{
    const Run *rms = the(app, "rmsprop"), *run = the(app, "adam"), *ball = the(app, "momentum");
    NEAR(fabs(move(run, 0).x), fabs(move(run, 0).y), 1e-6);
    NEAR(fabs(move(rms, 0).x), fabs(move(rms, 0).y), 1e-6);
    double past = 0, ball_past = 0;
    for (long t = 0; t <= 150; t++) {
        past = fmax(past, at(run, t).w.x);
        ball_past = fmax(ball_past, at(ball, t).w.x);
    }
    CLAIM(past > 0.3 && ball_past > 0.3);
    CLAIM(vec2_norm(at(run, 150).w) < 0.01);
    for (long t = 120; t < 149; t++)
        CLAIM(length(rms, t) > 0.1 && move(rms, t).y * move(rms, t + 1).y < 0);
    return true;
}

/* The table of the first-order methods and what they remember of the gradients. */
static bool optimizer_table(const App *app)
{
    static const struct {
        const char *id;
        unsigned traits;
    } rows[] = {
        {"sgd", 0},
        {"momentum", TRACKS_FIRST_MOMENTS},
        {"nesterov", TRACKS_FIRST_MOMENTS},
        {"adagrad", TRACKS_SECOND_MOMENTS},
        {"rmsprop", TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS},
        {"adam",
         TRACKS_FIRST_MOMENTS | TRACKS_SECOND_MOMENTS | LEAKY_SECOND_MOMENTS | BIAS_CORRECTION},
    };
    for (size_t i = 0; i < 6; i++)
        CLAIM(run_spec(the(app, rows[i].id))->optimizer->traits == rows[i].traits);
    const Command *table = commands_find("optimizer.list");
    CLAIM(table && strcmp(table->keys, "O") == 0);
    return race_count(app->race) == 6;
}

static bool newton(const App *app)
{
    CLAIM(vec2_norm(at(the(app, "newton"), 1).w) < 1e-12);
    CLAIM(last(the(app, "sgd")).f > 0.1);
    return true;
}

static bool newton_saddle(const App *app)
{
    const Vec2 minimum = {0, sqrt(5)};
    const Run *run = the(app, "newton");
    CLAIM(vec2_norm(last(run).w) < 1e-6);
    CLAIM(run_status(run, run_last_step(run)).state == RUN_SADDLE);
    CLAIM(vec2_norm(vec2_sub(last(the(app, "sgd")).w, minimum)) < 0.1);
    CLAIM(vec2_norm(vec2_sub(last(the(app, "saddle_free_newton")).w, minimum)) < 1e-3);
    return true;
}

static bool lbfgs(const App *app)
{
    const Run *run = the(app, "lbfgs");
    CLAIM(at(run, run_last_step(run) < 40 ? run_last_step(run) : 40).f < 1e-9);
    CLAIM(at(the(app, "adam"), 40).f > 1 && at(the(app, "momentum"), 40).f > 1);
    return true;
}

/* Booth's Hessian is ((10, 8), (8, 10)): (H + 2 I) w = H (1, 3). */
static bool weight_decay(const App *app)
{
    const Run *plain = nth(app, "sgd", 0), *decay = nth(app, "sgd", 1);
    NEAR(vec2_norm(vec2_sub(last(plain).w, vec2(1, 3))), 0, 1e-2);
    NEAR(vec2_norm(vec2_sub(last(decay).w, vec2(1.3, 2.3))), 0, 1e-2);
    CLAIM(last(decay).f > last(plain).f + 1);
    return true;
}

static const struct {
    const char *name;
    bool (*holds)(const App *app);
} FACTS[] = {
    {"random-search", random_search},
    {"follow-the-slope", follow_the_slope},
    {"gradient-check", gradient_check},
    {"step-too-small", step_too_small},
    {"step-right", step_right},
    {"step-too-large", step_too_large},
    {"zigzag", zigzag},
    {"local-minima", local_minima},
    {"saddle-point", saddle},
    {"saddle-distance", saddle_distance},
    {"minibatch-noise", minibatch_noise},
    {"batch-size", batch_size},
    {"schedule", schedule},
    {"momentum", momentum_rolls},
    {"momentum-valley", momentum_valley},
    {"two-formulations", two_formulations},
    {"nesterov", nesterov},
    {"adagrad", adagrad},
    {"adagrad-stalls", adagrad_stalls},
    {"rmsprop", rmsprop},
    {"adam-first-step", adam_first_step},
    {"adam", adam},
    {"optimizer-table", optimizer_table},
    {"newton", newton},
    {"newton-saddle", newton_saddle},
    {"lbfgs", lbfgs},
    {"weight-decay", weight_decay},
};

enum { FACT_COUNT = sizeof FACTS / sizeof *FACTS };

static void every_caption_is_true(void **state)
{
    (void)state;
    static App app;
    int wrong = 0;
    assert_int_equal(FACT_COUNT, lesson_text_count);
    for (size_t i = 0; i < FACT_COUNT; i++) {
        assert_string_equal(FACTS[i].name, lesson_texts[i].name);
        open_variant(&app, FACTS[i].name, NULL, NULL);
        if (!FACTS[i].holds(&app)) {
            print_error("%s claims what is not so\n", FACTS[i].name);
            wrong++;
        }
        app_deinit(&app);
    }
    assert_int_equal(wrong, 0);
}

/* ---- the course ---- */

static void every_lesson_says_what_and_asks_something(void **state)
{
    (void)state;
    assert_true(lesson_text_count >= 18);
    for (size_t i = 0; i < lesson_text_count; i++) {
        const char *name = lesson_texts[i].name;
        Scenario *scenario = lesson(name);
        const AppOptions *says = scenario_options(scenario);
        if (!says->title || !says->caption || !says->question)
            fail_msg("%s has no title, caption or question", name);
        if (strcmp(says->title, lesson_texts[i].title) != 0)
            fail_msg("%s is listed as '%s'", name, lesson_texts[i].title);
        if (!strchr(says->question, '?'))
            fail_msg("%s asks nothing", name);
        if (!says->only_past)
            fail_msg("%s gives the answer away before play is pressed", name);
        Problem *problem = problem_create(name, NULL);
        if (problem || lesson_find(name) != i)
            fail_msg("%s is the name of something else, too", name);
        problem_destroy(problem);
        scenario_destroy(scenario);
    }
}

static char *app_text(const App *app)
{
    StrBuf text = {0};
    Scenario *scenario = scenario_of(app, (Reference){.kind = REFERENCE_HERE});
    scenario_print(scenario, &text);
    scenario_destroy(scenario);
    char *copy = strdup(strbuf_text(&text));
    strbuf_deinit(&text);
    return copy;
}

static void every_lesson_comes_back_to_the_bit(void **state)
{
    (void)state;
    static App app, other;
    for (size_t i = 0; i < lesson_text_count; i++) {
        Err err = {0};
        open_variant(&app, lesson_texts[i].name, NULL, NULL);
        char *text = app_text(&app);
        Scenario *scenario = scenario_parse("again", text, strlen(text), &err);
        if (!scenario)
            fail_msg("%s\n%s", err.text, text);
        open_options(&other, scenario_options(scenario));
        char *again = app_text(&other);
        assert_string_equal(again, text);
        for (size_t k = 0; k < race_count(app.race); k++) {
            const Run *a = race_run(app.race, k), *b = race_run(other.race, k);
            assert_int_equal(run_last_step(a), run_last_step(b));
            for (long t = 0; t <= run_last_step(a); t++)
                assert_memory_equal(run_row(a, t), run_row(b, t), sizeof(HistoryRow));
        }
        free(text);
        free(again);
        scenario_destroy(scenario);
        app_deinit(&app);
        app_deinit(&other);
    }
}

/* As a presenter's remote does it. */
static void keys_go_through_the_course(void **state)
{
    (void)state;
    static Player player;
    const Scene *scene = &player.app.scene;
    player_open(&player, &(AppOptions){.play = true}, 1280, 720, 1, NULL);
    player_press(&player, "PageDown");
    for (size_t i = 0; i < lesson_text_count; i++) {
        Scenario *scenario = lesson(lesson_texts[i].name);
        assert_int_equal(scene->lesson, i + 1);
        assert_string_equal(scene->title, scenario_options(scenario)->title);
        assert_false(scene->playing);
        scenario_destroy(scenario);
        player_press(&player, "PageDown");
    }
    assert_int_equal(scene->lesson, lesson_text_count); /* no further */
    player_press(&player, "PageUp");
    assert_int_equal(scene->lesson, lesson_text_count - 1);
    player_press(&player, "L"); /* leaves it */
    assert_int_equal(scene->lesson, 0);
    assert_null(scene->title);
    player_press(&player, "L"); /* where it was left */
    assert_int_equal(scene->lesson, lesson_text_count - 1);
    player_press(&player, "F"); /* another problem: what was said is about something else */
    assert_null(scene->caption);
    assert_int_equal(scene->lesson, 0);
    player_close(&player);
}

static void undo_brings_the_race_before_back(void **state)
{
    (void)state;
    static Player player;
    player_open(&player, &(AppOptions){.problem = "beale"}, 1280, 720, 1, NULL);
    player_press(&player, "L");
    assert_string_equal(race_problem(player.app.race)->id, "himmelblau");
    player_settle(&player);
    player_press(&player, "Z");
    assert_string_equal(race_problem(player.app.race)->id, "beale");
    assert_null(player.app.scene.title);
    player_close(&player);
}

static void words_name_lessons_files_and_problems(void **state)
{
    (void)state;
    Scenario *scenario = NULL;
    Err err = {0};
    Options options = {.scenario = "zigzag", .steps = 5};
    assert_true(lesson_resolve(&options, &scenario, &err));
    assert_non_null(scenario);
    assert_string_equal(options.problem, "bowl");
    assert_int_equal(options.steps, 5); /* the command line goes before */
    assert_int_equal(options.optimizer_count, 2);
    scenario_destroy(scenario);
    options = (Options){.scenario = "x^2 + y^2"};
    assert_true(lesson_resolve(&options, &scenario, &err));
    assert_null(scenario);
    assert_string_equal(options.problem, "x^2 + y^2");
    options = (Options){.scenario = "zigzga"};
    assert_false(lesson_resolve(&options, &scenario, &err));
    assert_string_equal(err.text, "unknown scenario 'zigzga'; did you mean 'zigzag'?");
    err = (Err){0};
    options = (Options){.scenario = "there-is-no-such.ini"};
    assert_false(lesson_resolve(&options, &scenario, &err));
    assert_non_null(strstr(err.text, "there-is-no-such.ini"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_caption_is_true),
        cmocka_unit_test(every_lesson_says_what_and_asks_something),
        cmocka_unit_test(every_lesson_comes_back_to_the_bit),
        cmocka_unit_test(keys_go_through_the_course),
        cmocka_unit_test(undo_brings_the_race_before_back),
        cmocka_unit_test(words_name_lessons_files_and_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
