/* groundtone: the colours of the map's ground, computed without a graphics card.
 *
 * The same as shaders/ground.glsl, function by function; a test compares the two. */
#ifndef RAVINE_FIGURE_GROUNDTONE_H
#define RAVINE_FIGURE_GROUNDTONE_H

#include "view/draw/drawlist.h"

/* px at scale 1, as in the shader */
#define TONE_THIN_WIDTH   1.0f
#define TONE_STRONG_WIDTH 1.5f

typedef struct Rgb {
    float r, g, b; /* sRGB, 0 to 1 */
} Rgb;

/* k and its derivatives at the centre of a pixel of the map, per px. k counts from the ground's
 * base. */
typedef struct ToneSample {
    bool known;
    float k;
    float slope[2];
    float curve[3]; /* xx, yy, xy */
} ToneSample;

ToneSample tone_sample(const DrawGround *ground, int x, int y);

/* The ground without its lines. slope in px of the map. */
Rgb tone_color(const DrawGround *ground, bool known, float k, const float slope[2]);

/* No isolines below this k, counted from base. */
float tone_lowest(const DrawGround *ground);
float tone_line_scale(const DrawGround *ground); /* device px per px at scale 1 */

/* How strong a thin and a strong isoline are, 0 to their alphas, where k has these derivatives per
 * px of the picture: where they would lie too close they fade. */
void tone_strength(const DrawGround *ground, const float slope[2], const float curve[3],
                   float *thin, float *strong);

/* The ink of the isolines there. */
float tone_isolines(const DrawGround *ground, float k, const float slope[2], const float curve[3]);

/* The ink where the function has no value; x, y: pixel. */
float tone_hatch(const DrawGround *ground, float x, float y);

Rgb tone_mix(Rgb a, Rgb b, float t);
Rgb tone_of(Color color);
uint32_t tone_pack(Rgb color); /* 0xffRRGGBB */

/* The whole ground, width x height pixels; with its isolines or without. */
typedef enum ToneLines { TONE_PLAIN, TONE_LINES } ToneLines;
void tone_paint(const DrawGround *ground, ToneLines lines, uint32_t *pixels);

#endif
