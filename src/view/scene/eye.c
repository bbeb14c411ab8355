#include "view/scene/eye.h"

#include <assert.h>
#include <cglm/cglm.h>
#include <math.h>
#include <string.h>

/* In widths of the pane: far enough that parallels hardly meet. */
#define DISTANCE 2.4f
/* px at scale 1, for axes and names around the block */
#define MARGIN_SIDE   58.0f
#define MARGIN_TOP    26.0f
#define MARGIN_BOTTOM 40.0f
#define MARGIN_MAX    0.16f /* of the pane */

typedef struct Bounds {
    float x0, y0, x1, y1;
} Bounds;

/* Where the block's corners lie in clip space. */
static Bounds bounds_of(mat4 matrix, float w, float h, float height)
{
    Bounds b = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 8; i++) {
        vec4 corner = {i & 1 ? w : 0, i & 2 ? h : 0, i & 4 ? height : 0, 1}, clip;
        glm_mat4_mulv(matrix, corner, clip);
        b.x0 = fminf(b.x0, clip[0] / clip[3]);
        b.x1 = fmaxf(b.x1, clip[0] / clip[3]);
        b.y0 = fminf(b.y0, clip[1] / clip[3]);
        b.y1 = fmaxf(b.y1, clip[1] / clip[3]);
    }
    return b;
}

static float margin(float size, float length, float scale)
{
    return fminf(size * scale, MARGIN_MAX * length);
}

/* How much smaller the block must be to fit, and how far it then must move. */
static void frame(const Eye *eye, Bounds b, float scale, float *smaller, Point *shift)
{
    const float w = eye->rect.w, h = eye->rect.h;
    const float side = margin(MARGIN_SIDE, w, scale), top = margin(MARGIN_TOP, h, scale),
                bottom = margin(MARGIN_BOTTOM, h, scale);
    *smaller =
        fminf(2 * (1 - 2 * side / w) / (b.x1 - b.x0), 2 * (1 - (top + bottom) / h) / (b.y1 - b.y0));
    *shift = (Point){-0.5f * *smaller * (b.x0 + b.x1),
                     (top - bottom) / h - 0.5f * *smaller * (b.y0 + b.y1)};
}

/* From places to what the eye sees before it, y up, looking along -z. */
static void make_view(mat4 view, Rect rect, Orbit orbit, float share, float middle, float far)
{
    glm_mat4_identity(view);
    glm_translate(view, (vec3){0, 0, -far});
    glm_rotate(view, -share * (float)orbit.tilt, (vec3){1, 0, 0});
    glm_rotate(view, share * (float)orbit.yaw, (vec3){0, 0, 1});
    glm_translate(view, (vec3){-0.5f * rect.w, 0.5f * rect.h, -middle});
    glm_scale(view, (vec3){1, -1, 1});
}

Eye eye_make(Rect rect, Orbit orbit, double share, float height, float scale)
{
    assert(rect.w >= 1 && rect.h >= 1 && share >= 0 && share <= 1);
    const float s = (float)share, far = DISTANCE * fmaxf(rect.w, rect.h);
    const float reach = 0.6f * (hypotf(rect.w, rect.h) + height);
    Eye eye = {.rect = rect, .height = height * s};
    mat4 view, lens, whole;
    make_view(view, rect, orbit, s, 0.5f * eye.height, far);
    /* At the block's middle a px of the map is a pixel. */
    glm_perspective(2 * atanf(0.5f * rect.h / far), rect.w / rect.h, far - reach, far + reach,
                    lens);
    lens[1][1] = -lens[1][1];
    glm_mat4_mul(lens, view, whole);

    float smaller;
    Point shift;
    frame(&eye, bounds_of(whole, rect.w, rect.h, eye.height), scale, &smaller, &shift);
    eye.shift = (Point){s * shift.x, s * shift.y};
    lens[0][0] *= 1 + s * (smaller - 1);
    lens[1][1] *= 1 + s * (smaller - 1);
    lens[2][0] = -eye.shift.x;
    lens[2][1] = -eye.shift.y;
    eye.lens = (Point){lens[0][0], lens[1][1]};
    glm_mat4_mul(lens, view, whole);
    memcpy(eye.matrix, whole, sizeof eye.matrix);

    mat4 back;
    glm_mat4_inv(view, back);
    eye.at = (Place){back[3][0], back[3][1], back[3][2]};
    for (int i = 0; i < 9; i++)
        eye.turn[i] = back[i / 3][i % 3];
    return eye;
}

Point eye_see(const Eye *eye, Place p)
{
    const float *m = eye->matrix;
    const float x = m[0] * p.x + m[4] * p.y + m[8] * p.z + m[12];
    const float y = m[1] * p.x + m[5] * p.y + m[9] * p.z + m[13];
    const float depth = fmaxf(m[3] * p.x + m[7] * p.y + m[11] * p.z + m[15], 1e-3f);
    return (Point){eye->rect.x + 0.5f * eye->rect.w * (1 + x / depth),
                   eye->rect.y + 0.5f * eye->rect.h * (1 + y / depth)};
}

Place eye_ray(const Eye *eye, Point p)
{
    const float x = (2 * (p.x - eye->rect.x) / eye->rect.w - 1 - eye->shift.x) / eye->lens.x;
    const float y = (2 * (p.y - eye->rect.y) / eye->rect.h - 1 - eye->shift.y) / eye->lens.y;
    const float *t = eye->turn;
    return (Place){t[0] * x + t[3] * y - t[6], t[1] * x + t[4] * y - t[7],
                   t[2] * x + t[5] * y - t[8]};
}
