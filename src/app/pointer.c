#include "app/pointer.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "app/app.h"
#include "app/chooser.h"
#include "app/editor.h"
#include "app/playback.h"
#include "app/tuning.h"
#include "app/typing.h"

/* A press that moves less than this is a click. Px at scale 1. */
static const float CLICK_SLOP = 4;

/* Radians per px at scale 1: across a map of usual width, half a turn. */
static const double TURN = 0.0045;

static bool world_at(const App *app, Point p, Vec2 *w)
{
    return screen_world_at(&app->screen, &app->scene, p, p, w);
}

static void choose_cursor(App *app)
{
    Cursor cursor = CURSOR_ARROW;
    switch (app->scene.hover.kind) {
    case HIT_MAP:
        cursor = app->scene.pointer_on_map ? CURSOR_CROSSHAIR : CURSOR_MOVE;
        break;
    case HIT_COMMAND:
    case HIT_CARD:
    case HIT_MARKER:
    case HIT_HYPER:
    case HIT_SLIDER:
    case HIT_CYCLE:
    case HIT_TIMELINE:
    case HIT_ROW:
    case HIT_KEEP:
        cursor = CURSOR_HAND;
        break;
    case HIT_ENTRY:
        cursor = CURSOR_TEXT;
        break;
    default:
        break;
    }
    if (app->drag == DRAG_PAN || app->drag == DRAG_ORBIT || app->drag == DRAG_START)
        cursor = CURSOR_MOVE;
    app->output.cursor = cursor;
}

/* What is under p. The picture may be older than the race, if a key came in between: what is no
 * longer there is not touched. */
static Hit touched(const App *app, Point p)
{
    const Scene *scene = &app->scene;
    Hit hit = hits_at(&app->screen.hits, p);
    const OptimizerSpec *spec = run_spec(race_run(app->race, scene->selected));
    size_t count = INT_MAX;
    if (hit.kind == HIT_CARD || hit.kind == HIT_MARKER)
        count = race_count(app->race);
    else if (hit.kind == HIT_HYPER || hit.kind == HIT_SLIDER || hit.kind == HIT_CYCLE)
        count = optimizer_hyper_count(spec->optimizer);
    return hit.a < (int)count ? hit : (Hit){.kind = HIT_BLOCK, .rect = hit.rect};
}

static void hover(App *app, Point p)
{
    Scene *scene = &app->scene;
    Hit hit = touched(app, p);
    app->pointer = p;
    Vec2 world = scene->pointer;
    bool on_map = hit.kind == HIT_MAP && world_at(app, p, &world);
    if (on_map || scene->pointer_on_map || hit.kind == HIT_TIMELINE ||
        hit.kind != scene->hover.kind || hit.a != scene->hover.a ||
        hit.command != scene->hover.command)
        app->redraw = true;
    scene->hover = hit;
    scene->hover_at = p;
    app->pointer_moved = true;
    scene->pointer_on_map = on_map;
    scene->pointer = world;
    choose_cursor(app);
}

static void slide(App *app, Point p)
{
    Hit slider = app->scene.pressed;
    if (slider.rect.w > 0)
        tuning_slide(app, (size_t)slider.a, (double)((p.x - slider.rect.x) / slider.rect.w));
}

static void scrub(App *app, Point p)
{
    app_set_playhead(app, round(screen_timeline_step(&app->screen, &app->scene, p.x)));
}

static void begin_drag(App *app, Drag drag, Point p)
{
    app->drag = drag;
    app->drag_from = app->drag_last = p;
    app->drag_moved = false;
}

/* Starts from the point at p of the pane where the drag began. */
static void start_at(App *app, Point p)
{
    Vec2 w;
    if (!screen_world_at(&app->screen, &app->scene, app->drag_from, p, &w))
        return;
    app_begin_tuning(app, -1, "");
    app_set_start(app, w);
}

/* A click on the map, or a drag over it: what is checked goes there; without a check, the start. */
static void place_at(App *app, Point p)
{
    Scene *scene = &app->scene;
    Vec2 w;
    if (!scene->check)
        start_at(app, p);
    else if (screen_world_at(&app->screen, scene, app->drag_from, p, &w) && vec2_finite(w)) {
        scene->check_placed = true;
        scene->check_at = w;
    }
}

