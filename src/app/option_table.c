#include "app/option_table.h"

#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "app/value.h"
#include "base/text.h"

const CommandRow option_commands[OPTION_COMMANDS] = {
    {"", "[SCENARIO] [options]", "open the window",
     "SCENARIO is a name from 'ravine list scenarios', a scenario file, or a PROBLEM. PROBLEM is "
     "an\n"
     "id from 'ravine list problems', an id with parameters such as bowl:kappa=20, or a formula in "
     "x\n"
     "and y such as 'x^2 + 50*y^2'. OPTIMIZER is an id from 'ravine list optimizers', with\n"
     "hyperparameters if wanted: adam:lr=0.1,beta1=0.8. Options go before what a scenario says."},
    {"list", "problems|optimizers|scenarios|commands", "name what there is",
     "'commands' are the commands of the window with their keys; 'optimizers' may be followed by\n"
     "one OPTIMIZER, to see only that one and its rule for the values given."},
    {"trace", "[SCENARIO] [-p PROBLEM] [-o OPTIMIZER ...] [options]",
     "print the steps of optimizers",
     "Columns: optimizer, step, x, y, f, grad_x, grad_y; a row per step from step 0, optimizer by\n"
     "optimizer. A run that becomes non-finite ends with its first non-finite row; a start "
     "without\n"
     "a finite value is refused. --state adds the gradient evaluations so far and, named as in\n"
     "'ravine list optimizers', every component of what an optimizer remembers: velocity_x,\n"
     "velocity_y; others leave these cells empty."},
    {"eval", "-p PROBLEM --at X,Y [options]", "print value and derivatives at a point",
     "Exact gradient and Hessian beside central differences, with the relative error between "
     "them.\n"
     "--curve prints instead how that error depends on the step h, for forward and central\n"
     "differences: columns h, forward_error, central_error, with h from 1e-16 to 1."},
    {"check", "[-p PROBLEM]", "test derivatives against differences",
     "Compares gradients and Hessians with central differences at points all over the domain, for\n"
     "one problem or for all of them. The exit status is 1 if any of them differs."},
    {"render", "[SCENARIO] -O FILE [options]", "draw the picture into a file",
     "FILE ends in .png, .svg or .pdf, or, for a film of the race from --step to its end, in .mp4 "
     "or\n"
     ".gif. For paper, --width-mm and --font-size give its measures;\n"
     "--size then gives the shape alone. What made a picture is kept in it: 'ravine FILE' opens "
     "it\n"
     "again. Without OpenGL, cairo draws the same picture.\n"
     "--keys does in the window what a hand on the keyboard would do, one key after the other, "
     "from\n"
     "the step that --step names, and waits for what they set in motion; then the picture is "
     "taken."},
    {"doctor", "", "say what is there and what is missing",
     "Versions, OpenGL, fonts, the display, other programs and where files are kept; for what is\n"
     "missing, the package that brings it. The exit status is 1 if Ravine cannot work without it."},
    {"complete", "-- [WORD ...]", "print how a command line could go on",
     "For shells. The WORDs are those behind 'ravine' as far as they are typed, the last one "
     "empty\n"
     "between two words. Prints what could stand in place of the last one, a line each: a word, a\n"
     "tab, and what it means. A word that ends in ':', '=' or '/' wants to go on."},
    {"help", "[COMMAND|scenario|man]", "explain a command",
     "'ravine help scenario' explains scenario files; 'ravine help man' is the manual page."},
};

static bool bad_value(const char *flag, const char *value, const char *expected, Err *err)
{
    return err_set(err, "option '%s': '%s' is not accepted; expected %s", flag, value, expected);
}

/* Says whose value was refused. */
static bool named(const char *flag, bool good, Err *err)
{
    if (!good)
        err_prefix(err, "option '%s': ", flag);
    return good;
}

static bool set_problem(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)err;
    options->problem = value;
    return true;
}

