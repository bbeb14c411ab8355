/* theme: every colour of the screen by its use. Two const tables, light and dark; no other file
 * holds a colour. src/view/README.md, "Theme tokens" and "Optimizers' marks". */
#ifndef RAVINE_VIEW_SCENE_THEME_H
#define RAVINE_VIEW_SCENE_THEME_H

#include <stddef.h>

#include "view/draw/color.h"
#include "view/draw/drawlist.h"
#include "view/draw/symbols.h"

/* How one optimizer looks. */
typedef struct Ink {
    Color path; /* paths, markers, sliders */
    Color text; /* names */
    Shape shape;
    Dash dash; /* for "patterns" mode */
} Ink;

typedef struct Theme {
    const char *id; /* "light", "dark" */
    Color panel, card, fill, track, hair, border;
    Color text1, text2, text3;
    Color map_text, ink, halo;
    Color focus, ok, stuck, diverged;
    Oklab ramp[3], lit, shaded;
    Color wall, wall_dim; /* under the surface: in the light and away from it */
    Color line;
    float thin_alpha, strong_alpha;
} Theme;

typedef enum ThemeId { THEME_LIGHT, THEME_DARK, THEME_COUNT } ThemeId;

const Theme *theme_get(ThemeId id);

/* The ink of an optimizer id ("adam"). copy counts from 0 among the runs of the same optimizer: a
 * second run takes the next generic colour with its own shape; so do ids without their own row. */
Ink theme_ink(ThemeId theme, const char *optimizer, int copy, int *generic);

#endif
