#include "app/lesson.h"

#include <string.h>

#include "app/opening.h"
#include "base/file.h"
#include "base/text.h"
#include "problem/factory.h"

size_t lesson_find(const char *name)
{
    size_t i = 0;
    while (i < lesson_text_count && strcmp(name, lesson_texts[i].name) != 0)
        i++;
    return i;
}

Scenario *lesson_scenario(size_t index, Err *err)
{
    const SceneLesson *lesson = &lesson_texts[index];
    return scenario_parse(lesson->name, lesson->text, strlen(lesson->text), err);
}

/* ---- the command line ---- */

static bool is_file(const char *word)
{
    return scenario_kind_of_file(word) || file_names_stdin(word) ||
           (problem_catalogue_find(word) < 0 && file_is_regular(word));
}

static const char *name_at(const void *context, size_t index)
{
    (void)context;
    return lesson_texts[index].name;
}

/* A slip of a lesson's name would only be called an unknown problem. */
static bool is_slip(const char *word, Err *err)
{
    const char *nearest = text_nearest(word, lesson_text_count, name_at, NULL);
    Problem *problem = nearest ? problem_create(word, NULL) : NULL;
    bool slip = nearest && !problem && strlen(word) > 2;
    problem_destroy(problem);
    if (slip)
        err_set(err, "unknown scenario '%s'; did you mean '%s'?", word, nearest);
    return slip;
}

bool lesson_resolve(Options *options, Scenario **scenario, Err *err)
{
    const char *word = options->scenario;
    *scenario = NULL;
    if (!word)
        return true;
    size_t lesson = lesson_find(word);
    if (lesson < lesson_text_count) {
        *scenario = lesson_scenario(lesson, err);
    } else if (is_file(word)) {
        *scenario =
            scenario_load(word, options->mode == MODE_WINDOW ? SCENARIO_ASKS : SCENARIO_READS, err);
    } else {
        if (is_slip(word, err))
            return false;
        if (options->mode == MODE_TRACE)
            return err_set(err, "'%s' is no scenario; a problem is given as -p PROBLEM", word);
        options->problem = word;
        return true;
    }
    if (*scenario)
        scenario_complete(*scenario, options);
    return *scenario != NULL;
}

/* ---- the window ---- */

void lesson_note(App *app, const char *word)
{
    size_t lesson = lesson_find(word);
    app->scene.lesson = lesson < lesson_text_count ? lesson + 1 : 0;
    if (app->scene.lesson > 0)
        app->lesson_left = app->scene.lesson;
}

void lesson_open(App *app, size_t index)
{
    Err err = {0};
    Scenario *scenario = lesson_scenario(index, &err);
    if (scenario && opening_apply(app, scenario_options(scenario), &err))
        lesson_note(app, lesson_texts[index].name);
    else
        app_notify(app, "%s", err.text);
    scenario_destroy(scenario);
}

void lesson_toggle(App *app, int arg)
{
    (void)arg;
    if (app->scene.lesson > 0)
        opening_say(app, NULL, NULL, NULL);
    else
        lesson_open(app, app->lesson_left > 0 ? app->lesson_left - 1 : 0);
}

void lesson_turn(App *app, int direction)
{
    size_t at = app->scene.lesson;
    if (at == 0)
        lesson_open(app, app->lesson_left > 0 ? app->lesson_left - 1 : 0);
    else if (direction > 0 && at == lesson_text_count)
        app_notify(app, "This is the last lesson; L leaves the course");
    else if (direction < 0 && at == 1)
        app_notify(app, "This is the first lesson");
    else
        lesson_open(app, direction > 0 ? at : at - 2);
}

void lesson_fold(App *app, int arg)
{
    (void)arg;
    app->scene.caption_folded = !app->scene.caption_folded;
}

bool lesson_has_words(const App *app)
{
    return scene_has_words(&app->scene);
}
