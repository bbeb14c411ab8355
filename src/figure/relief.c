#include "figure/relief.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "figure/groundtone.h"
#include "gfx/surfacemesh.h"

/* As in the shaders. */
static const float WALL_LINES = 0.4f;
static const float APART = 24; /* px of the map from one place to the next */

enum { GRAIN = 2 }; /* places along a pixel's side */

typedef enum Kind { NOTHING, SURFACE, FLOOR, WALL } Kind;

/* What is seen: of surface and floor x and y in px of the map, of a wall its light and a height. */
typedef struct Place {
    Kind kind;
    float x, y;
} Place;

typedef struct Relief {
    const DrawSurface *surface;
    int width, height; /* of places */
    Place *places;
    float *depth;
} Relief;

/* A corner on the screen: px of the places, depth, and what stands to be divided by w. */
typedef struct Spot {
    float x, y, z, one_over_w;
    float at[3]; /* x, y, height, each over w */
    float light;
} Spot;

/* ---- places ---- */

static bool spot_of(const Relief *relief, const SurfaceCorner *corner, Spot *spot)
{
    const float *m = relief->surface->matrix;
    const float x = corner->x, y = corner->y, h = corner->height;
    float clip[4];
    for (int i = 0; i < 4; i++)
        clip[i] = m[i] * x + m[4 + i] * y + m[8 + i] * h + m[12 + i];
    if (!(clip[3] > 0))
        return false; /* behind the eye: the camera never goes so near */
    const float inverse = 1 / clip[3];
    const float below = corner->light < 0 ? SURFACE_FLOOR_BELOW : 0;
    *spot = (Spot){.x = 0.5f * (float)relief->width * (1 + clip[0] * inverse),
                   .y = 0.5f * (float)relief->height * (1 + clip[1] * inverse),
                   .z = clip[2] * inverse + below,
                   .one_over_w = inverse,
                   .at = {x * inverse, y * inverse, h * inverse},
                   .light = corner->light};
    return true;
}

/* True if the function has a value there; else it is a hole. */
static bool has_value(const DrawGround *ground, float x, float y)
{
    const int col = (int)fminf(fmaxf(x, 0), (float)ground->width - 1);
    const int row = (int)fminf(fmaxf(y, 0), (float)ground->height - 1);
    return isfinite(ground->k[(size_t)(row + 1) * ((size_t)ground->width + 2) + (size_t)col + 1]);
}

static Place place_of(float light, float x, float y, float height)
{
    if (light > 1.5f)
        return (Place){SURFACE, fmaxf(x, 0), fmaxf(y, 0)};
    if (light < 0)
        return (Place){FLOOR, fmaxf(x, 0), fmaxf(y, 0)};
    return (Place){WALL, light, height};
}

/* Twice the area of a triangle, positive if it turns clockwise (y is down). */
static float twice_area(const Spot *a, const Spot *b, float x, float y)
{
    return (b->x - a->x) * (y - a->y) - (b->y - a->y) * (x - a->x);
}

static int within(float v, int limit)
{
    return v < 0 ? 0 : v > (float)limit ? limit : (int)v;
}

/* Attributes go with 1/w, depth goes straight (Heckbert and Moreton 1991, Interpolation for
 * polygon texture mapping and shading). */
static void put_place(Relief *relief, const Spot spots[3], const float share[3], size_t at,
                      bool holes)
{
    float z = 0, inverse = 0, value[3] = {0};
    for (int i = 0; i < 3; i++) {
        z += share[i] * spots[i].z;
        inverse += share[i] * spots[i].one_over_w;
        for (int k = 0; k < 3; k++)
            value[k] += share[i] * spots[i].at[k];
    }
    if (!(z < relief->depth[at]))
        return;
    const float x = value[0] / inverse, y = value[1] / inverse;
    if (holes && !has_value(&relief->surface->ground, x, y))
        return;
    relief->depth[at] = z;
    relief->places[at] = place_of(spots[0].light, x, y, value[2] / inverse);
}

