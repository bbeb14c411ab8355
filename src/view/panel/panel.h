/* panel: the optimizers as cards, down the right side; in narrow windows a rail of markers, whose
 * selected card opens as a sheet over the map. src/view/README.md, "Layout". */
#ifndef RAVINE_VIEW_PANEL_PANEL_H
#define RAVINE_VIEW_PANEL_PANEL_H

#include "view/kit/ui.h"
#include "view/map/gradcheck.h"
#include "view/scene/inspect.h"

/* Where it goes. */
typedef struct PanelPlace {
    bool narrow;
    Rect panel; /* or the rail */
    Rect sheet; /* empty if it is closed */
} PanelPlace;

/* An anatomy or a gradient check takes the cards' place; curvature alone lies below them. In narrow
 * windows each of them lies in the sheet. */
void panel_draw(const Ui *ui, const PanelPlace *place, const Inspection *inspection,
                const GradCheck *check);

/* A run's state at the playhead, as an icon, its colour and words ("converged at 41"). */
typedef struct StateText {
    Icon icon;
    Color color;
    char words[48];
} StateText;

StateText panel_state(const Ui *ui, size_t entrant);

/* The entrant's loss at the playhead as the cards print it. */
const char *panel_loss(const Ui *ui, size_t entrant, char text[64]);

/* The selected hyperparameter's value as text under a hand. */
void panel_value_field(const Ui *ui, Rect field, float size);

#endif
