/* screen: the whole picture of a scene, and the caches that make it quick.
 *
 * Owns no state of its own beyond caches and the places where things lie (layout and hits), which
 * the app asks when events come in. */
#ifndef RAVINE_VIEW_FRAME_SCREEN_H
#define RAVINE_VIEW_FRAME_SCREEN_H

#include "base/pool.h"
#include "view/draw/drawlist.h"
#include "view/draw/hit.h"
#include "view/frame/layout.h"
#include "view/kit/entry.h"
#include "view/kit/scroll.h"
#include "view/scene/scene.h"
#include "view/text/prose.h"

struct ScreenCaches;

typedef struct Screen {
    const Fonts *fonts; /* borrowed */
    Pool *pool;         /* borrowed; may be NULL */
    Layout layout;      /* of the last picture */
    HitList hits;       /* likewise */
    Scrolls scrolls;    /* likewise */
    EntryPlace entry;   /* of the line of text, while there is one */
    /* For which scene->words_lines were counted. */
    uint64_t words_revision;
    ProseStyle words_style;
    struct ScreenCaches *caches;
} Screen;

/* fonts may be set later, before the first picture. */
void screen_init(Screen *screen, Pool *pool);
void screen_deinit(Screen *screen); /* a zeroed Screen is fine */

/* Where everything goes, once scene->words_lines is found. Before hits are looked up. */
void screen_lay(Screen *screen, Scene *scene);

void screen_draw(Screen *screen, const Scene *scene, DrawList *list);

/* The step at a horizontal place of the timeline, in [0, budget]. */
double screen_timeline_step(const Screen *screen, const Scene *scene, float x);

/* The point of the plane that is seen at p, in the pane where origin lies (the first one for
 * origins elsewhere); false if p is beside a raised map. */
bool screen_world_at(const Screen *screen, const Scene *scene, Point origin, Point p, Vec2 *w);

/* What lies under p of the map as if it lay flat, for moving it: of a raised one, at half its
 * height. */
Point screen_map_px(const Screen *screen, const Scene *scene, Point p);

/* True if pressing the map here takes hold of the start ring. */
bool screen_start_at(const Screen *screen, const Scene *scene, Point p);

/* The entrant whose head is under p, -1 if none. */
int screen_head_at(const Screen *screen, const Scene *scene, Point p);

/* The entrant whose card, curve in the chart, head or path is under p, -1 if none. */
int screen_entrant_at(const Screen *screen, const Scene *scene, Point p);

/* The pane under p (index into layout.panes), -1 if none. */
int screen_pane_at(const Screen *screen, Point p);

#endif
