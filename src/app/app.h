/* app: what the person can do. Owns the race, the scene and everything that changes with time.
 *
 * A pure machine: events and dt go in, a scene and wishes come out. It never reads a clock, never
 * touches the disk, and knows neither SDL nor OpenGL, so that scripted input drives all of it. */
#ifndef RAVINE_APP_APP_H
#define RAVINE_APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/commands.h"
#include "app/editor.h"
#include "app/input.h"
#include "app/question.h"
#include "app/undo.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/rng.h"
#include "base/textline.h"
#include "problem/init.h"
#include "view/frame/layout.h"
#include "view/frame/screen.h"
#include "view/scene/scene.h"

/* How a window starts, or goes on: a race and how it is shown. Strings are borrowed during the
 * call. */
typedef struct AppOptions {
    const char *problem;           /* id or formula; NULL for the bounded saddle */
    FileKinds kinds;               /* that the problem may read */
    const char *const *optimizers; /* specs; count 0 takes the six first-order methods */
    size_t optimizer_count;
    bool has_start;
    Vec2 start;
    Init init;    /* draws the start where there is none */
    long steps;   /* of the race, whatever the problem; 0: as many as suit each problem */
    RunUnit unit; /* what these count */
    ThemeId theme;
    SceneLayout layout;
    bool presenter, anatomy, curvature;
    uint64_t seed;     /* of what is random and names no seed of its own */
    double text_scale; /* 0: 1 */
    bool play;         /* from the first frame on */

    size_t select; /* the selected optimizer, 1 for the first; 0: the last */
    long step;     /* of the playhead at first */
    double speed;  /* one of playback's; 0: as suits the race */
    ChartKind chart;
    SceneProbes probes;
    bool patterns, only_past, hide_data;
    bool check;        /* of derivatives; neither anatomy nor curvature then */
    bool check_placed; /* at check_at; else at the playhead */
    Vec2 check_at;
    bool has_camera, has_orbit; /* else: home */
    Vec2 center;
    double zoom;
    Orbit orbit;
    const char *title, *caption, *question; /* what a scenario says; NULL: nothing */
} AppOptions;

enum { APP_STEPS_MAX = 1000000 };

/* What a pressed button drags. */
typedef enum Drag {
    DRAG_NONE,
    DRAG_START,
    DRAG_CHECK, /* the place of the gradient check */
    DRAG_PAN,
    DRAG_ORBIT,
    DRAG_SLIDER,
    DRAG_TIMELINE,
    DRAG_TEXT
} Drag;

struct App {
    Scene scene;
    Screen screen; /* the view's caches, and where its parts lie */
    Race *race;
    Pool *pool;
    Rng rng; /* of starts */
    uint64_t seed;
    float display_scale;
    double text_scale;
    size_t speed_index;
    bool steps_chosen, speed_chosen; /* by the person: the next problem does not change them */

    Drag drag;
    Point pointer;      /* where the pointer was last, device px */
    bool pointer_moved; /* in this frame: what is under it has to be found */
    Point drag_from, drag_last;
    bool drag_moved;
    Vec2 start_before; /* the click: a double click takes it back */
    Init init_before;
    bool resume; /* the playhead was moving when the scrubbing began */

    StrBuf title, caption, question; /* what scene points to */
    size_t lesson_left;              /* where the course was left, 1 for the first; 0: not begun */

    Question asked;
    Undo undo;
    StrBuf copied;           /* what Output.copy points to */
    StrBuf saved, save_name; /* and Output.save */
    StrBuf lacks;            /* and Output.save_lacks */

    bool loop;          /* the race starts over when it has ended */
    double loop_left;   /* seconds until it does */
    double tune_idle;   /* seconds since the hand last moved a value; ghosts fade after it */
    double camera_left; /* seconds left of the camera's way home */
    Vec2 camera_from;
    double camera_zoom_from;
    Orbit orbit_from;
    double lift_way; /* of the way from the flat map to the surface, in time */
    double notice_left;
    char notice[1200];
    TextLine line; /* what is typed, into a list's filter, a formula or a value */
    Editor editor;
    InputEvent waiting[2 * INPUT_EVENTS_MAX]; /* for the next frame: see app_update */
    size_t waiting_count;
    bool key_opened;  /* the text that a key types is still to come: no line wants it */
    int32_t opener;   /* that key: while it is held, none of its text is wanted */
    bool repeating;   /* the command runs because its key is held */
    double held;      /* seconds that a tuning key has been held */
    double rung_idle; /* seconds since it last moved the value */
    double rungs_due; /* fraction of a step that it has not made yet */

    uint64_t drawn; /* of what the last picture showed */
    bool redraw;    /* something on show changed */
    Output output;
    SceneCommand help[COMMANDS_MAX];
};

/* False with one line in *err if a problem or an optimizer is not understood. */
bool app_init(App *app, const AppOptions *options, Err *err);
void app_deinit(App *app); /* a zeroed App is fine */

/* Before the first update; borrowed until deinit. */
void app_use_fonts(App *app, const Fonts *fonts);

/* One frame: events, time, computing. dt in seconds since the last one. Returns what the window
 * should do; borrowed until the next call. A wish for a file, the clipboard or a film ends the
 * frame's events: those after it wait for the next one, so that what is saved is what was on show
 * and no wish takes another's place. */
const Output *app_update(App *app, const Input *input, double dt);

/* Writes the picture. The list must live until it is drawn. */
void app_draw(App *app, DrawList *list);

/* What a scenario calls this, or the problem's name. */
const char *app_title(const App *app);

/* A line for the person ("Saved ravine-1.png"), shown for a few seconds. */
void app_notify(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the clipboard had to say to Output.paste; NULL if nothing. */
void app_paste(App *app, const char *text);

/* Problem, optimizers, start and length from options, in place of what races now; what is the same
 * stays, runs and camera included. False, with nothing changed, if it is not understood. How it is
 * shown is app/opening's. */
bool app_set_race(App *app, const AppOptions *options, Err *err);

/* For commands and pointer: all return having marked the picture as changed. */
bool app_set_problem(App *app, const char *spec, Err *err);
/* Takes the problem over; playhead at the start, map as the problem wants it; what was said about
 * another one goes. */
void app_show_problem(App *app, Problem *problem);
void app_set_playhead(App *app, double step);
void app_set_selected(App *app, size_t entrant);
/* Of the selected entrant, from update step + 1 on; 0: for the whole run. */
void app_set_hyper(App *app, size_t hyper, double value, long step);
/* At a point; how starts were drawn is over. */
void app_set_start(App *app, Vec2 start);
/* Draws one, and keeps how for the next problem. */
void app_draw_start(App *app, Init init);
/* Opens the sheet of a close look; closes it when there is none. */
void app_show_inspection(App *app);
/* at: px of the flat map. */
void app_set_zoom(App *app, Point at, double factor);
/* Turns the surface by angles in radians. */
void app_turn(App *app, double yaw, double tilt);
void app_reset_view(App *app);
/* Device px per px at scale 1 with text this large: no more than the window holds. */
float app_scale(const App *app, double text_scale);
/* Notes that a hand is moving a value of these entrants, so that ghosts of their paths stay.
 * label: what it was; entrant -1 for all. Call before the change. */
void app_begin_tuning(App *app, int entrant, const char *label);

#endif
