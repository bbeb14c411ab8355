/* readout: what the chart's lines say where the pointer is, as a small table over the map's edge,
 * so that no line is covered. Rows come ready: it knows neither runs nor what is measured. */
#ifndef RAVINE_VIEW_CHART_READOUT_H
#define RAVINE_VIEW_CHART_READOUT_H

#include <stddef.h>

#include "view/chart/chart.h"
#include "view/kit/ui.h"

typedef struct ReadoutRow {
    size_t entrant;
    double value; /* NaN: it has none at this step */
} ReadoutRow;

typedef struct Readout {
    long step; /* or evaluation: a place on the chart's axis */
    ReadoutRow rows[RACE_ENTRANTS_MAX];
    size_t count;
} Readout;

/* The line at the step with a dot where each curve crosses it; above it, in `map`, the table,
 * lowest value last as in the chart. Sorts the rows. */
void readout_draw(Readout *readout, const Ui *ui, const Chart *chart, const ChartFrame *frame,
                  Rect map);

#endif
