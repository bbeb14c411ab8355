/* Colours as people see them who lack one of the three cones: paths stay apart from each other and
 * from the ground.
 *
 * Three published models. Machado, Oliveira, Fernandes 2009 (IEEE TVCG 15, table 1, severity 1.0),
 * which the distances in src/view/README.md were measured with; Vienot, Brettel, Mollon 1999 (Color
 * Research and Application 24) for protanopia and deuteranopia; and Brettel, Vienot, Mollon 1997
 * (JOSA A 14) for tritanopia, where one matrix does not do. The latter two as matrices over linear
 * sRGB, as DaltonLens derives them. Distances are Euclidean in OKLab (Ottosson 2020), where .02 can
 * just be told apart side by side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/draw/color.h"
#include "view/scene/theme.h"

typedef struct Linear {
    double v[3];
} Linear;

typedef struct Sight {
    const char *name;
    double m[3][3];
    double plane[3], other[3][3]; /* below the plane through black; zero: one matrix for all */
} Sight;

enum { NORMAL, PROTAN, DEUTAN, TRITAN, SIGHTS = 7 };

static const Sight sights[SIGHTS] = {
    {.name = "normal", .m = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {.name = "protan, Machado",
     .m = {{0.152286, 1.052583, -0.204868},
           {0.114503, 0.786281, 0.099216},
           {-0.003882, -0.048116, 1.051998}}},
    {.name = "deutan, Machado",
     .m = {{0.367322, 0.860646, -0.227968},
           {0.280085, 0.672501, 0.047413},
           {-0.011820, 0.042940, 0.968881}}},
    {.name = "tritan, Machado",
     .m = {{1.255528, -0.076749, -0.178779},
           {-0.078411, 0.930809, 0.147602},
           {0.004733, 0.691367, 0.303900}}},
    {.name = "protan, Vienot",
     .m = {{0.11238, 0.88762, 0.00000}, {0.11238, 0.88762, 0.00000}, {0.00401, -0.00401, 1}}},
    {.name = "deutan, Vienot",
     .m = {{0.29275, 0.70725, 0.00000}, {0.29275, 0.70725, 0.00000}, {-0.02234, 0.02234, 1}}},
    {.name = "tritan, Brettel",
     .m = {{1.01277, 0.13548, -0.14826}, {-0.01243, 0.86812, 0.14431}, {0.07589, 0.80500, 0.11911}},
     .plane = {0.03901, -0.02788, -0.01113},
     .other = {{0.93678, 0.18979, -0.12657},
               {0.06154, 0.81526, 0.12320},
               {-0.37562, 1.12767, 0.24796}}},
};

/* ---- from sRGB through a sight to OKLab, all in double ---- */

static double linear_of(int channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static Linear see(const Sight *sight, Linear c)
{
    double side = 0;
    for (int k = 0; k < 3; k++)
        side += sight->plane[k] * c.v[k];
    const double(*m)[3] = side < 0 ? sight->other : sight->m;
    Linear seen;
    for (int i = 0; i < 3; i++) {
        double sum = m[i][0] * c.v[0] + m[i][1] * c.v[1] + m[i][2] * c.v[2];
        seen.v[i] = fmin(1, fmax(0, sum));
    }
    return seen;
}

/* Ottosson 2020. */
static void oklab(Linear c, double lab[3])
{
    double r = c.v[0], g = c.v[1], b = c.v[2];
    double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static double distance(const Sight *sight, Color a, Color b)
{
    double p[3], q[3], sum = 0;
    oklab(see(sight, (Linear){{linear_of(a.r), linear_of(a.g), linear_of(a.b)}}), p);
    oklab(see(sight, (Linear){{linear_of(b.r), linear_of(b.g), linear_of(b.b)}}), q);
    for (int k = 0; k < 3; k++)
        sum += (p[k] - q[k]) * (p[k] - q[k]);
    return sqrt(sum);
}

/* ---- the palette, in its table's order: ten named, then generics ---- */

static const char *const names[] = {"sgd",  "momentum", "nesterov", "adagrad", "rmsprop",
                                    "adam", "adamw",    "newton",   "lbfgs",   "random"};

enum { NAMED = sizeof names / sizeof *names, INKS_MAX = 16 };

static int palette(ThemeId theme, Ink inks[INKS_MAX])
{
    int generic = 0;
    for (int i = 0; i < INKS_MAX; i++)
        inks[i] = theme_ink(theme, i < NAMED ? names[i] : "none of them", 0, &generic);
    return INKS_MAX;
}

typedef struct Pair {
    double distance;
    int a, b;
} Pair;

static Pair closest(ThemeId theme, const Sight *sight, int count)
{
    Ink inks[INKS_MAX];
    palette(theme, inks);
    Pair least = {HUGE_VAL, 0, 0};
    for (int a = 0; a < count; a++) {
        for (int b = 0; b < a; b++) {
            double d = distance(sight, inks[a].path, inks[b].path);
            if (d < least.distance)
                least = (Pair){d, a, b};
        }
    }
    return least;
}

/* ---- tests ---- */

/* All published matrices leave greys grey; Vienot's and Brettel's up to their five digits. */
static void greys_stay_grey_in_every_sight(void **state)
{
    (void)state;
    for (int s = 0; s < SIGHTS; s++) {
        for (int grey = 0; grey <= 255; grey += 15) {
            double want = linear_of(grey);
            Linear seen = see(&sights[s], (Linear){{want, want, want}});
            for (int i = 0; i < 3; i++)
                if (fabs(seen.v[i] - want) > 2e-5)
                    fail_msg("%s: grey %g became %g", sights[s].name, want, seen.v[i]);
        }
    }
}

/* What dichromats confuse by definition: with one cone less, colours along a line look alike. */
static void each_sight_confuses_what_it_should(void **state)
{
    (void)state;
    const Color red = {200, 60, 60, 255}, green = {90, 125, 50, 255};
    const Color blue = {60, 120, 180, 255}, teal = {40, 130, 120, 255};
    double normal = distance(&sights[NORMAL], red, green);
    for (int s = 1; s < SIGHTS; s++) {
        bool red_green = strncmp(sights[s].name, "tritan", 6) != 0;
        double warm = distance(&sights[s], red, green);
        double cold = distance(&sights[s], blue, teal);
        assert_true(red_green ? warm < 0.5 * normal : cold < 0.5 * warm);
    }
}

/* src/view/README.md, "Optimizers' marks": smallest distances, by Machado's matrices. */
static void named_paths_are_as_far_apart_as_the_design_measured(void **state)
{
    (void)state;
    static const struct {
        ThemeId theme;
        int count;
        double want[4];
    } rows[] = {
        {THEME_LIGHT, 6, {0.140, 0.091, 0.074, 0.083}},
        {THEME_DARK, 6, {0.187, 0.108, 0.116, 0.106}},
        {THEME_LIGHT, 10, {0.113, 0.058, 0.062, 0.063}},
        {THEME_DARK, 10, {0.124, 0.081, 0.085, 0.097}},
        {THEME_LIGHT, 12, {0.099, 0.054, 0.028, 0.048}},
        {THEME_DARK, 12, {0.091, 0.061, 0.062, 0.054}},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        for (int s = NORMAL; s <= TRITAN; s++) {
            Pair pair = closest(rows[r].theme, &sights[s], rows[r].count);
            if (fabs(pair.distance - rows[r].want[s]) > 0.0006)
                fail_msg("%s, %s, %d inks: %.4f apart, once measured %.3f",
                         theme_get(rows[r].theme)->id, sights[s].name, rows[r].count, pair.distance,
                         rows[r].want[s]);
        }
    }
}

/* In all models: three times what can just be told apart for the six that most races have, more
 * than twice that for the ten with a colour of their own. */
static void paths_with_a_colour_of_their_own_stay_apart(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        for (int s = 0; s < SIGHTS; s++) {
            Pair six = closest((ThemeId)theme, &sights[s], 6);
            Pair ten = closest((ThemeId)theme, &sights[s], NAMED);
            if (six.distance < 0.070 || ten.distance < 0.050)
                fail_msg("%s, %s: %s and %s %.3f apart, %s and %s %.3f",
                         theme_get((ThemeId)theme)->id, sights[s].name, names[six.a], names[six.b],
                         six.distance, names[ten.a], names[ten.b], ten.distance);
        }
    }
}

static bool same_dash(const Dash *a, const Dash *b)
{
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++)
        same = fabsf(a->length[i] - b->length[i]) < 0.5f;
    return same;
}

/* Sixteen colours are more than two cones can hold apart. Where two come closer than .04, marker
 * and dash both tell them apart; none but pairs of the first twelve are closer than .05. */
static void where_generic_colours_come_close_shape_and_dash_differ(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        Ink inks[INKS_MAX];
        int count = palette((ThemeId)theme, inks);
        for (int s = 0; s < SIGHTS; s++) {
            for (int a = NAMED; a < count; a++) {
                for (int b = 0; b < a; b++) {
                    double d = distance(&sights[s], inks[a].path, inks[b].path);
                    bool differ =
                        inks[a].shape != inks[b].shape && !same_dash(&inks[a].dash, &inks[b].dash);
                    double least = a < NAMED + 2 ? 0.025 : 0.050;
                    if (d < least || (d < 0.040 && !differ))
                        fail_msg("%s, %s: inks %d and %d are %.3f apart",
                                 theme_get((ThemeId)theme)->id, sights[s].name, a, b, d);
                }
            }
        }
    }
}

