#include "platform/encoder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "platform/packages.h"

/* ---- what it is told ---- */

/* Its words, in an order that ffmpeg understands. */
typedef struct Words {
    const char *list[48];
    size_t count;
} Words;

static void say(Words *words, const char *const *more, size_t count)
{
    memcpy(words->list + words->count, more, count * sizeof *more);
    words->count += count;
}

#define SAY(words, ...)                                                                            \
    say(words, (const char *const[]){__VA_ARGS__},                                                 \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* ffmpeg takes names for URLs, options or lists of files; after "file:" nothing but a name can
 * stand. */
static void name_file(const char *path, StrBuf *url)
{
    strbuf_printf(url, "file:%s", path);
}

static bool miss_ffmpeg(Err *err)
{
    StrBuf command = {0};
    packages_advise((const char *const[]){"ffmpeg", NULL}, &command);
    err_set(err, "films are made with ffmpeg, which is not installed: %s", strbuf_text(&command));
    strbuf_deinit(&command);
    return false;
}

bool encoder_start(Child *ffmpeg, const FilmOptions *options, int in, Err *err)
{
    char size[32], rate[32], title[256];
    StrBuf url = {0};
    Words words = {.count = 0};
    snprintf(size, sizeof size, "%dx%d", options->width, options->height);
    snprintf(rate, sizeof rate, "%.6g", options->fps);
    snprintf(title, sizeof title, "title=%s", options->title);
    name_file(options->path, &url);
    SAY(&words, "ffmpeg", "-y", "-nostdin", "-loglevel", "error", "-nostats", "-f", "rawvideo",
        "-pix_fmt", "rgb0", "-s", size, "-r", rate, "-i", "pipe:0", "-metadata", title);
    if (options->kind == FILM_GIF) {
        /* One palette for the whole film, made for what moves. */
        SAY(&words, "-filter_complex",
            "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer:"
            "bayer_scale=4:diff_mode=rectangle",
            "-f", "gif");
    } else {
        /* 4:2:0 is what every player shows, and wants even sides. */
        SAY(&words, "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p", "-preset", "veryfast",
            "-crf", "18", "-movflags", "+faststart", "-f", "mp4");
    }
    SAY(&words, strbuf_text(&url), NULL);
    const int error = child_start(ffmpeg, words.list, in, -1);
    strbuf_deinit(&url);
    if (error == ENOENT)
        return miss_ffmpeg(err);
    return error == 0 || err_set(err, "cannot start ffmpeg: %s", strerror(error));
}

int encoder_start_reading(Child *ffmpeg, const char *path, int out)
{
    StrBuf url = {0};
    Words words = {.count = 0};
    name_file(path, &url);
    SAY(&words, "ffmpeg", "-nostdin", "-loglevel", "error", "-i", strbuf_text(&url), "-map",
        "0:v:0", "-c", "copy", "-f", "framecrc", "pipe:1", NULL);
    const int error = child_start(ffmpeg, words.list, -1, out);
    strbuf_deinit(&url);
    return error;
}

/* ---- what it made ---- */

static uint64_t big_endian(const unsigned char *bytes, int count)
{
    uint64_t number = 0;
    for (int i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* ISO/IEC 14496-12, 4.2: boxes from end to end, each with its size; one says where frames are. */
static bool boxes_are_whole(FILE *file, uint64_t size)
{
    bool moov = false;
    uint64_t at = 0;
    while (at < size) {
        unsigned char head[16];
        if (fseeko(file, (off_t)at, SEEK_SET) != 0 || fread(head, 1, 8, file) != 8)
            return false;
        uint64_t box = big_endian(head, 4);
        if (box == 1 && fread(head + 8, 1, 8, file) == 8)
            box = big_endian(head + 8, 8);
        if (box < 8 || box > size - at)
            return false;
        moov |= memcmp(head + 4, "moov", 4) == 0;
        at += box;
    }
    return moov;
}

/* GIF89a, 27: the trailer is its last byte. */
static bool ends_with_trailer(FILE *file)
{
    return fseeko(file, -1, SEEK_END) == 0 && fgetc(file) == 0x3B;
}

bool encoder_is_whole(const char *path, FilmKind kind)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    bool whole = fseeko(file, 0, SEEK_END) == 0;
    const off_t size = whole ? ftello(file) : -1;
    if (kind == FILM_GIF)
        whole = size > 0 && ends_with_trailer(file);
    else
        whole = size > 0 && boxes_are_whole(file, (uint64_t)size);
    fclose(file);
    return whole;
}
