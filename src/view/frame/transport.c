#include "view/frame/transport.h"

#include <math.h>
#include <stdio.h>

#include "view/kit/widgets.h"
#include "view/text/number.h"

/* Sizes at scale 1; src/view/README.md, "Layout". */
enum { ROW = 52, STEPPER_W = 136, STEPPER_H = 30, STEPPER_ICON = 25, SWITCH_H = 30, BUTTON = 32 };

static Rect around(Point center, float size)
{
    return (Rect){center.x - size / 2, center.y - size / 2, size, size};
}

static void icon_button(const Ui *ui, Point center, Icon icon, const char *command)
{
    ButtonState state = ui_hovers_command(ui, command) ? BUTTON_HOVERED : BUTTON_REST;
    widget_icon_button(ui->list, ui->theme, ui->scale, center, icon, state);
    hits_add_command(ui->hits, around(center, ui_px(ui, BUTTON)), command);
}

static void play_button(const Ui *ui, Point center)
{
    widget_play(ui->list, ui->theme, ui->scale, center,
                ui->scene->playing ? PLAY_RUNNING : PLAY_PAUSED);
    hits_add_command(ui->hits, around(center, ui_px(ui, 36)), "play.toggle");
}

/* A number with thousands apart by a thin space: "10 000". */
static const char *grouped(long value, char text[32])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%ld", value);
    size_t out = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && len > 4 && (len - i) % 3 == 0)
            out += (size_t)snprintf(text + out, 32 - out, "\u2009");
        text[out++] = digits[i];
    }
    text[out] = '\0';
    return text;
}

/* "Step 46 of 120", "Evaluations 46 of 120". Returns where it can end at most, so that what follows
 * never moves. */
static float step_text(const Ui *ui, float x, float baseline)
{
    const Theme *theme = ui->theme;
    char step[32], budget[32];
    long at = (long)floor(ui->scene->playhead);
    grouped(at, step);
    grouped(race_limits(ui->scene->race).budget, budget);
    float size = UI_STEP * ui->scale;
    float gap = ui_px(ui, 5);
    const char *unit = scene_counts_evaluations(ui->scene) ? "Evaluations" : "Step";
    float word = ui_text(ui, FACE_REGULAR, UI_STEP, x, baseline, 0, theme->text2, unit);
    float pad = ui_px(ui, 6);
    hits_add_command(ui->hits,
                     (Rect){x - pad, baseline - ui_px(ui, 18), word + 2 * pad, ui_px(ui, 26)},
                     "race.unit");
    x += word + gap;
    float widest = draw_number_width(ui->list->fonts, FACE_SEMIBOLD, size, budget);
    float w = ui_number(ui, FACE_SEMIBOLD, UI_STEP, x, baseline, 0, theme->text1, step);
    float spare = widest - w;
    x += w + gap;
    x += ui_text(ui, FACE_REGULAR, UI_STEP, x, baseline, 0, theme->text2, "of") + gap;
    x += ui_number(ui, FACE_REGULAR, UI_STEP, x, baseline, 0, theme->text2, budget);
    return x + spare;
}

/* How many steps the race's clock has bought: "12 to 60 steps". */
static void steps_text(const Ui *ui, char text[80])
{
    const Scene *scene = ui->scene;
    long least = 0, most = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        long step = scene_step(scene, i);
        least = i == 0 || step < least ? step : least;
        most = step > most ? step : most;
    }
    char low[32], high[32];
    grouped(least, low);
    grouped(most, high);
    if (least == most)
        snprintf(text, 80, "%s step%s%s", high, most == 1 ? "" : "s",
                 race_count(scene->race) > 1 ? " each" : "");
    else
        snprintf(text, 80, "%s to %s steps", low, high);
}

/* What the race has cost up to the playhead: the same for all, or the dearest. */
static void evaluations_text(const Ui *ui, char text[80])
{
    const Scene *scene = ui->scene;
    long least = 0, most = 0;
    for (size_t i = 0; i < race_count(scene->race); i++) {
        long spent = run_row(race_run(scene->race, i), scene_step(scene, i))->evaluations;
        least = i == 0 || spent < least ? spent : least;
        most = spent > most ? spent : most;
    }
    char number[32];
    bool same = least == most;
    snprintf(text, 80, "%s%s gradient%s%s", same ? "" : "up to ", grouped(most, number),
             most == 1 ? "" : "s", same && race_count(scene->race) > 1 ? " each" : "");
}

/* Into which pass over the data the playhead is; nothing if there are no data. */
static void epoch_text(const Scene *scene, char text[48])
{
    char number[32];
    const long epoch = race_problem(scene->race)->epoch;
    text[0] = '\0';
    if (epoch > 1 && !scene_counts_evaluations(scene))
        snprintf(text, 48, ", epoch %s", grouped((long)floor(scene->playhead) / epoch + 1, number));
}

