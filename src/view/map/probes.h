/* probes: where an update has looked without going there.
 *
 * The places that the update at the playhead evaluated and did not accept, the simplex before it
 * and after it, the circle within which a rule draws its samples. All of it is read from what a run
 * tells (run_probes, slots, hyperparameters) and from what descriptors say of these: no algorithm
 * is known here. src/view/README.md, "Paths and landmarks". */
#ifndef RAVINE_VIEW_MAP_PROBES_H
#define RAVINE_VIEW_MAP_PROBES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/run.h"
#include "view/map/mappane.h"

enum { PROBED_EARLIER_MAX = 32, PROBED_VERTICES = RUN_PARAMS + 1 };

typedef struct ProbedSimplex {
    bool known;
    Vec2 at[PROBED_VERTICES];
} ProbedSimplex;

/* What one update has looked at; a cache. In parameters. */
typedef struct Probed {
    uint64_t revision; /* of the run */
    long update;       /* 1 or more; 0: nothing */
    Vec2 from;         /* where it set out: w, or the vertex that a simplex wants to replace */
    Vec2 at[PROBES_MAX];
    size_t count; /* finite, each once, neither `from` nor taken */
    /* Places of updates before it that did not leave w either, newest first. */
    Vec2 earlier[PROBED_EARLIER_MAX];
    size_t earlier_count;
    ProbedSimplex before, after;
    Vec2 center; /* w before the update, with the radius within which the rule looks; 0 for none */
    double radius;
} Probed;

/* The update that is on show at a playhead in the run's own steps: the one that led there, or,
 * between two steps, the one under way; 0 if there is none. */
long probes_update_at(const Run *run, double playhead);

/* What update number `update` (1 or more) of the run has looked at. */
void probes_find(const Run *run, long update, Probed *out);

/* Brings it up to date with the playhead; empty where the scene does not want it. */
void probes_update(Probed *probed, const MapPane *pane, size_t entrant);

/* Simplices, circle and rays; then, so that they stay in sight, the places themselves. */
void probes_draw_lines(const Probed *probed, const MapPane *pane, size_t entrant, DrawList *list);
void probes_draw_places(const Probed *probed, const MapPane *pane, size_t entrant, DrawList *list);

#endif
