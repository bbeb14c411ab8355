/* input: what the person did since the last frame, and what the app wants of the window.
 *
 * Platform fills Input; scripted tests fill it too. No SDL types. */
#ifndef RAVINE_APP_INPUT_H
#define RAVINE_APP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keys: printable ones are the lower-case Unicode character of the key on the person's layout
 * (digits: the digit row, whatever the layout prints there unshifted). */
enum {
    KEY_NONE = 0,
    KEY_SPACE = ' ',
    KEY_SPECIAL = 0x110000, /* above all characters */
    KEY_LEFT,
    KEY_RIGHT,
    KEY_UP,
    KEY_DOWN,
    KEY_HOME,
    KEY_END,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_TAB,
    KEY_ENTER,
    KEY_ESCAPE,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_F1, /* F1 .. F12 follow each other */
    KEY_F12 = KEY_F1 + 11
};

enum { MOD_SHIFT = 1, MOD_CTRL = 2, MOD_ALT = 4 };

typedef enum MouseButton { MOUSE_LEFT, MOUSE_MIDDLE, MOUSE_RIGHT } MouseButton;

typedef enum InputKind {
    INPUT_KEY, /* key pressed (or repeated) */
    INPUT_KEY_UP,
    INPUT_TEXT, /* text typed, UTF-8: also how '?' ':' '[' are seen on any layout */
    INPUT_MOVE,
    INPUT_BUTTON, /* clicks: 1, 2 for a double click */
    INPUT_BUTTON_UP,
    INPUT_WHEEL, /* wheel_y > 0 away from the person */
    INPUT_LEAVE, /* the pointer left the window */
    INPUT_FOCUS_LOST,
    INPUT_CLOSE /* the window manager's close button */
} InputKind;

/* Positions in device px. */
typedef struct InputEvent {
    InputKind kind;
    int32_t key;
    unsigned mods;
    bool repeat;
    MouseButton button;
    int clicks;
    float x, y;
    float wheel_x, wheel_y;
    char text[32];
} InputEvent;

enum { INPUT_EVENTS_MAX = 256 };

typedef struct Input {
    InputEvent events[INPUT_EVENTS_MAX];
    size_t count;
    int width, height;   /* of the picture, device px */
    float display_scale; /* device px per px at scale 1, before text scaling */
} Input;

typedef enum Cursor {
    CURSOR_ARROW,
    CURSOR_CROSSHAIR,
    CURSOR_HAND,
    CURSOR_MOVE,
    CURSOR_TEXT
} Cursor;

/* A file that the person wants. */
typedef enum SaveKind { SAVE_NOTHING, SAVE_SCENARIO, SAVE_PNG, SAVE_SVG, SAVE_PDF } SaveKind;

/* What the app asks of the window after an update. */
typedef struct Output {
    bool quit;
    bool fullscreen;
    bool record; /* what the window shows goes into a film */
    bool busy;   /* wants another frame at once: playing, moving, computing */
    double wake; /* else: seconds until it wants one, infinity to sleep until input */
    bool dirty;  /* the picture differs from the last one drawn */
    Cursor cursor;
    const char *copy; /* text for the clipboard; NULL for none */
    bool paste;       /* wants the clipboard's text: app_paste */
    SaveKind save;
    const char *save_name;  /* as long as it is free, "zigzag.ini" */
    const char *save_text;  /* the scenario: the file itself, or what a picture was made from */
    const char *save_lacks; /* what it reads and does not hold, "rows.csv"; NULL: nothing */
    char title[128];
} Output;

#endif
