#include "view/map/arrows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/map/drape.h"
#include "view/scene/clip.h"
#include "view/text/number.h"

/* px at scale 1 */
#define INK_LENGTH   128.0f
#define INK_SHORT    96.0f /* one that would lie on another */
#define INK_WIDTH    2.5f
#define INK_HEAD     12.0f
#define STEP_WIDTH   5.0f
#define STEP_HEAD    19.0f
#define HALO         2.0f
#define HALO_ALPHA   0.85
#define SHORTEST     14.0f /* of a true length */
#define RATE_WIDTH   1.5f
#define RATE_ALPHA   0.7
#define SMALL_LENGTH 40.0 /* a shorter step is multiplied */
#define LARGE_LENGTH 320.0
#define GOOD_LENGTH  150.0
#define ROOM         0.6 /* of the pane that one may take */
#define GOOD_STEP    80.0
#define TIP_RADIUS   3.0f

enum { ELLIPSE_POINTS = 128, ID_GRADIENT = 0, ID_RATE = 4, ID_SCALED = 5, ID_STEP = 6 };

/* Velocities, in the order of their slots. */
static const Dash DASHES[] = {{{9, 4}, 2}, {{3, 4}, 2}, {{14, 4, 3, 4}, 4}};
enum { DASH_COUNT = sizeof DASHES / sizeof *DASHES };

static Vec2 step_of(const Inspection *inspection)
{
    return vec2_sub(inspection->step.record.next, inspection->step.record.w);
}

