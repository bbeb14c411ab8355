#include "wording.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { CLIPS_MAX = 32, HALOS_MAX = 256, OPAQUE = 220, SCRIM = 60 };

typedef struct Walk {
    Wordings *out;
    const DrawList *list;
    Rect all, clips[CLIPS_MAX];
    int depth;
    int formula;
    DrawKind last;  /* the command before, if it was a text or a line of a formula */
    bool last_math; /* it was set in the math face */
    float last_end, last_base, last_size;
    size_t halos[HALOS_MAX], halo_count; /* commands that drew but the halo of a text to come */
    Face last_face;
} Walk;

static Rect cut(Rect a, Rect b)
{
    float x0 = fmaxf(a.x, b.x), y0 = fmaxf(a.y, b.y);
    float x1 = fminf(a.x + a.w, b.x + b.w), y1 = fminf(a.y + a.h, b.y + b.h);
    return (Rect){x0, y0, fmaxf(0, x1 - x0), fmaxf(0, y1 - y0)};
}

static bool covers(Rect a, Rect b)
{
    return a.x <= b.x + 1 && a.y <= b.y + 1 && a.x + a.w >= b.x + b.w - 1 &&
           a.y + a.h >= b.y + b.h - 1;
}

/* Shares more than a px. */
static bool touches(Rect a, Rect b)
{
    Rect both = cut(a, b);
    return both.w > 1 && both.h > 1;
}

static Color blend(Color under, Color over)
{
    double a = over.a / 255.0;
    return (Color){(uint8_t)lround(under.r + a * (over.r - under.r)),
                   (uint8_t)lround(under.g + a * (over.g - under.g)),
                   (uint8_t)lround(under.b + a * (over.b - under.b)), 255};
}

/* Something drawn over what there is so far: hides texts, and crosses those it covers in part. */
static void cover(Walk *walk, Rect area, int alpha)
{
    Wordings *out = walk->out;
    bool scrim = covers(area, walk->all) && alpha >= SCRIM;
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        Wording *w = &out->items[i];
        Rect seen = cut(w->box, w->clip);
        if (scrim || (alpha >= OPAQUE && covers(area, seen)))
            continue;
        if (alpha >= OPAQUE && touches(area, seen)) {
            w->crossed = true;
            w->crossed_by = area;
        }
        out->items[kept++] = *w;
    }
    out->count = kept;
}

/* Pieces of one formula follow each other in the math face with nothing but lines between; digits
 * of one number stand side by side in one face and size. */
static void continue_formula(Walk *walk, const DrawCommand *c, float width)
{
    const DrawText *t = &c->u.text;
    bool math = t->face == FACE_MATH;
    bool beside = walk->last == DRAW_TEXT && walk->last_face == t->face &&
                  fabsf(walk->last_size - t->size) < 0.01f &&
                  fabsf(walk->last_base - c->rect.y) < 0.01f &&
                  fabsf(walk->last_end - c->rect.x) < 0.25f * t->size;
    if (!(beside || (math && walk->last_math)))
        walk->formula++;
    walk->last = DRAW_TEXT;
    walk->last_math = math;
    walk->last_face = t->face;
    walk->last_size = t->size;
    walk->last_base = c->rect.y;
    walk->last_end = c->rect.x + width;
}

static void find_ground(const Walk *walk, Wording *w, size_t index, Color background)
{
    Point middle = {w->box.x + w->box.w / 2, w->box.y + w->box.h / 2};
    Rect clips[CLIPS_MAX];
    int depth = 0;
    clips[0] = walk->all;
    w->under = background;
    w->plate = walk->all;
    for (size_t i = 0; i < index; i++) {
        const DrawCommand *c = &walk->list->commands[i];
        if (c->kind == DRAW_CLIP || c->kind == DRAW_LAYER) {
            clips[depth + 1] = cut(clips[depth], c->rect);
            depth++;
        } else if (c->kind == DRAW_UNCLIP || c->kind == DRAW_LAYER_END) {
            depth--;
        } else if ((c->kind == DRAW_GROUND || c->kind == DRAW_LAYER_SHOW) &&
                   rect_contains(c->rect, middle)) {
            w->on_ground = true;
            w->plate = c->rect;
        } else if (c->kind == DRAW_FILL && rect_contains(cut(clips[depth], c->rect), middle)) {
            w->under = blend(w->under, c->color);
            if (c->color.a >= OPAQUE) {
                w->on_ground = false;
                w->plate = cut(clips[depth], c->rect);
            }
        }
    }
}

