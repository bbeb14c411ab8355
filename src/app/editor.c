#include "app/editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/playback.h"
#include "app/tuning.h"
#include "app/typing.h"
#include "base/array.h"
#include "expr/expr.h"
#include "problem/factory.h"
#include "problem/formula.h"
#include "problem/regression.h"

static void forget(Editor *editor)
{
    free(editor->spec);
    free(editor->formula);
    free(editor->shown);
    free(editor->params);
    *editor = (Editor){0};
}

void editor_deinit(Editor *editor)
{
    forget(editor);
}

/* ---- formulas ---- */

/* The noise that a problem has stays when its formula changes. */
static char *noise_of(const Problem *problem)
{
    StrBuf text = {0};
    if (problem->noise > 0) {
        static const char *const NAMES[] = {"noise", "seed"};
        for (int i = 0; i < 2; i++) {
            strbuf_printf(&text, "%s%s=", i ? "," : "", NAMES[i]);
            param_print(params_get(&problem->params, NAMES[i]), &text);
        }
    }
    char *copy = mem_strdup(strbuf_text(&text));
    strbuf_deinit(&text);
    return copy;
}

void editor_open_formula(App *app)
{
    Scene *scene = &app->scene;
    Editor *editor = &app->editor;
    const Problem *problem = race_problem(app->race);
    if (scene->entry == ENTRY_FORMULA)
        return;
    const char *text = problem->formula ? problem->formula : problem->spec;
    forget(editor);
    *editor = (Editor){.spec = mem_strdup(problem->spec),
                       .formula = mem_strdup(text),
                       .shown = mem_strdup(text),
                       .params = noise_of(problem),
                       .start = race_start(app->race),
                       .init = scene->init,
                       .center = scene->center,
                       .zoom = scene->zoom,
                       .playhead = scene->playhead};
    scene->entry_names = problem->formula == NULL;
    typing_begin(app, ENTRY_FORMULA, editor->formula, TYPING_AT_END);
}

/* The race on another problem, with the playhead where it is. What is only changed keeps start and
 * map as well; another formula takes its own. */
static void show(App *app, Problem *problem, bool fresh)
{
    Scene *scene = &app->scene;
    Rect pane = app->screen.layout.panes[0];
    Camera before = scene_camera(scene, pane);
    Vec2 start = race_start(app->race);
    double playhead = scene->playhead;
    app_show_problem(app, problem);
    playback_fit(app);
    app_set_playhead(app, playhead);
    if (fresh) {
        scene->init = (Init){0};
        return;
    }
    scene->center = before.center;
    scene->zoom *= before.per_px.x / scene_camera(scene, pane).per_px.x;
    app_set_start(app, start);
    scene->init = app->editor.init;
}

static void restore(App *app)
{
    const Editor *editor = &app->editor;
    Err err = {0};
    if (strcmp(race_problem(app->race)->spec, editor->spec) != 0) {
        Problem *problem = problem_create(editor->spec, &err);
        if (!problem) { /* its data file is gone */
            app_notify(app, "%s", err.text);
            return;
        }
        app_show_problem(app, problem);
        playback_fit(app);
    }
    app_set_start(app, editor->start);
    app->scene.init = editor->init;
    app->scene.center = editor->center;
    app->scene.zoom = editor->zoom;
    app_set_playhead(app, editor->playhead);
}

/* The byte where a column begins; columns count characters from 1. */
static size_t byte_of(const char *text, int column)
{
    size_t at = 0;
    while (column-- > 1 && text[at] != '\0') {
        at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80)
            at++;
    }
    return at;
}

/* "formula:1:7: expected ..." without its place, which is shown, and without the picture of it. */
static void complain(App *app, const char *text, const Err *err, ExprPlace place)
{
    Editor *editor = &app->editor;
    char prefix[48];
    int len = snprintf(prefix, sizeof prefix, "formula:%d:%d: ", place.line, place.column);
    const char *message = err->text;
    if (strncmp(message, prefix, (size_t)len) == 0)
        message += len;
    snprintf(editor->error, sizeof editor->error, "%.*s", (int)strcspn(message, "\n"), message);
    app->scene.entry_error = editor->error;
    app->scene.entry_error_at = byte_of(text, place.column);
}

/* False if it is no formula. */
static bool check(App *app, const char *text)
{
    Err err = {0};
    ExprPlace place = {1, 1};
    Expr *expr = expr_create(text, NULL, 0, &err, &place);
    app->scene.entry_error = NULL;
    if (!expr)
        complain(app, text, &err, place);
    expr_destroy(expr);
    return expr != NULL;
}

/* Without the blanks around it; the caller frees it. */
static char *trimmed(const char *text)
{
    text += strspn(text, " ");
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return mem_strndup(text, len);
}

/* "linreg:batch=8" rather than a formula: what stands before the colon is an id. */
static bool names_problem(const char *text)
{
    char *id = mem_strndup(text, strcspn(text, ":"));
    char *name = trimmed(id);
    bool names = problem_catalogue_find(name) >= 0;
    free(name);
    free(id);
    return names;
}

/* Losses of one model on the same rows: other batches, another penalty. */
static bool same_rows(const Problem *a, const Problem *b)
{
    const Regression *p = regression_of(a), *q = regression_of(b);
    if (!p || !q || p->loss.model != q->loss.model || p->data.count != q->data.count)
        return false;
    size_t size = p->data.count * sizeof *p->data.x;
    return memcmp(p->data.x, q->data.x, size) == 0 && memcmp(p->data.y, q->data.y, size) == 0;
}

