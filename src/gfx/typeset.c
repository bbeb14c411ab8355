#include "gfx/typeset.h"

#include <SDL_ttf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "gfx/geometry.h"
#include "gfx/measure.h"
#include "gfx/typeface.h"

enum {
    PICTURES_MAX = 4096, /* a power of two; more than half full counts as full */
    PADDING = 1,         /* empty texels around every picture, for turned text */
    PHASES = 4,          /* places within a pixel where text can start */
    TEXT_LEN_MAX = 512
};

/* One string in the atlas. Keys are 64-bit hashes of everything that shapes the picture: with a
 * few thousand strings a collision has odds of one in 10^12. */
typedef struct Picture {
    uint64_t key;              /* 0: free */
    short x, y, width, height; /* in the atlas */
    short left, top;           /* of the corner, from the pen */
} Picture;

struct Typeset {
    Typeface *typeface;
    Measure *measure;
    Atlas *atlas;
    Fonts fonts;
    Picture pictures[PICTURES_MAX];
    int picture_count;
    uint16_t *columns; /* work area: coverage summed over the columns of a pixel */
    size_t columns_cap;
    unsigned char *mask, *halo; /* work areas */
    size_t mask_cap, halo_cap;
};

Typeset *typeset_create(Atlas *atlas, Err *err)
{
    Typeset *typeset = mem_calloc(1, sizeof *typeset);
    typeset->atlas = atlas;
    typeset->typeface = typeface_create(err);
    if (!typeset->typeface) {
        typeset_destroy(typeset);
        return NULL;
    }
    typeset->measure = measure_create(typeset->typeface);
    typeset->fonts = measure_fonts(typeset->measure);
    if (!typeset_whole(typeset, err)) {
        typeset_destroy(typeset);
        return NULL;
    }
    return typeset;
}

void typeset_destroy(Typeset *typeset)
{
    if (!typeset)
        return;
    measure_destroy(typeset->measure);
    typeface_destroy(typeset->typeface);
    free(typeset->columns);
    free(typeset->mask);
    free(typeset->halo);
    free(typeset);
}

const Fonts *typeset_fonts(const Typeset *typeset)
{
    return &typeset->fonts;
}

bool typeset_whole(const Typeset *typeset, Err *err)
{
    return typeface_whole(typeset->typeface, err);
}

void typeset_begin_anew(Typeset *typeset)
{
    typeset_forget(typeset);
    measure_forget(typeset->measure);
    typeface_begin_anew(typeset->typeface);
}

void typeset_forget(Typeset *typeset)
{
    memset(typeset->pictures, 0, sizeof typeset->pictures);
    typeset->picture_count = 0;
    atlas_clear(typeset->atlas);
}

static Picture *find_slot(Typeset *typeset, uint64_t key)
{
    size_t at = key % PICTURES_MAX;
    while (typeset->pictures[at].key != 0 && typeset->pictures[at].key != key)
        at = (at + 1) % PICTURES_MAX;
    return &typeset->pictures[at];
}

/* A rendered run and where its bitmap's corner lies from the string's start: quarter px across,
 * px down. */
typedef struct Strip {
    SDL_Surface *surface;
    int left, top;
} Strip;

/* Renders the runs of text; returns their number. */
static int render_strips(Typeset *typeset, Face face, float size, const char *text, size_t len,
                         Strip strips[TYPEFACE_RUNS_MAX])
{
    TypeRun runs[TYPEFACE_RUNS_MAX];
    int count = typeface_runs(typeset->typeface, face, text, len, runs), used = 0;
    float pen = 0;
    for (int i = 0; i < count; i++) {
        const char *part = text + runs[i].start;
        Strip strip;
        strip.surface = typeface_render(typeset->typeface, runs[i].role, size, part, runs[i].len,
                                        &strip.left, &strip.top);
        strip.left += (int)lrintf(pen * PHASES);
        pen += measure_run(typeset->measure, runs[i].role, part, runs[i].len) * size;
        if (strip.surface)
            strips[used++] = strip;
    }
    return used;
}

