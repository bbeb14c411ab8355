#include "figure/cairopen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { CLUSTERS_MAX = 512 };

static const double TURN = 6.283185307179586;

static void set_color(cairo_t *cr, Color c)
{
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

static void add_rect(cairo_t *cr, Rect rect, float radius)
{
    const double x = (double)rect.x, y = (double)rect.y, w = (double)rect.w, h = (double)rect.h;
    const double r = (double)fminf(radius, fminf(rect.w, rect.h) / 2), quarter = TURN / 4;
    if (r < 0.25) {
        cairo_rectangle(cr, x, y, w, h);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + r, y + r, r, 2 * quarter, 3 * quarter);
    cairo_arc(cr, x + w - r, y + r, r, 3 * quarter, TURN);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, quarter);
    cairo_arc(cr, x + r, y + h - r, r, quarter, 2 * quarter);
    cairo_close_path(cr);
}

static void pen_rect(void *self, Rect rect, float radius, Color color)
{
    cairo_t *cr = ((CairoPen *)self)->cr;
    if (!(rect.w > 0 && rect.h > 0))
        return;
    set_color(cr, color);
    add_rect(cr, rect, radius);
    cairo_fill(cr);
}

static void pen_frame(void *self, Rect rect, float radius, float width, Color color)
{
    cairo_t *cr = ((CairoPen *)self)->cr;
    if (!(rect.w > 0 && rect.h > 0 && width > 0))
        return;
    if (2 * width >= fminf(rect.w, rect.h)) {
        pen_rect(self, rect, radius, color);
        return;
    }
    const float r = fminf(radius, fminf(rect.w, rect.h) / 2);
    set_color(cr, color);
    cairo_set_line_width(cr, (double)width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_set_dash(cr, NULL, 0, 0);
    add_rect(cr, rect_inset(rect, width / 2), fmaxf(r - width / 2, 0));
    cairo_stroke(cr);
}

static void pen_disc(void *self, Point center, float radius, Color color)
{
    cairo_t *cr = ((CairoPen *)self)->cr;
    set_color(cr, color);
    cairo_arc(cr, (double)center.x, (double)center.y, (double)radius, 0, TURN);
    cairo_fill(cr);
}

static void add_points(cairo_t *cr, const Point *points, size_t count, bool closed)
{
    for (size_t i = 0; i < count; i++)
        cairo_line_to(cr, (double)points[i].x, (double)points[i].y);
    if (closed)
        cairo_close_path(cr);
}

static void pen_polygon(void *self, const Point *points, size_t count, Color color)
{
    cairo_t *cr = ((CairoPen *)self)->cr;
    set_color(cr, color);
    add_points(cr, points, count, true);
    cairo_fill(cr);
}

static void set_dash(cairo_t *cr, const Dash *dash)
{
    double lengths[DRAW_DASH_MAX], total = 0;
    for (int i = 0; i < dash->count; i++)
        total += lengths[i] = (double)fmaxf(dash->length[i], 0);
    cairo_set_dash(cr, lengths, total > 0.1 ? dash->count : 0, 0);
}

static void pen_line(void *self, const Point *points, size_t count, const PenLine *line)
{
    cairo_t *cr = ((CairoPen *)self)->cr;
    set_color(cr, line->color);
    cairo_set_line_width(cr, (double)line->width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, line->round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    set_dash(cr, &line->dash);
    add_points(cr, points, count, line->closed);
    cairo_stroke(cr);
}

/* ---- text ---- */

/* The glyphs of a run with the pen at the origin; *clusters (at most CLUSTERS_MAX) tells which
 * bytes each stands for, 0 of them if that cannot be said so simply. */
static size_t place_glyphs(CairoPen *pen, const PenText *text, cairo_text_cluster_t *clusters,
                           int *cluster_count)
{
    size_t count;
    const Letter *letters =
        lettering_shape(pen->lettering, text->role, text->text, text->len, &count);
    ARRAY_RESERVE(pen->glyphs, pen->glyph_cap, count + 1);
    bool simple = count <= CLUSTERS_MAX && count > 0 && letters[0].start == 0;
    for (size_t i = 0; i < count; i++)
        pen->glyphs[i] = (cairo_glyph_t){letters[i].glyph, (double)(letters[i].x * text->size),
                                         (double)(letters[i].y * text->size)};
    *cluster_count = 0;
    for (size_t i = 0; i < count && simple;) {
        size_t next = i + 1;
        while (next < count && letters[next].start == letters[i].start)
            next++;
        const size_t end = next < count ? letters[next].start : text->len;
        simple = end > letters[i].start;
        clusters[(*cluster_count)++] =
            (cairo_text_cluster_t){(int)(end - letters[i].start), (int)(next - i)};
        i = next;
    }
    if (!simple)
        *cluster_count = 0;
    return count;
}

static void draw_halo(cairo_t *cr, const PenText *text, const cairo_glyph_t *glyphs, int count)
{
    set_color(cr, text->halo);
    cairo_set_line_width(cr, 2 * (double)text->halo_width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_glyph_path(cr, glyphs, count);
    cairo_stroke_preserve(cr);
    cairo_fill(cr);
}

/* Text that lies level starts at a quarter of a pixel on a whole row, as on the screen. */
static Point start_of(const CairoPen *pen, const PenText *text)
{
    const Point at = text->at;
    if (pen->text == CAIRO_TEXT_STRINGS || text->angle != 0)
        return at;
    return (Point){floorf(at.x * 4 + 0.5f) / 4, floorf(at.y + 0.5f)};
}

static void set_font(CairoPen *pen, const PenText *text)
{
    const bool strings = pen->text == CAIRO_TEXT_STRINGS;
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(
        options, strings || text->angle != 0 ? CAIRO_HINT_STYLE_NONE : CAIRO_HINT_STYLE_SLIGHT);
    cairo_set_font_options(pen->cr, options);
    cairo_font_options_destroy(options);
    cairo_set_font_face(pen->cr, lettering_face(pen->lettering, text->role));
    cairo_set_font_size(pen->cr, (double)text->size);
}

static void pen_text(void *self, const PenText *text)
{
    CairoPen *pen = self;
    cairo_t *cr = pen->cr;
    cairo_text_cluster_t clusters[CLUSTERS_MAX];
    int cluster_count;
    const int count = (int)place_glyphs(pen, text, clusters, &cluster_count);
    const Point at = start_of(pen, text);
    cairo_save(cr);
    cairo_translate(cr, (double)at.x, (double)at.y);
    if (text->angle != 0)
        cairo_rotate(cr, (double)text->angle);
    set_font(pen, text);
    if (text->halo_width > 0)
        draw_halo(cr, text, pen->glyphs, count);
    set_color(cr, text->color);
    if (pen->text == CAIRO_TEXT_OUTLINES) {
        cairo_glyph_path(cr, pen->glyphs, count);
        cairo_fill(cr);
    } else if (cluster_count > 0) {
        cairo_show_text_glyphs(cr, text->text, (int)text->len, pen->glyphs, count, clusters,
                               cluster_count, (cairo_text_cluster_flags_t)0);
    } else {
        cairo_show_glyphs(cr, pen->glyphs, count);
    }
    cairo_restore(cr);
}

/* ---- images and clips ---- */

static void pen_image(void *self, Rect rect, const uint32_t *pixels, int width, int height)
{
    const CairoPen *pen = self;
    cairo_t *cr = pen->cr;
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    /* Where there was no memory, the image says so to cr. */
    unsigned char *to = cairo_image_surface_get_data(image);
    const size_t stride = (size_t)cairo_image_surface_get_stride(image);
    for (size_t y = 0; to && y < (size_t)height; y++)
        memcpy(to + y * stride, pixels + y * (size_t)width, (size_t)width * sizeof *pixels);
    cairo_surface_mark_dirty(image);
    cairo_save(cr);
    cairo_rectangle(cr, (double)rect.x, (double)rect.y, (double)rect.w, (double)rect.h);
    cairo_clip(cr);
    cairo_translate(cr, (double)rect.x, (double)rect.y);
    cairo_scale(cr, (double)rect.w / width, (double)rect.h / height);
    cairo_set_source_surface(cr, image, 0, 0);
    if (pen->text == CAIRO_TEXT_OUTLINES)
        cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(image);
}

static void pen_push(void *self, Rect clip, Point shift)
{
    cairo_t *cr = ((CairoPen *)self)->cr;
    cairo_save(cr);
    cairo_rectangle(cr, (double)clip.x, (double)clip.y, (double)clip.w, (double)clip.h);
    cairo_clip(cr);
    cairo_translate(cr, (double)shift.x, (double)shift.y);
}

static void pen_pop(void *self)
{
    cairo_restore(((CairoPen *)self)->cr);
}

void cairopen_init(CairoPen *pen, cairo_t *cr, Lettering *lettering, CairoText text)
{
    *pen = (CairoPen){.cr = cr, .lettering = lettering, .text = text};
}

void cairopen_deinit(CairoPen *pen)
{
    free(pen->glyphs);
    *pen = (CairoPen){0};
}

Pen cairopen_pen(CairoPen *pen)
{
    return (Pen){pen,      pen_rect, pen_frame, pen_disc, pen_polygon,
                 pen_line, pen_text, pen_image, pen_push, pen_pop};
}
