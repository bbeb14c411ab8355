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

void player_frame(Player *player, double dt);
void player_send(Player *player, InputEvent event);

/* Keys as the command table writes them; "" presses nothing. */
void player_press(Player *player, const char *keys);
/* By its first key, or, where it has none, as its button does. */
void player_command(Player *player, const Command *command);

/* Frames until nothing moves any more, a few seconds of them at most. */
void player_settle(Player *player);

#endif
