#include "render.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/keys.h"
#include "app/scenario.h"
#include "base/array.h"
#include "easel.h"
#include "figure/figure.h"
#include "gfx/png.h"
#include "platform/film.h"
#include "progress.h"

static const double PX_PER_INCH = 96, PRINT_PX_PER_INCH = 300, MM_PER_INCH = 25.4;
static const double POINTS_PER_INCH = 72, POINTS_DEFAULT = 9;

/* ---- how large ---- */

/* Of the whole screen, and of a map alone. */
enum { WIDTH = 1280, HEIGHT = 720, MAP_WIDTH = 960, MAP_HEIGHT = 720 };

typedef struct Paper {
    int width, height; /* px */
    double text_scale;
    double px_per_mm;
} Paper;

static Paper paper_of(const Options *options)
{
    const bool bare = options->panels != PANELS_ALL;
    Paper paper = {.width = bare ? MAP_WIDTH : WIDTH,
                   .height = bare ? MAP_HEIGHT : HEIGHT,
                   .text_scale = options->scale > 0 ? options->scale : 1,
                   .px_per_mm = PX_PER_INCH / MM_PER_INCH};
    if (options->width > 0) {
        paper.width = options->width;
        paper.height = options->height;
    }
    if (options->width_mm == 0)
        return paper;
    const double shape = (double)paper.height / (double)paper.width;
    const double points = options->font_points > 0 ? options->font_points : POINTS_DEFAULT;
    paper.px_per_mm = PRINT_PX_PER_INCH / MM_PER_INCH;
    paper.width = (int)lround(options->width_mm * paper.px_per_mm);
    paper.height = (int)lround(shape * paper.width);
    paper.text_scale *= points / POINTS_PER_INCH * PRINT_PX_PER_INCH / UI_TEXT;
    return paper;
}

bool render_fits(const Options *options, Err *err)
{
    const Paper paper = paper_of(options);
    return (paper.width <= OPTIONS_SIZE_MAX && paper.height <= OPTIONS_SIZE_MAX) ||
           err_set(err, "a picture of %dx%d pixels is too large; expected at most %d either way",
                   paper.width, paper.height, OPTIONS_SIZE_MAX);
}

/* ---- what is on it ---- */

/* Of the time that a long picture takes; the rest is for the file. */
static const double COMPUTING = 0.7, DRAWING = 0.2;

static void say_steps(const Race *race, Progress *progress)
{
    const double budget = (double)race_limits(race).budget;
    double done = 0;
    for (size_t i = 0; i < race_count(race); i++)
        done += run_ended(race_run(race, i)) ? budget : (double)run_last_step(race_run(race, i));
    char words[64];
    done /= fmax(1, (double)race_count(race));
    snprintf(words, sizeof words, "step %.0f of %.0f", done, budget);
    progress_say(progress, COMPUTING * done / fmax(1, budget), words);
}

/* As far as the race is wanted, however many slices that takes. progress may be NULL. */
static void compute(App *app, Input *input, Progress *progress)
{
    do {
        app_update(app, input, 0);
        input->count = 0;
        if (progress)
            say_steps(app->race, progress);
    } while (!race_done(app->race));
}

/* The camera is on its way home, or the map is being raised. */
static bool travels(const App *app)
{
    return app->camera_left > 0 || app->lift_way != (app->scene.layout == LAYOUT_SURFACE);
}

/* One frame with these events, and more until the race is computed and the camera has arrived. The
 * list is written each time: the next event looks up there what lies where. */
static void act(App *app, Input *input, DrawList *list)
{
    compute(app, input, NULL);
    while (travels(app))
        app_update(app, input, 1);
    app_draw(app, list);
}

/* The pointer over the map, and the keys of --keys one by one. */
static void act_out(App *app, const Options *options, Input *input, DrawList *list)
{
    app_draw(app, list);
    if (options->cursor_given) {
        Rect pane = app->screen.layout.panes[0];
        Camera camera = scene_camera(&app->scene, pane);
        Point p = camera_to_screen(&camera, pane, options->cursor);
        input->events[input->count++] = (InputEvent){.kind = INPUT_MOVE, .x = p.x, .y = p.y};
        act(app, input, list);
    }
    const char *keys = options->keys ? options->keys : "";
    while ((input->count = keys_press(&keys, input->events)) > 0)
        act(app, input, list);
}

