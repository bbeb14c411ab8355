#include "view/chart/errorchart.h"

#include <math.h>

#include "view/text/mathtext.h"
#include "view/text/number.h"

/* px at scale 1 */
enum { GUTTER = 42, FOOT = 24, TOP = 6, RIGHT = 8, MATH = 16 };

static const float CENTRAL = 2.25f;
static const float FORWARD = 1.5f;
static const float RING = 5.0f;
static const float RING_WIDTH = 2.0f;
static const float DISC = 4.0f;
static const float HALO = 1.5f;

/* Exponents of ten. */
enum { LOWEST = -16, HIGHEST = 1, GRID = 4 };

typedef struct Plot {
    const Ui *ui;
    const ProblemCurve *curve;
    Rect rect; /* inside the axes */
} Plot;

Color errorchart_color(ErrorLine line, const Theme *theme)
{
    return line == ERROR_CENTRAL ? theme->ink : theme->text3;
}

float errorchart_width(ErrorLine line)
{
    return line == ERROR_CENTRAL ? CENTRAL : FORWARD;
}

void errorchart_best(const Ui *ui, Point at)
{
    draw_disc(ui->list, at, (RING + 0.5f * RING_WIDTH + HALO) * ui->scale, ui->theme->panel);
    draw_ring(ui->list, at, RING * ui->scale, RING_WIDTH * ui->scale, ui->theme->ok);
}

void errorchart_used(const Ui *ui, Point at)
{
    draw_disc(ui->list, at, (DISC + HALO) * ui->scale, ui->theme->panel);
    draw_disc(ui->list, at, DISC * ui->scale, ui->theme->focus);
}

static float x_of(const Plot *plot, double h)
{
    const double t = (log10(h) - CHECK_CURVE_FROM) / (CHECK_CURVE_TO - CHECK_CURVE_FROM);
    return plot->rect.x + plot->rect.w * (float)t;
}

/* No error at all lies below every plot. */
static float y_of(const Plot *plot, double error)
{
    const double log = error > 0 ? fmin(log10(error), HIGHEST + 4) : LOWEST - 4;
    return plot->rect.y + plot->rect.h * (float)((HIGHEST - log) / (HIGHEST - LOWEST));
}

static void axes(const Plot *plot)
{
    const Ui *ui = plot->ui;
    const Theme *theme = ui->theme;
    const Rect r = plot->rect;
    const float hair = ui_hair(ui), bottom = r.y + r.h;
    char text[NUMBER_TEXT_MAX];
    for (int power = LOWEST; power <= HIGHEST; power += GRID) {
        const float y = roundf(y_of(plot, pow(10, power)));
        draw_fill(ui->list, (Rect){r.x, y, r.w, hair}, 0, theme->hair);
        ui_text(ui, FACE_REGULAR, UI_TEXT, r.x - ui_px(ui, 8),
                ui_baseline(ui, FACE_REGULAR, UI_TEXT, y), 1, theme->text3,
                number_power(NUMBER_POWER_RAISED, power, text));
    }
    const float baseline = ui_baseline(ui, FACE_REGULAR, UI_TEXT, bottom + ui_px(ui, 14));
    for (int power = CHECK_CURVE_FROM; power <= CHECK_CURVE_TO; power += GRID) {
        const float x = roundf(x_of(plot, pow(10, power)));
        draw_fill(ui->list, (Rect){x, bottom, hair, ui_px(ui, 4)}, 0, theme->border);
        ui_text(ui, FACE_REGULAR, UI_TEXT, x, baseline, power < CHECK_CURVE_TO ? 0.5f : 1,
                theme->text3, number_power(NUMBER_POWER_RAISED, power, text));
    }
}

/* In pieces where there are gaps. */
static void line(const Plot *plot, const double *error, ErrorLine which)
{
    const Ui *ui = plot->ui;
    Point points[CHECK_CURVE_POINTS];
    size_t count = 0;
    for (size_t i = 0; i <= CHECK_CURVE_POINTS; i++) {
        if (i < CHECK_CURVE_POINTS && !isnan(error[i])) {
            points[count++] = (Point){x_of(plot, plot->curve->h[i]), y_of(plot, error[i])};
            continue;
        }
        if (count >= 2)
            draw_line(ui->list, points, count, errorchart_width(which) * ui->scale,
                      errorchart_color(which, ui->theme));
        count = 0;
    }
}

