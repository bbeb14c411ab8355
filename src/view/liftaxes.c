#include "view/liftaxes.h"

#include <math.h>
#include <string.h>

#include "view/axes.h"
#include "view/mathtext.h"

/* px at scale 1 */
enum { LABEL = 14, NAME = 16 };
#define TICK         6.0f
#define LABEL_AWAY   17.0f /* from the edge to a label's middle, across the edge */
#define NAME_AWAY    38.0f
#define TICKS_APART  64.0f
#define LEVELS_APART 26.0f
#define HALO         2.0f
enum { LEVELS_TRIED = 12, LEVEL_TICKS_MAX = 40 };

/* The four edges of the floor, clockwise from the north. */
typedef enum Side { NORTH, EAST, SOUTH, WEST } Side;

typedef struct Draw {
    const LiftFrame *frame;
    DrawList *list;
    float w, h;
    bool front[4]; /* the eye looks at this wall */
} Draw;

static Point see(const Draw *d, float x, float y, float z)
{
    return eye_see(&d->frame->lift->eye, (Place){x, y, z});
}

/* Corner i of the floor: north-west, north-east, south-east, south-west; side i leads from corner i
 * to the next. */
static Place corner(const Draw *d, int i)
{
    i &= 3;
    return (Place){i == 1 || i == 2 ? d->w : 0, i >= 2 ? d->h : 0, 0};
}

static Point see_place(const Draw *d, Place p)
{
    return eye_see(&d->frame->lift->eye, p);
}

static Point unit(Point a, Point b)
{
    const float dx = b.x - a.x, dy = b.y - a.y, length = fmaxf(hypotf(dx, dy), 1e-3f);
    return (Point){dx / length, dy / length};
}

static Color ink(const Draw *d, Color color, double alpha)
{
    return color_fade(color, alpha * d->frame->alpha);
}

/* ---- edges ---- */

static float grid_height(const Lift *lift, Side side, int i)
{
    const int col = side == EAST ? lift->cols - 1 : side == WEST ? 0 : i;
    const int row = side == SOUTH ? lift->rows - 1 : side == NORTH ? 0 : i;
    return lift->heights[(size_t)row * (size_t)lift->cols + (size_t)col];
}

/* In sight; over the walls that the eye looks at it always is. */
static bool rim_stands(const Draw *d, Side side, int i)
{
    const Lift *lift = d->frame->lift;
    if (isnan(grid_height(lift, side, i)))
        return false;
    if (d->front[side])
        return true;
    const bool across = side == NORTH || side == SOUTH;
    const float x = across ? (float)i * lift->cell.x : side == WEST ? 0 : d->w;
    const float y = !across ? (float)i * lift->cell.y : side == NORTH ? 0 : d->h;
    const Rect rect = lift->eye.rect;
    return !lift_hidden(lift, vec2((double)(rect.x + x), (double)(rect.y + y)));
}

/* The surface's rim over one wall. */
static void draw_rim(const Draw *d, Side side)
{
    const Lift *lift = d->frame->lift;
    const bool across = side == NORTH || side == SOUTH;
    const int count = across ? lift->cols : lift->rows;
    const Color color = color_fade(d->frame->theme->line, (double)d->frame->theme->strong_alpha);
    for (int i = 0; i < count;) {
        Point *points = draw_points_begin(d->list, (size_t)(count - i));
        size_t used = 0;
        for (; i < count && rim_stands(d, side, i); i++) {
            const float z = grid_height(lift, side, i) * lift->eye.height;
            points[used++] = across ? see(d, (float)i * lift->cell.x, side == NORTH ? 0 : d->h, z)
                                    : see(d, side == WEST ? 0 : d->w, (float)i * lift->cell.y, z);
        }
        draw_line_end(d->list, used > 1 ? used : 0, d->frame->scale, color, NULL);
        while (i < count && !rim_stands(d, side, i))
            i++;
    }
}

static void draw_edges(const Draw *d)
{
    const Lift *lift = d->frame->lift;
    const Color color = color_fade(d->frame->theme->line, (double)d->frame->theme->strong_alpha);
    const float width = d->frame->scale;
    for (int i = 0; i < 4; i++) {
        const Place c = corner(d, i);
        const bool before = d->front[(i + 3) & 3];
        draw_rim(d, (Side)i);
        if (d->front[i])
            draw_segment(d->list, see_place(d, c), see_place(d, corner(d, i + 1)), width, color);
        if (d->front[i] || before) {
            const Rect rect = lift->eye.rect;
            const Place top =
                lift_place(lift, vec2((double)(rect.x + c.x), (double)(rect.y + c.y)));
            draw_segment(d->list, see_place(d, c), see_place(d, top), width, color);
        }
    }
}