static void put_triangle(Relief *relief, const Spot s[3], bool holes)
{
    const float area = twice_area(&s[0], &s[1], s[2].x, s[2].y);
    if (!(fabsf(area) > 0))
        return;
    const int x0 = within(fminf(s[0].x, fminf(s[1].x, s[2].x)), relief->width);
    const int x1 = within(fmaxf(s[0].x, fmaxf(s[1].x, s[2].x)) + 1, relief->width);
    const int y0 = within(fminf(s[0].y, fminf(s[1].y, s[2].y)), relief->height);
    const int y1 = within(fmaxf(s[0].y, fmaxf(s[1].y, s[2].y)) + 1, relief->height);
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            const float px = (float)x + 0.5f, py = (float)y + 0.5f;
            const float share[3] = {twice_area(&s[1], &s[2], px, py) / area,
                                    twice_area(&s[2], &s[0], px, py) / area,
                                    twice_area(&s[0], &s[1], px, py) / area};
            if (share[0] >= 0 && share[1] >= 0 && share[2] >= 0)
                put_place(relief, s, share, (size_t)y * (size_t)relief->width + (size_t)x, holes);
        }
}

static void find_places(Relief *relief)
{
    SurfaceMesh mesh = surfacemesh_build(relief->surface);
    for (size_t i = 0; i + 2 < mesh.index_count; i += 3) {
        Spot spots[3];
        bool seen = true;
        for (int k = 0; k < 3; k++)
            seen &= spot_of(relief, &mesh.corners[mesh.indices[i + (size_t)k]], &spots[k]);
        if (seen)
            put_triangle(relief, spots, i >= mesh.plain_count);
    }
    surfacemesh_deinit(&mesh);
}

/* ---- colours ---- */

/* How a place changes from one pixel of the picture to the next, to the right and down. */
typedef struct Change {
    float across[2], down[2];
} Change;

/* u' M v of a symmetric matrix xx, yy, xy. */
static float bilinear(const float m[3], const float u[2], const float v[2])
{
    return m[0] * u[0] * v[0] + m[1] * u[1] * v[1] + m[2] * (u[0] * v[1] + u[1] * v[0]);
}

static float dot(const float u[2], const float v[2])
{
    return u[0] * v[0] + u[1] * v[1];
}

static Rgb ground_at(const DrawGround *ground, const Place *place, const Change *change,
                     float lines)
{
    const float x = fminf(place->x, (float)ground->width - 0.001f);
    const float y = fminf(place->y, (float)ground->height - 0.001f);
    const ToneSample s = tone_sample(ground, (int)x, (int)y);
    /* From the pixel's centre to the very place, by Taylor. */
    const float off[2] = {x - floorf(x) - 0.5f, y - floorf(y) - 0.5f};
    const float slope[2] = {s.slope[0] + s.curve[0] * off[0] + s.curve[2] * off[1],
                            s.slope[1] + s.curve[2] * off[0] + s.curve[1] * off[1]};
    const float k = s.known ? s.k + dot(s.slope, off) + 0.5f * bilinear(s.curve, off, off) : s.k;
    const Rgb color = tone_color(ground, s.known, k, slope);
    if (!s.known || lines == 0)
        return color;
    const float seen_slope[2] = {dot(slope, change->across), dot(slope, change->down)};
    const float seen_curve[3] = {bilinear(s.curve, change->across, change->across),
                                 bilinear(s.curve, change->down, change->down),
                                 bilinear(s.curve, change->across, change->down)};
    const float ink = lines * tone_isolines(ground, k, seen_slope, seen_curve);
    return tone_mix(color, tone_of(ground->line), ink);
}

