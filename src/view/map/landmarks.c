#include "view/map/landmarks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "view/draw/key.h"
#include "view/draw/symbols.h"
#include "view/map/names.h"
#include "view/scene/clip.h"
#include "view/text/number.h"

/* px at scale 1 */
#define GLYPH_RADIUS 9.0f
#define GLYPH_GONE   22.0f /* this near to a higher one a glyph is not drawn */
#define GLYPH_CLEAR  30.0f /* this far it is drawn in full */
#define TEXT_SIZE    14.0f
#define TEXT_HALO    3.0f
#define FAINTEST     0.15f
#define HIDDEN_ALPHA 0.4f

/* A landscape with more glyphs than FEW is a crowd, and gets words only here and there. With more
 * than MANY the glyphs would outshout the paths: only minima keep theirs, and those that are not
 * the lowest a faint one, or none where there is little room for each. */
enum { FEW = 12, MANY = 16, WORDS_FEW = 10, WORDS_CROWD = 4 };
#define ALPHA_MANY     0.5f
#define AREA_MANY      6000.0f /* px^2 per glyph */
#define COST_MAX_FEW   7.0f
#define COST_MAX_CROWD 5.0f

/* S, N, E, W, SE, SW, NE, NW, and between: words above or below a mark read as its caption. */
static const unsigned char CAPTION_ORDER[NAME_DIRECTIONS] = {7, 6, 0, 3, 2, 5, 1, 4, 8, 9, 10, 11};

static int rank_of(const Landmark *landmark)
{
    switch (landmark->kind) {
    case LANDMARK_MINIMUM:
        return landmark->global ? 0 : 1;
    case LANDMARK_SADDLE:
        return 2;
    case LANDMARK_MAXIMUM:
        return 3;
    default:
        return 4;
    }
}

static const char *word_of(LandmarkKind kind)
{
    switch (kind) {
    case LANDMARK_MINIMUM:
        return "minimum";
    case LANDMARK_SADDLE:
        return "saddle";
    case LANDMARK_MAXIMUM:
        return "maximum";
    default:
        return "degenerate";
    }
}

/* "minimum -1.25"; a rounding residue beside the other landmarks' values reads as 0. */
static void write_text(const Problem *problem, const Landmark *landmark, char text[MARK_TEXT_MAX])
{
    double largest = 1e-3;
    for (size_t i = 0; i < problem->landmark_count; i++)
        largest = fmax(largest, fabs(problem->landmarks[i].value));
    char digits[32], number[NUMBER_TEXT_MAX];
    snprintf(digits, sizeof digits, "%.4g", landmark->value);
    const double value = fabs(landmark->value) < 1e-9 * largest ? 0 : strtod(digits, NULL);
    snprintf(text, MARK_TEXT_MAX, "%s %s", word_of(landmark->kind), number_short(value, number));
}

static float glyph_alpha(const Landmarks *landmarks, Point at, float scale)
{
    float nearest = INFINITY;
    for (size_t i = 0; i < landmarks->count; i++)
        if (landmarks->items[i].landmark != MARK_START)
            nearest = fminf(
                nearest, hypotf(at.x - landmarks->items[i].at.x, at.y - landmarks->items[i].at.y));
    const float alpha = (nearest / scale - GLYPH_GONE) / (GLYPH_CLEAR - GLYPH_GONE);
    return alpha < 0 ? 0 : alpha > 1 ? 1 : alpha;
}

/* What lies behind the surface is seen through it, faintly. */
static Mark mark_at(const LandmarkRules *rules, int landmark, Vec2 px)
{
    if (!rules->lift)
        return (Mark){.landmark = landmark, .at = clip_point(px), .alpha = 1};
    return (Mark){.landmark = landmark,
                  .at = clip_point(lift_point(rules->lift, px)),
                  .alpha = lift_hidden(rules->lift, px, GLYPH_RADIUS) ? HIDDEN_ALPHA : 1};
}