static bool set_optimizer(Options *options, const char *flag, const char *value, Err *err)
{
    if (options->optimizer_count == RACE_ENTRANTS_MAX)
        return err_set(err, "option '%s': '%s' is one too many; a race holds %d optimizers", flag,
                       value, RACE_ENTRANTS_MAX);
    options->optimizers[options->optimizer_count++] = value;
    return true;
}

static bool set_start(Options *options, const char *flag, const char *value, Err *err)
{
    options->start_given = true;
    return named(flag, value_point(value, &options->start, err), err);
}

static bool set_init(Options *options, const char *flag, const char *value, Err *err)
{
    options->init_given = true;
    if (init_parse(&options->init, value, err))
        return true;
    err_prefix(err, "option '%s': ", flag);
    return false;
}

static bool set_at(Options *options, const char *flag, const char *value, Err *err)
{
    options->at_given = true;
    return named(flag, value_point(value, &options->at, err), err);
}

static bool set_steps(Options *options, const char *flag, const char *value, Err *err)
{
    long long steps;
    if (!named(flag, value_integer(value, 0, OPTIONS_STEPS_MAX, &steps, err), err))
        return false;
    options->steps = (long)steps;
    return true;
}

static bool set_count(Options *options, const char *flag, const char *value, Err *err)
{
    size_t i;
    if (!named(flag, value_choice(value, value_units, RUN_UNITS, &i, err), err))
        return false;
    options->unit = (RunUnit)i;
    options->unit_given = true;
    return true;
}

static bool set_step(Options *options, const char *flag, const char *value, Err *err)
{
    long long step;
    if (!named(flag, value_integer(value, 0, OPTIONS_STEPS_MAX, &step, err), err))
        return false;
    options->step = (long)step;
    return true;
}

static bool set_seed(Options *options, const char *flag, const char *value, Err *err)
{
    long long seed;
    if (!named(flag, value_integer(value, 0, INT64_MAX, &seed, err), err))
        return false;
    options->seed = (uint64_t)seed;
    options->seed_given = true;
    return true;
}

static bool set_state(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->state = true;
    return true;
}

static bool set_curve(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->curve = true;
    return true;
}

const char *const option_format_names[FORMAT_COUNT] = {"text", "csv", "json", "markdown", "png",
                                                       "svg",  "pdf", "mp4",  "gif"};

/* Which of them a command writes is known only after all its words: see check_format. */
static bool set_format(Options *options, const char *flag, const char *value, Err *err)
{
    size_t i = value_find(value, option_format_names, FORMAT_COUNT);
    options->format = (Format)i;
    return i < FORMAT_COUNT || bad_value(flag, value,
                                         options->mode == MODE_RENDER ? "png, svg, pdf, mp4 or gif"
                                                                      : "text, csv or json",
                                         err);
}

static bool set_output(Options *options, const char *flag, const char *value, Err *err)
{
    if (value[0] == '\0')
        return bad_value(flag, value, "a file name", err);
    options->output = value;
    return true;
}

static bool set_theme(Options *options, const char *flag, const char *value, Err *err)
{
    size_t i;
    if (!named(flag, value_choice(value, value_themes, THEME_COUNT, &i, err), err))
        return false;
    options->theme = (ThemeId)i;
    options->theme_given = true;
    return true;
}

static bool set_layout(Options *options, const char *flag, const char *value, Err *err)
{
    size_t i;
    if (!named(flag, value_choice(value, value_layouts, LAYOUT_COUNT, &i, err), err))
        return false;
    options->layout = (SceneLayout)i;
    options->layout_given = true;
    return true;
}

static bool set_presenter(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->presenter = true;
    return true;
}

static bool set_anatomy(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->anatomy = true;
    return true;
}

static bool set_curvature(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->curvature = true;
    return true;
}

static bool set_size(Options *options, const char *flag, const char *value, Err *err)
{
    return named(flag, value_size(value, &options->width, &options->height, err), err);
}

static bool set_scale(Options *options, const char *flag, const char *value, Err *err)
{
    return named(
        flag, value_number(value, OPTIONS_SCALE_MIN, OPTIONS_SCALE_MAX, &options->scale, err), err);
}

