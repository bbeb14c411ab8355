#include "view/scene/theme.h"

#include <assert.h>
#include <string.h>

#define HEX(rgb)                                                                                   \
    {                                                                                              \
        (uint8_t)((rgb) >> 16), (uint8_t)((rgb) >> 8 & 0xFF), (uint8_t)((rgb)&0xFF), 255           \
    }

/* The ramps are OKLCH .897 .028 240, .944 .014 228, .976 .010 85 (light) and .195 .030 270,
 * .258 .032 256, .328 .028 238 (dark), written as L a b. */
static const Theme themes[THEME_COUNT] = {
    [THEME_LIGHT] = {.id = "light",
                     .panel = HEX(0xFBFAF8),
                     .card = HEX(0xFFFFFF),
                     .fill = HEX(0xEFEDE9),
                     .track = HEX(0xD5D1CA),
                     .hair = HEX(0xE2DFDA),
                     .border = HEX(0xC9C5BE),
                     .text1 = HEX(0x1B1D21),
                     .text2 = HEX(0x50545C),
                     .text3 = HEX(0x6E727A),
                     .map_text = HEX(0x43464D),
                     .ink = HEX(0x1B1D21),
                     .halo = HEX(0xFDFBF7),
                     .focus = HEX(0x1D5FD0),
                     .ok = HEX(0x1B6E45),
                     .stuck = HEX(0x8F5A00),
                     .diverged = HEX(0xB3201A),
                     .ramp = {{0.897f, -0.01400f, -0.02425f},
                              {0.944f, -0.00937f, -0.01040f},
                              {0.976f, 0.00087f, 0.00996f}},
                     .lit = {0.026f, 0.002f, 0.014f},
                     .shaded = {-0.050f, 0.001f, -0.011f},
                     .wall = HEX(0xF3F1EC),
                     .wall_dim = HEX(0xD9D7D1),
                     .line = HEX(0x5C5348),
                     .thin_alpha = 0.27f,
                     .strong_alpha = 0.55f},
    [THEME_DARK] = {.id = "dark",
                    .panel = HEX(0x191C21),
                    .card = HEX(0x23272E),
                    .fill = HEX(0x262B32),
                    .track = HEX(0x3B424C),
                    .hair = HEX(0x2B3037),
                    .border = HEX(0x434A54),
                    .text1 = HEX(0xECEEF1),
                    .text2 = HEX(0xB0B6BF),
                    .text3 = HEX(0x8C939E),
                    .map_text = HEX(0xC9CFD6),
                    .ink = HEX(0xF4F6F8),
                    .halo = HEX(0x0C0F15),
                    .focus = HEX(0x7FB0FF),
                    .ok = HEX(0x5FD69A),
                    .stuck = HEX(0xF2B84B),
                    .diverged = HEX(0xFF7B72),
                    .ramp = {{0.195f, 0.00000f, -0.03000f},
                             {0.258f, -0.00774f, -0.03105f},
                             {0.328f, -0.01484f, -0.02375f}},
                    .lit = {0.046f, 0.000f, 0.010f},
                    .shaded = {-0.050f, 0.000f, -0.016f},
                    .wall = HEX(0x232B34),
                    .wall_dim = HEX(0x151A20),
                    .line = HEX(0xC9D3DC),
                    .thin_alpha = 0.15f,
                    .strong_alpha = 0.32f},
};

typedef struct InkRow {
    const char *id;
    Shape shape;
    Dash dash;
    struct {
        Color path, text;
    } in[THEME_COUNT];
} InkRow;

#define DASH(...)                                                                                  \
    {                                                                                              \
        {__VA_ARGS__}, (int)(sizeof((float[]){__VA_ARGS__}) / sizeof(float))                       \
    }
#define SOLID                                                                                      \
    {                                                                                              \
        {0}, 0                                                                                     \
    }
#define INKS(light, light_text, dark, dark_text)                                                   \
    {                                                                                              \
        {HEX(light), HEX(light_text)},                                                             \
        {                                                                                          \
            HEX(dark), HEX(dark_text)                                                              \
        }                                                                                          \
    }

