#include "app/typing.h"

#include "app/app.h"
#include "app/editor.h"

void typing_begin(App *app, EntryUse use, const char *text, TypingStart start)
{
    textline_set(&app->line, text);
    if (start == TYPING_OVER)
        textline_select_all(&app->line);
    app->scene.entry = use;
    app->scene.entry_error = NULL;
    app->scene.entry_insists = false;
    app->screen.entry = (EntryPlace){0};
    app->redraw = true;
}

void typing_end(App *app)
{
    app->scene.entry = ENTRY_NONE;
    app->scene.entry_error = NULL;
    app->redraw = true;
}

static void changed(App *app)
{
    Scene *scene = &app->scene;
    scene->entry_insists = false;
    if (scene->entry == ENTRY_FILTER) {
        scene->list_cursor = 0;
        scene->follow[SCROLL_LIST] = true;
    } else {
        editor_changed(app);
    }
}

/* ---- keys ---- */

/* The keys that move the caret; with Ctrl by words. Up and Down are no such keys: lists and rows
 * have them. */
static bool read_move(const InputEvent *event, TextMove *move)
{
    bool words = event->mods & MOD_CTRL;
    switch (event->key) {
    case KEY_LEFT:
        *move = words ? TEXT_WORD_BACK : TEXT_BACK;
        return true;
    case KEY_RIGHT:
        *move = words ? TEXT_WORD_FORTH : TEXT_FORTH;
        return true;
    case KEY_HOME:
        *move = TEXT_HOME;
        return true;
    case KEY_END:
        *move = TEXT_END;
        return true;
    default:
        return false;
    }
}

/* Backspace and Delete; with Ctrl a word. */
static bool erase(App *app, const InputEvent *event)
{
    bool words = event->mods & MOD_CTRL;
    if (event->key == KEY_BACKSPACE)
        textline_delete(&app->line, words ? TEXT_WORD_BACK : TEXT_BACK);
    else if (event->key == KEY_DELETE)
        textline_delete(&app->line, words ? TEXT_WORD_FORTH : TEXT_FORTH);
    else
        return false;
    changed(app);
    return true;
}

/* The selection as text for the clipboard; false if nothing is selected. */
static bool copy(App *app)
{
    size_t from = textline_from(&app->line), to = textline_to(&app->line);
    if (from == to)
        return false;
    strbuf_clear(&app->copied);
    strbuf_put_bytes(&app->copied, textline_text(&app->line) + from, to - from);
    app->output.copy = strbuf_text(&app->copied);
    return true;
}

/* The letters that every editor knows with Ctrl; while the hand is on a text, undo and redo are for
 * the text. */
static bool shortcut(App *app, const InputEvent *event)
{
    if ((event->mods | MOD_SHIFT) != (MOD_CTRL | MOD_SHIFT))
        return false;
    bool back = event->key == 'z' && !(event->mods & MOD_SHIFT);
    switch (event->key) {
    case 'a':
        textline_select_all(&app->line);
        return true;
    case 'c':
        copy(app);
        return true;
    case 'x':
        if (copy(app)) {
            textline_delete(&app->line, TEXT_BACK);
            changed(app);
        }
        return true;
    case 'v':
        app->output.paste = true;
        return true;
    case 'z':
    case 'y':
        if (back ? textline_undo(&app->line) : textline_redo(&app->line))
            changed(app);
        return true;
    default:
        return false;
    }
}

static bool handle_key(App *app, const InputEvent *event)
{
    TextMove move;
    if (event->mods & MOD_ALT)
        return false;
    if (read_move(event, &move)) {
        textline_move(&app->line, move, event->mods & MOD_SHIFT ? TEXT_SELECTS : TEXT_LEAVES);
        return true;
    }
    if (erase(app, event) || shortcut(app, event))
        return true;
    /* What types a character comes again as text. */
    return !(event->mods & MOD_CTRL) && event->key < KEY_SPECIAL;
}

bool typing_handle(App *app, const InputEvent *event)
{
    bool used = false;
    if (event->kind == INPUT_TEXT) {
        used = true;
        if (app->key_opened) {
            app->key_opened = false; /* typed by the key that opened the line */
        } else {
            textline_insert(&app->line, event->text);
            changed(app);
        }
    } else if (event->kind == INPUT_KEY) {
        used = handle_key(app, event);
    }
    app->redraw |= used;
    return used;
}

void typing_paste(App *app, const char *text)
{
    if (!text || *text == '\0')
        return;
    textline_insert(&app->line, text);
    changed(app);
    app->redraw = true;
}

/* ---- the pointer ---- */

static size_t under(const App *app, Point p)
{
    return entry_at(&app->screen.entry, app->screen.fonts, textline_text(&app->line), p.x);
}

void typing_press(App *app, Point p, int clicks, unsigned mods)
{
    size_t at = under(app, p);
    if (clicks >= 3)
        textline_select_all(&app->line);
    else if (clicks == 2)
        textline_select_word(&app->line, at);
    else
        textline_place(&app->line, at, mods & MOD_SHIFT ? TEXT_SELECTS : TEXT_LEAVES);
    app->redraw = true;
}

void typing_drag(App *app, Point p)
{
    textline_place(&app->line, under(app, p), TEXT_SELECTS);
    app->redraw = true;
}