static bool set_panels(Options *options, const char *flag, const char *value, Err *err)
{
    size_t i;
    if (!named(flag, value_choice(value, value_panels, PANELS_COUNT, &i, err), err))
        return false;
    options->panels = (ScenePanels)i;
    return true;
}

static bool set_legend(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->legend = true;
    return true;
}

static bool set_width_mm(Options *options, const char *flag, const char *value, Err *err)
{
    return named(flag, value_number(value, OPTIONS_MM_MIN, OPTIONS_MM_MAX, &options->width_mm, err),
                 err);
}

static bool set_font_size(Options *options, const char *flag, const char *value, Err *err)
{
    return named(
        flag,
        value_number(value, OPTIONS_POINTS_MIN, OPTIONS_POINTS_MAX, &options->font_points, err),
        err);
}

static bool set_fps(Options *options, const char *flag, const char *value, Err *err)
{
    return named(flag, value_number(value, 1, OPTIONS_FPS_MAX, &options->fps, err), err);
}

static bool set_speed(Options *options, const char *flag, const char *value, Err *err)
{
    return named(flag, value_number(value, 0.1, APP_STEPS_MAX, &options->speed, err), err);
}

static bool set_hold(Options *options, const char *flag, const char *value, Err *err)
{
    return named(flag, value_number(value, 0, OPTIONS_HOLD_MAX, &options->hold, err), err);
}

const char *const option_renderers[OPTION_RENDERERS] = {"auto", "cairo"};

static bool set_renderer(Options *options, const char *flag, const char *value, Err *err)
{
    size_t i;
    if (!named(flag, value_choice(value, option_renderers, OPTION_RENDERERS, &i, err), err))
        return false;
    options->cairo = i == 1;
    return true;
}

static bool set_keys(Options *options, const char *flag, const char *value, Err *err)
{
    char bad[32];
    options->keys = value;
    if (keys_pressable(value, bad))
        return true;
    const char *nearest = keys_nearest(bad);
    if (nearest)
        return err_set(err, "option '%s': '%s' is not a key; did you mean '%s'?", flag, bad,
                       nearest);
    return err_set(err,
                   "option '%s': '%s' is not a key; expected keys as 'ravine list commands' names "
                   "them, such as 'T Tab Shift+F'",
                   flag, bad);
}

static bool set_cursor(Options *options, const char *flag, const char *value, Err *err)
{
    options->cursor_given = true;
    return named(flag, value_point(value, &options->cursor, err), err);
}

static bool set_fresh(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->fresh = true;
    return true;
}

static bool set_help(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->topic = options->mode == MODE_WINDOW ? MODE_HELP : options->mode;
    options->mode = MODE_HELP;
    return true;
}

static bool set_version(Options *options, const char *flag, const char *value, Err *err)
{
    (void)flag, (void)value, (void)err;
    options->mode = MODE_VERSION;
    return true;
}

