/* player: a person at the keyboard and the mouse, without a window: the app, its input and the
 * picture it makes. For tests that press what a person presses and look at what a person sees. */
#ifndef RAVINE_TESTS_PLAYER_H
#define RAVINE_TESTS_PLAYER_H

#include "app/app.h"

typedef struct Player {
    App app;
    DrawList list; /* the last picture */
    Input input;   /* the next frame's */
    const Output *output;
} Player;

/* In place, one frame drawn. fonts NULL: measures without a font. */
void player_open(Player *player, const AppOptions *options, int width, int height, float scale,
                 const Fonts *fonts);
void player_close(Player *player);

/* One without a place of its own, for a test that needs no more than one at a time. Measures
 * without a font. */
Player *player_begin_with(AppOptions options, int width, int height, float scale);
Player *player_begin(void); /* seed 1, 1280 x 720 */

void player_frame(Player *player, double dt);
/* Each event is a frame. */
void player_send(Player *player, InputEvent event);

/* Keys as the command table writes them; "" presses nothing. */
void player_press(Player *player, const char *keys);
void player_press_all(Player *player, const char *const *keys, size_t count);
#define PLAYER_PRESS(player, ...)                                                                  \
    player_press_all(player, (const char *const[]){__VA_ARGS__},                                   \
                     sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
/* By its first key, or, where it has none, as its button does. */
void player_command(Player *player, const Command *command);

/* As a person types: the key, then what it types. */
void player_type(Player *player, const char *letter);

/* ASCII, letter by letter, with its keys. */
void player_write(Player *player, const char *text);

void player_mouse(Player *player, InputKind kind, float x, float y, MouseButton button, int clicks);
void player_click(Player *player, Point p);
Point rect_middle(Rect r);

/* Frames until nothing moves any more, a few seconds of them at most. */
void player_settle(Player *player);

/* Whether a piece of text stands in the picture; a number, which is drawn as a run for each digit,
 * as one string again. */
bool player_shows(const Player *player, const char *text);
bool player_shows_number(const Player *player, const char *text);

/* The line of text under the hand, what the problem is called, and the race in one line, as undo
 * keeps it. */
const char *player_line(const Player *player);
const char *player_problem(const Player *player);
const char *player_race(const Player *player, StrBuf *out);

#endif
