/* hit: what the pointer can touch. While a part of the screen is drawn it notes its rectangles
 * here, so what reacts is exactly what is seen; the app looks them up at the next event. Later
 * entries lie above earlier ones. */
#ifndef RAVINE_VIEW_DRAW_HIT_H
#define RAVINE_VIEW_DRAW_HIT_H

#include <stddef.h>

#include "view/draw/drawlist.h"

typedef enum HitKind {
    HIT_NONE,
    HIT_COMMAND,  /* does what the command named `command` does */
    HIT_MAP,      /* a map pane; a: entrant of that pane, -1 for all */
    HIT_CARD,     /* a: entrant */
    HIT_MARKER,   /* the marker of a card: shows and hides; a: entrant */
    HIT_HYPER,    /* a row of the open card; a: hyperparameter */
    HIT_SLIDER,   /* its slider; the rect is the track's span, the full row high */
    HIT_CYCLE,    /* a switch or a choice that a click moves on; a: hyperparameter */
    HIT_TIMELINE, /* timeline and chart; the rect is the plot */
    HIT_ROW,      /* a row of the open list; a: its number there */
    HIT_ENTRY,    /* the line of text that is being edited */
    HIT_KEEP,     /* takes it as Enter does */
    HIT_SCROLL,   /* an area that the wheel scrolls; a: ScrollArea */
    HIT_BLOCK     /* swallows the pointer: the ground of panels and sheets */
} HitKind;

typedef enum ScrollArea {
    SCROLL_PANEL,
    SCROLL_SHEET,
    SCROLL_INSPECTOR,
    SCROLL_HELP,
    SCROLL_LIST,
    SCROLL_COUNT
} ScrollArea;

typedef struct Hit {
    HitKind kind;
    Rect rect;
    int a;
    const char *command; /* static */
} Hit;

enum { HITS_MAX = 512 };

typedef struct HitList {
    Hit items[HITS_MAX];
    size_t count;
    Rect clip; /* entries are cut to this while it is not empty */
} HitList;

void hits_clear(HitList *hits);
/* From here on, entries are cut to clip; an empty rect ends that. */
void hits_clip(HitList *hits, Rect clip);
void hits_add(HitList *hits, HitKind kind, Rect rect, int a);
void hits_add_command(HitList *hits, Rect rect, const char *command);

/* The uppermost entry under p that is not a scroll area; kind HIT_NONE if there is none. */
Hit hits_at(const HitList *hits, Point p);
/* The uppermost scroll area under p, -1 if there is none. */
int hits_scroll_at(const HitList *hits, Point p);
/* The uppermost entry of this kind and number; kind HIT_NONE if it is not on the screen. */
Hit hits_find(const HitList *hits, HitKind kind, int a);

#endif