/* ---- words ---- */

static void draw_words(const Draw *d, Point center, const char *text)
{
    const LiftFrame *f = d->frame;
    const float size = LABEL * f->scale;
    const float cap = font_extent(d->list->fonts, FACE_MEDIUM, size).cap;
    draw_text_halo(d->list, FACE_MEDIUM, size, center.x, center.y + 0.5f * cap, 0.5f, 0,
                   ink(d, f->theme->map_text, 1), ink(d, f->theme->panel, 1), HALO * f->scale,
                   text);
}

/* Words whose middle is so far from a point that they lie beside it, whatever their width. */
static Point beside(const Draw *d, Point at, Point away, float distance, float width)
{
    const float s = d->frame->scale;
    const float reach = distance * s + fabsf(away.x) * fmaxf(0, 0.5f * width - 5 * s);
    return (Point){at.x + away.x * reach, at.y + away.y * reach};
}

/* ---- floor axes ---- */

/* The direction on the picture that leads away from the block across a side, at place p. */
static Point outward(const Draw *d, Side side, Place p)
{
    const float step = 4;
    Place q = p;
    q.x += side == EAST ? step : side == WEST ? -step : 0;
    q.y += side == SOUTH ? step : side == NORTH ? -step : 0;
    return unit(see_place(d, p), see_place(d, q));
}

static Place along(const Draw *d, Side side, float at)
{
    return side == NORTH || side == SOUTH ? (Place){at, side == SOUTH ? d->h : 0, 0}
                                          : (Place){side == EAST ? d->w : 0, at, 0};
}

static void draw_floor_axis(const Draw *d, Side side, const char *letter)
{
    const LiftFrame *f = d->frame;
    const bool horizontal = side == NORTH || side == SOUTH;
    const Rect rect = f->lift->eye.rect;
    const Box2 box = camera_box(f->camera, rect);
    const Point a = see_place(d, along(d, side, 0)),
                b = see_place(d, along(d, side, horizontal ? d->w : d->h));
    const float length = hypotf(b.x - a.x, b.y - a.y);
    const double count = fmax(1, (double)(length / (TICKS_APART * f->scale)));
    Axis axis;
    axis_read(&axis, letter, horizontal ? box.min.x : box.min.y, horizontal ? box.max.x : box.max.y,
              count);
    const float size = LABEL * f->scale;
    for (size_t i = 0; i < axis.count; i++) {
        const double value = axis.origin + axis.ticks[i].offset;
        const Vec2 w =
            horizontal ? vec2(value, f->camera->center.y) : vec2(f->camera->center.x, value);
        const Point px = camera_to_screen(f->camera, rect, w);
        const Place p = along(d, side, horizontal ? px.x - rect.x : px.y - rect.y);
        const Point at = see_place(d, p), away = outward(d, side, p);
        const float reach = TICK * f->scale;
        draw_segment(d->list, at, (Point){at.x + away.x * reach, at.y + away.y * reach}, f->scale,
                     ink(d, f->theme->map_text, 1));
        const float width = font_width(d->list->fonts, FACE_MEDIUM, size, axis.ticks[i].text,
                                       strlen(axis.ticks[i].text));
        draw_words(d, beside(d, at, away, LABEL_AWAY, width), axis.ticks[i].text);
    }
    const Place middle = along(d, side, 0.5f * (horizontal ? d->w : d->h));
    const Point away = outward(d, side, middle);
    const MathExtent extent = mathtext_measure(d->list->fonts, NAME * f->scale, axis.name);
    const Point center = beside(d, see_place(d, middle), away, NAME_AWAY, extent.width);
    mathtext_draw_halo(d->list, NAME * f->scale, center.x - 0.5f * extent.width,
                       center.y + 0.5f * (extent.ascent - extent.descent),
                       ink(d, f->theme->map_text, 1), ink(d, f->theme->panel, 1), HALO * f->scale,
                       axis.name);
}

/* ---- height ---- */

/* Every how many isolines there is room for a tick: strong ones, then fewer; thin ones where strong
 * ones are few. */
