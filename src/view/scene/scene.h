/* scene: everything that is on show, as plain data. The app changes it, the screen draws it, and
 * neither needs to know more of the other than this. */
#ifndef RAVINE_VIEW_SCENE_SCENE_H
#define RAVINE_VIEW_SCENE_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/textline.h"
#include "problem/init.h"
#include "sim/race.h"
#include "view/draw/hit.h"
#include "view/scene/camera.h"
#include "view/scene/eye.h"
#include "view/scene/theme.h"

/* What stands around the map. A picture for print leaves out what only a hand needs. */
typedef enum ScenePanels { PANELS_ALL, PANELS_CHART, PANELS_NONE, PANELS_COUNT } ScenePanels;

typedef enum SceneLayout {
    LAYOUT_MAP,     /* one map, all paths */
    LAYOUT_GRID,    /* one map per optimizer, same camera, same clock */
    LAYOUT_SURFACE, /* one map, raised */
    LAYOUT_COUNT
} SceneLayout;

typedef enum ChartKind {
    CHART_LOSS,     /* f - f* */
    CHART_GRADIENT, /* |grad f| */
    CHART_DISTANCE, /* to the nearest known minimum */
    CHART_LENGTH,   /* |w_{t+1} - w_t|, of the step that leaves w_t */
    CHART_COUNT
} ChartKind;

/* Whose probes are drawn: where an update has looked without going there. */
typedef enum SceneProbes {
    PROBES_SELECTED, /* the selected entrant's */
    PROBES_ALL,
    PROBES_NONE,
    PROBES_COUNT
} SceneProbes;

/* What lies over the screen, at most one at a time. */
typedef enum Overlay {
    OVERLAY_NONE,
    OVERLAY_HELP,
    OVERLAY_PROBLEMS,
    OVERLAY_OPTIMIZERS,
    OVERLAY_PALETTE
} Overlay;

/* What the line under the hand is for. */
typedef enum EntryUse {
    ENTRY_NONE,
    ENTRY_FILTER,  /* narrows down the open list */
    ENTRY_FORMULA, /* of the problem, in the place of the top line */
    ENTRY_VALUE    /* of the selected hyperparameter, in its row */
} EntryUse;

/* One command as help and palette show it. Strings are static. */
typedef struct SceneCommand {
    const char *id, *group, *keys, *help;
    bool disabled; /* it cannot run as things are */
} SceneCommand;

/* One scenario of the course that comes with Ravine. */
typedef struct SceneLesson {
    const char *name;  /* "zigzag" */
    const char *title; /* "Steep across, flat along: the zigzag" */
    const char *text;  /* of its file */
} SceneLesson;

/* How one entrant of the race appears. */
typedef struct SceneEntrant {
    char name[64]; /* "Adam", "Adam 2", or the label that was given */
    Ink ink;
} SceneEntrant;

/* A path as it was before the hand moved something. */
typedef struct Ghost {
    Vec2 *points; /* w at steps 0 .. count - 1; NULL if there is none */
    double *loss; /* the chart's series then, likewise */
    size_t count, cap, loss_cap;
    uint64_t revision; /* counts the times it was kept anew */
    uint64_t of;       /* the run's revision when it was kept: while it is that, they coincide */
    char label[48];    /* "was 0.012"; may be empty */
} Ghost;

enum { RECENT_MAX = 5 };

