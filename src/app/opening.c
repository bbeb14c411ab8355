#include "app/opening.h"

#include "app/playback.h"
#include "app/tuning.h"

static const char *keep(StrBuf *own, const char *text)
{
    strbuf_clear(own);
    strbuf_put(own, text ? text : "");
    return own->len > 0 ? strbuf_text(own) : NULL;
}

void opening_say(App *app, const char *title, const char *caption, const char *question)
{
    Scene *scene = &app->scene;
    scene->title = keep(&app->title, title);
    scene->caption = keep(&app->caption, caption);
    scene->question = keep(&app->question, question);
    scene->words_revision++;
    scene->lesson = 0;
    app->redraw = true;
}

static void show_camera(App *app, const AppOptions *options)
{
    Scene *scene = &app->scene;
    app->camera_left = 0;
    scene->center = box2_center(race_problem(app->race)->view);
    scene->zoom = 1;
    scene->orbit = options->has_orbit ? options->orbit : EYE_HOME;
    if (options->has_camera) {
        scene->center = options->center;
        scene->zoom = options->zoom;
    }
}

void opening_show(App *app, const AppOptions *options)
{
    Scene *scene = &app->scene;
    size_t count = race_count(app->race);
    show_camera(app, options);
    scene->layout = options->layout;
    scene->anatomy = options->anatomy;
    scene->anatomy_stage = 0;
    scene->curvature = options->curvature;
    scene->check = options->check;
    scene->check_placed = options->check_placed;
    scene->check_at = options->check_at;
    scene->patterns = options->patterns;
    scene->only_past = options->only_past;
    scene->show_data = !options->hide_data;
    scene->chart = options->chart;
    scene->probes = options->probes;
    app_set_selected(app, options->select > 0 && options->select <= count ? options->select - 1
                                                                          : count - 1);
    playback_set_speed(app, options->speed);
    app_set_playhead(app, (double)options->step);
    scene->asks_at = scene->playhead;
    app_show_inspection(app);
    opening_say(app, options->title, options->caption, options->question);
}

bool opening_apply(App *app, const AppOptions *options, Err *err)
{
    if (!app_set_race(app, options, err))
        return false;
    tuning_forget(app); /* another story, nothing to compare with */
    app->scene.playing = false;
    opening_show(app, options);
    return true;
}