/* On the flat map a press moves the start at once, and a drag goes on moving it. A surface turns
 * under a drag; there the start moves when the button is let go without one. */
static void press_map(App *app, Point p, int clicks)
{
    Scene *scene = &app->scene;
    int head = screen_head_at(&app->screen, scene, p);
    if (clicks == 2) {
        /* The first of the two clicks moved the start: it was not meant. */
        app_set_start(app, app->start_before);
        scene->init = app->init_before;
        if (!scene->pinned)
            tuning_forget(app);
        app_reset_view(app);
        return;
    }
    app->start_before = race_start(app->race);
    app->init_before = scene->init;
    if (screen_start_at(&app->screen, scene, p)) {
        begin_drag(app, DRAG_START, p);
    } else if (head >= 0) {
        app_set_selected(app, (size_t)head);
    } else if (scene_lifted(scene)) {
        begin_drag(app, DRAG_ORBIT, p);
    } else {
        begin_drag(app, scene->check ? DRAG_CHECK : DRAG_START, p);
        place_at(app, p);
    }
}

static void press_left(App *app, Hit hit, const InputEvent *event)
{
    Scene *scene = &app->scene;
    Point p = {event->x, event->y};
    int clicks = event->clicks;
    scene->pressed = hit;
    switch (hit.kind) {
    case HIT_COMMAND: {
        const Command *command = commands_find(hit.command);
        if (command)
            command_run(command, app, 0);
        break;
    }
    case HIT_CARD: {
        bool again = scene->selected == (size_t)hit.a;
        app_set_selected(app, (size_t)hit.a);
        scene->sheet = !(again && scene->sheet);
        break;
    }
    case HIT_MARKER:
        race_set_visible(app->race, (size_t)hit.a, !race_visible(app->race, (size_t)hit.a));
        break;
    case HIT_HYPER:
        scene->hyper = (size_t)hit.a;
        if (clicks == 2)
            editor_open_value(app);
        break;
    case HIT_ENTRY:
        typing_press(app, p, clicks, event->mods);
        begin_drag(app, DRAG_TEXT, p);
        break;
    case HIT_KEEP:
        editor_keep(app);
        break;
    case HIT_SLIDER:
        scene->hyper = (size_t)hit.a;
        if (clicks == 2) {
            tuning_reset(app, scene->hyper);
            break;
        }
        begin_drag(app, DRAG_SLIDER, p);
        slide(app, p);
        break;
    case HIT_CYCLE:
        scene->hyper = (size_t)hit.a;
        tuning_cycle(app, scene->hyper);
        break;
    case HIT_TIMELINE:
        app->resume = scene->playing;
        scene->playing = false;
        begin_drag(app, DRAG_TIMELINE, p);
        scrub(app, p);
        break;
    case HIT_ROW:
        chooser_take(app, (size_t)hit.a);
        break;
    case HIT_MAP:
        press_map(app, p, clicks);
        break;
    default:
        if (scene->overlay != OVERLAY_NONE && hit.kind != HIT_BLOCK)
            chooser_close(app);
        break;
    }
}

static void press(App *app, const InputEvent *event)
{
    Point p = {event->x, event->y};
    Hit hit = touched(app, p);
    app->redraw = true;
    if (app->scene.entry == ENTRY_VALUE && hit.kind != HIT_ENTRY)
        editor_close(app);
    if (event->button == MOUSE_LEFT)
        press_left(app, hit, event);
    else if (hit.kind == HIT_MAP)
        begin_drag(app, DRAG_PAN, p);
}

static void pan(App *app, Point p)
{
    int pane = screen_pane_at(&app->screen, app->drag_from);
    Camera camera = scene_camera(&app->scene, app->screen.layout.panes[pane < 0 ? 0 : pane]);
    Point from = screen_map_px(&app->screen, &app->scene, app->drag_last);
    Point to = screen_map_px(&app->screen, &app->scene, p);
    camera_pan(&camera, to.x - from.x, to.y - from.y);
    app->scene.center = camera.center;
    app->scene.moving = true;
    app->camera_left = 0;
}

