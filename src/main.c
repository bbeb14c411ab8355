/* main: parses the command line, chooses a mode, owns the App, prints errors, sets the exit code.
 * The only file that sees everything. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/complete.h"
#include "app/lesson.h"
#include "app/listing.h"
#include "app/manpage.h"
#include "app/options.h"
#include "app/reference.h"
#include "app/report.h"
#include "doctor.h"
#include "platform/ending.h"
#include "platform/output.h"
#include "platform/paths.h"
#include "render.h"
#include "stage.h"

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_BAD_INPUT = 2, EXIT_SIGNAL = 128 };

/* One line on standard error; what follows it in the message (the formula with a caret under the
 * place) is for people at a terminal. */
static int complain(int status, const Err *err)
{
    int len = (int)strcspn(err->text, "\n");
    fprintf(stderr, "ravine: %.*s\n", len, err->text);
    if (err->text[len] != '\0' && isatty(STDERR_FILENO))
        fprintf(stderr, "%s\n", err->text + len + 1);
    return status;
}

/* What the scenario says, if there is one, under what the command line says. A scenario waits for
 * play: there is a question to be asked first. */
static AppOptions app_options(const Options *options, const Scenario *scenario)
{
    AppOptions wanted = scenario ? *scenario_options(scenario) : (AppOptions){0};
    wanted.problem = options->problem;
    wanted.kinds = scenario ? FILE_REGULAR : FILE_OR_STDIN;
    wanted.optimizers = options->optimizers;
    wanted.optimizer_count = options->optimizer_count;
    wanted.has_start = options->start_given;
    wanted.start = options->start;
    wanted.init = options->init;
    wanted.steps = options->steps;
    wanted.unit = options->unit;
    wanted.theme = options->theme;
    if (options->layout_given)
        wanted.layout = options->layout;
    wanted.presenter = options->presenter;
    wanted.anatomy |= options->anatomy;
    wanted.curvature |= options->curvature;
    wanted.seed = options->seed;
    wanted.text_scale = options->scale;
    wanted.play = options->mode == MODE_WINDOW && !scenario;
    return wanted;
}

/* Who waits to be asked shows what there is without the scenario. */
static AppOptions behind_question(const AppOptions *wanted)
{
    return (AppOptions){.theme = wanted->theme,
                        .layout = wanted->layout,
                        .seed = wanted->seed,
                        .presenter = wanted->presenter,
                        .text_scale = wanted->text_scale};
}

/* What a scenario reads from outside its folder, where a person can be asked about it. */
static const char *outside_of(const Options *options, const Scenario *scenario)
{
    return scenario && options->mode == MODE_WINDOW ? scenario_outside(scenario) : NULL;
}

static double frame(void *self)
{
    return stage_frame(self);
}

/* A window that cannot be had is a failure; a session that could not be kept is worth a line. */
static int window_main(App *app, const Options *options, Session *session, const char *path)
{
    Err err = {0};
    int status = EXIT_GOOD;
    Stage *stage = stage_open(app, options, session, path, &err);
    if (!stage)
        return complain(EXIT_FAILED, &err);
    window_run(stage_window(stage), frame, stage);
    stage_close(stage, &err);
    const int signal = ending_signal();
    if (signal != 0) {
        status = EXIT_SIGNAL + signal;
        err_set(&err, "%s", ending_words(signal));
    }
    return err.text[0] != '\0' ? complain(status, &err) : status;
}

static bool names_a_race(const Options *options)
{
    return options->problem || options->optimizer_count > 0 || options->start_given ||
           options->init_given || options->steps >= 0;
}

/* What was left last time, as far as the command line leaves it open. What cannot be read is said
 * in a line and costs nothing more. False if what is there must not be written over. */
static bool restore(App *app, const Options *options, bool asks, Session *session, const char *path)
{
    Err damage = {0};
    const bool race_open = asks || !names_a_race(options);
    const SessionOpen open = {.theme = !options->theme_given,
                              .text_scale = options->scale == 0,
                              .layout = !options->layout_given && race_open};
    bool good = session_load(session, path, &damage);
    session_taste(session, &open, app);
    if (race_open && !session_race(session, app, &damage) && good)
        session_set_aside(path, &damage);
    if (damage.text[0] != '\0')
        complain(EXIT_GOOD, &damage);
    return damage.text[0] == '\0' || access(path, F_OK) != 0;
}

static bool render(App *app, const Options *options, OutputFile *output, Err *err)
{
    FILE *progress = isatty(STDERR_FILENO) ? stderr : NULL;
    if (!options_film(options))
        return render_picture(app, options, output_stream(output), progress, err);
    if (!output_path(output))
        return err_set(err, "cannot film into '%s': it is no file", options->output);
    return render_film(app, options, output_path(output), progress, err);
}

/* A picture holds a race, but not the data that it reads: a line about that, or none. */
static Err what_is_missing(const App *app, const Options *options)
{
    StrBuf files = {0};
    Err note = {0};
    const char *name = strcmp(options->output, "-") == 0 ? "the picture" : options->output;
    if (!options_film(options) && reference_names(race_problem(app->race)->spec, &files))
        err_set(&note, "%s is without %s, which it reads", name, strbuf_text(&files));
    strbuf_deinit(&files);
    return note;
}

