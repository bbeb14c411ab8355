#include "gfx/geometry.h"

#include <math.h>

enum { CORNER_STEPS_MAX = 32, DISC_STEPS_MAX = 160 };

/* A shape's edge lies this far from the arc's chord at most, px. */
static const float CHORD_ERROR = 0.05f;

static float arc_step(float radius)
{
    float reach = 1.0f - CHORD_ERROR / fmaxf(radius, CHORD_ERROR * 1.5f);
    return 2.0f * acosf(reach);
}

static uint8_t scale_alpha(uint8_t alpha, float by)
{
    return (uint8_t)(alpha * by + 0.5f);
}

/* One axis of a rect: where coverage is 0, full, full, 0; and how full. */
typedef struct Stops {
    float at[4];
    float peak;
} Stops;

static Stops axis_stops(float start, float length)
{
    float end = start + length;
    float a = start + 0.5f, b = end - 0.5f;
    return (Stops){{start - 0.5f, fminf(a, b), fmaxf(a, b), end + 0.5f}, fminf(1.0f, length)};
}

static bool is_whole(float x)
{
    return fabsf(x - roundf(x)) < 1.0f / 512.0f;
}

static void fill_plain(Mesh *mesh, float x0, float y0, float x1, float y1, Color color)
{
    mesh_reserve(mesh, 4, 6);
    uint32_t a = mesh_push(mesh, x0, y0, color, color.a);
    uint32_t b = mesh_push(mesh, x1, y0, color, color.a);
    uint32_t c = mesh_push(mesh, x0, y1, color, color.a);
    uint32_t d = mesh_push(mesh, x1, y1, color, color.a);
    mesh_quad(mesh, a, b, c, d);
}

static void fill_square(Mesh *mesh, Rect r, Color color)
{
    if (is_whole(r.x) && is_whole(r.y) && is_whole(r.x + r.w) && is_whole(r.y + r.h)) {
        fill_plain(mesh, roundf(r.x), roundf(r.y), roundf(r.x + r.w), roundf(r.y + r.h), color);
        return;
    }
    Stops x = axis_stops(r.x, r.w), y = axis_stops(r.y, r.h);
    uint8_t full = scale_alpha(color.a, x.peak * y.peak);
    mesh_reserve(mesh, 16, 54);
    uint32_t first = (uint32_t)mesh->vertex_count;
    for (int j = 0; j < 4; j++) {
        for (int i = 0; i < 4; i++) {
            bool inside = (i == 1 || i == 2) && (j == 1 || j == 2);
            mesh_push(mesh, x.at[i], y.at[j], color, inside ? full : 0);
        }
    }
    for (uint32_t j = 0; j < 3; j++) {
        for (uint32_t i = 0; i < 3; i++) {
            uint32_t at = first + 4 * j + i;
            /* Corner cells are cut along the diagonal that meets the full corner. */
            if ((i == 0) == (j == 0))
                mesh_quad(mesh, at + 4, at, at + 5, at + 1);
            else
                mesh_quad(mesh, at, at + 1, at + 4, at + 5);
        }
    }
}

/* The outline of a rounded rect moved inward by `inset`: 4 * (steps + 1) vertices, clockwise from
 * the left end of the top left corner. */
static uint32_t push_ring(Mesh *mesh, Rect r, float radius, float inset, int steps, Color color,
                          uint8_t alpha)
{
    uint32_t first = (uint32_t)mesh->vertex_count;
    float turned = fmaxf(radius - inset, 0);
    /* A ring that would turn inside out ends in the middle. */
    float in_x = fminf(inset + turned, r.w / 2), in_y = fminf(inset + turned, r.h / 2);
    for (int corner = 0; corner < 4; corner++) {
        float x = corner == 1 || corner == 2 ? r.x + r.w - in_x : r.x + in_x;
        float y = corner >= 2 ? r.y + r.h - in_y : r.y + in_y;
        for (int i = 0; i <= steps; i++) {
            float angle = 1.57079633f * ((float)(corner + 2) + (float)i / (float)steps);
            mesh_push(mesh, x + turned * cosf(angle), y + turned * sinf(angle), color, alpha);
        }
    }
    return first;
}

/* The band between two rings of `count` vertices each. */
static void band(Mesh *mesh, uint32_t a, uint32_t b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t next = i + 1 < count ? i + 1 : 0;
        mesh_quad(mesh, a + i, a + next, b + i, b + next);
    }
}

static void fan(Mesh *mesh, uint32_t first, uint32_t count)
{
    for (uint32_t i = 2; i < count; i++)
        mesh_triangle(mesh, first, first + i - 1, first + i);
}

static int corner_steps(float radius)
{
    int steps = (int)ceilf(1.57079633f / arc_step(radius + 0.5f));
    return steps < CORNER_STEPS_MAX ? steps : CORNER_STEPS_MAX;
}

static bool is_seen(const Mesh *mesh, Rect r)
{
    return r.w > 0 && r.h > 0 && mesh_sees(mesh, r.x, r.y, r.x + r.w, r.y + r.h, 1);
}