/* "start", or "start, normal:0.5" where it was drawn. */
static void name_start(Mark *mark, Init init)
{
    if (init.kind == INIT_POINT) {
        snprintf(mark->text, sizeof mark->text, "start");
        return;
    }
    StrBuf how = {0};
    init_print(init, &how);
    snprintf(mark->text, sizeof mark->text, "start, %s", strbuf_text(&how));
    strbuf_deinit(&how);
}

static void gather(Landmarks *landmarks, const LandmarkRules *rules)
{
    const Problem *problem = rules->problem;
    landmarks->count = 0;
    const Vec2 start = clip_screen(rules->camera, rules->rect, rules->start);
    if (clip_inside(rect_inset(rules->rect, -GLYPH_RADIUS * rules->scale), start)) {
        Mark *mark = &landmarks->items[landmarks->count++];
        *mark = mark_at(rules, MARK_START, start);
        name_start(mark, rules->init);
    }
    for (int rank = 0; rank <= 4; rank++)
        for (size_t i = 0; i < problem->landmark_count; i++) {
            const Landmark *landmark = &problem->landmarks[i];
            const Vec2 p = clip_screen(rules->camera, rules->rect, landmark->at);
            if (rank_of(landmark) != rank || !clip_inside(rules->rect, p))
                continue;
            Mark *mark = &landmarks->items[landmarks->count];
            *mark = mark_at(rules, (int)i, p);
            mark->alpha *= glyph_alpha(landmarks, mark->at, rules->scale);
            write_text(problem, landmark, mark->text);
            if (mark->alpha > FAINTEST)
                landmarks->count++;
        }
}

static void thin_out(Landmarks *landmarks, const LandmarkRules *rules)
{
    if (landmarks->count <= MANY)
        return;
    const Problem *problem = rules->problem;
    size_t minima = 0, kept = 0;
    for (size_t i = 0; i < landmarks->count; i++) {
        const int n = landmarks->items[i].landmark;
        minima += n != MARK_START && problem->landmarks[n].kind == LANDMARK_MINIMUM;
    }
    const float area = rules->rect.w * rules->rect.h / (rules->scale * rules->scale);
    const bool room = (float)minima * AREA_MANY <= area;
    for (size_t i = 0; i < landmarks->count; i++) {
        Mark mark = landmarks->items[i];
        if (mark.landmark != MARK_START) {
            const Landmark *landmark = &problem->landmarks[mark.landmark];
            if (landmark->kind != LANDMARK_MINIMUM || !(landmark->global || room))
                continue;
            mark.alpha *= landmark->global ? 1 : ALPHA_MANY;
        }
        landmarks->items[kept++] = mark;
    }
    landmarks->count = kept;
}

static int *slot_of(Landmarks *landmarks, const Mark *mark)
{
    return &landmarks->slots[mark->landmark == MARK_START ? MARKS_MAX - 1 : mark->landmark];
}

static void place_words(Landmarks *landmarks, const LandmarkRules *rules)
{
    NameItem items[MARKS_MAX];
    const float size = TEXT_SIZE * rules->scale;
    const bool crowd = landmarks->count > FEW;
    for (size_t i = 0; i < landmarks->count; i++) {
        const Mark *mark = &landmarks->items[i];
        const bool start = mark->landmark == MARK_START;
        const bool wanted = start || (rules->words && mark->alpha >= 1);
        const Face face = start ? FACE_MEDIUM : FACE_REGULAR;
        items[i] = (NameItem){
            .at = mark->at,
            .radius = GLYPH_RADIUS * rules->scale,
            .w = wanted ? font_width(rules->fonts, face, size, mark->text, strlen(mark->text)) : 0,
            .h = size,
            .cost_max = start   ? INFINITY
                        : crowd ? COST_MAX_CROWD
                                : COST_MAX_FEW,
            .slot = *slot_of(landmarks, mark)};
    }
    const NameRules place = {.bounds = rules->rect,
                             .scale = rules->scale,
                             .obstacles = rules->obstacles,
                             .directions = CAPTION_ORDER,
                             .rings = 1,
                             .keep = rules->keep};
    names_place(items, landmarks->count, &place, NULL, 0);
    int words = 0;
    const int words_max = crowd ? WORDS_CROWD : WORDS_FEW;
    for (size_t i = 0; i < landmarks->count; i++) {
        Mark *mark = &landmarks->items[i];
        *slot_of(landmarks, mark) = items[i].slot;
        const bool shown =
            items[i].slot >= 0 && (mark->landmark == MARK_START || words++ < words_max);
        mark->box = shown ? items[i].box : (Rect){0, 0, 0, 0};
    }
}