static void turn(App *app, Point p)
{
    double step = TURN / (double)app->scene.scale;
    if (app->drag_moved)
        app_turn(app, step * (double)(p.x - app->drag_last.x),
                 -step * (double)(p.y - app->drag_last.y));
}

static void move(App *app, const InputEvent *event)
{
    Point p = {event->x, event->y};
    if (app->drag != DRAG_NONE) {
        float slop = CLICK_SLOP * app->scene.scale;
        if (hypotf(p.x - app->drag_from.x, p.y - app->drag_from.y) > slop)
            app->drag_moved = true;
        app->redraw = true;
    }
    switch (app->drag) {
    case DRAG_START:
        if (app->drag_moved)
            start_at(app, p);
        break;
    case DRAG_CHECK:
        if (app->drag_moved)
            place_at(app, p);
        break;
    case DRAG_ORBIT:
        turn(app, p);
        break;
    case DRAG_PAN:
        pan(app, p);
        break;
    case DRAG_SLIDER:
        slide(app, p);
        break;
    case DRAG_TIMELINE:
        scrub(app, p);
        break;
    case DRAG_TEXT:
        if (app->drag_moved)
            typing_drag(app, p);
        break;
    case DRAG_NONE:
        break;
    }
    if (app->drag != DRAG_ORBIT || app->drag_moved)
        app->drag_last = p;
    if (app->drag == DRAG_NONE || app->drag == DRAG_START || app->drag == DRAG_CHECK)
        hover(app, p);
}

static void release(App *app)
{
    if (app->drag == DRAG_TIMELINE)
        app->scene.playing = app->resume;
    if (app->drag == DRAG_ORBIT && !app->drag_moved)
        place_at(app, app->drag_from);
    app->drag = DRAG_NONE;
    app->scene.pressed = (Hit){0};
    app->redraw = true;
    choose_cursor(app);
}

static void wheel(App *app, const InputEvent *event)
{
    Point p = {event->x, event->y};
    int area = hits_scroll_at(&app->screen.hits, p);
    if (hits_at(&app->screen.hits, p).kind == HIT_MAP) {
        app_set_zoom(app, screen_map_px(&app->screen, &app->scene, p),
                     pow(1.15, -(double)event->wheel_y));
    } else if (area >= 0) {
        float to = app->screen.scrolls.shown[area] - event->wheel_y * 40 * app->scene.scale;
        app->scene.scroll[area] = fminf(fmaxf(to, 0), app->screen.scrolls.most[area]);
        app->scene.follow[area] = false;
        app->redraw = true;
    }
    hover(app, p);
}

/* Once a frame, however often the pointer moved in it: long paths take a while to search. */
static void point(App *app)
{
    Scene *scene = &app->scene;
    bool away = scene->hover.kind == HIT_NONE;
    size_t pointed = away ? 0 : (size_t)(screen_entrant_at(&app->screen, scene, app->pointer) + 1);
    app->redraw |= pointed != scene->pointed;
    scene->pointed = pointed;
    app->pointer_moved = false;
}

void pointer_follow(App *app)
{
    if (app->pointer_moved)
        point(app);
    /* A surface may turn away under it and come back. */
    if (app->scene.hover.kind == HIT_MAP)
        app->scene.pointer_on_map = world_at(app, app->pointer, &app->scene.pointer);
}

void pointer_handle(App *app, const InputEvent *event)
{
    switch (event->kind) {
    case INPUT_MOVE:
        move(app, event);
        break;
    case INPUT_BUTTON:
        press(app, event);
        break;
    case INPUT_BUTTON_UP:
        release(app);
        hover(app, (Point){event->x, event->y});
        break;
    case INPUT_WHEEL:
        wheel(app, event);
        break;
    case INPUT_LEAVE:
    case INPUT_FOCUS_LOST:
        if (event->kind == INPUT_FOCUS_LOST && app->drag != DRAG_NONE)
            release(app);
        app->redraw |= app->scene.pointer_on_map || app->scene.hover.kind != HIT_NONE;
        app->scene.pointer_on_map = false;
        app->scene.hover = (Hit){0};
        app->pointer_moved = true;
        break;
    default:
        break;
    }
}
