#include "view/map/quadric.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/map/drape.h"
#include "view/scene/clip.h"
#include "view/text/number.h"

/* px at scale 1 */
#define LEVEL_WIDTH 1.5f
#define LEVEL_HALO  1.5f
#define LEVEL_ALPHA 0.9
#define INNER_ALPHA 0.55
#define AXIS_WIDTH  1.0f
#define AXIS_ALPHA  0.55
#define ARM_LONGEST 84.0
#define ARM_LEAST   14.0
#define ARM_HEAD    9.0f
#define ARM_END     4.0f /* half a bar across the end of an arm that curves up */
#define MARGIN      40.0f

enum { LEVEL_POINTS = 384, ID_LAMBDA = 7, ID_CENTER = 9 };

static const double PI = 3.14159265358979323846;

typedef struct Plot {
    const Curvature *ground;
    const MapPane *pane;
    Callouts *callouts;
    DrawList *list;
    const Theme *theme;
    float scale;
    bool has_center; /* and it is in sight */
    Vec2 at_px, center_px;
} Plot;

/* ---- contours ---- */

/* Cuts a line of points to the pane and draws its pieces. */
typedef struct Tracer {
    const Plot *plot;
    Rect cut;
    Vec2 points[LEVEL_POINTS + 2];
    size_t count;
    Vec2 last;
    bool going;
    double alpha;
} Tracer;

static void flush(Tracer *tracer)
{
    const Plot *plot = tracer->plot;
    if (tracer->count >= 2) {
        Dash dash = {{7 * plot->scale, 4 * plot->scale}, 2};
        drape_line(plot->pane, tracer->points, tracer->count,
                   (LEVEL_WIDTH + 2 * LEVEL_HALO) * plot->scale,
                   color_fade(plot->theme->halo, 0.5 * tracer->alpha), NULL, plot->list);
        drape_line(plot->pane, tracer->points, tracer->count, LEVEL_WIDTH * plot->scale,
                   color_fade(plot->theme->ink, tracer->alpha), &dash, plot->list);
    }
    tracer->count = 0;
}

static void trace(Tracer *tracer, Vec2 px)
{
    Vec2 a = tracer->last, b = px;
    bool finite = vec2_finite(px) && fabs(px.x) < 1e9 && fabs(px.y) < 1e9;
    if (!finite)
        flush(tracer);
    if (finite && tracer->going && clip_segment(tracer->cut, &a, &b)) {
        if (a.x != tracer->last.x || a.y != tracer->last.y)
            flush(tracer);
        if (tracer->count == 0)
            tracer->points[tracer->count++] = a;
        tracer->points[tracer->count++] = b;
        if (b.x != px.x || b.y != px.y)
            flush(tracer);
    } else if (tracer->going) {
        flush(tracer);
    }
    tracer->last = px;
    tracer->going = finite;
}

static Vec2 to_px(const Plot *plot, Vec2 w)
{
    return clip_screen(&plot->pane->camera, plot->pane->rect, w);
}

/* The level through the place, seen from there: a line in the direction u meets it again at the
 * distance -2 g.u / u.Hu. That holds for ellipses and hyperbolas alike. Angles are those of a plane
 * in which the model is round; `share` scales the level towards the centre. */
static void trace_angle(Tracer *tracer, double angle, double share)
{
    const Curvature *ground = tracer->plot->ground;
    const Eigen2 *e = &ground->eigen;
    Vec2 u = vec2_add(vec2_scale(e->vector[0], cos(angle) / sqrt(fabs(e->value[0]))),
                      vec2_scale(e->vector[1], sin(angle) / sqrt(fabs(e->value[1]))));
    double bend = vec2_dot(u, sym2_apply(ground->h, u));
    Vec2 w = vec2_add(ground->at, vec2_scale(u, -2 * vec2_dot(ground->g, u) / bend));
    trace(tracer, to_px(tracer->plot, vec2_lerp(ground->center, w, share)));
}

/* The angle at which the line of sight touches the level. */
static double tangent_angle(const Curvature *ground)
{
    const Eigen2 *e = &ground->eigen;
    double a = vec2_dot(ground->g, e->vector[0]) / sqrt(fabs(e->value[0]));
    double b = vec2_dot(ground->g, e->vector[1]) / sqrt(fabs(e->value[1]));
    return atan2(-a, b);
}