static Oklab shaded(Oklab c, const Oklab *relief)
{
    return relief ? (Oklab){c.l + relief->l, c.a + relief->a, c.b + relief->b} : c;
}

/* Everywhere on the ramp, in the light and in the shade of the relief. */
static void paths_stand_out_from_the_ground_in_every_sight(void **state)
{
    (void)state;
    for (int id = 0; id < THEME_COUNT; id++) {
        const Theme *theme = theme_get((ThemeId)id);
        const Oklab *const relief[] = {NULL, &theme->lit, &theme->shaded};
        Ink inks[INKS_MAX];
        int count = palette((ThemeId)id, inks);
        for (int at = 0; at <= 40; at++) {
            Color low = color_from_oklab(theme->ramp[at / 21]);
            Color high = color_from_oklab(theme->ramp[at / 21 + 1]);
            Color flat = color_mix(low, high, (at % 21) / 20.0);
            for (int r = 0; r < 3; r++) {
                Color ground = color_from_oklab(shaded(oklab_from_color(flat), relief[r]));
                for (int i = 0; i < count; i++) {
                    for (int s = 0; s < SIGHTS; s++) {
                        double d = distance(&sights[s], inks[i].path, ground);
                        if (d < 0.18)
                            fail_msg("%s, %s: ink %d is %.3f from the ground at %d/40", theme->id,
                                     sights[s].name, i, d, at);
                    }
                }
            }
        }
    }
}

