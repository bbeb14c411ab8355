#include "figure/svgpen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "gfx/png.h"

static const char *const classes[ROLE_COUNT] = {"r", "m", "s", "b", "i", "x"};

/* At most two decimals, and none that say nothing. */
static void put_number(StrBuf *out, float value)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%.2f", (double)value);
    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    strbuf_put_bytes(out, text, (size_t)len);
}

static void put_attribute(StrBuf *out, const char *name, float value)
{
    strbuf_printf(out, " %s=\"", name);
    put_number(out, value);
    strbuf_put_char(out, '"');
}

/* role: "fill" or "stroke". */
static void put_color(StrBuf *out, const char *role, Color c)
{
    strbuf_printf(out, " %s=\"#%02x%02x%02x\"", role, c.r, c.g, c.b);
    if (c.a < 255)
        strbuf_printf(out, " %s-opacity=\"%.3g\"", role, c.a / 255.0);
}

void svgpen_put_text(StrBuf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char c = text[i];
        if (c == '&')
            strbuf_put(out, "&amp;");
        else if (c == '<')
            strbuf_put(out, "&lt;");
        else if (c == '>')
            strbuf_put(out, "&gt;");
        else if ((unsigned char)c >= ' ' || c == '\t' || c == '\n')
            strbuf_put_char(out, c);
    }
}

static void put_rect(StrBuf *out, Rect rect, float radius)
{
    strbuf_put(out, "<rect");
    put_attribute(out, "x", rect.x);
    put_attribute(out, "y", rect.y);
    put_attribute(out, "width", rect.w);
    put_attribute(out, "height", rect.h);
    const float r = fminf(radius, fminf(rect.w, rect.h) / 2);
    if (r >= 0.25f)
        put_attribute(out, "rx", r);
}

static void pen_rect(void *self, Rect rect, float radius, Color color)
{
    StrBuf *out = ((SvgPen *)self)->out;
    if (!(rect.w > 0 && rect.h > 0) || color.a == 0)
        return;
    put_rect(out, rect, radius);
    put_color(out, "fill", color);
    strbuf_put(out, "/>\n");
}

static void pen_frame(void *self, Rect rect, float radius, float width, Color color)
{
    StrBuf *out = ((SvgPen *)self)->out;
    if (!(rect.w > 0 && rect.h > 0 && width > 0))
        return;
    if (2 * width >= fminf(rect.w, rect.h)) {
        pen_rect(self, rect, radius, color);
        return;
    }
    const float r = fminf(radius, fminf(rect.w, rect.h) / 2);
    put_rect(out, rect_inset(rect, width / 2), fmaxf(r - width / 2, 0));
    strbuf_put(out, " fill=\"none\"");
    put_color(out, "stroke", color);
    put_attribute(out, "stroke-width", width);
    strbuf_put(out, "/>\n");
}

static void pen_disc(void *self, Point center, float radius, Color color)
{
    StrBuf *out = ((SvgPen *)self)->out;
    strbuf_put(out, "<circle");
    put_attribute(out, "cx", center.x);
    put_attribute(out, "cy", center.y);
    put_attribute(out, "r", radius);
    put_color(out, "fill", color);
    strbuf_put(out, "/>\n");
}

static void put_path(StrBuf *out, const Point *points, size_t count, bool closed)
{
    strbuf_put(out, "<path d=\"");
    for (size_t i = 0; i < count; i++) {
        strbuf_put_char(out, i == 0 ? 'M' : 'L');
        put_number(out, points[i].x);
        strbuf_put_char(out, ' ');
        put_number(out, points[i].y);
    }
    strbuf_put(out, closed ? "Z\"" : "\"");
}

static void pen_polygon(void *self, const Point *points, size_t count, Color color)
{
    StrBuf *out = ((SvgPen *)self)->out;
    put_path(out, points, count, true);
    put_color(out, "fill", color);
    strbuf_put(out, "/>\n");
}

static void put_dash(StrBuf *out, const Dash *dash)
{
    float total = 0;
    for (int i = 0; i < dash->count; i++)
        total += fmaxf(dash->length[i], 0);
    if (total <= 0.1f)
        return;
    strbuf_put(out, " stroke-dasharray=\"");
    for (int i = 0; i < dash->count; i++) {
        strbuf_put(out, i > 0 ? " " : "");
        put_number(out, fmaxf(dash->length[i], 0));
    }
    strbuf_put_char(out, '"');
}

static void pen_line(void *self, const Point *points, size_t count, const PenLine *line)
{
    StrBuf *out = ((SvgPen *)self)->out;
    put_path(out, points, count, line->closed);
    strbuf_put(out, " fill=\"none\" stroke-linejoin=\"round\"");
    put_color(out, "stroke", line->color);
    put_attribute(out, "stroke-width", line->width);
    if (line->round)
        strbuf_put(out, " stroke-linecap=\"round\"");
    put_dash(out, &line->dash);
    strbuf_put(out, "/>\n");
}

