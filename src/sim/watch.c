#include "sim/watch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"

static const double FAR_WIDTHS = 10.0;     /* domain widths */
static const double SADDLE_RADIUS = 0.01;  /* of the view's diagonal */
static const double ARRIVED_RADIUS = 1e-3; /* of the view's diagonal */
static const double STILL_LENGTH = 1e-4;   /* of the view's diagonal, over the whole window */
static const double SAME_POINT = 1e-6;     /* of the view's diagonal: the Hessian is not redone */
static const double FLAT_DETERMINANT = 1e-10; /* of |H|^2: rounding of a singular Hessian */

void watch_start(Watch *watch, const Problem *problem, const History *history, double tolerance)
{
    Vec2 margin = vec2_scale(box2_size(problem->domain), FAR_WIDTHS);
    watch->problem = problem;
    watch->history = history;
    watch->near_box.min = vec2_sub(problem->domain.min, margin);
    watch->near_box.max = vec2_add(problem->domain.max, margin);
    watch->tolerance = tolerance;
    watch->diagonal = vec2_norm(box2_size(problem->view));
    watch->saddle_since = -1;
    watch->minimum_since = -1;
    watch->plateau_since = -1;
    watch->still_since = -1;
    watch->moved = 0.0;
    watch->slot = 0;
    for (int i = 0; i < WATCH_STILL_STEPS; i++)
        watch->length[i] = 0.0;
    watch->hessian_at = vec2((double)NAN, (double)NAN);
    watch->change_count = 0;
    watch->thin_at = 0;
}

void watch_deinit(Watch *watch)
{
    free(watch->changes);
    *watch = (Watch){0};
}

/* ---- the Hessian's definiteness ---- */

typedef enum Definiteness {
    HESSIAN_NEGLIGIBLE,   /* over the whole view the gradient would stay below the tolerance */
    HESSIAN_SEMIDEFINITE, /* positive: it curves down in no direction */
    HESSIAN_INDEFINITE,   /* up in one direction, down in another */
    HESSIAN_OTHER         /* a maximum, or not finite */
} Definiteness;

static Sym2 hessian_near(Watch *watch, Vec2 w)
{
    double same = SAME_POINT * watch->diagonal;
    if (fabs(w.x - watch->hessian_at.x) <= same && fabs(w.y - watch->hessian_at.y) <= same)
        return watch->hessian;
    Vec2 g;
    problem_hessian(watch->problem, w, &g, &watch->hessian);
    watch->hessian_at = w;
    return watch->hessian;
}

static double determinant(Sym2 h)
{
    return h.xx * h.yy - h.xy * h.xy;
}

static double norm_squared(Sym2 h)
{
    return h.xx * h.xx + 2.0 * h.xy * h.xy + h.yy * h.yy;
}

static Definiteness definiteness_at(Watch *watch, Vec2 w)
{
    Sym2 h = hessian_near(watch, w);
    double size = norm_squared(h);
    if (sqrt(size) * watch->diagonal <= watch->tolerance)
        return HESSIAN_NEGLIGIBLE;
    if (determinant(h) < -FLAT_DETERMINANT * size)
        return HESSIAN_INDEFINITE;
    return h.xx + h.yy > 0.0 ? HESSIAN_SEMIDEFINITE : HESSIAN_OTHER;
}

/* The stationary point of the quadratic model lies at w + d with H d = -g: true if |d| is at most
 * `radius` of the diagonal. Both sides are multiplied by det H, so nothing is divided by a number
 * that may be small. */
static bool model_within(const Watch *watch, Sym2 h, Vec2 g, double radius)
{
    Vec2 d = vec2(h.yy * g.x - h.xy * g.y, h.xx * g.y - h.xy * g.x);
    double reach = radius * watch->diagonal * determinant(h);
    return vec2_dot(d, d) <= reach * reach;
}

static bool near_saddle(Watch *watch, const HistoryRow *row)
{
    Sym2 h = hessian_near(watch, row->w);
    return determinant(h) < -FLAT_DETERMINANT * norm_squared(h) &&
           model_within(watch, h, row->g, SADDLE_RADIUS);
}

static bool near_minimum(Watch *watch, const HistoryRow *row)
{
    Sym2 h = hessian_near(watch, row->w);
    return determinant(h) > FLAT_DETERMINANT * norm_squared(h) && h.xx > 0.0 &&
           model_within(watch, h, row->g, ARRIVED_RADIUS);
}

/* ---- streaks ---- */

/* A streak of WATCH_SADDLE_STEPS meets a multiple of that many steps, so outside a streak it is
 * enough to look there, and then back to where the streak began. */
static void follow_saddle(Watch *watch, const HistoryRow *row, long step)
{
    if (watch->saddle_since < 0 && step % WATCH_SADDLE_STEPS != 0)
        return;
    if (!near_saddle(watch, row)) {
        watch->saddle_since = -1;
        return;
    }
    if (watch->saddle_since >= 0)
        return;
    long since = step;
    while (since > 0 && step - since < WATCH_SADDLE_STEPS - 1 &&
           near_saddle(watch, history_row(watch->history, since - 1)))
        since--;
    watch->saddle_since = since;
}

static void follow(long *since, bool holds, long step)
{
    if (!holds)
        *since = -1;
    else if (*since < 0)
        *since = step;
}

