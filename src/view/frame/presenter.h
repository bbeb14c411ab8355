/* presenter: the picture for the last row of a lecture hall: the map, its name, and a band with the
 * progress and a caption in large type. src/view/README.md, "Layout". */
#ifndef RAVINE_VIEW_FRAME_PRESENTER_H
#define RAVINE_VIEW_FRAME_PRESENTER_H

#include "view/frame/layout.h"
#include "view/kit/ui.h"
#include "view/text/prose.h"

/* Sizes at scale 1 are half of those of a screen of 1080 lines: the scale that makes that so. */
float presenter_scale(int width, int height);

/* Size of names on the map, at scale 1. */
enum { PRESENTER_NAME = 19 };

/* How a scenario's words are set in a band of this width, in device px. */
ProseStyle presenter_style(const Scene *scene, const Fonts *fonts, float width);

/* Where the map's name lies, so that other words stay away. */
Rect presenter_title(const Ui *ui, const Layout *layout);

void presenter_draw(const Ui *ui, const Layout *layout);

#endif
