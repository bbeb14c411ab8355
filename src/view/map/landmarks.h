/* landmarks: the marks of the landscape and the start ring, with their words.
 *
 * Global minima first, then minima, saddles, maxima; a glyph nearer than about 28 px to one of
 * higher rank fades away, and words go only where there is room. src/view/README.md, "Paths and
 * landmarks". */
#ifndef RAVINE_VIEW_MAP_LANDMARKS_H
#define RAVINE_VIEW_MAP_LANDMARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "problem/init.h"
#include "problem/problem.h"
#include "view/map/lift.h"
#include "view/map/obstacles.h"
#include "view/scene/camera.h"
#include "view/scene/theme.h"

enum { MARK_TEXT_MAX = 64, MARKS_MAX = PROBLEM_LANDMARKS_MAX + 1, MARK_START = -1 };

typedef struct Mark {
    int landmark; /* index into the problem's, or MARK_START */
    Point at;
    float alpha;
    Rect box;     /* of the words; empty if there are none */
    bool covered; /* something lies on them: rather no words than half of them */
    char text[MARK_TEXT_MAX];
} Mark;

typedef struct Landmarks {
    Mark items[MARKS_MAX]; /* the start first, if it is in view; then by rank */
    size_t count;
    uint64_t problem_key; /* slots belong to this problem */
    int slots[MARKS_MAX]; /* where words were placed last; the start's at the end */
} Landmarks;

typedef struct LandmarkRules {
    const Problem *problem;
    const Camera *camera;
    const Lift *lift; /* NULL: a flat map */
    Rect rect;
    const Fonts *fonts;
    float scale;
    const Obstacles *obstacles; /* paths, ticks, covers */
    Vec2 start;
    Init init;  /* its word says so if it was drawn */
    bool words; /* of landmarks; the start's word is always there */
    bool keep;  /* something is being dragged: words stay on their side */
} LandmarkRules;

void landmarks_update(Landmarks *landmarks, const LandmarkRules *rules);

/* Marks glyphs and words in obstacles, as OBSTACLE_MARK. */
void landmarks_mark(const Landmarks *landmarks, float scale, Obstacles *obstacles);

/* Where a mark's glyph lies. */
Rect landmarks_glyph(const Mark *mark, float scale);

/* The glyphs, and the words that nothing covers. */
void landmarks_draw(const Landmarks *landmarks, const Problem *problem, const Theme *theme,
                    float scale, DrawList *list);
void landmarks_draw_words(const Landmarks *landmarks, const Theme *theme, float scale,
                          DrawList *list);

#endif