static void follow_small_gradient(Watch *watch, const HistoryRow *row, long step)
{
    double tolerance = watch->tolerance;
    if (!(vec2_dot(row->g, row->g) <= tolerance * tolerance)) {
        watch->minimum_since = -1;
        watch->plateau_since = -1;
        return;
    }
    Definiteness hessian = definiteness_at(watch, row->w);
    follow(&watch->minimum_since, hessian == HESSIAN_SEMIDEFINITE, step);
    follow(&watch->plateau_since, hessian == HESSIAN_NEGLIGIBLE, step);
}

/* The sum is kept up by adding what comes and taking off what goes, and made afresh once per
 * window, so that rounding does not pile up. Who hardly moves because there is hardly any way left
 * to a minimum has not stalled, even where the valley is so steep that the gradient is not small.
 */
static void follow_movement(Watch *watch, const HistoryRow *row, long step)
{
    Vec2 d = vec2_sub(row->w, watch->last);
    watch->last = row->w;
    if (step == 0)
        return;
    double length = sqrt(vec2_dot(d, d));
    watch->moved += length - watch->length[watch->slot];
    watch->length[watch->slot++] = length;
    if (watch->slot == WATCH_STILL_STEPS) {
        watch->slot = 0;
        watch->moved = 0.0;
        for (int i = 0; i < WATCH_STILL_STEPS; i++)
            watch->moved += watch->length[i];
    }
    if (step < WATCH_STILL_STEPS)
        return;
    bool still = watch->moved < STILL_LENGTH * watch->diagonal && !near_minimum(watch, row);
    follow(&watch->still_since, still, step - WATCH_STILL_STEPS);
}

/* ---- status ---- */

static bool is_lost(const Watch *watch, const HistoryRow *row)
{
    return !box2_contains(watch->near_box, row->w) || !isfinite(row->f);
}

static RunStatus judge(const Watch *watch, long step)
{
    if (watch->minimum_since >= 0)
        return (RunStatus){RUN_CONVERGED, watch->minimum_since};
    if (watch->saddle_since >= 0 && step - watch->saddle_since >= WATCH_SADDLE_STEPS - 1)
        return (RunStatus){RUN_SADDLE, watch->saddle_since};
    if (watch->plateau_since >= 0)
        return (RunStatus){RUN_STALLED, watch->plateau_since};
    if (watch->still_since >= 0)
        return (RunStatus){RUN_STALLED, watch->still_since};
    return (RunStatus){RUN_RUNNING, step};
}

/* The last one at or before a step. */
static size_t change_at(const Watch *watch, long step)
{
    assert(watch->change_count > 0 && step >= 0);
    size_t low = 0;
    size_t high = watch->change_count; /* changes[low].step <= step < changes[high].step */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (watch->changes[middle].step <= step)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Two changes become one, with the state that lasted longer. */
static WatchChange merged(const WatchChange *pair, long end)
{
    const bool second = end - pair[1].step > pair[1].step - pair[0].step;
    WatchChange one = {pair[0].step, pair[second].status};
    one.status.since = one.status.since < one.step ? one.status.since : one.step;
    return one;
}

/* A run that changes its state with every other step would fill the memory: of changes where rows
 * are kept no more half go as they become too many. */
static void thin_changes(Watch *watch, long step)
{
    const size_t count = watch->change_count;
    if (count < WATCH_CHANGES || count < watch->thin_at)
        return;
    WatchChange *changes = watch->changes;
    size_t used = change_at(watch, history_kept(watch->history)) + 1, i = used;
    for (; i + 2 < count && changes[i + 2].step < step - HISTORY_RECENT; i += 2)
        changes[used++] = merged(&changes[i], changes[i + 2].step);
    while (i < count)
        changes[used++] = changes[i++];
    watch->change_count = used;
    watch->thin_at = used + WATCH_CHANGES;
}

/* Running and diverged begin where they are first seen; the others say since when. */
static void note(Watch *watch, RunStatus status, long step)
{
    if (watch->change_count > 0) {
        RunStatus last = watch->changes[watch->change_count - 1].status;
        bool begins_here = status.state == RUN_RUNNING || status.state == RUN_DIVERGED;
        if (last.state == status.state && (begins_here || last.since == status.since))
            return;
    }
    thin_changes(watch, step);
    ARRAY_RESERVE(watch->changes, watch->change_cap, watch->change_count + 1);
    watch->changes[watch->change_count++] = (WatchChange){step, status};
}

void watch_row(Watch *watch, const HistoryRow *row, long step)
{
    follow_movement(watch, row, step);
    if (is_lost(watch, row)) {
        watch->saddle_since = -1;
        watch->minimum_since = -1;
        watch->plateau_since = -1;
        bool undefined = step == 0 && vec2_finite(row->w) && !isfinite(row->f);
        note(watch, (RunStatus){undefined ? RUN_UNDEFINED : RUN_DIVERGED, step}, step);
        return;
    }
    follow_saddle(watch, row, step);
    follow_small_gradient(watch, row, step);
    note(watch, judge(watch, step), step);
}

bool watch_diverged(const Watch *watch)
{
    if (watch->change_count == 0)
        return false;
    RunState state = watch->changes[watch->change_count - 1].status.state;
    return state == RUN_DIVERGED || state == RUN_UNDEFINED;
}

RunStatus watch_status(const Watch *watch, long step)
{
    return watch->changes[change_at(watch, step)].status;
}