/* Everything as the options want it, and the list that shows it. */
static void arrange(App *app, const Options *options, const Paper *paper, DrawList *list,
                    Progress *progress)
{
    Input input = {.width = paper->width, .height = paper->height, .display_scale = 1};
    app->scene.panels = options->panels;
    app->scene.legend = options->legend;
    app->text_scale = paper->text_scale;
    compute(app, &input, progress);
    /* Two fifths of the way the paths have parted and have not all arrived. */
    double budget = (double)race_limits(app->race).budget;
    double own = app->scene.playhead > 0 ? app->scene.playhead : round(0.4 * budget);
    app_set_playhead(app, options->step >= 0 ? (double)options->step : own);
    compute(app, &input, progress); /* what goes with the playhead */
    act_out(app, options, &input, list);
    app_draw(app, list);
}

/* ---- into a file ---- */

typedef struct Picture {
    const DrawList *list;
    FigurePage page;
    Easel *easel;
} Picture;

static bool write_png(const Picture *picture, FILE *file, Err *err)
{
    const FigurePage *page = &picture->page;
    unsigned char *rgba = mem_calloc((size_t)page->width * (size_t)page->height, 4);
    const PngNotes notes = {page->title, page->race, page->px_per_mm};
    const bool good =
        easel_draw(picture->easel, picture->list, page->background, page->watch, rgba, err) &&
        png_write(file, rgba, page->width, page->height, &notes, err);
    free(rgba);
    return good;
}

static bool write_svg(const Picture *picture, FILE *file, Err *err)
{
    return figure_write_svg(picture->list, &picture->page, easel_lettering(picture->easel), file,
                            err);
}

static bool write_pdf(const Picture *picture, FILE *file, Err *err)
{
    return figure_write_pdf(picture->list, &picture->page, easel_lettering(picture->easel), file,
                            err);
}

static const struct {
    EaselUse use;
    bool (*write)(const Picture *picture, FILE *file, Err *err);
} FORMATS[FORMAT_COUNT] = {[FORMAT_PNG] = {EASEL_PIXELS, write_png},
                           [FORMAT_SVG] = {EASEL_VECTORS, write_svg},
                           [FORMAT_PDF] = {EASEL_VECTORS, write_pdf}};

static EaselUse use_of(const Options *options)
{
    const EaselUse use = FORMATS[options->format].use;
    return use == EASEL_PIXELS && options->cairo ? EASEL_CAIRO : use;
}

static void say_painted(void *context, double share)
{
    progress_say(context, COMPUTING + DRAWING * share, "drawing");
}

bool render_picture(App *app, const Options *options, FILE *file, FILE *progress, Err *err)
{
    const Paper paper = paper_of(options);
    Easel *easel = easel_create(use_of(options), paper.width, paper.height, err);
    if (!easel)
        return false;
    DrawList list = {0};
    StrBuf race = {0};
    app_use_fonts(app, easel_fonts(easel));
    Progress said = progress_begin(progress);
    arrange(app, options, &paper, &list, &said);
    scenario_put(app, (Reference){.kind = REFERENCE_AWAY}, &race);
    const PaintWatch watch = {say_painted, &said};
    const Picture picture = {.list = &list,
                             .easel = easel,
                             .page = {.width = paper.width,
                                      .height = paper.height,
                                      .px_per_mm = paper.px_per_mm,
                                      .background = theme_get(app->scene.theme)->panel,
                                      .title = app_title(app),
                                      .race = strbuf_text(&race),
                                      .watch = &watch}};
    const bool good = FORMATS[options->format].write(&picture, file, err);
    progress_end(&said);
    strbuf_deinit(&race);
    drawlist_deinit(&list);
    easel_destroy(easel);
    return good;
}