/* textLength keeps the places where another font has to stand in. */
static void pen_text(void *self, const PenText *text)
{
    StrBuf *out = ((SvgPen *)self)->out;
    strbuf_printf(out, "<text class=\"%s\"", classes[text->role]);
    put_attribute(out, "x", text->at.x);
    put_attribute(out, "y", text->at.y);
    put_attribute(out, "font-size", text->size);
    if (text->len > 1)
        put_attribute(out, "textLength", text->width);
    put_color(out, "fill", text->color);
    if (text->angle != 0) {
        strbuf_put(out, " transform=\"rotate(");
        put_number(out, text->angle * 57.29578f);
        strbuf_put_char(out, ' ');
        put_number(out, text->at.x);
        strbuf_put_char(out, ' ');
        put_number(out, text->at.y);
        strbuf_put(out, ")\"");
    }
    if (text->halo_width > 0) {
        strbuf_put(out, " paint-order=\"stroke\" stroke-linejoin=\"round\"");
        put_color(out, "stroke", text->halo);
        put_attribute(out, "stroke-width", 2 * text->halo_width);
    }
    strbuf_put_char(out, '>');
    svgpen_put_text(out, text->text, text->len);
    strbuf_put(out, "</text>\n");
}

static void put_base64(StrBuf *out, const unsigned char *bytes, size_t count)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < count; i += 3) {
        const size_t left = count - i;
        const uint32_t word = (uint32_t)bytes[i] << 16 |
                              (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                              (left > 2 ? (uint32_t)bytes[i + 2] : 0);
        strbuf_put_char(out, digits[word >> 18]);
        strbuf_put_char(out, digits[word >> 12 & 63]);
        strbuf_put_char(out, left > 1 ? digits[word >> 6 & 63] : '=');
        strbuf_put_char(out, left > 2 ? digits[word & 63] : '=');
    }
}

static bool write_image(const unsigned char *rgba, int width, int height, StrBuf *out, Err *err)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&bytes, &size);
    bool good = memory && png_write(memory, rgba, width, height, NULL, err);
    if (memory)
        good &= fclose(memory) == 0;
    if (good)
        put_base64(out, (const unsigned char *)bytes, size);
    free(bytes);
    return good || err_set(err, "there is no memory for an image");
}

static void put_png(SvgPen *svg, const uint32_t *pixels, int width, int height)
{
    const size_t count = (size_t)width * (size_t)height;
    unsigned char *rgba = mem_calloc(count, 4);
    for (size_t i = 0; i < count; i++) {
        rgba[4 * i] = (unsigned char)(pixels[i] >> 16);
        rgba[4 * i + 1] = (unsigned char)(pixels[i] >> 8);
        rgba[4 * i + 2] = (unsigned char)pixels[i];
    }
    write_image(rgba, width, height, svg->out, &svg->trouble);
    free(rgba);
}

static void pen_image(void *self, Rect rect, const uint32_t *pixels, int width, int height)
{
    SvgPen *svg = self;
    StrBuf *out = svg->out;
    strbuf_put(out, "<image preserveAspectRatio=\"none\"");
    put_attribute(out, "x", rect.x);
    put_attribute(out, "y", rect.y);
    put_attribute(out, "width", rect.w);
    put_attribute(out, "height", rect.h);
    strbuf_put(out, " xlink:href=\"data:image/png;base64,");
    put_png(svg, pixels, width, height);
    strbuf_put(out, "\"/>\n");
}

/* Two groups: the clip lies in the coordinates around the shift. */
static void pen_push(void *self, Rect clip, Point shift)
{
    SvgPen *svg = self;
    const int name = ++svg->clips;
    strbuf_printf(svg->out, "<clipPath id=\"c%d\">", name);
    put_rect(svg->out, clip, 0);
    strbuf_printf(svg->out, "/></clipPath>\n<g clip-path=\"url(#c%d)\"><g", name);
    if (shift.x != 0 || shift.y != 0) {
        strbuf_put(svg->out, " transform=\"translate(");
        put_number(svg->out, shift.x);
        strbuf_put_char(svg->out, ' ');
        put_number(svg->out, shift.y);
        strbuf_put(svg->out, ")\"");
    }
    strbuf_put(svg->out, ">\n");
}

static void pen_pop(void *self)
{
    strbuf_put(((SvgPen *)self)->out, "</g></g>\n");
}

Pen svgpen_pen(SvgPen *svg)
{
    return (Pen){svg,      pen_rect, pen_frame, pen_disc, pen_polygon,
                 pen_line, pen_text, pen_image, pen_push, pen_pop};
}

void svgpen_styles(const Lettering *lettering, StrBuf *out)
{
    strbuf_put(out, "<style>text{white-space:pre}");
    for (int role = 0; role < ROLE_COUNT; role++)
        strbuf_printf(out, ".%s{font-family:'%s',%s;font-weight:%d}", classes[role],
                      lettering_family(lettering, (FontRole)role),
                      role == ROLE_MATH ? "'STIX Two Math',serif" : "'DejaVu Sans',sans-serif",
                      lettering_weight((FontRole)role));
    strbuf_put(out, "</style>\n");
}
