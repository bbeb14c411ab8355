/* The hand at the keyboard of a window, as RAVINE_FAULTS_KEYS says: keys with spaces between them,
 * "F12 ctrl+s", one each few frames; "until:ENDING" waits for a file with that ending in the
 * working directory. Then the window is closed. What the window says to the person (app_notify,
 * whose place RAVINE_FAULTS_SAYS gives) is noted. Counted in frames: no clock. */
#define _GNU_SOURCE
#include <SDL.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "site.h"

enum { FRAMES_BETWEEN = 4, FRAMES_PATIENT = 3000, FRAME_MS = 4 };

static struct {
    const char *keys; /* what is still to come; NULL: no hand */
    long frame, next, since;
    bool over;
} hand;

static FaultRanges says;

static bool file_there(const char *ending)
{
    DIR *folder = opendir(".");
    bool there = false;
    for (struct dirent *entry; folder && !there && (entry = readdir(folder));) {
        const size_t length = strlen(entry->d_name);
        there = length >= strlen(ending) &&
                strcmp(entry->d_name + length - strlen(ending), ending) == 0;
    }
    if (folder)
        closedir(folder);
    return there;
}

static void press(const char *key)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    unsigned mods = 0;
    for (const char *plus; (plus = strchr(key, '+')) && plus[1] != '\0'; key = plus + 1)
        mods |= key[0] == 'c' ? KMOD_LCTRL : key[0] == 's' ? KMOD_LSHIFT : KMOD_LALT;
    event.key.state = SDL_PRESSED;
    event.key.keysym.sym = SDL_GetKeyFromName(key);
    event.key.keysym.scancode = SDL_GetScancodeFromName(key);
    event.key.keysym.mod = (Uint16)mods;
    SDL_PushEvent(&event);
    if (strlen(key) == 1 && mods == 0) {
        SDL_Event text = {.type = SDL_TEXTINPUT};
        text.text.text[0] = key[0];
        SDL_PushEvent(&text);
    }
    event.type = SDL_KEYUP;
    event.key.state = SDL_RELEASED;
    SDL_PushEvent(&event);
}

/* Once a frame. */
static void move_hand(void)
{
    char word[32] = "";
    if (++hand.frame < hand.next || hand.over)
        return;
    const size_t skip = strspn(hand.keys, " "), length = strcspn(hand.keys + skip, " ");
    snprintf(word, sizeof word, "%.*s", (int)length, hand.keys + skip);
    if (strncmp(word, "until:", 6) == 0 && !file_there(word + 6) && hand.since++ < FRAMES_PATIENT)
        return;
    hand.since = 0;
    hand.keys += skip + length;
    hand.next = hand.frame + FRAMES_BETWEEN;
    if (word[0] == '\0') {
        SDL_Event quit = {.type = SDL_QUIT};
        fault_note("closed", "");
        hand.over = true;
        SDL_PushEvent(&quit);
    } else if (strncmp(word, "until:", 6) != 0) {
        press(word);
    }
}

int SDL_PollEvent(SDL_Event *event)
{
    const int more = NEXT("SDL_PollEvent", int (*)(SDL_Event *))(event);
    if (!more && hand.keys)
        move_hand(); /* what it presses is there in the next frame */
    return more;
}

int SDL_WaitEventTimeout(SDL_Event *event, int timeout)
{
    if (!hand.keys)
        return NEXT("SDL_WaitEventTimeout", int (*)(SDL_Event *, int))(event, timeout);
    SDL_Delay(FRAME_MS);
    return 0;
}

int SDL_WaitEvent(SDL_Event *event)
{
    if (!hand.keys)
        return NEXT("SDL_WaitEvent", int (*)(SDL_Event *))(event);
    SDL_Delay(FRAME_MS);
    return 0;
}

int vsnprintf(char *to, size_t size, const char *format, va_list args)
{
    const int count =
        NEXT("vsnprintf", int (*)(char *, size_t, const char *, va_list))(to, size, format, args);
    if (says.count > 0 && fault_within(&says, __builtin_return_address(0)))
        fault_note("says", to);
    return count;
}

int __vsnprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, va_list args);
int __vsnprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, va_list args)
{
    (void)flag;
    (void)room;
    const int count =
        NEXT("vsnprintf", int (*)(char *, size_t, const char *, va_list))(to, size, format, args);
    if (says.count > 0 && fault_within(&says, __builtin_return_address(0)))
        fault_note("says", to);
    return count;
}

static __attribute__((constructor(102))) void begin(void)
{
    hand.keys = getenv("RAVINE_FAULTS_KEYS");
    if (hand.keys)
        fault_ranges("RAVINE_FAULTS_SAYS", &says);
}