static long level_unit(const Lift *lift, bool log, float length, float apart)
{
    static const long UNITS[LEVELS_TRIED] = {1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000};
    const double room = (double)(apart / length) * lift->k_rise;
    for (int i = 0; i < LEVELS_TRIED; i++)
        if ((double)UNITS[i] >= room && (UNITS[i] >= 5 || lift->k_rise < 15) &&
            !(log && UNITS[i] == 2))
            return UNITS[i];
    return UNITS[LEVELS_TRIED - 1];
}

static void draw_height_title(const Draw *d, Point top, float side)
{
    const LiftFrame *f = d->frame;
    const char *name = f->levels->log && f->levels->floor != 0 ? "f - f^*" : "f";
    const char *kind = f->levels->log ? "log" : "";
    const float size = NAME * f->scale;
    const MathExtent extent = mathtext_measure(d->list->fonts, size, name);
    const float gap = f->levels->log ? 6 * f->scale : 0;
    const float word =
        font_width(d->list->fonts, FACE_REGULAR, LABEL * f->scale, kind, strlen(kind));
    const float width = extent.width + gap + word;
    const float x = side < 0 ? fmaxf(top.x - width, f->lift->eye.rect.x + 8 * f->scale) : top.x;
    const float y = top.y - 8 * f->scale;
    mathtext_draw_halo(d->list, size, x, y, ink(d, f->theme->map_text, 1),
                       ink(d, f->theme->panel, 1), HALO * f->scale, name);
    draw_text_halo(d->list, FACE_REGULAR, LABEL * f->scale, x + extent.width + gap, y, 0, 0,
                   ink(d, f->theme->map_text, 1), ink(d, f->theme->panel, 1), HALO * f->scale,
                   kind);
}

/* The corner that lies farthest to the left on the picture. */
static int left_corner(const Draw *d)
{
    int best = 0;
    for (int i = 1; i < 4; i++)
        if (see_place(d, corner(d, i)).x < see_place(d, corner(d, best)).x)
            best = i;
    return best;
}

static void draw_height_axis(const Draw *d)
{
    const LiftFrame *f = d->frame;
    const Lift *lift = f->lift;
    const Place foot = corner(d, left_corner(d));
    const Point low = see_place(d, foot), high = see(d, foot.x, foot.y, lift->eye.height);
    const float length = hypotf(high.x - low.x, high.y - low.y);
    if (!(length > LEVELS_APART * f->scale))
        return;
    draw_segment(d->list, low, high, f->scale, ink(d, f->theme->map_text, 1));
    const long unit = level_unit(lift, f->levels->log, length, LEVELS_APART * f->scale);
    const long first = (long)ceil(lift->k_floor / (double)unit);
    const long last = (long)floor((lift->k_floor + lift->k_rise) / (double)unit);
    const float reach = TICK * f->scale, size = LABEL * f->scale;
    for (long n = first; n <= last && n - first < LEVEL_TICKS_MAX; n++) {
        const float z = (float)lift_height(lift, (double)(n * unit)) * lift->eye.height;
        const Point at = see(d, foot.x, foot.y, z);
        StrBuf text = {0};
        levels_label(f->levels, n * unit, &text);
        const float width =
            font_width(d->list->fonts, FACE_MEDIUM, size, strbuf_text(&text), text.len);
        draw_segment(d->list, at, (Point){at.x - reach, at.y}, f->scale,
                     ink(d, f->theme->map_text, 1));
        draw_words(d, (Point){at.x - reach - 4 * f->scale - 0.5f * width, at.y},
                   strbuf_text(&text));
        strbuf_deinit(&text);
    }
    draw_height_title(d, high, -1);
}

void liftaxes_draw(const LiftFrame *frame, DrawList *list)
{
    const Lift *lift = frame->lift;
    const Place at = lift->eye.at;
    Draw d = {.frame = frame, .list = list, .w = lift->eye.rect.w, .h = lift->eye.rect.h};
    d.front[NORTH] = at.y < 0;
    d.front[EAST] = at.x > d.w;
    d.front[SOUTH] = at.y > d.h;
    d.front[WEST] = at.x < 0;
    draw_edges(&d);
    if (!frame->words || !(frame->alpha > 0))
        return;
    draw_floor_axis(&d, at.y > 0.5f * d.h ? SOUTH : NORTH, "x");
    draw_floor_axis(&d, at.x > 0.5f * d.w ? EAST : WEST, "y");
    draw_height_axis(&d);
}
