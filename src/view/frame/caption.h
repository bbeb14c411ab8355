/* caption: what a scenario says, below the map: a heading, and the question while play waits, then
 * what there is to be seen. Folds away to its heading. */
#ifndef RAVINE_VIEW_FRAME_CAPTION_H
#define RAVINE_VIEW_FRAME_CAPTION_H

#include "view/frame/layout.h"
#include "view/kit/ui.h"
#include "view/text/prose.h"

/* The question, or what there is to be seen; NULL for nothing. */
const char *caption_words(const Scene *scene);
/* Whether these are the question. */
bool caption_asks(const Scene *scene);

/* Lines for the longer of question and words, so that nothing moves when play begins. */
int caption_lines(const Scene *scene, const Fonts *fonts, const ProseStyle *style);

/* Of the strip below the map; width in device px. */
ProseStyle caption_style(const Scene *scene, float width);

/* "lesson 3 of 20"; empty where it is none. */
enum { CAPTION_PLACE_MAX = 64 };
void caption_place(const Scene *scene, char text[CAPTION_PLACE_MAX]);

void caption_draw(const Ui *ui, const Layout *layout);

#endif