/* The largest of 1, 2, 5 x 10^n that is no more than v. */
static double tidy_below(double v)
{
    double ten = pow(10, floor(log10(v))), lead = v / ten * (1 + 1e-12);
    return ten * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

double arrows_factor(const Inspection *inspection, const MapPane *pane)
{
    double scale = (double)pane->scene->scale;
    double step = vec2_norm(mappane_vector(pane, step_of(inspection))) / scale, longest = step;
    if (inspection->response.linear)
        longest = fmax(longest, vec2_norm(mappane_vector(pane, inspection->scaled)) / scale);
    double room = (double)fminf(pane->clear.w, pane->clear.h) / scale;
    double most = fmin(LARGE_LENGTH, ROOM * room);
    if (!isfinite(longest) || longest == 0 || (step >= SMALL_LENGTH && longest <= most))
        return 1;
    double good = fmin(GOOD_LENGTH, most) / longest;
    if (step > 0)
        good = fmin(fmax(good, GOOD_STEP / step), most / longest);
    return good >= 1 ? tidy_below(good) : 1 / tidy_below(1 / good * 1.999);
}

ArrowStyle arrows_scaled_style(const Ink *ink, float scale)
{
    return (ArrowStyle){.width = INK_WIDTH * scale, .head = INK_HEAD * scale, .color = ink->path};
}

/* Which of the directions a slot is. */
static int direction_number(const Inspection *inspection, const Slot *slot)
{
    const Optimizer *optimizer = inspection->step.record.optimizer;
    int number = 0;
    for (const Slot *at = optimizer->slots; at < slot; at++)
        number += inspection->response.sense[at - optimizer->slots] != 0;
    return number;
}

bool arrows_style(const Inspection *inspection, const AnatomyItem *item, const Theme *theme,
                  const Ink *ink, float scale, ArrowStyle *style, Dash *dash)
{
    if (inspect_sense(inspection, item) == 0)
        return false;
    *style =
        (ArrowStyle){.width = INK_WIDTH * scale, .head = INK_HEAD * scale, .color = theme->ink};
    if (item->kind == ANATOMY_STEP) {
        style->width = STEP_WIDTH * scale;
        style->head = STEP_HEAD * scale;
        style->filled = true;
        style->color = ink->path;
    } else if (item->kind != ANATOMY_GRADIENT) {
        *dash = DASHES[direction_number(inspection, item->slot) % DASH_COUNT];
        for (int i = 0; i < dash->count; i++)
            dash->length[i] *= scale;
        style->dash = dash;
    }
    return true;
}

/* ---- one arrow ---- */

typedef struct Quiver {
    const Inspection *inspection;
    const MapPane *pane;
    Callouts *callouts;
    DrawList *list;
    const Theme *theme;
    const Ink *ink;
    Vec2 from; /* px of the flat map */
    double factor;
    Vec2 inked[8]; /* directions of the arrows in ink so far */
    int inked_count;
} Quiver;

/* Words stand at tips that are in sight. */
static void loose(Quiver *quiver, Vec2 px, ArrowStyle style, Callout callout)
{
    const MapPane *pane = quiver->pane;
    const float scale = pane->scene->scale;
    const Vec2 tip = vec2_add(quiver->from, px);
    style.halo = color_fade(quiver->theme->halo, HALO_ALPHA);
    style.halo_width = HALO * scale;
    drape_arrow(pane, quiver->from, tip, &style, quiver->list);
    callout.radius = TIP_RADIUS * scale;
    callout.strong = true;
    if (drape_shows(pane, tip))
        callouts_add_tip(quiver->callouts, &callout, mappane_point(pane, quiver->from),
                         mappane_point(pane, tip), scale);
}

/* Directions only. Where one would hide another it is shorter. */
static void loose_ink(Quiver *quiver, Vec2 v, ArrowStyle style, Callout callout)
{
    const MapPane *pane = quiver->pane;
    Vec2 px = mappane_vector(pane, v);
    double norm = vec2_norm(px);
    if (!(norm > 0) || !isfinite(norm))
        return;
    Vec2 unit = vec2_scale(px, 1 / norm);
    float length = INK_LENGTH;
    for (int i = 0; i < quiver->inked_count; i++)
        if (vec2_dot(quiver->inked[i], unit) > 0.995)
            length = INK_SHORT;
    if (quiver->inked_count < 8)
        quiver->inked[quiver->inked_count++] = unit;
    length = fminf(length * pane->scene->scale, 0.3f * fminf(pane->rect.w, pane->rect.h));
    callout.color = quiver->theme->ink;
    loose(quiver, vec2_scale(unit, (double)length), style, callout);
}

static void loose_true(Quiver *quiver, Vec2 v, ArrowStyle style, Callout callout)
{
    Vec2 px = vec2_scale(mappane_vector(quiver->pane, v), quiver->factor);
    double length = vec2_norm(px);
    if (!isfinite(length) || length < (double)(SHORTEST * quiver->pane->scene->scale) ||
        length > 1e5)
        return;
    callout.color = quiver->ink->text;
    loose(quiver, px, style, callout);
}

/* " \u00d7 20" or " \u00f7 50" where lengths are not true. */
static void append_factor(const Quiver *quiver, char *text, size_t size)
{
    char number[NUMBER_TEXT_MAX];
    size_t len = strlen(text);
    if (quiver->factor > 1)
        snprintf(text + len, size - len, " \u00d7 %s", number_short(quiver->factor, number));
    else if (quiver->factor < 1)
        snprintf(text + len, size - len, " \u00f7 %s", number_short(1 / quiver->factor, number));
}

static Callout words_of(const AnatomyItem *item, int sense)
{
    Callout callout = {.id = ID_GRADIENT};
    snprintf(callout.math, sizeof callout.math, "%s%.*s", sense < 0 ? "-" : "",
             (int)item->symbol.len, item->symbol.text);
    if (item->slot)
        inspect_words(item->slot->id, callout.text, sizeof callout.text);
    else
        snprintf(callout.text, sizeof callout.text, "%s",
                 item->kind == ANATOMY_STEP ? "step" : "gradient");
    return callout;
}

static void loose_item(Quiver *quiver, const AnatomyItem *item)
{
    ArrowStyle style;
    Dash dash;
    const Inspection *inspection = quiver->inspection;
    float scale = quiver->pane->scene->scale;
    if (!inspect_shows(inspection, item) ||
        !arrows_style(inspection, item, quiver->theme, quiver->ink, scale, &style, &dash))
        return;
    int sense = inspect_sense(inspection, item);
    Vec2 v = vec2_scale(vec2(item->value.at[0], item->value.at[1]), sense);
    Callout callout = words_of(item, sense);
    if (item->kind == ANATOMY_STEP) {
        callout.id = ID_STEP;
        append_factor(quiver, callout.text, sizeof callout.text);
        loose_true(quiver, v, style, callout);
        return;
    }
    if (item->slot)
        callout.id = 1 + direction_number(inspection, item->slot) % DASH_COUNT;
    loose_ink(quiver, v, style, callout);
}

/* Not where it is the step itself, as in gradient descent. */
static void loose_scaled(Quiver *quiver)
{
    const Inspection *inspection = quiver->inspection;
    if (!inspection->whole || !inspection->scales)
        return;
    Callout callout = {.id = ID_SCALED, .math = "-R g", .text = "scaled gradient"};
    append_factor(quiver, callout.text, sizeof callout.text);
    loose_true(quiver, inspection->scaled,
               arrows_scaled_style(quiver->ink, quiver->pane->scene->scale), callout);
}

/* ---- the whole ---- */

/* False if the iterate is out of sight. */
static bool begin(Quiver *quiver, const Inspection *inspection, const MapPane *pane)
{
    const Scene *scene = pane->scene;
    Vec2 from = clip_screen(&pane->camera, pane->rect, inspection->step.record.w);
    *quiver = (Quiver){.inspection = inspection,
                       .pane = pane,
                       .theme = theme_get(scene->theme),
                       .ink = &scene->entrants[inspection->entrant].ink,
                       .from = from,
                       .factor = arrows_factor(inspection, pane)};
    return clip_inside(pane->rect, from);
}

/* At the ellipse's lowest point in sight. An anatomy tells by other means what R is. */
static void name_rate(const Quiver *quiver, Callouts *callouts, const Vec2 *way)
{
    const MapPane *pane = quiver->pane;
    const Rect bounds = rect_inset(pane->clear, 24 * pane->scene->scale);
    Callout callout = {.id = ID_RATE,
                       .dy = 1,
                       .radius = TIP_RADIUS * pane->scene->scale,
                       .math = "R",
                       .text = "learning rates",
                       .color = quiver->ink->text};
    bool found = false;
    for (int i = 0; i < ELLIPSE_POINTS; i++) {
        const Point at = clip_point(mappane_point(pane, way[i]));
        if (!rect_contains(bounds, at) || (found && at.y <= callout.at.y) ||
            !drape_shows(pane, way[i]))
            continue;
        callout.at = at;
        found = true;
    }
    if (!found)
        return;
    append_factor(quiver, callout.text, sizeof callout.text);
    callouts_add(callouts, &callout);
}

/* The image of all gradients of this one's length under the rate: where it differs by direction. */
void arrows_draw_rate(const Inspection *inspection, const MapPane *pane, Callouts *callouts,
                      DrawList *list)
{
    Quiver quiver;
    Vec2 way[ELLIPSE_POINTS];
    if (!inspection->response.linear || inspection->even || !begin(&quiver, inspection, pane))
        return;
    double length = vec2_norm(inspection->step.record.g) * quiver.factor;
    for (int i = 0; i < ELLIPSE_POINTS; i++) {
        double angle = 2 * 3.14159265358979323846 * i / ELLIPSE_POINTS;
        Vec2 v =
            sym2_apply(inspection->response.rate, vec2(length * cos(angle), length * sin(angle)));
        Vec2 px = mappane_vector(pane, v);
        if (!(vec2_norm(px) < 1e5))
            return;
        way[i] = vec2_add(quiver.from, px);
    }
    if (!inspection->anatomy)
        name_rate(&quiver, callouts, way);
    float scale = pane->scene->scale;
    drape_loop(pane, way, ELLIPSE_POINTS, (RATE_WIDTH + 2 * HALO) * scale,
               color_fade(quiver.theme->halo, 0.5), list);
    drape_loop(pane, way, ELLIPSE_POINTS, RATE_WIDTH * scale,
               color_fade(quiver.ink->path, RATE_ALPHA), list);
}

void arrows_draw(const Inspection *inspection, const MapPane *pane, Callouts *callouts,
                 DrawList *list)
{
    Quiver quiver;
    if (!begin(&quiver, inspection, pane))
        return;
    quiver.callouts = callouts;
    quiver.list = list;
    const Anatomy *anatomy = &inspection->step;
    for (size_t i = 0; i < anatomy->item_count; i++)
        if (anatomy->items[i].kind != ANATOMY_STEP)
            loose_item(&quiver, &anatomy->items[i]);
    loose_scaled(&quiver);
    for (size_t i = 0; i < anatomy->item_count; i++)
        if (anatomy->items[i].kind == ANATOMY_STEP)
            loose_item(&quiver, &anatomy->items[i]);
}