static Rgb wall_at(const DrawSurface *surface, const Place *place, const Change *change,
                   float lines)
{
    const DrawGround *ground = &surface->ground;
    const Rgb color = tone_mix(tone_of(surface->dim), tone_of(surface->wall), place->x);
    if (lines == 0 || place->y <= 0 || place->y >= 1)
        return color;
    const float rise = surface->strata[1];
    const float k = (float)((double)surface->strata[0] - ground->base) + rise * place->y;
    const float slope[2] = {rise * change->across[1], rise * change->down[1]};
    const float flat[3] = {0};
    const float ink = lines * WALL_LINES * tone_isolines(ground, k, slope, flat);
    return tone_mix(color, tone_of(ground->line), ink);
}

/* Hatched where the function has no value. */
static Rgb floor_at(const DrawSurface *surface, const Place *place)
{
    const DrawGround *ground = &surface->ground;
    const float x = fminf(place->x, (float)ground->width - 0.001f);
    const float y = fminf(place->y, (float)ground->height - 0.001f);
    const ToneSample s = tone_sample(ground, (int)x, (int)y);
    if (s.known)
        return tone_of(surface->dim);
    const float level[2] = {0};
    return tone_mix(tone_color(ground, false, s.k, level), tone_of(ground->line),
                    tone_hatch(ground, x - 0.5f, y - 0.5f));
}

static Rgb color_of(const DrawSurface *surface, const Place *place, const Change *change,
                    float lines, Color background)
{
    switch (place->kind) {
    case SURFACE:
        return ground_at(&surface->ground, place, change, lines);
    case WALL:
        return wall_at(surface, place, change, lines);
    case FLOOR:
        return floor_at(surface, place);
    case NOTHING:
        break;
    }
    return tone_of(background);
}

static bool close_by(const Place *a, const Place *b)
{
    return a->kind == b->kind && fabsf(a->x - b->x) + fabsf(a->y - b->y) < APART;
}

/* Of the four places where they are neighbours; where an edge runs through, their mean colour. */
static Rgb pixel_color(const DrawSurface *surface, const Place p[4], Color background)
{
    const bool plain = close_by(&p[0], &p[1]) && close_by(&p[0], &p[2]) && close_by(&p[0], &p[3]);
    Change change = {{0}, {0}};
    if (plain) {
        const Place middle = {p[0].kind, 0.25f * (p[0].x + p[1].x + p[2].x + p[3].x),
                              0.25f * (p[0].y + p[1].y + p[2].y + p[3].y)};
        change = (Change){{p[1].x - p[0].x + p[3].x - p[2].x, p[1].y - p[0].y + p[3].y - p[2].y},
                          {p[2].x - p[0].x + p[3].x - p[1].x, p[2].y - p[0].y + p[3].y - p[1].y}};
        return color_of(surface, &middle, &change, 1, background);
    }
    Rgb sum = {0, 0, 0};
    for (int i = 0; i < 4; i++) {
        const Rgb one = color_of(surface, &p[i], &change, 0, background);
        sum = (Rgb){sum.r + 0.25f * one.r, sum.g + 0.25f * one.g, sum.b + 0.25f * one.b};
    }
    return sum;
}

void relief_paint(const DrawSurface *surface, int width, int height, Color background,
                  uint32_t *pixels)
{
    Relief relief = {.surface = surface, .width = GRAIN * width, .height = GRAIN * height};
    const size_t count = (size_t)relief.width * (size_t)relief.height;
    relief.places = mem_calloc(count, sizeof *relief.places);
    relief.depth = mem_calloc(count, sizeof *relief.depth);
    for (size_t i = 0; i < count; i++)
        relief.depth[i] = 1; /* the far plane */
    find_places(&relief);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const Place *upper =
                relief.places + (size_t)(GRAIN * y) * (size_t)relief.width + (size_t)(GRAIN * x);
            const Place *lower = upper + relief.width;
            const Place four[4] = {upper[0], upper[1], lower[0], lower[1]};
            *pixels++ = tone_pack(pixel_color(surface, four, background));
        }
    free(relief.places);
    free(relief.depth);
}