void landmarks_update(Landmarks *landmarks, const LandmarkRules *rules)
{
    const uint64_t key = key_text(2, rules->problem->spec);
    if (landmarks->problem_key != key) {
        landmarks->problem_key = key;
        for (size_t i = 0; i < MARKS_MAX; i++)
            landmarks->slots[i] = -1;
    }
    gather(landmarks, rules);
    thin_out(landmarks, rules);
    place_words(landmarks, rules);
}

Rect landmarks_glyph(const Mark *mark, float scale)
{
    return rect_around(mark->at, GLYPH_RADIUS * scale);
}

void landmarks_mark(const Landmarks *landmarks, float scale, Obstacles *obstacles)
{
    for (size_t i = 0; i < landmarks->count; i++) {
        const Mark *mark = &landmarks->items[i];
        obstacles_add_rect(obstacles, landmarks_glyph(mark, scale), OBSTACLE_MARK);
        if (mark->box.w > 0)
            obstacles_add_rect(obstacles, mark->box, OBSTACLE_MARK | OBSTACLE_WORDS);
    }
}

static void draw_glyph(const Mark *mark, const Problem *problem, float scale, Color ink, Color halo,
                       DrawList *list)
{
    if (mark->landmark == MARK_START) {
        symbol_start(list, mark->at, scale, ink, halo);
        return;
    }
    switch (problem->landmarks[mark->landmark].kind) {
    case LANDMARK_MINIMUM:
        symbol_minimum(list, mark->at, scale, ink, halo);
        return;
    case LANDMARK_MAXIMUM:
        symbol_maximum(list, mark->at, scale, ink, halo);
        return;
    default:
        symbol_saddle(list, mark->at, scale, ink, halo);
        return;
    }
}

void landmarks_draw(const Landmarks *landmarks, const Problem *problem, const Theme *theme,
                    float scale, DrawList *list)
{
    /* The lowest rank first, so that the highest lies on top; the start above all. */
    for (size_t i = landmarks->count; i-- > 0;) {
        const Mark *mark = &landmarks->items[i];
        draw_glyph(mark, problem, scale, color_fade(theme->ink, (double)mark->alpha),
                   color_fade(theme->halo, (double)mark->alpha), list);
    }
}

void landmarks_draw_words(const Landmarks *landmarks, const Theme *theme, float scale,
                          DrawList *list)
{
    const float size = TEXT_SIZE * scale;
    const float drop = 0.5f * font_extent(list->fonts, FACE_REGULAR, size).cap;
    for (size_t i = 0; i < landmarks->count; i++) {
        const Mark *mark = &landmarks->items[i];
        const bool start = mark->landmark == MARK_START;
        const TextStyle style = {.face = start ? FACE_MEDIUM : FACE_REGULAR,
                                 .size = size,
                                 .color = start ? theme->ink : theme->map_text,
                                 .halo = theme->halo,
                                 .halo_width = TEXT_HALO * scale};
        if (mark->box.w > 0 && !mark->covered)
            draw_text_styled(list, &style,
                             (Point){mark->box.x, mark->box.y + 0.5f * mark->box.h + drop},
                             mark->text);
    }
}
