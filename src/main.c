/* main: parses the command line, chooses a mode, owns the App, prints errors, sets the exit code.
 * The only file that sees everything. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/listing.h"
#include "app/options.h"
#include "app/output.h"
#include "app/report.h"
#include "stage.h"

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_BAD_INPUT = 2 };

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

static AppOptions app_options(const Options *options)
{
    return (AppOptions){.problem = options->scenario ? options->scenario : options->problem,
                        .optimizers = options->optimizers,
                        .optimizer_count = options->optimizer_count,
                        .has_start = options->start_given,
                        .start = options->start,
                        .steps = options->steps,
                        .unit = options->unit,
                        .theme = options->theme,
                        .layout = options->layout,
                        .presenter = options->presenter,
                        .seed = options->seed,
                        .text_scale = options->scale,
                        .play = options->mode == MODE_WINDOW};
}

static int window_main(App *app, const Options *options)
{
    Err err = {0};
    return stage_window(app, options, &err) ? EXIT_GOOD : complain(EXIT_FAILED, &err);
}

/* A picture of the window. Whether it can be written is known before the work begins. */
static int render_main(App *app, const Options *options)
{
    Err err = {0};
    OutputFile *output = output_open(options->output, stdout, &err);
    if (!output)
        return complain(EXIT_BAD_INPUT, &err);
    if (!stage_render(app, options, output_stream(output), &err)) {
        output_discard(output);
        return complain(EXIT_FAILED, &err);
    }
    return output_commit(output, &err) ? EXIT_GOOD : complain(EXIT_FAILED, &err);
}

/* What was asked for is checked before any window opens. */
static int stage_main(const Options *options)
{
    Err err = {0};
    App app;
    AppOptions wanted = app_options(options);
    if (!app_init(&app, &wanted, &err))
        return complain(EXIT_BAD_INPUT, &err);
    int status =
        options->mode == MODE_RENDER ? render_main(&app, options) : window_main(&app, options);
    app_deinit(&app);
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

static int help_main(Mode topic)
{
    StrBuf text = {0};
    options_help(topic, &text);
    int status = say(strbuf_text(&text));
    strbuf_deinit(&text);
    return status;
}

int main(int argc, char **argv)
{
    Options options;
    Err err = {0};
    if (!options_parse(&options, argc, argv, &err))
        return complain(EXIT_BAD_INPUT, &err);
    switch (options.mode) {
    case MODE_WINDOW:
    case MODE_RENDER:
        return stage_main(&options);
    case MODE_HELP:
        return help_main(options.topic);
    case MODE_VERSION:
        return say("ravine " RAVINE_VERSION "\n");
    case MODE_LIST:
    case MODE_TRACE:
    case MODE_EVAL:
    case MODE_CHECK:
        break;
    }
    return document_main(&options);
}