/* ---- films ---- */

static const double FPS_DEFAULT = 30, GIF_FPS_DEFAULT = 25 /* delays are hundredths of a second */;
static const double HOLD_DEFAULT = 2;

typedef struct Shooting {
    App *app;
    Easel *easel;
    Film *film;
    DrawList list;
    Input input;
    double fps;
    long frames; /* until the race has ended */
    Progress progress;
} Shooting;

/* From the step that options name, at their speed, to the end. */
static void start_playing(Shooting *shooting, const Options *options, const Paper *paper)
{
    App *app = shooting->app;
    const double budget = (double)race_limits(app->race).budget;
    shooting->input = (Input){.width = paper->width, .height = paper->height, .display_scale = 1};
    if (options->speed > 0)
        app->scene.speed = options->speed;
    app_set_playhead(app, options->step >= 0 ? (double)options->step : 0);
    app->loop = false;
    app->scene.playing = app->scene.playhead < budget;
    compute(app, &shooting->input, NULL);
    const double left = budget - app->scene.playhead;
    shooting->frames = 1 + (long)ceil(left / app->scene.speed * shooting->fps - 1e-9);
}

static void say_frame(Shooting *shooting, long frame)
{
    char words[64];
    snprintf(words, sizeof words, "frame %ld of %ld", frame, shooting->frames);
    progress_say(&shooting->progress, (double)frame / (double)shooting->frames, words);
}

/* False if the encoder has gone, or with one line in *err if the picture could not be drawn. */
static bool shoot(Shooting *shooting, int times, Err *err)
{
    unsigned char *rgba = film_room(shooting->film, true);
    if (!rgba)
        return false;
    app_draw(shooting->app, &shooting->list);
    if (!easel_draw(shooting->easel, &shooting->list, theme_get(shooting->app->scene.theme)->panel,
                    NULL, rgba, err))
        return false;
    film_put(shooting->film, times);
    return true;
}

/* Frame after frame, as the window would play it. The last one stays for a while. */
static bool shoot_all(Shooting *shooting, double hold, Err *err)
{
    App *app = shooting->app;
    const int last = 1 + (int)lround(hold * shooting->fps);
    for (long frame = 1; frame <= shooting->frames; frame++) {
        if (!shoot(shooting, frame == shooting->frames ? last : 1, err))
            return err->text[0] == '\0'; /* what the encoder has to say, its end knows */
        say_frame(shooting, frame);
        app_update(app, &shooting->input, 1 / shooting->fps);
        compute(app, &shooting->input, NULL);
    }
    return true;
}

bool render_film(App *app, const Options *options, const char *path, FILE *progress, Err *err)
{
    const Paper paper = paper_of(options);
    const bool gif = options->format == FORMAT_GIF;
    Shooting shooting = {.app = app,
                         .fps = options->fps > 0 ? options->fps
                                : gif            ? GIF_FPS_DEFAULT
                                                 : FPS_DEFAULT,
                         .progress = progress_begin(progress)};
    const FilmOptions wanted = {.kind = gif ? FILM_GIF : FILM_MP4,
                                .path = path,
                                .title = app_title(app),
                                .width = paper.width,
                                .height = paper.height,
                                .fps = shooting.fps};
    shooting.easel =
        easel_create(options->cairo ? EASEL_CAIRO : EASEL_PIXELS, paper.width, paper.height, err);
    shooting.film = shooting.easel ? film_open(&wanted, err) : NULL;
    bool good = shooting.film != NULL;
    if (good) {
        app_use_fonts(app, easel_fonts(shooting.easel));
        arrange(app, options, &paper, &shooting.list, &shooting.progress);
        shooting.progress = progress_begin(progress);
        start_playing(&shooting, options, &paper);
        good = shoot_all(&shooting, options->hold >= 0 ? options->hold : HOLD_DEFAULT, err);
    }
    progress_end(&shooting.progress);
    good = shooting.film && film_close(shooting.film, err) && good;
    drawlist_deinit(&shooting.list);
    easel_destroy(shooting.easel);
    return good;
}