/* The other unit than the clock's. */
static void cost_text(const Ui *ui, float x, float baseline, float right)
{
    char text[80], epoch[48], longer[128];
    if (scene_counts_evaluations(ui->scene))
        steps_text(ui, text);
    else
        evaluations_text(ui, text);
    epoch_text(ui->scene, epoch);
    snprintf(longer, sizeof longer, "%s%s", text, epoch);
    const char *choices[] = {longer, text};
    for (size_t i = 0; i < 2; i++) {
        float w = draw_number_width(ui->list->fonts, FACE_REGULAR, UI_TEXT * ui->scale, choices[i]);
        if (x + w <= right) {
            ui_number(ui, FACE_REGULAR, UI_TEXT, x, baseline, 0, ui->theme->text2, choices[i]);
            return;
        }
    }
}

/* "15 steps/s", or "10 000/s" where its buttons leave no room for more: steps stand beside it. */
static void speed_text(const Ui *ui, float room, char text[64])
{
    char number[32];
    snprintf(text, 64, "%s %s%s/s", grouped((long)ui->scene->speed, number),
             scene_counts_evaluations(ui->scene) ? "eval" : "step",
             ui->scene->speed > 1 ? "s" : "");
    if (draw_number_width(ui->list->fonts, FACE_MEDIUM, UI_TEXT * ui->scale, text) > room)
        snprintf(text, 64, "%s/s", number);
}

static void speed_stepper(const Ui *ui, Rect rect)
{
    char text[64];
    speed_text(ui, rect.w - 2 * ui_px(ui, STEPPER_ICON), text);
    Rect parts[2];
    widget_stepper(ui->list, ui->theme, ui->scale, rect, text, parts);
    hits_add_command(ui->hits, parts[0], "play.slower");
    hits_add_command(ui->hits, parts[1], "play.faster");
}

static Rect chart_switch(const Ui *ui, float right, float mid)
{
    static const char *const LABELS[CHART_COUNT] = {"Loss", "Gradient", "Distance", "Step"};
    static const char *const COMMANDS[CHART_COUNT] = {"chart.loss", "chart.gradient",
                                                      "chart.distance", "chart.length"};
    float w = widget_segmented_width(ui->list->fonts, ui->scale, LABELS, CHART_COUNT);
    Rect rect = {roundf(right - w), mid - ui_px(ui, SWITCH_H / 2), roundf(w), ui_px(ui, SWITCH_H)};
    Rect parts[CHART_COUNT];
    widget_segmented(ui->list, ui->theme, ui->scale, rect, LABELS, CHART_COUNT,
                     (int)ui->scene->chart, parts);
    for (int i = 0; i < CHART_COUNT; i++)
        hits_add_command(ui->hits, parts[i], COMMANDS[i]);
    return rect;
}

static void wide(const Ui *ui, Rect strip)
{
    float mid = strip.y + ui_px(ui, ROW / 2);
    icon_button(ui, (Point){strip.x + ui_px(ui, 32), mid}, ICON_STEP_BACK, "play.back");
    play_button(ui, (Point){strip.x + ui_px(ui, 68), mid});
    icon_button(ui, (Point){strip.x + ui_px(ui, 104), mid}, ICON_STEP_FORWARD, "play.forward");
    Rect charts = chart_switch(ui, strip.x + strip.w - ui_px(ui, 20), mid);
    float end =
        step_text(ui, strip.x + ui_px(ui, 136), ui_baseline(ui, FACE_REGULAR, UI_STEP, mid));
    float x = end + ui_px(ui, 26);
    Rect stepper = {charts.x - ui_px(ui, 20 + STEPPER_W), mid - ui_px(ui, STEPPER_H / 2),
                    ui_px(ui, STEPPER_W), ui_px(ui, STEPPER_H)};
    /* Beside the step where there is room, as far left as the longest count allows. */
    float wanted = x + ui_width(ui, FACE_REGULAR, UI_TEXT, "0000 gradients each") + ui_px(ui, 22);
    stepper.x = roundf(fminf(stepper.x, wanted));
    cost_text(ui, x, ui_baseline(ui, FACE_REGULAR, UI_TEXT, mid), stepper.x - ui_px(ui, 10));
    if (stepper.x >= end + ui_px(ui, 10))
        speed_stepper(ui, stepper);
}

static void narrow(const Ui *ui, Rect strip)
{
    play_button(ui, (Point){strip.x + ui_px(ui, 30), strip.y + ui_px(ui, 32)});
    char step[32], budget[32], text[80];
    snprintf(text, sizeof text, "%s of %s", grouped((long)floor(ui->scene->playhead), step),
             grouped(race_limits(ui->scene->race).budget, budget));
    float x = strip.x + ui_px(ui, 14);
    float room = ui_px(ui, 72);
    float size = UI_TEXT;
    float w = draw_number_width(ui->list->fonts, FACE_MEDIUM, size * ui->scale, text);
    if (w > room)
        snprintf(text, sizeof text, "%s", step);
    float baseline = strip.y + ui_px(ui, 76);
    if (scene_counts_evaluations(ui->scene)) {
        ui_text(ui, FACE_REGULAR, size, x, strip.y + ui_px(ui, 66), 0, ui->theme->text2,
                "evaluations");
        baseline = strip.y + ui_px(ui, 83);
    }
    ui_number(ui, FACE_MEDIUM, size, x, baseline, 0, ui->theme->text2, text);
}

void transport_draw(const Ui *ui, const Layout *layout)
{
    if (layout->narrow)
        narrow(ui, layout->strip);
    else
        wide(ui, layout->strip);
}