typedef struct Scene {
    const Race *race;
    ThemeId theme;
    int width, height; /* of the picture, device px */
    float scale;       /* device px per px at scale 1: display scale x text scale */
    SceneLayout layout;
    ScenePanels panels;
    bool legend;     /* without panels: names below the map, not at the heads */
    int legend_rows; /* how many it takes */
    bool presenter;  /* the map and a caption, large, and nothing else */
    bool sheet;      /* narrow windows: the selected card lies over the map */
    bool sheet_left; /* of a close look: on the map's left half, else on its right */
    Overlay overlay;

    double lift; /* of the one map: 0 lies flat, 1 stands as a surface; between: on the way */
    Orbit orbit; /* from where the surface is seen */
    Vec2 center; /* of the camera */
    double zoom; /* units per px relative to the home view; 1 is home */
    bool moving; /* the camera moves in this frame: a coarser field will do */

    SceneEntrant entrants[RACE_ENTRANTS_MAX];
    size_t selected; /* entrant */
    size_t hyper;    /* of the selected entrant */
    bool all_hypers; /* minor ones too */
    bool from_here;  /* what a hand turns holds from the playhead on, not from the start */

    double playhead; /* in units of the race's budget; fractions glide */
    bool playing;
    double speed; /* units per second */
    ChartKind chart;
    bool only_past; /* nothing of what lies behind the playhead's step */
    bool show_data; /* beside the map, where the problem has rows to show */
    bool patterns;  /* dashes on paths, for grey projectors and print */
    SceneProbes probes;

    bool anatomy;      /* the selected optimizer's step at the playhead, taken apart */
    int anatomy_stage; /* how far its rule is walked through at step anatomy_step; see below */
    long anatomy_step;
    bool curvature; /* the ground's second derivatives, and what they mean for steps */

    Init init;  /* how the start came to be; beside its ring if it was drawn */
    bool check; /* derivatives against differences at check_at, */
    bool check_placed;
    Vec2 check_at; /* once a hand has placed it there; else at the playhead */

    bool tuning; /* a hand is on a hyperparameter or the start right now */
    Ghost ghosts[RACE_ENTRANTS_MAX];
    double ghost_alpha; /* 0: none to be seen */
    bool pinned;        /* the ghosts stay until they are let go */

    bool pointer_on_map;
    Vec2 pointer;   /* in parameters */
    Point hover_at; /* device px; where hover was looked up */
    Hit hover, pressed;
    size_t pointed; /* 1 + the entrant whose card, curve or path is under the pointer; 0: none */
    float scroll[SCROLL_COUNT]; /* device px, kept in range by the screen */
    bool follow[SCROLL_COUNT];  /* what is selected there must be in sight */
    size_t list_cursor;         /* row in the open list */
    size_t
        recent[RECENT_MAX]; /* what the palette was last asked for, by its numbers, newest first */
    size_t recent_count;

    EntryUse entry;
    const TextLine *line;    /* what is typed */
    const char *entry_error; /* why it cannot be taken as it is; NULL if it can */
    size_t entry_error_at;   /* byte of the line */
    bool entry_insists;      /* it was to be taken all the same */
    bool entry_names;        /* what should be a formula names a problem, "linreg:batch=8" */

    /* What a scenario says; NULL: nothing. May hold mathematics between two '$'. */
    const char *title, *caption, *question;
    uint64_t words_revision;     /* counts the times these changed */
    double asks_at;              /* the playhead at which the question is put */
    int words_lines;             /* how many they want, in the width that the layout gives them */
    const SceneLesson *lessons;  /* the course */
    size_t lesson, lesson_count; /* which of them, 1 for the first; 0: none */
    bool caption_folded;         /* only its heading shows */

    const SceneCommand *commands; /* for help and palette */
    size_t command_count;

    const char *asks;   /* what Enter and Esc answer, a sentence; NULL: nothing */
    const char *notice; /* a line that says what just happened; NULL for none */
} Scene;

/* Whether a scenario says anything. */
bool scene_has_words(const Scene *scene);

/* True if the pane stands, or is on its way. */
bool scene_lifted(const Scene *scene);

/* True if something is looked at closely: an anatomy, curvature or a check. */
bool scene_inspects(const Scene *scene);

/* Where derivatives are checked. */
Vec2 scene_check_at(const Scene *scene);

/* The camera of a pane: the home view fitted into rect, moved and zoomed. */
Camera scene_camera(const Scene *scene, Rect rect);

/* The i-th hyperparameter row that is shown for the selected entrant, and how many there are:
 * minor ones appear when asked for, when they differ from their default, or with the schedule that
 * is in force. *hidden (may be NULL):
 * how many more could be asked for. */
size_t scene_hyper_rows(const Scene *scene, size_t rows[OPTIMIZER_HYPERS_MAX], size_t *hidden);

/* Whether the race's clock counts evaluations of the gradient. */
bool scene_counts_evaluations(const Scene *scene);

/* The playhead in an entrant's own steps. Where the clock counts evaluations this is the last step
 * that was reached within so many; the next one is under way during its last evaluation only. May
 * lie beyond the last step. */
double scene_clock(const Scene *scene, size_t entrant);

/* The step that is on show for an entrant: the playhead, or its last step if it ended before. */
long scene_step(const Scene *scene, size_t entrant);

/* The entrant that the pointer is on, anywhere; -1 if it is on none that is visible. All pictures
 * of it stand out, the others step back. */
int scene_pointed(const Scene *scene);

/* A hyperparameter as it is set at the playhead. */
double scene_hyper(const Scene *scene, size_t entrant, size_t hyper);

/* How far the rule of the step at the playhead is walked through: 0 not at all, all is shown; 1 the
 * gradient; k + 1: k lines of the rule. */
int scene_anatomy_stage(const Scene *scene);
/* The last of these stages. */
int scene_anatomy_stages(const Scene *scene);

size_t scene_visible_count(const Scene *scene);

/* f - f* where a floor is known, else f. */
double scene_loss(const Scene *scene, double f);
bool scene_has_floor(const Scene *scene);

/* Names and inks anew, after entrants came or went or the theme changed. */
void scene_dress(Scene *scene);

void ghost_deinit(Ghost *ghost);

#endif