/* WCAG 2.1, 1.4.11: graphical objects have 3 : 1. Against the darkest and the lightest pixel that
 * src/view/README.md gives for maps with relief ("Theme tokens"), to the hundredth: momentum's
 * ochre has 2.996 there. */
static void paths_have_the_contrast_of_graphics_on_all_the_ground(void **state)
{
    (void)state;
    static const uint32_t extremes[THEME_COUNT][2] = {{0xC6D7E8, 0xFDF9F0}, {0x070F24, 0x2B3A43}};
    for (int id = 0; id < THEME_COUNT; id++) {
        Ink inks[INKS_MAX];
        int count = palette((ThemeId)id, inks);
        for (int e = 0; e < 2; e++) {
            for (int i = 0; i < count; i++) {
                double ratio = color_contrast(inks[i].path, color_hex(extremes[id][e]));
                if (ratio < 2.995)
                    fail_msg("%s: ink %d has %.2f : 1 on #%06X", theme_get((ThemeId)id)->id, i,
                             ratio, extremes[id][e]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greys_stay_grey_in_every_sight),
        cmocka_unit_test(each_sight_confuses_what_it_should),
        cmocka_unit_test(named_paths_are_as_far_apart_as_the_design_measured),
        cmocka_unit_test(paths_with_a_colour_of_their_own_stay_apart),
        cmocka_unit_test(where_generic_colours_come_close_shape_and_dash_differ),
        cmocka_unit_test(paths_stand_out_from_the_ground_in_every_sight),
        cmocka_unit_test(paths_have_the_contrast_of_graphics_on_all_the_ground),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