static const OptionRow option_rows[] = {
    {"problem", 'p', "PROBLEM", IN_RACES | IN_EVAL | IN_CHECK, false, set_problem,
     "what to minimise: an id, bowl:kappa=20, or a formula in x and y"},
    {"optimizer", 'o', "OPTIMIZER", IN_RACES, true, set_optimizer,
     "an optimizer, such as adam:lr=0.1,beta1=0.8; once for each that races"},
    {"start", 's', "X,Y", IN_RACES, false, set_start,
     "where to start (default: the problem's own)"},
    {"init", 0, "HOW", IN_RACES, false, set_init,
     "the start, where -s does not give it: point, uniform or normal[:SCALE]"},
    {"steps", 'n', "STEPS", IN_RACES, false, set_steps, "how many updates (trace: 200 by default)"},
    {"count", 0, "UNIT", IN_RACES, false, set_count,
     "what -n and --step count: steps, or evaluations of the gradient"},
    {"seed", 0, "N", IN_RACES | IN_CHECK, false, set_seed, "seed of everything random (default 0)"},
    {"state", 0, NULL, IN_TRACE, false, set_state,
     "evaluations so far, and what the optimizers remember, a column each"},
    {"at", 0, "X,Y", IN_EVAL, false, set_at, "the point to evaluate at"},
    {"curve", 0, NULL, IN_EVAL, false, set_curve,
     "relative error of numeric gradients against their step h, a row each"},
    {"format", 0, "FORMAT", IN_LIST | IN_TRACE | IN_EVAL | IN_RENDER, false, set_format,
     "list: text, json; trace, eval: csv, json; render: png, svg ..."},
    {"output", 'O', "FILE", IN_TRACE | IN_RENDER, false, set_output,
     "write to FILE; it appears only when all went well"},
    {"theme", 0, "THEME", IN_PICTURES, false, set_theme, "light or dark"},
    {"layout", 0, "LAYOUT", IN_PICTURES, false, set_layout,
     "map: all paths, grid: a map per optimizer, or surface: in 3D"},
    {"presenter", 0, NULL, IN_PICTURES, false, set_presenter,
     "only the map, with large names and a caption"},
    {"anatomy", 0, NULL, IN_PICTURES, false, set_anatomy,
     "the step of the last optimizer, taken apart"},
    {"curvature", 0, NULL, IN_PICTURES, false, set_curvature,
     "the ground's curvature there, and whether steps are stable on it"},
    {"size", 0, "WxH", IN_PICTURES, false, set_size, "pixels, such as 1920x1080"},
    {"step", 0, "N", IN_PICTURES, false, set_step, "the step to show"},
    {"scale", 0, "S", IN_PICTURES, false, set_scale, "text size from 0.5 to 4 (default 1)"},
    {"cursor", 0, "X,Y", IN_RENDER, false, set_cursor, "the pointer is over this point of the map"},
    {"panels", 0, "PANELS", IN_RENDER, false, set_panels,
     "around the map: all (default), chart, or none"},
    {"legend", 0, NULL, IN_RENDER, false, set_legend,
     "names below the map, not at the heads (--panels chart, none)"},
    {"width-mm", 0, "MM", IN_RENDER, false, set_width_mm,
     "on paper, at 300 pixels an inch, with text of --font-size"},
    {"font-size", 0, "POINTS", IN_RENDER, false, set_font_size,
     "of text on paper (default 9); belongs to --width-mm"},
    {"fps", 0, "N", IN_RENDER, false, set_fps, "a film's frames a second (default 30; gif: 25)"},
    {"speed", 0, "N", IN_RENDER, false, set_speed, "a film's steps a second (default: as played)"},
    {"hold", 0, "SECONDS", IN_RENDER, false, set_hold, "a film's last frame stays (default 2)"},
    {"renderer", 0, "RENDERER", IN_RENDER, false, set_renderer,
     "auto: OpenGL for pixels, if there is some; or cairo"},
    {"keys", 0, "KEYS", IN_RENDER, false, set_keys,
     "keys to press first, as 'ravine list commands' names them: 'T Tab G'"},
    {"fresh", 0, NULL, IN_WINDOW, false, set_fresh,
     "as at the very first start: nothing of what was left last time"},
    {"help", 'h', NULL, IN_ALL, false, set_help, "explain this command"},
    {"version", 'V', NULL, IN_WINDOW, false, set_version, "print the version"},
};

size_t option_count(void)
{
    return sizeof option_rows / sizeof option_rows[0];
}

const OptionRow *option_at(size_t index)
{
    return &option_rows[index];
}

const OptionRow *option_named(const char *word)
{
    if (word[0] != '-' || word[1] == '\0')
        return NULL;
    const size_t len = word[1] == '-' ? strcspn(word + 2, "=") : 0;
    for (size_t i = 0; i < option_count(); i++) {
        const OptionRow *row = option_at(i);
        if (word[1] == '-' ? strlen(row->name) == len && memcmp(row->name, word + 2, len) == 0
                           : row->letter == word[1])
            return row;
    }
    return NULL;
}
