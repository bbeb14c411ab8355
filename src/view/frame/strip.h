/* strip: what lies below the map: transport, the timeline, and the chart whose x axis it is. */
#ifndef RAVINE_VIEW_FRAME_STRIP_H
#define RAVINE_VIEW_FRAME_STRIP_H

#include "view/chart/chart.h"
#include "view/frame/layout.h"
#include "view/kit/ui.h"

/* One line of the chart: what it reads from. */
typedef struct StripSource {
    const Scene *scene;
    size_t entrant;
    const Run *run; /* NULL for a ghost */
    const Ghost *ghost;
    bool evaluations;                  /* the x axis counts these, not steps */
    long *cursor;                      /* the step that was read last */
    long forks[OPTIMIZER_CHANGES_MAX]; /* where on the axis a hyperparameter changed */
} StripSource;

/* A zeroed one is a fresh one. */
typedef struct Strip {
    Chart chart;
    StripSource sources[2 * RACE_ENTRANTS_MAX];
    long cursors[RACE_ENTRANTS_MAX];
} Strip;

void strip_deinit(Strip *strip);
/* layer: of the draw list, for the chart. */
void strip_draw(Strip *strip, const Ui *ui, const Layout *layout, int layer);
/* Without timeline and transport, for a picture that no hand touches. */
void strip_draw_chart(Strip *strip, const Ui *ui, const Layout *layout, int layer);

/* The step at a horizontal place of the timeline, in [0, budget]. */
double strip_step_at(const Scene *scene, const Layout *layout, float x);

/* The entrant whose line in the chart is at p, -1 if there is none. Of the last picture. */
int strip_entrant_at(Strip *strip, const Scene *scene, const Layout *layout, Point p);

#endif
