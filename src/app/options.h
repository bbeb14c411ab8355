/* options: the command line as a struct.
 *
 * One table holds every option: its name, its argument, the commands it belongs to and what it
 * does; the parser, the messages and --help all read it. Words are checked here as far as they can
 * be without making anything: a problem or an optimizer stays text. Strings are borrowed from
 * argv. Knows nothing of windows and prints nothing. */
#ifndef RAVINE_APP_OPTIONS_H
#define RAVINE_APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "math/vec2.h"
#include "problem/init.h"
#include "sim/race.h"
#include "view/scene/scene.h"

/* What to do. The value of each mode is its place in the table of commands. */
typedef enum Mode {
    MODE_WINDOW, /* no command at all */
    MODE_LIST,
    MODE_TRACE,
    MODE_EVAL,
    MODE_CHECK,
    MODE_RENDER,
    MODE_DOCTOR,
    MODE_COMPLETE,
    MODE_HELP,
    MODE_VERSION
} Mode;

typedef enum Format {
    FORMAT_TEXT,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_MARKDOWN,
    FORMAT_PNG,
    FORMAT_SVG,
    FORMAT_PDF,
    FORMAT_MP4,
    FORMAT_GIF,
    FORMAT_COUNT
} Format;

typedef enum ListTopic { LIST_PROBLEMS, LIST_OPTIMIZERS, LIST_SCENARIOS, LIST_COMMANDS } ListTopic;

enum {
    OPTIONS_STEPS_DEFAULT = 200, /* of trace */
    OPTIONS_STEPS_MAX = 10000000,
    OPTIONS_SIZE_MIN = 320, /* px, of a picture, either side */
    OPTIONS_SIZE_MAX = 8192
};

/* Of text. */
#define OPTIONS_SCALE_MIN 0.5
#define OPTIONS_SCALE_MAX 4.0

/* Of a figure on paper. */
#define OPTIONS_MM_MIN     20.0
#define OPTIONS_MM_MAX     1200.0
#define OPTIONS_POINTS_MIN 4.0
#define OPTIONS_POINTS_MAX 72.0

/* Of a film. */
#define OPTIONS_FPS_MAX  120.0
#define OPTIONS_HOLD_MAX 60.0

typedef struct Options {
    Mode mode;
    Mode topic;         /* MODE_HELP: the command to explain, MODE_HELP itself for all of them */
    bool scenario_help; /* MODE_HELP: the keys of a scenario file */
    bool man_page;      /* MODE_HELP: the manual page */
    char *const *words; /* MODE_COMPLETE: the command line to complete, borrowed */
    size_t word_count;
    ListTopic list;
    const char *listed;   /* list optimizers OPTIMIZER: only this one; NULL for all */
    const char *scenario; /* SCENARIO, which lesson_resolve looks up; NULL if not given */
    const char *problem;  /* -p; NULL if not given */
    const char *optimizers[RACE_ENTRANTS_MAX];
    size_t optimizer_count;
    bool start_given;
    Vec2 start;
    bool init_given;
    Init init;
    bool at_given;
    Vec2 at;
    long steps; /* -1 if not given */
    bool unit_given;
    RunUnit unit;
    bool seed_given;
    uint64_t seed;
    bool state; /* --state: what optimizers remember, too */
    bool curve; /* --curve: error against h instead of the numbers at one h */
    Format format;
    const char *output; /* -O; NULL or "-": standard output */
    bool theme_given;
    ThemeId theme;
    bool layout_given;
    SceneLayout layout;
    bool presenter, anatomy, curvature;
    int width, height;  /* 0 if not given */
    ScenePanels panels; /* of a picture */
    bool legend;        /* names below the map instead of at the heads */
    double width_mm;    /* on paper; 0 if not given */
    double font_points; /* 0 if not given */
    double fps, speed;  /* of a film; 0 if not given */
    double hold;        /* seconds; -1 if not given */
    bool cairo;         /* --renderer cairo: without OpenGL, even if there is some */
    long step;          /* --step; -1 if not given */
    double scale;       /* of text; 0 if not given */
    bool fresh;         /* --fresh: as at the first start */
    const char *keys;   /* --keys: pressed before the picture is taken; NULL for none */
    bool cursor_given;
    Vec2 cursor; /* --cursor: where the pointer is, on the map */
} Options;

/* Fills *options. False with one line in *err if the command line is wrong. */
bool options_parse(Options *options, int argc, char *const *argv, Err *err);

/* Whether a picture moves. */
bool options_film(const Options *options);
/* A bit for each Format that the command writes. */
unsigned options_formats(const Options *options);

/* Appends what --help says about a command; MODE_HELP: about all of them. */
void options_help(Mode topic, StrBuf *out);

/* The commands of the command line in order, without the window: "list", "trace" ... NULL past
 * the end. */
const char *options_command_name(size_t index);

#endif
