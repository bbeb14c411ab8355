/* scripted: the interface driven by written input, without a window: keys by name, letters, the
 * mouse. Each event is a frame of its own. */
#ifndef RAVINE_TESTS_SCRIPTED_H
#define RAVINE_TESTS_SCRIPTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/keys.h"
#include "fakefonts.h"

typedef struct Stage {
    App app;
    DrawList list;
    Input input;
    const Output *output;
} Stage;

static inline void frame(Stage *stage, double dt)
{
    stage->output = app_update(&stage->app, &stage->input, dt);
    stage->input.count = 0;
    app_draw(&stage->app, &stage->list);
}

static inline void send(Stage *stage, InputEvent event)
{
    stage->input.events[stage->input.count++] = event;
    frame(stage, 0.001);
}

static inline void press(Stage *stage, const char *keys)
{
    send(stage, keys_event(keys));
}

static inline void mouse(Stage *stage, InputKind kind, float x, float y, MouseButton button,
                         int clicks)
{
    send(stage, (InputEvent){.kind = kind, .x = x, .y = y, .button = button, .clicks = clicks});
}

static inline void click(Stage *stage, Point p)
{
    mouse(stage, INPUT_MOVE, p.x, p.y, MOUSE_LEFT, 0);
    mouse(stage, INPUT_BUTTON, p.x, p.y, MOUSE_LEFT, 1);
    mouse(stage, INPUT_BUTTON_UP, p.x, p.y, MOUSE_LEFT, 1);
}

static inline Point middle(Rect r)
{
    return (Point){r.x + r.w / 2, r.y + r.h / 2};
}

static inline Stage *begin_with(AppOptions options, int width, int height, float scale)
{
    static Stage stage;
    memset(&stage, 0, sizeof stage);
    Err err = {0};
    if (!app_init(&stage.app, &options, &err))
        fail_msg("%s", err.text);
    app_use_fonts(&stage.app, &FAKE_FONTS);
    stage.input.width = width;
    stage.input.height = height;
    stage.input.display_scale = scale;
    frame(&stage, 0);
    return &stage;
}

static inline Stage *begin(void)
{
    return begin_with((AppOptions){.seed = 1}, 1280, 720, 1);
}

static inline void end(Stage *stage)
{
    app_deinit(&stage->app);
    drawlist_deinit(&stage->list);
}

/* As a person types: the key, then what it types. */
static inline void type(Stage *stage, const char *letter)
{
    send(stage, (InputEvent){.kind = INPUT_KEY, .key = letter[0]});
    InputEvent text = {.kind = INPUT_TEXT};
    snprintf(text.text, sizeof text.text, "%s", letter);
    send(stage, text);
}

#endif
