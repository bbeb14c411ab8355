#include "view/map/gradcheck.h"

#include <math.h>
#include <stdio.h>

#include "view/draw/key.h"
#include "view/map/drape.h"
#include "view/scene/clip.h"

/* px at scale 1 */
#define CROSS         8.0f
#define CROSS_WIDTH   2.0f
#define CROSS_HALO    1.6f
#define LENGTH        128.0 /* of the analytic one */
#define LONGEST       256.0
#define SHORTEST      4.0
#define ROOM          0.3 /* of the pane that they may take */
#define BROAD         7.0f
#define BROAD_HEAD    20.0f
#define THIN          2.0f
#define THIN_HEAD     13.0f
#define HALO          2.0f
#define HALO_ALPHA    0.85
#define TIP_RADIUS    4.0f
#define TIPS_TOGETHER 12.0 /* one callout does for both */

enum { ID_ANALYTIC, ID_NUMERIC, ID_REASON };

void gradcheck_update(GradCheck *check, const Scene *scene)
{
    const Problem *problem = race_problem(scene->race);
    const Vec2 at = scene_check_at(scene);
    check->shown = scene->check;
    if (!scene->check)
        return;
    const uint64_t key = key_f64(key_f64(key_text(13, problem->spec), at.x), at.y);
    if (key == check->key)
        return;
    check->key = key;
    check->check = problem_check(problem, at);
    check->verdict = problem_check_verdict(problem, &check->check);
    problem_check_curve(problem, at, &check->curve);
    check->best = problem_curve_best(&check->curve);
}

bool gradcheck_compares(const GradCheck *check)
{
    return check->verdict == CHECK_AGREES || check->verdict == CHECK_DIFFERS;
}

const char *gradcheck_reason(const GradCheck *check)
{
    static const char *const REASONS[] = {[CHECK_NO_VALUE] = "no value here, so no derivative",
                                          [CHECK_NO_DERIVATIVE] = "no derivative here",
                                          [CHECK_NO_DIFFERENCE] = "no values right beside it",
                                          [CHECK_KINK] = "a kink: no derivative here"};
    return gradcheck_compares(check) ? "" : REASONS[check->verdict];
}

ArrowStyle gradcheck_style(GradientKind kind, const Theme *theme, float scale)
{
    if (kind == GRADIENT_NUMERIC)
        return (ArrowStyle){.width = THIN * scale, .head = THIN_HEAD * scale, .color = theme->ink};
    return (ArrowStyle){.width = BROAD * scale,
                        .head = BROAD_HEAD * scale,
                        .filled = true,
                        .color = color_fade(theme->map_text, 0.5)};
}

static void draw_cross(Point at, const Theme *theme, float scale, DrawList *list)
{
    const float arm = CROSS * scale, over = CROSS_HALO * scale;
    for (int pass = 0; pass < 2; pass++) {
        const float reach = pass == 0 ? arm + over : arm;
        const float width = CROSS_WIDTH * scale + (pass == 0 ? 2 * over : 0);
        const Color color = pass == 0 ? theme->halo : theme->ink;
        draw_segment(list, (Point){at.x - reach, at.y}, (Point){at.x + reach, at.y}, width, color);
        draw_segment(list, (Point){at.x, at.y - reach}, (Point){at.x, at.y + reach}, width, color);
    }
}

/* Both shrink or grow alike, so that what differs can be seen; (0, 0) where there is no length. */
static Vec2 shaft(const MapPane *pane, Vec2 gradient, double analytic)
{
    const double scale = (double)pane->scene->scale;
    const double room = (double)fminf(pane->rect.w, pane->rect.h) / scale;
    const Vec2 px = mappane_vector(pane, gradient);
    const double length = vec2_norm(px) / analytic * fmin(LENGTH, ROOM * room) * scale,
                 most = LONGEST * scale;
    if (!(length >= SHORTEST * scale) || !isfinite(vec2_norm(px)))
        return vec2(0, 0);
    return vec2_scale(px, fmin(length, most) / vec2_norm(px));
}

static void draw_gradient(Vec2 from, Vec2 px, GradientKind kind, const MapPane *pane,
                          DrawList *list)
{
    const Theme *theme = theme_get(pane->scene->theme);
    ArrowStyle style = gradcheck_style(kind, theme, pane->scene->scale);
    if (kind == GRADIENT_ANALYTIC) {
        style.halo = color_fade(theme->halo, HALO_ALPHA);
        style.halo_width = HALO * pane->scene->scale;
    }
    drape_arrow(pane, from, vec2_add(from, px), &style, list);
}

/* At the tip of an arrow, or at the place where there is none. */
static void say(Callouts *callouts, Vec2 from, Vec2 px, int id, const MapPane *pane,
                const char *math, const char *text)
{
    const float scale = pane->scene->scale;
    const Vec2 tip = vec2_add(from, px);
    Callout callout = {.id = id,
                       .radius = (vec2_norm(px) > 0 ? TIP_RADIUS : CROSS) * scale,
                       .strong = true,
                       .color = theme_get(pane->scene->theme)->ink};
    snprintf(callout.math, sizeof callout.math, "%s", math);
    snprintf(callout.text, sizeof callout.text, "%s", text);
    if (drape_shows(pane, tip))
        callouts_add_tip(callouts, &callout, mappane_point(pane, from), mappane_point(pane, tip),
                         scale);
}

static void draw_gradients(const GradCheck *check, Vec2 from, const MapPane *pane,
                           Callouts *callouts, DrawList *list)
{
    const Vec2 exact = check->check.gradient, numeric = check->check.numeric_gradient;
    const double length = fmax(vec2_norm(mappane_vector(pane, exact)), 1e-300);
    const Vec2 a = shaft(pane, exact, length), n = shaft(pane, numeric, length);
    draw_gradient(from, a, GRADIENT_ANALYTIC, pane, list);
    draw_gradient(from, n, GRADIENT_NUMERIC, pane, list);
    if (vec2_norm(vec2_sub(a, n)) < TIPS_TOGETHER * (double)pane->scene->scale) {
        if (vec2_norm(a) > 0)
            say(callouts, from, a, ID_ANALYTIC, pane, "\\nabla f", "both ways");
        return;
    }
    say(callouts, from, a, ID_ANALYTIC, pane, "\\nabla f", "analytic");
    say(callouts, from, n, ID_NUMERIC, pane, "\\nabla f", "by differences");
}

void gradcheck_draw(const GradCheck *check, const MapPane *pane, Callouts *callouts, DrawList *list)
{
    const Theme *theme = theme_get(pane->scene->theme);
    const Vec2 at = clip_screen(&pane->camera, pane->rect, check->check.at);
    if (!clip_inside(pane->rect, at))
        return;
    if (gradcheck_compares(check))
        draw_gradients(check, at, pane, callouts, list);
    else
        say(callouts, at, vec2(0, 0), ID_REASON, pane, "", gradcheck_reason(check));
    draw_cross(clip_point(mappane_point(pane, at)), theme, pane->scene->scale, list);
}
