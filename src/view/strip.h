/* strip: what lies below the map: transport, speed, the timeline and the chart, whose x axis it
 * is. */
#ifndef RAVINE_VIEW_STRIP_H
#define RAVINE_VIEW_STRIP_H

#include "view/chart.h"
#include "view/layout.h"
#include "view/ui.h"

/* The plot: timeline above it, step axis below. */
Rect strip_plot(const Scene *scene, const Layout *layout);

void strip_draw(const Ui *ui, const Layout *layout, Chart *chart);

#endif