/* Denser where the place is: a level may be far larger than the pane. */
static void trace_ellipse(Tracer *tracer, double share)
{
    double tangent = tangent_angle(tracer->plot->ground);
    for (int i = 0; i <= LEVEL_POINTS; i++) {
        double s = 2.0 * i / LEVEL_POINTS - 1;
        trace_angle(tracer, tangent + copysign(pow(fabs(s), 1.8), s) * PI / 2, share);
    }
    flush(tracer);
}

/* Between the directions of the asymptotes, at odd multiples of 45 degrees. */
static void trace_hyperbola(Tracer *tracer, double share)
{
    for (int arc = 0; arc < 2; arc++) {
        tracer->going = false;
        for (int i = 0; i <= LEVEL_POINTS; i++) {
            double s = 2.0 * i / LEVEL_POINTS - 1;
            s = copysign(7 * pow(fabs(s), 1.5), s);
            trace_angle(tracer, arc * PI / 2 + atan(tanh(s)), share);
        }
        flush(tracer);
    }
}

static void draw_level(const Plot *plot, double share, double alpha)
{
    Tracer tracer = {
        .plot = plot, .cut = rect_inset(plot->pane->rect, -MARGIN * plot->scale), .alpha = alpha};
    if (plot->ground->shape == CURVATURE_SADDLE)
        trace_hyperbola(&tracer, share);
    else
        trace_ellipse(&tracer, share);
}

/* ---- axes ---- */

/* Half the width of the level along an eigenvector, for a bowl. */
static double half_axis(const Curvature *ground, int axis)
{
    Vec2 d = vec2_sub(ground->at, ground->center);
    double height = vec2_dot(d, sym2_apply(ground->h, d));
    return sqrt(fmax(0, height / ground->eigen.value[axis]));
}

/* From the middle to each end, in px: the model's own axes where these are in sight and long
 * enough, else a cross whose arms are as long as the model is wide, relative to each other. */
static Vec2 arm_px(const Plot *plot, int axis, bool own)
{
    const Curvature *ground = plot->ground;
    Vec2 px = mappane_vector(plot->pane, ground->eigen.vector[axis]);
    if (own)
        return vec2_scale(px, half_axis(ground, axis));
    double here = fabs(ground->eigen.value[axis]), other = fabs(ground->eigen.value[1 - axis]);
    double share = here > other ? sqrt(other / here) : 1;
    double length = fmax(ARM_LONGEST * share, ARM_LEAST) * (double)plot->scale;
    return vec2_scale(px, length / vec2_norm(px));
}

/* An arrow head where the ground falls away along the axis, else a bar across it. */
static void draw_end(const Plot *plot, Vec2 tip, Vec2 outward, bool down, Color color)
{
    const MapPane *pane = plot->pane;
    const float scale = plot->scale;
    const double norm = vec2_norm(outward);
    if (!(norm > 0) || !drape_shows(pane, tip))
        return;
    const Vec2 unit = vec2_scale(outward, 1 / norm);
    if (!down) {
        const Vec2 across = vec2_scale(vec2(-unit.y, unit.x), (double)(ARM_END * scale));
        drape_line(pane, (Vec2[]){vec2_add(tip, across), vec2_sub(tip, across)}, 2, 1.5f * scale,
                   color, NULL, plot->list);
        return;
    }
    const Vec2 before = vec2_sub(tip, vec2_scale(unit, (double)(ARM_HEAD * scale)));
    const Vec2 d = vec2_sub(mappane_point(pane, tip), mappane_point(pane, before));
    symbol_arrow_head(plot->list, clip_point(mappane_point(pane, tip)), (float)d.x, (float)d.y,
                      ARM_HEAD * scale, color, plot->theme->halo, 1.5f * scale);
}

static void add_lambda(const Plot *plot, int axis, Vec2 from, Vec2 tip)
{
    const MapPane *pane = plot->pane;
    char value[NUMBER_TEXT_MAX];
    double lambda = plot->ground->eigen.value[axis];
    Callout callout = {
        .id = ID_LAMBDA + axis, .radius = 4 * plot->scale, .color = plot->theme->ink};
    snprintf(callout.math, sizeof callout.math, "\\lambda_{%d}", 2 - axis);
    snprintf(callout.text, sizeof callout.text, "%s%s", number_significant(lambda, 3, value),
             lambda < 0 ? "  curves down" : "");
    if (drape_shows(pane, tip))
        callouts_add_tip(plot->callouts, &callout, mappane_point(pane, from),
                         mappane_point(pane, tip), plot->scale);
}

