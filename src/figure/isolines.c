#include "figure/isolines.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "figure/groundtone.h"
#include "figure/simplify.h"
#include "sim/contour.h"

enum {
    GRADES = 6,          /* strengths that a line fades through */
    LEVELS_MAX = 1 << 16 /* between the lowest and the highest line */
};

/* px at scale 1 */
static const float TOLERANCE = 0.06f;

typedef struct Isolines {
    const DrawGround *ground;
    Rect rect;
    const Pen *pen;
    float *thin, *strong; /* per pixel: alphas of lines there */
    Contours contours;
    Point *points; /* a stretch of one strength */
    size_t point_cap;
} Isolines;

static size_t pixel_count(const DrawGround *ground)
{
    return (size_t)ground->width * (size_t)ground->height;
}

/* The level whose line would be seen at a pixel: of both that could, the thin one or the strong. */
typedef struct Seen {
    long thin, strong;
    bool has_thin, has_strong;
} Seen;

static Seen seen_at(const Isolines *lines, size_t pixel, float k)
{
    const float near = floorf(k + 0.5f), fifth = 5 * floorf(k / 5 + 0.5f);
    const float lowest = tone_lowest(lines->ground);
    return (Seen){.thin = lroundf(near),
                  .strong = lroundf(fifth),
                  .has_thin = near != fifth && near >= lowest && lines->thin[pixel] > 0,
                  .has_strong = fifth >= lowest && lines->strong[pixel] > 0};
}

typedef void Visit(Isolines *lines, long level, void *context);

static void visit_seen(Isolines *lines, Visit *visit, void *context)
{
    const DrawGround *ground = lines->ground;
    size_t pixel = 0;
    for (int y = 0; y < ground->height; y++)
        for (int x = 0; x < ground->width; x++, pixel++) {
            const ToneSample s = tone_sample(ground, x, y);
            if (!s.known || fabsf(s.k) > 1e9f)
                continue;
            const Seen seen = seen_at(lines, pixel, s.k);
            if (seen.has_thin)
                visit(lines, seen.thin, context);
            if (seen.has_strong)
                visit(lines, seen.strong, context);
        }
}

/* The levels that are seen anywhere, as flags from `low` on. */
typedef struct Levelset {
    long low, high;
    unsigned char *seen;
} Levelset;

static void widen(Isolines *lines, long level, void *context)
{
    Levelset *set = context;
    (void)lines;
    set->low = level < set->low ? level : set->low;
    set->high = level > set->high ? level : set->high;
}

static void flag(Isolines *lines, long level, void *context)
{
    Levelset *set = context;
    (void)lines;
    if (level <= set->high)
        set->seen[level - set->low] = 1;
}

static void find_strengths(Isolines *lines)
{
    const DrawGround *ground = lines->ground;
    lines->thin = mem_calloc(pixel_count(ground), sizeof *lines->thin);
    lines->strong = mem_calloc(pixel_count(ground), sizeof *lines->strong);
    size_t pixel = 0;
    for (int y = 0; y < ground->height; y++)
        for (int x = 0; x < ground->width; x++, pixel++) {
            const ToneSample s = tone_sample(ground, x, y);
            if (s.known)
                tone_strength(ground, s.slope, s.curve, &lines->thin[pixel], &lines->strong[pixel]);
        }
}

/* Of a line through a point of the sampled grid, which has a border of one sample. */
static float strength_at(const Isolines *lines, ContourPoint at, bool strong)
{
    const DrawGround *ground = lines->ground;
    const float x = fminf(fmaxf(at.x - 0.5f, 0), (float)ground->width - 1);
    const float y = fminf(fmaxf(at.y - 0.5f, 0), (float)ground->height - 1);
    const size_t pixel = (size_t)y * (size_t)ground->width + (size_t)x;
    return strong ? lines->strong[pixel] : lines->thin[pixel];
}

static Point place_of(const Isolines *lines, ContourPoint at)
{
    const Rect rect = lines->rect;
    return (Point){rect.x + (at.x - 0.5f) * rect.w / (float)lines->ground->width,
                   rect.y + (at.y - 0.5f) * rect.h / (float)lines->ground->height};
}

/* Points first to last of a line, in one strength. */
static void draw_stretch(Isolines *lines, const ContourPoint *at, size_t count, bool closed,
                         bool strong, int grade)
{
    const DrawGround *ground = lines->ground;
    const float most = strong ? ground->strong_alpha : ground->thin_alpha;
    const float scale = tone_line_scale(ground);
    if (grade == 0 || count < 2)
        return;
    ARRAY_RESERVE(lines->points, lines->point_cap, count);
    for (size_t i = 0; i < count; i++)
        lines->points[i] = place_of(lines, at[i]);
    count = simplify_line(lines->points, count, TOLERANCE * scale);
    PenLine look = {.width = (strong ? TONE_STRONG_WIDTH : TONE_THIN_WIDTH) * scale,
                    .color = ground->line,
                    .closed = closed};
    look.color.a = (uint8_t)(255 * most * (float)grade / GRADES + 0.5f);
    lines->pen->line(lines->pen->self, lines->points, closed ? count - 1 : count, &look);
}

/* Fades in steps; near the border between two of them the line keeps the one it has. */
static int next_grade(int grade, float share)
{
    const float wanted = share * GRADES;
    return fabsf(wanted - (float)grade) <= 0.75f ? grade : (int)lroundf(wanted);
}

static void draw_line_graded(Isolines *lines, const ContourLine *line)
{
    const ContourPoint *at = lines->contours.points + line->first;
    const bool strong = line->level % 5 == 0;
    const float most = strong ? lines->ground->strong_alpha : lines->ground->thin_alpha;
    int grade = (int)lroundf(strength_at(lines, at[0], strong) / most * GRADES);
    size_t from = 0;
    for (size_t i = 1; i < line->count; i++) {
        const int next = next_grade(grade, strength_at(lines, at[i], strong) / most);
        if (next == grade)
            continue;
        draw_stretch(lines, at + from, i - from + 1, false, strong, grade);
        from = i;
        grade = next;
    }
    draw_stretch(lines, at + from, line->count - from, line->closed && from == 0, strong, grade);
}

static void draw_levels(Isolines *lines, const Levelset *set)
{
    const DrawGround *ground = lines->ground;
    for (long level = set->low; level <= set->high; level++) {
        if (!set->seen[level - set->low])
            continue;
        contours_clear(&lines->contours);
        contours_trace(&lines->contours, ground->k, ground->width + 2, ground->height + 2, level,
                       (double)level);
        for (size_t i = 0; i < lines->contours.line_count; i++)
            draw_line_graded(lines, &lines->contours.lines[i]);
    }
}

void isolines_draw(const DrawGround *ground, Rect rect, const Pen *pen)
{
    Isolines lines = {.ground = ground, .rect = rect, .pen = pen};
    Levelset set = {.low = (long)2e9, .high = (long)-2e9};
    find_strengths(&lines);
    visit_seen(&lines, widen, &set);
    if (set.low <= set.high) {
        set.high = set.high - set.low < LEVELS_MAX ? set.high : set.low + LEVELS_MAX;
        set.seen = mem_calloc((size_t)(set.high - set.low) + 1, 1);
        visit_seen(&lines, flag, &set);
        draw_levels(&lines, &set);
        free(set.seen);
    }
    contours_deinit(&lines.contours);
    free(lines.points);
    free(lines.thin);
    free(lines.strong);
}
