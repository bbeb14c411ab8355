#include "gfx/fontfile.h"

#include <SDL.h>
#include <fontconfig/fontconfig.h>
#include <strings.h>

enum { CHOICES_MAX = 4 };

/* In order of preference. */
typedef struct Wish {
    const char *families[CHOICES_MAX];
    int weight;
} Wish;

static const Wish wishes[ROLE_COUNT] = {
    [ROLE_REGULAR] = {{"Inter", "Noto Sans", "DejaVu Sans"}, FC_WEIGHT_REGULAR},
    [ROLE_MEDIUM] = {{"Inter", "Noto Sans", "DejaVu Sans"}, FC_WEIGHT_MEDIUM},
    [ROLE_SEMIBOLD] = {{"Inter", "Noto Sans", "DejaVu Sans"}, FC_WEIGHT_DEMIBOLD},
    [ROLE_BOLD] = {{"Inter", "Noto Sans", "DejaVu Sans"}, FC_WEIGHT_BOLD},
    [ROLE_MATH] = {{"TeX Gyre Schola Math", "STIX Two Math", "STIX Math", "DejaVu Math TeX Gyre"},
                   FC_WEIGHT_REGULAR},
    [ROLE_SPARE] = {{"DejaVu Sans", "Noto Sans Math", "FreeSerif"}, FC_WEIGHT_REGULAR},
};

static bool has_family(FcPattern *font, const char *family)
{
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(font, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (strcasecmp((const char *)name, family) == 0)
            return true;
    return false;
}

/* The file of a family, NULL if it is not here: fontconfig answers every question with some font,
 * only the family asked for counts. */
static FcPattern *find(FcConfig *config, const char *family, int weight, const char **path,
                       Err *err)
{
    FcPattern *pattern =
        FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, FC_WEIGHT, FcTypeInteger, weight,
                       FC_SLANT, FcTypeInteger, FC_SLANT_ROMAN, (char *)NULL);
    FcPattern *font = NULL;
    if (pattern && FcConfigSubstitute(config, pattern, FcMatchPattern)) {
        FcResult result;
        FcDefaultSubstitute(pattern);
        font = FcFontMatch(config, pattern, &result);
    }
    FcChar8 *file;
    if (pattern)
        FcPatternDestroy(pattern);
    if (!font) {
        err_set(err, "fontconfig finds no font at all; install the packages fonts-inter and "
                     "fonts-texgyre-math");
    }
    if (font && has_family(font, family) &&
        FcPatternGetString(font, FC_FILE, 0, &file) == FcResultMatch) {
        *path = (const char *)file;
        return font;
    }
    if (font)
        FcPatternDestroy(font);
    return NULL;
}

/* False with nothing in *err if the family is not here. */
static bool load(FcConfig *config, const char *family, int weight, FontFile *file, Err *err)
{
    const char *path;
    int index = 0;
    FcPattern *font = find(config, family, weight, &path, err);
    if (font) {
        FcPatternGetInteger(font, FC_INDEX, 0, &index);
        file->data = SDL_LoadFile(path, &file->size);
        file->index = index & 0xffff;
        if (!file->data)
            err_set(err, "cannot read the font file '%s': %s", path, SDL_GetError());
        FcPatternDestroy(font);
    }
    return file->data;
}

static bool load_first(FcConfig *config, const Wish *wish, FontFile *file, Err *err)
{
    for (int i = 0; i < CHOICES_MAX && wish->families[i] && err->text[0] == '\0'; i++)
        if (load(config, wish->families[i], wish->weight, file, err))
            return true;
    return false;
}

void fontfile_choose(FontRole role, FontChoice *choice)
{
    const Wish *wish = &wishes[role];
    FcConfig *config = FcInitLoadConfigAndFonts();
    *choice = (FontChoice){.wanted = wish->families[0]};
    for (int i = 0; config && i < CHOICES_MAX && wish->families[i] && !choice->family; i++) {
        const char *path;
        FcPattern *font = find(config, wish->families[i], wish->weight, &path, NULL);
        if (font) {
            choice->family = wish->families[i];
            SDL_strlcpy(choice->path, path, sizeof choice->path);
            FcPatternDestroy(font);
        }
    }
    if (config)
        FcConfigDestroy(config);
}

bool fontfile_find(FontFile files[ROLE_COUNT], Err *err)
{
    FcConfig *config = FcInitLoadConfigAndFonts();
    bool found = config;
    for (int role = 0; role < ROLE_COUNT && found; role++) {
        files[role] = (FontFile){0};
        Err reason = {0};
        found = load_first(config, &wishes[role], &files[role], &reason) ||
                (role == ROLE_SPARE && reason.text[0] == '\0');
        if (!found && reason.text[0] != '\0') {
            err_set(err, "%s", reason.text);
        } else if (!found) {
            err_set(err,
                    "No font found among %s, %s, %s; install the packages fonts-inter and "
                    "fonts-texgyre-math",
                    wishes[role].families[0], wishes[role].families[1], wishes[role].families[2]);
        }
    }
    if (!config)
        err_set(err, "fontconfig cannot be set up; install the package fontconfig");
    if (config)
        FcConfigDestroy(config);
    return found;
}

void fontfile_deinit(FontFile files[ROLE_COUNT])
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        SDL_free(files[role].data);
        files[role] = (FontFile){0};
    }
}
