/* palette: everything that can be asked for by name, in one list: all commands, problems,
 * optimizers and lessons. What it holds, in which order a few typed letters put it (base/fuzzy),
 * and its picture. Beside it which rows the other lists have. */
#ifndef RAVINE_VIEW_FRAME_PALETTE_H
#define RAVINE_VIEW_FRAME_PALETTE_H

#include "view/kit/ui.h"
#include "view/scene/scene.h"

typedef enum PaletteKind {
    PALETTE_COMMAND,
    PALETTE_PROBLEM,
    PALETTE_OPTIMIZER, /* joins the race */
    PALETTE_LESSON
} PaletteKind;

/* Strings are static. */
typedef struct PaletteItem {
    PaletteKind kind;
    size_t index;      /* in the table of its kind */
    const char *name;  /* "Play or pause", "Rosenbrock" */
    const char *about; /* what it is, or its group: searched as well */
    const char *keys;
    bool disabled;
} PaletteItem;

size_t palette_count(const Scene *scene);
PaletteItem palette_item(const Scene *scene, size_t number);

/* What an item is called where it is written down: "view.grid", "problem rosenbrock", "optimizer
 * adam", "lesson zigzag". Numbers are only good for one list. */
enum { PALETTE_ID_MAX = 96 };
void palette_id(const Scene *scene, size_t number, char id[PALETTE_ID_MAX]);
bool palette_find(const Scene *scene, const char *id, size_t *number);

enum { LIST_ROWS_MAX = 256 };

/* Numbers of the items that match the scene's line, best first; while it is empty all of them,
 * those used last before the others, which keep their own order. Returns how many. */
size_t palette_rows(const Scene *scene, size_t rows[LIST_ROWS_MAX]);

/* The rows of the open list, whichever it is, that pass the filter, by number; returns how many.
 * Problems and optimizers: catalogue indices of those whose id or name contains it. */
size_t palette_list_rows(const Scene *scene, size_t rows[LIST_ROWS_MAX]);

void palette_draw(const Ui *ui);

#endif