static int floor_div(int a, int b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/* Adds a strip's coverage to columns, four of its columns to one. x, y: of the box, px. */
static void sum_columns(Typeset *typeset, const Strip *strip, int phase, int x, int y, int width)
{
    const SDL_Surface *s = strip->surface;
    for (int row = 0; row < s->h; row++) {
        const uint32_t *from =
            (const uint32_t *)(const void *)((const char *)s->pixels + row * s->pitch);
        uint16_t *to = typeset->columns + (size_t)(strip->top + row - y) * (size_t)width;
        for (int i = 0; i < s->w; i++) {
            int at = floor_div(strip->left + phase + i, PHASES) - x;
            to[at] = (uint16_t)(to[at] + (from[i] >> 24));
        }
    }
}

/* The mask of a string in typeset->mask; its box from the pen in picture's left, top, width and
 * height. False if there is nothing to see. */
static bool make_mask(Typeset *typeset, Face face, float size, int phase, const char *text,
                      size_t len, Picture *picture)
{
    Strip strips[TYPEFACE_RUNS_MAX];
    int count = render_strips(typeset, face, size, text, len, strips);
    int x0 = 1 << 20, y0 = 1 << 20, x1 = -x0, y1 = -y0;
    for (int i = 0; i < count; i++) {
        int left = strips[i].left + phase, right = left + strips[i].surface->w;
        int bottom = strips[i].top + strips[i].surface->h;
        x0 = SDL_min(x0, floor_div(left, PHASES));
        x1 = SDL_max(x1, floor_div(right, PHASES) + 1);
        y0 = SDL_min(y0, strips[i].top);
        y1 = SDL_max(y1, bottom);
    }
    if (count == 0)
        return false;
    int width = x1 - x0, height = y1 - y0;
    size_t area = (size_t)width * (size_t)height;
    ARRAY_RESERVE(typeset->columns, typeset->columns_cap, area);
    ARRAY_RESERVE(typeset->mask, typeset->mask_cap, area);
    memset(typeset->columns, 0, area * sizeof *typeset->columns);
    for (int i = 0; i < count; i++) {
        sum_columns(typeset, &strips[i], phase, x0, y0, width);
        SDL_FreeSurface(strips[i].surface);
    }
    for (size_t i = 0; i < area; i++) {
        int cover = (typeset->columns[i] + PHASES / 2) / PHASES;
        typeset->mask[i] = (unsigned char)SDL_min(cover, 255);
    }
    picture->left = (short)x0;
    picture->top = (short)y0;
    picture->width = (short)width;
    picture->height = (short)height;
    return true;
}

/* Cuts empty rows and columns off the mask's box (in place: rows move up). */
static void trim_mask(Typeset *typeset, Picture *picture)
{
    int w = picture->width, h = picture->height, x0 = w, x1 = 0, y0 = h, y1 = 0;
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            if (typeset->mask[y * w + x]) {
                x0 = SDL_min(x0, x);
                x1 = SDL_max(x1, x + 1);
                y0 = SDL_min(y0, y);
                y1 = SDL_max(y1, y + 1);
            }
        }
    }
    int width = SDL_max(x1 - x0, 0), height = SDL_max(y1 - y0, 0);
    for (int y = 0; y < height; y++)
        memmove(typeset->mask + y * width, typeset->mask + (y + y0) * w + x0, (size_t)width);
    picture->left = (short)(picture->left + x0);
    picture->top = (short)(picture->top + y0);
    picture->width = (short)width;
    picture->height = (short)height;
}

/* Grows the mask by radius px on all sides, with soft edges: every covered pixel spreads a
 * feathered disc, the strongest wins. The result replaces the mask. */
static void spread_mask(Typeset *typeset, float radius, Picture *picture)
{
    int reach = (int)ceilf(radius + 0.5f);
    int w = picture->width + 2 * reach, h = picture->height + 2 * reach;
    ARRAY_RESERVE(typeset->halo, typeset->halo_cap, (size_t)w * (size_t)h);
    memset(typeset->halo, 0, (size_t)w * (size_t)h);
    for (int dy = -reach; dy <= reach; dy++) {
        for (int dx = -reach; dx <= reach; dx++) {
            float weight = fminf(fmaxf(radius + 0.5f - hypotf((float)dx, (float)dy), 0), 1);
            int share = (int)lrintf(weight * 256);
            for (int y = 0; y < picture->height && share > 0; y++) {
                const unsigned char *from = typeset->mask + y * picture->width;
                unsigned char *to = typeset->halo + (y + dy + reach) * w + dx + reach;
                for (int x = 0; x < picture->width; x++) {
                    unsigned char cover = (unsigned char)((from[x] * share) >> 8);
                    to[x] = to[x] > cover ? to[x] : cover;
                }
            }
        }
    }
    unsigned char *mask = typeset->mask;
    size_t cap = typeset->mask_cap;
    typeset->mask = typeset->halo;
    typeset->mask_cap = typeset->halo_cap;
    typeset->halo = mask;
    typeset->halo_cap = cap;
    picture->left = (short)(picture->left - reach);
    picture->top = (short)(picture->top - reach);
    picture->width = (short)w;
    picture->height = (short)h;
}