static void draw_axis(const Plot *plot, int axis, bool own)
{
    Vec2 middle = own ? plot->center_px : plot->at_px, arm = arm_px(plot, axis, own);
    Vec2 a = vec2_sub(middle, arm), b = vec2_add(middle, arm);
    Vec2 from = a, to = b;
    if (!vec2_finite(arm) || !clip_segment(plot->pane->rect, &from, &to))
        return;
    const Vec2 way[] = {from, to};
    Color color = color_fade(plot->theme->ink, own ? AXIS_ALPHA : LEVEL_ALPHA);
    float width = (own ? AXIS_WIDTH : LEVEL_WIDTH) * plot->scale;
    if (!own)
        drape_line(plot->pane, way, 2, width + 3 * plot->scale, color_fade(plot->theme->halo, 0.7),
                   NULL, plot->list);
    drape_line(plot->pane, way, 2, width, color, NULL, plot->list);
    if (!own) {
        const bool down = plot->ground->eigen.value[axis] < 0;
        draw_end(plot, a, vec2_scale(arm, -1), down, color);
        draw_end(plot, b, arm, down, color);
    }
    /* Words stand at the end that lies deeper in the pane. */
    Rect inner = rect_inset(plot->pane->rect, MARGIN * plot->scale);
    bool at_from = !clip_inside(inner, to) && clip_inside(inner, from);
    add_lambda(plot, axis, at_from ? to : from, at_from ? from : to);
}

/* ---- the stationary point ---- */

static void draw_center(const Plot *plot)
{
    static const char *const WORDS[] = {[CURVATURE_BOWL] = "minimum of the quadratic model",
                                        [CURVATURE_SADDLE] = "saddle of the quadratic model",
                                        [CURVATURE_DOME] = "maximum of the quadratic model"};
    const Theme *theme = plot->theme;
    if (!drape_shows(plot->pane, plot->center_px))
        return;
    Point at = clip_point(mappane_point(plot->pane, plot->center_px));
    Callout callout = {
        .id = ID_CENTER, .at = at, .dx = 1, .radius = 11 * plot->scale, .color = theme->ink};
    if (plot->ground->shape == CURVATURE_BOWL)
        symbol_minimum(plot->list, at, plot->scale, theme->ink, theme->halo);
    else if (plot->ground->shape == CURVATURE_SADDLE)
        symbol_saddle(plot->list, at, plot->scale, theme->ink, theme->halo);
    else
        symbol_maximum(plot->list, at, plot->scale, theme->ink, theme->halo);
    snprintf(callout.text, sizeof callout.text, "%s", WORDS[plot->ground->shape]);
    callouts_add(plot->callouts, &callout);
}

void quadric_draw(const Inspection *inspection, const MapPane *pane, Callouts *callouts,
                  DrawList *list)
{
    const Curvature *ground = &inspection->ground;
    Plot plot = {.ground = ground,
                 .pane = pane,
                 .callouts = callouts,
                 .list = list,
                 .theme = theme_get(pane->scene->theme),
                 .scale = pane->scene->scale};
    plot.at_px = to_px(&plot, ground->at);
    if (ground->shape == CURVATURE_NONE || !clip_inside(pane->rect, plot.at_px))
        return;
    bool curved = ground->shape != CURVATURE_FLAT;
    plot.center_px = curved ? to_px(&plot, ground->center) : plot.at_px;
    plot.has_center = curved && clip_inside(pane->rect, plot.center_px);
    double apart = vec2_norm(vec2_sub(plot.center_px, plot.at_px));
    if (curved && apart > 1) {
        draw_level(&plot, 1, LEVEL_ALPHA);
        if (ground->shape != CURVATURE_SADDLE)
            draw_level(&plot, 0.5, INNER_ALPHA);
    }
    bool own = plot.has_center && ground->shape == CURVATURE_BOWL &&
               apart > 2 * ARM_LEAST * (double)plot.scale;
    for (int axis = 1; axis >= 0; axis--)
        draw_axis(&plot, axis, own);
    if (plot.has_center && apart > 2 * ARM_LEAST * (double)plot.scale)
        draw_center(&plot);
}
