/* drape: lines and arrows upon the map, flat or raised.
 *
 * They lead through places of the map, in px of the flat picture as clip_screen gives them. On a
 * surface they follow it, and what it hides of them is left out. */
#ifndef RAVINE_VIEW_MAP_DRAPE_H
#define RAVINE_VIEW_MAP_DRAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/draw/symbols.h"
#include "view/map/mappane.h"

enum { DRAPE_PLACES_MAX = 400 };

/* False for what lies behind the surface, or beside it. */
bool drape_shows(const MapPane *pane, Vec2 px);

/* Through at most DRAPE_PLACES_MAX places. dash: NULL for none. */
void drape_line(const MapPane *pane, const Vec2 *way, size_t count, float width, Color color,
                const Dash *dash, DrawList *list);
/* Closed, through fewer than DRAPE_PLACES_MAX. */
void drape_loop(const MapPane *pane, const Vec2 *way, size_t count, float width, Color color,
                DrawList *list);
void drape_arrow(const MapPane *pane, Vec2 from, Vec2 tip, const ArrowStyle *style, DrawList *list);

#endif