/* A picture of the window. Whether it can be written is known before the work begins. */
static int render_main(App *app, const Options *options)
{
    Err err = {0};
    OutputFile *output =
        render_fits(options, &err) ? output_open(options->output, stdout, &err) : NULL;
    if (!output)
        return complain(EXIT_BAD_INPUT, &err);
    if (!render(app, options, output, &err)) {
        output_discard(output);
        return complain(EXIT_FAILED, &err);
    }
    const Err note = what_is_missing(app, options); /* what may fail comes before the end */
    if (!output_commit(output, &err))
        return complain(EXIT_FAILED, &err);
    return note.text[0] != '\0' ? complain(EXIT_GOOD, &note) : EXIT_GOOD;
}

/* What was asked for is checked before any window opens. */
static int stage_main(const Options *options, const Scenario *scenario)
{
    Err err = {0};
    App app;
    Session session = {0};
    StrBuf path = {0};
    AppOptions wanted = app_options(options, scenario);
    const bool picture = options->mode == MODE_RENDER; /* the same picture, whoever asks */
    const char *keep = !picture && paths_session(&path) ? strbuf_text(&path) : NULL;
    const char *outside = outside_of(options, scenario);
    AppOptions first = outside ? behind_question(&wanted) : wanted;
    int status = EXIT_BAD_INPUT;
    if (app_init(&app, &first, &err)) {
        lesson_note(&app, scenario ? options->scenario : "");
        if (keep && !options->fresh && !restore(&app, options, outside != NULL, &session, keep))
            keep = NULL;
        if (outside)
            question_ask(&app, options->scenario, outside, &wanted);
        status = picture ? render_main(&app, options) : window_main(&app, options, &session, keep);
        app_deinit(&app);
    } else {
        complain(status, &err);
    }
    session_deinit(&session);
    strbuf_deinit(&path);
    return status;
}

/* Commands that write a document to standard output or to -O FILE. */
static int document_main(const Options *options)
{
    Err err = {0};
    bool passed = true, good = true;
    OutputFile *output = output_open(options->output, stdout, &err);
    if (!output)
        return complain(EXIT_BAD_INPUT, &err);
    if (options->mode == MODE_TRACE)
        good = report_trace(options, output_stream(output), &err);
    else if (options->mode == MODE_EVAL)
        good = report_eval(options, output_stream(output), &err);
    else if (options->mode == MODE_CHECK)
        good = report_check(options, output_stream(output), &passed, &err);
    else if (options->mode == MODE_COMPLETE)
        complete_write(options->words, options->word_count, output_stream(output));
    else
        listing_write(options, output_stream(output));
    if (!good) {
        output_discard(output);
        return complain(EXIT_BAD_INPUT, &err);
    }
    if (!output_commit(output, &err))
        return complain(EXIT_FAILED, &err);
    return passed ? EXIT_GOOD : EXIT_FAILED;
}

static int say(const char *text)
{
    Err err = {0};
    OutputFile *output = output_open(NULL, stdout, &err);
    fputs(text, output_stream(output));
    return output_commit(output, &err) ? EXIT_GOOD : complain(EXIT_FAILED, &err);
}

static int doctor_main(void)
{
    StrBuf text = {0};
    const bool healthy = doctor_report(&text);
    int status = say(strbuf_text(&text));
    strbuf_deinit(&text);
    return healthy ? status : EXIT_FAILED;
}

static int help_main(const Options *options)
{
    StrBuf text = {0};
    if (options->scenario_help)
        scenario_help(&text);
    else if (options->man_page)
        manpage_write(RAVINE_VERSION, &text);
    else
        options_help(options->topic, &text);
    int status = say(strbuf_text(&text));
    strbuf_deinit(&text);
    return status;
}

static int run(const Options *options, const Scenario *scenario)
{
    switch (options->mode) {
    case MODE_WINDOW:
    case MODE_RENDER:
        return stage_main(options, scenario);
    case MODE_HELP:
        return help_main(options);
    case MODE_VERSION:
        return say("ravine " RAVINE_VERSION "\n");
    case MODE_DOCTOR:
        return doctor_main();
    case MODE_LIST:
    case MODE_TRACE:
    case MODE_EVAL:
    case MODE_CHECK:
    case MODE_COMPLETE:
        break;
    }
    return document_main(options);
}

/* On the command line nobody is asked: the files are read, and named. */
static void say_what_is_read(const Options *options, const Scenario *scenario)
{
    Err note = {0};
    if (!scenario || !scenario_outside(scenario) || outside_of(options, scenario))
        return;
    err_set(&note, "'%s' reads %s, outside its folder", options->scenario,
            scenario_outside(scenario));
    complain(EXIT_GOOD, &note);
}

int main(int argc, char **argv)
{
    Options options;
    Scenario *scenario = NULL;
    Err err = {0};
    ending_begin();
    if (!options_parse(&options, argc, argv, &err) || !lesson_resolve(&options, &scenario, &err))
        return complain(EXIT_BAD_INPUT, &err);
    say_what_is_read(&options, scenario);
    int status = run(&options, scenario);
    scenario_destroy(scenario);
    return status;
}
