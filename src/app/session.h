/* session: what is kept from one start to the next: the race as its line, and taste (theme, text
 * scale, layout, the window's size).
 *
 * A text file, a word and its value per line. What can be read of a damaged one is used; the file
 * itself is moved aside, never written over. Knows which file only from its caller. */
#ifndef RAVINE_APP_SESSION_H
#define RAVINE_APP_SESSION_H

#include <stdbool.h>

#include "app/app.h"
#include "base/err.h"
#include "base/strbuf.h"

/* A zeroed one keeps nothing. */
typedef struct Session {
    bool has_theme, has_layout;
    ThemeId theme;
    SceneLayout layout;
    double text_scale; /* 0: not kept */
    int width, height; /* of the window, px at scale 1; 0: not kept */
    StrBuf race;       /* its line; empty: not kept */
    StrBuf recent;     /* what the palette was last asked for: ids with ", " between them */
} Session;

void session_deinit(Session *session);

void session_print(const Session *session, StrBuf *out);
/* Fills *session with what it understands. False with one line in *err if that is not all. */
bool session_parse(Session *session, const char *text, Err *err);

/* What the app shows now; the size only of a window that is not full screen. */
void session_note(Session *session, const App *app);

/* What the command line has left open. */
typedef struct SessionOpen {
    bool theme, text_scale, layout;
} SessionOpen;

/* Before the app's first frame. */
void session_taste(const Session *session, const SessionOpen *open, App *app);
/* The race that was kept, if one was. False, with one line in *err and the app's own race, if its
 * line is not understood. */
bool session_race(const Session *session, App *app, Err *err);

/* No file is an empty session. False with one line in *err, and what could be read in *session, if
 * the file is damaged: it is then at PATH.damaged; or if it cannot be read at all. */
bool session_load(Session *session, const char *path, Err *err);
/* Moves the file aside as damaged, for a reason in *err, which becomes the whole line. */
void session_set_aside(const char *path, Err *err);

#endif