/* Copies the mask to the atlas with its padding. */
static bool store_mask(Typeset *typeset, Picture *picture)
{
    int width = picture->width + 2 * PADDING, height = picture->height + 2 * PADDING, x, y;
    if (!atlas_place(typeset->atlas, width, height, &x, &y))
        return false;
    for (int row = 0; row < height; row++) {
        unsigned char *to = typeset->atlas->pixels + (size_t)(y + row) * ATLAS_WIDTH + x;
        memset(to, 0, (size_t)width);
        if (row >= PADDING && row < height - PADDING) {
            memcpy(to + PADDING, typeset->mask + (row - PADDING) * picture->width,
                   (size_t)picture->width);
        }
    }
    picture->x = (short)x;
    picture->y = (short)y;
    picture->left = (short)(picture->left - PADDING);
    picture->top = (short)(picture->top - PADDING);
    picture->width = (short)width;
    picture->height = (short)height;
    return true;
}

static const Picture *get_picture(Typeset *typeset, Face face, float size, int phase, float halo,
                                  const char *text, size_t len)
{
    struct {
        int32_t face, size, phase, halo;
    } shape = {face, typeface_grade(size), phase, (int32_t)lrintf(halo * 8)};
    uint64_t key = measure_hash(measure_hash(0, &shape, sizeof shape), text, len) | 1;
    Picture *slot = find_slot(typeset, key);
    if (slot->key == key)
        return slot;
    if (typeset->picture_count >= PICTURES_MAX / 2)
        return NULL;
    Picture picture = {.key = key};
    if (make_mask(typeset, face, size, phase, text, len, &picture)) {
        trim_mask(typeset, &picture);
        if (picture.width > 0 && halo > 0)
            spread_mask(typeset, (float)shape.halo / 8, &picture);
    }
    if (picture.width > 0 && !store_mask(typeset, &picture))
        return NULL;
    *slot = picture;
    typeset->picture_count++;
    return slot;
}

/* A string too wide for the atlas is drawn in two parts: where to cut it. */
static size_t cut_in_two(const char *text, size_t len)
{
    size_t cut = len / 2;
    while (cut > 0 && (text[cut] & 0xc0) == 0x80)
        cut--;
    return cut;
}

static bool draw_part(Typeset *typeset, Mesh *mesh, const DrawCommand *command, Point pen,
                      const char *text, size_t len)
{
    const DrawText *t = &command->u.text;
    float wide =
        font_width(&typeset->fonts, t->face, t->size, text, len) + 4 * t->halo_width + t->size;
    size_t cut = wide > ATLAS_WIDTH || len > TEXT_LEN_MAX ? cut_in_two(text, len) : 0;
    if (cut > 0) {
        float along = font_width(&typeset->fonts, t->face, t->size, text, cut);
        Point next = {pen.x + along * cosf(t->angle), pen.y + along * sinf(t->angle)};
        return draw_part(typeset, mesh, command, pen, text, cut) &&
               draw_part(typeset, mesh, command, next, text + cut, len - cut);
    }
    int phase = 0;
    if (t->angle == 0) {
        float quarters = floorf(pen.x * PHASES + 0.5f);
        pen.x = floorf(quarters / PHASES);
        pen.y = floorf(pen.y + 0.5f);
        phase = (int)(quarters - pen.x * PHASES);
    }
    for (int layer = t->halo_width > 0 ? 0 : 1; layer < 2; layer++) {
        const Picture *p = get_picture(typeset, t->face, t->size, phase,
                                       layer == 0 ? t->halo_width : 0, text, len);
        if (!p)
            return false;
        if (p->width > 0) {
            geometry_glyphs(mesh, pen, t->angle, (Rect){p->left, p->top, p->width, p->height},
                            (Rect){p->x, p->y, p->width, p->height},
                            layer == 0 ? t->halo : command->color);
        }
    }
    return true;
}

bool typeset_draw(Typeset *typeset, Mesh *mesh, const DrawCommand *command, const char *text)
{
    const DrawText *t = &command->u.text;
    Point pen = {command->rect.x, command->rect.y};
    if (t->length == 0 || !(t->size >= 1) || !isfinite(pen.x) || !isfinite(pen.y))
        return true;
    return draw_part(typeset, mesh, command, pen, text, t->length);
}
