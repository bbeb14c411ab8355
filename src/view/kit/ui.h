/* ui: what every drawn part of the screen is handed: the scene, where to draw, where to note what
 * can be touched; and text in the few sizes there are. */
#ifndef RAVINE_VIEW_KIT_UI_H
#define RAVINE_VIEW_KIT_UI_H

#include "view/draw/drawlist.h"
#include "view/draw/hit.h"
#include "view/draw/symbols.h"
#include "view/scene/scene.h"
#include "view/scene/theme.h"

typedef struct Ui {
    const Scene *scene;
    const Theme *theme;
    DrawList *list;
    HitList *hits;
    struct EntryPlace *entry;            /* where the line of text lies, if one is drawn */
    struct Scrolls *scrolls;             /* how far areas are scrolled */
    const struct Inspection *inspection; /* of the selected optimizer's step */
    float scale;
} Ui;

/* Sizes at scale 1. */
enum { UI_TEXT = 14, UI_VALUE = 15, UI_STEP = 16, UI_HEADING = 18, UI_MATH = 17 };

/* A length at scale 1 in whole device px. */
float ui_px(const Ui *ui, float size);

/* Width of a 1 px hairline on this display. */
float ui_hair(const Ui *ui);

/* One line of text at a size of scale 1; align 0, 0.5, 1. Returns its width. */
float ui_text(const Ui *ui, Face face, float size, float x, float baseline, float align,
              Color color, const char *text);
/* With digits in cells of equal width. */
float ui_number(const Ui *ui, Face face, float size, float x, float baseline, float align,
                Color color, const char *text);
float ui_width(const Ui *ui, Face face, float size, const char *text);

/* The largest size from `size` down to size_min, in whole steps, at which the text takes no more
 * than room; size_min if none does. */
float ui_size_fit(const Ui *ui, Face face, float size, float size_min, float room,
                  const char *text);

/* Text cut to at most `width` px, with an ellipsis if it was cut. */
float ui_text_fit(const Ui *ui, Face face, float size, float x, float baseline, float width,
                  Color color, const char *text);

/* The baseline that centres capitals of this size on y. */
float ui_baseline(const Ui *ui, Face face, float size, float y);

/* A hairline across a rect's top edge, from x0 to x1. */
void ui_rule(const Ui *ui, float x0, float x1, float y, Color color);

bool ui_hovers(const Ui *ui, HitKind kind, int a);
bool ui_hovers_command(const Ui *ui, const char *command);

#endif