static const InkRow named[] = {
    {"sgd", SHAPE_CIRCLE, SOLID, INKS(0x1E2CBC, 0x1B2E97, 0x6994FF, 0x749DFF)},
    {"momentum", SHAPE_SQUARE, DASH(10, 4), INKS(0xA26E00, 0x825B1B, 0xFBA400, 0xFCAC36)},
    {"nesterov", SHAPE_TRIANGLE, DASH(2, 3.5f), INKS(0x026E53, 0x165B48, 0x2CD28E, 0x4CD697)},
    {"adagrad", SHAPE_DIAMOND, DASH(10, 3, 2, 3), INKS(0x930F86, 0x781D6E, 0xDB60BE, 0xDF6EC3)},
    {"rmsprop", SHAPE_PLUS, DASH(5, 3), INKS(0x0F79B4, 0x1D6391, 0xA0E1FF, 0xA8E4FF)},
    {"adam", SHAPE_STAR, SOLID, INKS(0xB02B00, 0x8E2D16, 0xFA4A2A, 0xFD5D40)},
    {"adamw", SHAPE_TRIANGLE_DOWN, DASH(14, 3, 2, 3, 2, 3),
     INKS(0x413A05, 0x383411, 0xF3E50B, 0xF4E841)},
    {"newton", SHAPE_HEXAGON, SOLID, INKS(0x1E2228, 0x1D2126, 0xF6F9FC, 0xF7F9FC)},
    {"lbfgs", SHAPE_CROSS, DASH(7, 5), INKS(0x7450CE, 0x5E46A5, 0xBBA8FD, 0xC0AFFE)},
    {"random", SHAPE_RING, DASH(1.5f, 5), INKS(0x78756F, 0x62605D, 0x9E9282, 0xA59A8B)},
};

/* For optimizers without a row and for second runs. The first two were chosen with the named ten
 * (src/view/README.md, "Optimizers' marks"). The others were searched for: 3.3 : 1 or more on the
 * whole ramp and far in OKLab from all above, in normal sight and in that of each of the three
 * dichromacies (tests/test_sight.c holds how far); names 22 % towards text 1 (light) and 8 %
 * towards white (dark). */
static const InkRow generics[] = {
    {"generic 1", SHAPE_CIRCLE, DASH(6, 2, 2, 2, 2, 2),
     INKS(0x10494C, 0x173F42, 0x17DDD3, 0x45E0D6)},
    {"generic 2", SHAPE_SQUARE, DASH(3, 3), INKS(0x99405F, 0x7C3951, 0xFDB1BE, 0xFEB7C3)},
    {"generic 3", SHAPE_TRIANGLE, DASH(12, 3), INKS(0x420C4B, 0x3A1342, 0xCC96AC, 0xD09EB2)},
    {"generic 4", SHAPE_DIAMOND, DASH(8, 2, 2, 2), INKS(0x5F5D2B, 0x4F4E2B, 0xC2E7A1, 0xC7E9A9)},
    {"generic 5", SHAPE_HEXAGON, DASH(4, 2), INKS(0x811B2D, 0x6A202B, 0xF4815A, 0xF68C68)},
    {"generic 6", SHAPE_TRIANGLE_DOWN, DASH(16, 4), INKS(0x0C1675, 0x0D1C62, 0x7EB0D0, 0x88B6D4)},
};

enum {
    NAMED_COUNT = sizeof named / sizeof named[0],
    GENERIC_COUNT = sizeof generics / sizeof generics[0]
};

const Theme *theme_get(ThemeId id)
{
    assert((int)id >= 0 && id < THEME_COUNT);
    return &themes[id];
}

static const InkRow *row_find(const char *optimizer)
{
    for (size_t i = 0; i < NAMED_COUNT; i++)
        if (strcmp(named[i].id, optimizer) == 0)
            return &named[i];
    return NULL;
}

static Ink ink_of(const InkRow *row, ThemeId theme)
{
    return (Ink){row->in[theme].path, row->in[theme].text, row->shape, row->dash};
}

Ink theme_ink(ThemeId theme, const char *optimizer, int copy, int *generic)
{
    const InkRow *own = row_find(optimizer);
    if (own && copy == 0)
        return ink_of(own, theme);
    int taken = (*generic)++;
    Ink ink = ink_of(&generics[taken % GENERIC_COUNT], theme);
    if (own) {
        ink.shape = own->shape;
    } else {
        /* A colour that comes round again brings another shape. */
        ink.shape = (Shape)(((int)ink.shape + taken / GENERIC_COUNT) % SHAPE_COUNT);
    }
    return ink;
}