/* A mistake in a name is said at its end: there it is mended, or goes on. */
static bool show_named(App *app, const char *name)
{
    Err err = {0};
    Problem *problem = problem_create(name, &err);
    if (!problem) {
        complain(app, name, &err, (ExprPlace){1, 1});
        app->scene.entry_error_at = textline_length(&app->line);
        return false;
    }
    show(app, problem, !same_rows(race_problem(app->race), problem));
    return true;
}

static bool show_formula(App *app, const char *formula)
{
    Err err = {0};
    Problem *problem = formula_create(formula, app->editor.params, 0, &err);
    if (!problem) {
        complain(app, formula, &err, (ExprPlace){1, 1});
        return false;
    }
    show(app, problem, app->editor.fresh || regression_of(race_problem(app->race)));
    return true;
}

/* Puts what can be read on the map. */
static void show_text(App *app, const char *text)
{
    Editor *editor = &app->editor;
    if (strcmp(text, editor->shown) == 0)
        return;
    if (strcmp(text, editor->formula) == 0)
        restore(app);
    else if (!(app->scene.entry_names ? show_named : show_formula)(app, text))
        return;
    free(editor->shown);
    editor->shown = mem_strdup(text);
}

static void read_formula(App *app)
{
    char *text = trimmed(textline_text(&app->line));
    if (text[0] == '\0')
        app->editor.fresh = true;
    app->scene.entry_error = NULL;
    app->scene.entry_names = names_problem(text);
    if (app->scene.entry_names || check(app, textline_text(&app->line)))
        show_text(app, text);
    free(text);
}

/* What cannot be read stays open and says so. */
static void keep_formula(App *app)
{
    editor_update(app);
    if (app->scene.entry_error) {
        app->scene.entry_insists = true;
        return;
    }
    forget(&app->editor);
    typing_end(app);
    Err err = {0};
    if (!problem_can_start(race_problem(app->race), race_start(app->race), &err))
        app_notify(app, "%s", err.text);
}

/* ---- values ---- */

static const Hyper *edited_hyper(const App *app)
{
    const Optimizer *optimizer = run_spec(race_run(app->race, app->scene.selected))->optimizer;
    return optimizer_hyper(optimizer, app->scene.hyper);
}

void editor_open_value(App *app)
{
    Scene *scene = &app->scene;
    StrBuf text = {0};
    editor_close(app);
    hyper_print(edited_hyper(app), scene_hyper(scene, scene->selected, scene->hyper), &text);
    scene->sheet = true;
    scene->follow[SCROLL_PANEL] = scene->follow[SCROLL_SHEET] = true;
    typing_begin(app, ENTRY_VALUE, strbuf_text(&text), TYPING_OVER);
    strbuf_deinit(&text);
}

/* False, with one line that names what is accepted, if it is no value. */
static bool take_value(App *app, Err *err)
{
    double value;
    char *text = trimmed(textline_text(&app->line));
    bool good = hyper_read(edited_hyper(app), text, strlen(text), &value, err);
    free(text);
    if (good)
        tuning_set(app, app->scene.hyper, value);
    return good;
}

static void keep_value(App *app)
{
    Err err = {0};
    if (take_value(app, &err)) {
        typing_end(app);
        return;
    }
    snprintf(app->editor.error, sizeof app->editor.error, "%s", err.text);
    app->scene.entry_error = app->editor.error;
    app->scene.entry_insists = true;
    app_notify(app, "%s", err.text);
}

/* ---- both ---- */

void editor_changed(App *app)
{
    if (app->scene.entry == ENTRY_FORMULA)
        app->editor.stale = true;
    else
        app->scene.entry_error = NULL;
}

void editor_update(App *app)
{
    if (!app->editor.stale)
        return;
    app->editor.stale = false;
    read_formula(app);
}

void editor_close(App *app)
{
    Err err = {0};
    if (app->scene.entry == ENTRY_VALUE)
        take_value(app, &err);
    if (app->scene.entry == ENTRY_FORMULA)
        editor_update(app);
    forget(&app->editor);
    typing_end(app);
}

void editor_keep(App *app)
{
    if (app->scene.entry == ENTRY_FORMULA)
        keep_formula(app);
    else if (app->scene.entry == ENTRY_VALUE)
        keep_value(app);
}

void editor_leave(App *app)
{
    if (app->scene.entry == ENTRY_FORMULA)
        restore(app);
    forget(&app->editor);
    typing_end(app);
}

/* Keys that neither edit nor end it. In a formula those without Ctrl or Alt do nothing: they would
 * do something to the race. From a value, Up, Down and Tab go on to the next one, and so does any
 * other command. */
static bool other_key(App *app, const InputEvent *event)
{
    if (app->scene.entry == ENTRY_FORMULA)
        return !(event->mods & (MOD_CTRL | MOD_ALT)) && event->key < KEY_F1;
    editor_close(app);
    return false;
}

bool editor_handle(App *app, const InputEvent *event)
{
    EntryUse use = app->scene.entry;
    if (use != ENTRY_FORMULA && use != ENTRY_VALUE)
        return false;
    if (typing_handle(app, event))
        return true;
    if (event->kind != INPUT_KEY || event->key == KEY_NONE)
        return false;
    app->redraw = true;
    if (event->key == KEY_ENTER)
        editor_keep(app);
    else if (event->key == KEY_ESCAPE)
        editor_leave(app);
    else
        return other_key(app, event);
    return true;
}