/* ---- what limbs follow ---- */

/* The two points of the curve between which a limb would be, as exponents of h. */
typedef struct Limb {
    const char *math;
    double power;
    int from, to, at; /* at: where the words stand */
    float dx, dy;     /* of their middle from there, px at scale 1 */
} Limb;

static const Limb CENTRAL_LIMBS[] = {{"\\varepsilon/h", -1, -14, -8, -12, 20, -14},
                                     {"h^{2}", 2, -3, -1, -2, 18, 9}};
static const Limb FORWARD_LIMBS[] = {{"h", 1, -6, -2, -4, -12, -9}};

static size_t point_at(int exponent)
{
    return (size_t)((exponent - CHECK_CURVE_FROM) * CHECK_CURVE_PER_DECADE);
}

static void name_limb(const Plot *plot, const double *error, const Limb *limb, Color color)
{
    const Ui *ui = plot->ui;
    const size_t at = point_at(limb->at);
    const double power =
        problem_curve_power(plot->curve, error, point_at(limb->from), point_at(limb->to));
    const double off = fabs(power - limb->power);
    if (!(off <= 0.25) || !(error[at] > 0))
        return;
    const float size = MATH * ui->scale;
    const MathExtent extent = mathtext_measure(ui->list->fonts, size, limb->math);
    const float x = x_of(plot, plot->curve->h[at]) + ui_px(ui, limb->dx) - extent.width / 2;
    const float y = y_of(plot, error[at]) + ui_px(ui, limb->dy) + extent.ascent / 2;
    if (x < plot->rect.x || x + extent.width > plot->rect.x + plot->rect.w ||
        y - extent.ascent < plot->rect.y || y + extent.descent > plot->rect.y + plot->rect.h)
        return;
    const TextStyle style = {
        .size = size, .color = color, .halo = ui->theme->panel, .halo_width = 3 * ui->scale};
    mathtext_draw_styled(ui->list, &style, (Point){x, y}, limb->math);
}

static void limbs(const Plot *plot)
{
    const Theme *theme = plot->ui->theme;
    for (size_t i = 0; i < sizeof CENTRAL_LIMBS / sizeof *CENTRAL_LIMBS; i++)
        name_limb(plot, plot->curve->central, &CENTRAL_LIMBS[i], theme->text1);
    for (size_t i = 0; i < sizeof FORWARD_LIMBS / sizeof *FORWARD_LIMBS; i++)
        name_limb(plot, plot->curve->forward, &FORWARD_LIMBS[i], theme->text3);
}

static void mark(const Plot *plot, void (*draw)(const Ui *ui, Point at), double h, double error)
{
    const Point at = {x_of(plot, h), fminf(y_of(plot, error), plot->rect.y + plot->rect.h)};
    if (!isnan(error) && at.y >= plot->rect.y)
        draw(plot->ui, at);
}

void errorchart_draw(const Ui *ui, const GradCheck *check, Rect rect)
{
    const Plot plot = {.ui = ui,
                       .curve = &check->curve,
                       .rect = {rect.x + ui_px(ui, GUTTER), rect.y + ui_px(ui, TOP),
                                rect.w - ui_px(ui, GUTTER + RIGHT),
                                rect.h - ui_px(ui, TOP + FOOT)}};
    axes(&plot);
    draw_clip(ui->list, rect_inset(plot.rect, -ui_hair(ui)));
    line(&plot, check->curve.forward, ERROR_FORWARD);
    line(&plot, check->curve.central, ERROR_CENTRAL);
    draw_unclip(ui->list);
    limbs(&plot);
    if (check->best < CHECK_CURVE_POINTS)
        mark(&plot, errorchart_best, check->curve.h[check->best],
             check->curve.central[check->best]);
    mark(&plot, errorchart_used, check->check.h, check->check.gradient_error);
}