void geometry_fill(Mesh *mesh, Rect rect, float radius, Color color)
{
    if (!is_seen(mesh, rect))
        return;
    mesh_paint(mesh, PAINT_SOLID);
    radius = fminf(radius, fminf(rect.w, rect.h) / 2);
    if (radius < 0.25f) {
        fill_square(mesh, rect, color);
        return;
    }
    int steps = corner_steps(radius);
    uint32_t count = 4 * ((uint32_t)steps + 1);
    mesh_reserve(mesh, 2 * count, 9 * count);
    uint8_t full = scale_alpha(color.a, fminf(1, rect.w) * fminf(1, rect.h));
    uint32_t outer = push_ring(mesh, rect, radius, -0.5f, steps, color, 0);
    uint32_t inner = push_ring(mesh, rect, radius, 0.5f, steps, color, full);
    band(mesh, outer, inner, count);
    fan(mesh, inner, count);
}

static void frame_square(Mesh *mesh, Rect r, float width, Color color)
{
    fill_square(mesh, (Rect){r.x, r.y, r.w, width}, color);
    fill_square(mesh, (Rect){r.x, r.y + r.h - width, r.w, width}, color);
    fill_square(mesh, (Rect){r.x, r.y + width, width, r.h - 2 * width}, color);
    fill_square(mesh, (Rect){r.x + r.w - width, r.y + width, width, r.h - 2 * width}, color);
}

void geometry_frame(Mesh *mesh, Rect rect, float radius, float width, Color color)
{
    float least = fminf(rect.w, rect.h);
    if (!is_seen(mesh, rect) || !(width > 0))
        return;
    if (2 * width >= least) {
        geometry_fill(mesh, rect, radius, color);
        return;
    }
    mesh_paint(mesh, PAINT_SOLID);
    radius = fminf(radius, least / 2);
    if (radius < 0.25f) {
        frame_square(mesh, rect, width, color);
        return;
    }
    int steps = corner_steps(radius);
    uint32_t count = 4 * ((uint32_t)steps + 1);
    mesh_reserve(mesh, 4 * count, 18 * count);
    Stops stops = axis_stops(0, width);
    uint8_t full = scale_alpha(color.a, stops.peak);
    uint32_t ring[4];
    for (int i = 0; i < 4; i++) {
        bool core = i == 1 || i == 2;
        ring[i] = push_ring(mesh, rect, radius, stops.at[i], steps, color, core ? full : 0);
        if (i > 0)
            band(mesh, ring[i - 1], ring[i], count);
    }
}

void geometry_disc(Mesh *mesh, Point center, float radius, Color color)
{
    if (!(radius > 0) || !isfinite(center.x) || !isfinite(center.y) ||
        !mesh_sees(mesh, center.x, center.y, center.x, center.y, radius + 1))
        return;
    /* A linear fade over one pixel adds pi / 12 to the area; a disc too small for a full core
     * becomes a cone of the same volume. */
    float fair = sqrtf(fmaxf(radius * radius - 1.0f / 12, 0));
    bool cone = fair <= 0.5f;
    float outer = cone ? 1 : fair + 0.5f;
    color.a = scale_alpha(color.a, cone ? fminf(1, 3 * radius * radius) : 1);
    uint32_t count = (uint32_t)ceilf(6.28318531f / arc_step(outer));
    count = count < 10 ? 10 : count > DISC_STEPS_MAX ? DISC_STEPS_MAX : count;
    /* The polygon has the circle's area. */
    float step = 6.28318531f / (float)count, reach = outer * sqrtf(step / sinf(step));
    float c = cosf(step), s = sinf(step), x = reach, y = 0;
    mesh_relieve(mesh);
    mesh_paint(mesh, PAINT_SOLID);
    mesh_reserve(mesh, (size_t)count + 1, 3 * (size_t)count);
    uint32_t hub = mesh_push_edge(mesh, center.x, center.y, outer, outer, color);
    for (uint32_t i = 0; i < count; i++) {
        mesh_push_edge(mesh, center.x + x, center.y + y, 0, outer, color);
        mesh_triangle(mesh, hub, hub + 1 + i, hub + 1 + (i + 1) % count);
        float turned = c * x - s * y;
        y = s * x + c * y;
        x = turned;
    }
}

void geometry_glyphs(Mesh *mesh, Point pen, float angle, Rect offset, Rect texels, Color color)
{
    float c = cosf(angle), s = sinf(angle);
    mesh_paint(mesh, PAINT_MASK);
    mesh_reserve(mesh, 4, 6);
    uint32_t first = (uint32_t)mesh->vertex_count;
    for (int i = 0; i < 4; i++) {
        float x = offset.x + (i & 1 ? offset.w : 0), y = offset.y + (i & 2 ? offset.h : 0);
        mesh->vertices[mesh->vertex_count++] =
            (Vertex){pen.x + c * x - s * y, pen.y + s * x + c * y,
                     texels.x + (i & 1 ? texels.w : 0), texels.y + (i & 2 ? texels.h : 0), color};
    }
    mesh_quad(mesh, first, first + 1, first + 2, first + 3);
}
