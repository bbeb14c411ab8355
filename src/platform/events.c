#include "platform/events.h"

typedef struct KeyRow {
    SDL_Keycode from;
    int32_t key;
} KeyRow;

static const KeyRow keys[] = {
    {SDLK_LEFT, KEY_LEFT},      {SDLK_RIGHT, KEY_RIGHT},
    {SDLK_UP, KEY_UP},          {SDLK_DOWN, KEY_DOWN},
    {SDLK_HOME, KEY_HOME},      {SDLK_END, KEY_END},
    {SDLK_PAGEUP, KEY_PAGE_UP}, {SDLK_PAGEDOWN, KEY_PAGE_DOWN},
    {SDLK_TAB, KEY_TAB},        {SDLK_RETURN, KEY_ENTER},
    {SDLK_RETURN2, KEY_ENTER},  {SDLK_KP_ENTER, KEY_ENTER},
    {SDLK_ESCAPE, KEY_ESCAPE},  {SDLK_BACKSPACE, KEY_BACKSPACE},
    {SDLK_DELETE, KEY_DELETE},  {SDLK_KP_PLUS, '+'},
    {SDLK_KP_MINUS, '-'},       {SDLK_KP_MULTIPLY, '*'},
    {SDLK_KP_DIVIDE, '/'},      {SDLK_KP_PERIOD, '.'},
    {SDLK_KP_0, '0'},
};

static int32_t key_of(SDL_Keysym sym)
{
    if (sym.scancode >= SDL_SCANCODE_1 && sym.scancode <= SDL_SCANCODE_9)
        return '1' + (sym.scancode - SDL_SCANCODE_1);
    if (sym.scancode == SDL_SCANCODE_0)
        return '0';
    if (sym.sym >= SDLK_F1 && sym.sym <= SDLK_F12)
        return KEY_F1 + (sym.sym - SDLK_F1);
    if (sym.sym >= SDLK_KP_1 && sym.sym <= SDLK_KP_9)
        return '1' + (sym.sym - SDLK_KP_1);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].from == sym.sym)
            return keys[i].key;
    bool character = sym.sym >= ' ' && (sym.sym & SDLK_SCANCODE_MASK) == 0;
    return character ? sym.sym : KEY_NONE;
}

static unsigned mods_of(unsigned mod)
{
    return (mod & KMOD_SHIFT ? MOD_SHIFT : 0) | (mod & (KMOD_CTRL | KMOD_GUI) ? MOD_CTRL : 0) |
           (mod & KMOD_ALT ? MOD_ALT : 0);
}

static bool from_key(const SDL_KeyboardEvent *key, InputEvent *out)
{
    out->kind = key->type == SDL_KEYDOWN ? INPUT_KEY : INPUT_KEY_UP;
    out->key = key_of(key->keysym);
    out->mods = mods_of(key->keysym.mod);
    out->repeat = key->repeat != 0;
    return out->key != KEY_NONE;
}

static bool from_button(const SDL_MouseButtonEvent *button, float ratio, InputEvent *out)
{
    out->kind = button->type == SDL_MOUSEBUTTONDOWN ? INPUT_BUTTON : INPUT_BUTTON_UP;
    out->button = button->button == SDL_BUTTON_LEFT     ? MOUSE_LEFT
                  : button->button == SDL_BUTTON_MIDDLE ? MOUSE_MIDDLE
                                                        : MOUSE_RIGHT;
    out->clicks = button->clicks;
    out->x = (float)button->x * ratio;
    out->y = (float)button->y * ratio;
    out->mods = mods_of(SDL_GetModState());
    return button->button <= SDL_BUTTON_RIGHT;
}

static bool from_wheel(const SDL_MouseWheelEvent *wheel, float ratio, InputEvent *out)
{
    int x, y;
    SDL_GetMouseState(&x, &y);
    float sign = wheel->direction == SDL_MOUSEWHEEL_FLIPPED ? -1 : 1;
    out->kind = INPUT_WHEEL;
    out->x = (float)x * ratio;
    out->y = (float)y * ratio;
    out->wheel_x = sign * wheel->preciseX;
    out->wheel_y = sign * wheel->preciseY;
    out->mods = mods_of(SDL_GetModState());
    return true;
}

static bool from_window(const SDL_WindowEvent *window, InputEvent *out)
{
    out->kind = window->event == SDL_WINDOWEVENT_LEAVE ? INPUT_LEAVE : INPUT_FOCUS_LOST;
    return window->event == SDL_WINDOWEVENT_LEAVE || window->event == SDL_WINDOWEVENT_FOCUS_LOST;
}

bool events_translate(const SDL_Event *event, float ratio, InputEvent *out)
{
    *out = (InputEvent){0};
    switch (event->type) {
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        return from_key(&event->key, out);
    case SDL_TEXTINPUT:
        out->kind = INPUT_TEXT;
        SDL_strlcpy(out->text, event->text.text, sizeof out->text);
        return out->text[0] != '\0';
    case SDL_MOUSEMOTION:
        out->kind = INPUT_MOVE;
        out->x = (float)event->motion.x * ratio;
        out->y = (float)event->motion.y * ratio;
        out->mods = mods_of(SDL_GetModState());
        return true;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return from_button(&event->button, ratio, out);
    case SDL_MOUSEWHEEL:
        return from_wheel(&event->wheel, ratio, out);
    case SDL_WINDOWEVENT:
        return from_window(&event->window, out);
    case SDL_QUIT: /* the close button of the only window, or a signal */
        out->kind = INPUT_CLOSE;
        return true;
    default:
        return false;
    }
}

bool events_add(Input *input, const InputEvent *event)
{
    InputEvent *last = input->count > 0 ? &input->events[input->count - 1] : NULL;
    if (last && last->kind == INPUT_MOVE && event->kind == INPUT_MOVE) {
        *last = *event;
        return true;
    }
    if (input->count == INPUT_EVENTS_MAX)
        return false;
    input->events[input->count++] = *event;
    return true;
}