static bool same_color(Color a, Color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* Formulas are drawn twice, first the halo of all of it: its commands are no texts of their own. */
static bool is_halo(Walk *walk, size_t index)
{
    const DrawCommand *c = &walk->list->commands[index];
    if (!(c->u.text.halo_width > 0 && same_color(c->color, c->u.text.halo)))
        return false;
    walk->halos[walk->halo_count++ % HALOS_MAX] = index;
    return true;
}

static void find_halo(const Walk *walk, Wording *w, const DrawCommand *c)
{
    size_t count = walk->halo_count < HALOS_MAX ? walk->halo_count : HALOS_MAX;
    for (size_t i = 0; i < count; i++) {
        const DrawCommand *halo = &walk->list->commands[walk->halos[i]];
        if (fabsf(halo->rect.x - c->rect.x) + fabsf(halo->rect.y - c->rect.y) > 0.01f)
            continue;
        w->halo = halo->u.text.halo;
        w->halo_width = halo->u.text.halo_width;
    }
}

static void add(Walk *walk, size_t index, Color background)
{
    const DrawCommand *c = &walk->list->commands[index];
    const DrawText *t = &c->u.text;
    const Fonts *fonts = walk->list->fonts;
    if (is_halo(walk, index))
        return;
    const char *text = walk->list->text + t->offset;
    FontInk ink = fonts->ink(fonts->context, t->face, t->size, text, t->length);
    continue_formula(walk, c, font_width(fonts, t->face, t->size, text, t->length));
    if (ink.right - ink.left < 1 || c->color.a < 16)
        return;
    Wording w = {.text = text,
                 .face = t->face,
                 .size = t->size,
                 .angle = t->angle,
                 .clip = walk->clips[walk->depth],
                 .color = c->color,
                 .halo = t->halo,
                 .halo_width = t->halo_width,
                 .formula = walk->formula,
                 .command = index};
    const float x[] = {ink.left, ink.right, ink.right, ink.left};
    const float y[] = {ink.top, ink.top, ink.bottom, ink.bottom};
    float x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
    for (int i = 0; i < 4; i++) {
        Point p = {c->rect.x + x[i] * cosf(t->angle) - y[i] * sinf(t->angle),
                   c->rect.y + x[i] * sinf(t->angle) + y[i] * cosf(t->angle)};
        w.corner[i] = p;
        x0 = fminf(x0, p.x), x1 = fmaxf(x1, p.x);
        y0 = fminf(y0, p.y), y1 = fmaxf(y1, p.y);
    }
    w.box = (Rect){x0, y0, x1 - x0, y1 - y0};
    if (t->angle == 0) { /* only what is seen can lie on something */
        Rect seen = cut(w.box, w.clip);
        const Point corners[] = {{seen.x, seen.y},
                                 {seen.x + seen.w, seen.y},
                                 {seen.x + seen.w, seen.y + seen.h},
                                 {seen.x, seen.y + seen.h}};
        memcpy(w.corner, corners, sizeof corners);
    }
    if (!touches(w.box, w.clip))
        return; /* scrolled away, or outside the map */
    find_halo(walk, &w, c);
    find_ground(walk, &w, index, background);
    ARRAY_RESERVE(walk->out->items, walk->out->cap, walk->out->count + 1);
    walk->out->items[walk->out->count++] = w;
}

void wordings_read(Wordings *wordings, const DrawList *list, int width, int height,
                   Color background)
{
    Walk walk = {.out = wordings, .list = list, .all = {0, 0, (float)width, (float)height}};
    walk.clips[0] = walk.all;
    wordings->count = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const DrawCommand *c = &list->commands[i];
        if (c->kind != DRAW_TEXT && c->kind != DRAW_LINE)
            walk.last = DRAW_FILL, walk.last_math = walk.last_math && c->kind == DRAW_POLYGON;
        switch (c->kind) {
        case DRAW_CLIP:
        case DRAW_LAYER:
            walk.clips[walk.depth + 1] = cut(walk.clips[walk.depth], c->rect);
            walk.depth++;
            break;
        case DRAW_UNCLIP:
        case DRAW_LAYER_END:
            walk.depth--;
            break;
        case DRAW_FILL:
            cover(&walk, cut(c->rect, walk.clips[walk.depth]), c->color.a);
            break;
        case DRAW_TEXT:
            add(&walk, i, background);
            break;
        default:
            break;
        }
    }
}

void wordings_deinit(Wordings *wordings)
{
    free(wordings->items);
    *wordings = (Wordings){0};
}

/* How far the ink of two texts overlaps along an axis of unit length. */
static float shared(const Wording *a, const Wording *b, float dx, float dy)
{
    float least[2] = {INFINITY, INFINITY}, most[2] = {-INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        const Point p[2] = {a->corner[i], b->corner[i]};
        for (int k = 0; k < 2; k++) {
            float along = p[k].x * dx + p[k].y * dy;
            least[k] = fminf(least[k], along);
            most[k] = fmaxf(most[k], along);
        }
    }
    return fminf(most[0], most[1]) - fmaxf(least[0], least[1]);
}

/* Separating axes of two rectangles: their sides. */
bool wording_overlap(const Wording *a, const Wording *b)
{
    const float angles[] = {a->angle, b->angle};
    for (int k = 0; k < 2; k++)
        if (shared(a, b, cosf(angles[k]), sinf(angles[k])) <= 1 ||
            shared(a, b, -sinf(angles[k]), cosf(angles[k])) <= 1)
            return false;
    return true;
}
