#define _GNU_SOURCE
#include "site.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>

enum { SITES_MAX = 1 << 14, MODULES_MAX = 32, TEXT_MAX = 128 };

typedef struct Module {
    char name[32];
    uintptr_t base, begin, end;
} Module;

typedef struct Site {
    const char *call;
    const Module *library; /* NULL: Ravine itself */
    uintptr_t at;          /* in Ravine, from its base */
    long count;
} Site;

/* Libraries that Ravine calls and that say so where they have no memory. What SDL, fontconfig,
 * cairo, FreeType and HarfBuzz ask for themselves is left out: the first three fall over it, the
 * others go on without a word, with glyphs missing. Their calls as a whole fail. */
static const char *const LIBRARIES[] = {"libpng16.", "libSDL2_ttf-2.0.", "libinih."};

static struct {
    bool ready, lasting, failed;
    FaultKind failed_kind;
    const char *wanted, *log;
    long at, met;
    Module program, libraries[MODULES_MAX];
    int library_count;
    FaultRanges through;
    pthread_mutex_t lock;
    Site sites[SITES_MAX];
} faults = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local bool busy; /* what is called from here is nobody's site */

/* ---- where an address lies ---- */

static int note_module(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    const char *slash = strrchr(info->dlpi_name, '/');
    const char *name = slash ? slash + 1 : info->dlpi_name;
    Module module = {.base = info->dlpi_addr, .begin = UINTPTR_MAX};
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        if (info->dlpi_phdr[i].p_type != PT_LOAD || !(info->dlpi_phdr[i].p_flags & PF_X))
            continue;
        module.begin = begin < module.begin ? begin : module.begin;
        module.end = begin + info->dlpi_phdr[i].p_memsz;
    }
    if (name[0] == '\0' && faults.program.end == 0)
        faults.program = module;
    for (size_t i = 0; i < sizeof LIBRARIES / sizeof *LIBRARIES; i++) {
        if (strncmp(name, LIBRARIES[i], strlen(LIBRARIES[i])) != 0 ||
            faults.library_count == MODULES_MAX)
            continue;
        snprintf(module.name, sizeof module.name, "%.*s", (int)strlen(LIBRARIES[i]) - 1, name);
        faults.libraries[faults.library_count++] = module;
    }
    return 0;
}

static bool inside(const Module *module, uintptr_t address)
{
    return address >= module->begin && address < module->end;
}

static const Module *library_of(uintptr_t address)
{
    for (int i = 0; i < faults.library_count; i++)
        if (inside(&faults.libraries[i], address))
            return &faults.libraries[i];
    return NULL;
}

void fault_ranges(const char *variable, FaultRanges *ranges)
{
    const char *text = getenv(variable);
    ranges->count = 0;
    while (text && *text && ranges->count < 64) {
        char *end;
        ranges->begin[ranges->count] = faults.program.base + strtoul(text, &end, 16);
        ranges->end[ranges->count++] = faults.program.base + strtoul(end + 1, &end, 16);
        text = *end == ',' ? end + 1 : end;
    }
}

bool fault_within(const FaultRanges *ranges, const void *address)
{
    for (int i = 0; i < ranges->count; i++)
        if ((uintptr_t)address >= ranges->begin[i] && (uintptr_t)address < ranges->end[i])
            return true;
    return false;
}

static bool passes_on(uintptr_t address)
{
    return fault_within(&faults.through, (const void *)address);
}

/* The first caller in Ravine that does not only pass the call on. */
static _Unwind_Reason_Code look(struct _Unwind_Context *frame, void *context)
{
    const uintptr_t address = _Unwind_GetIP(frame);
    if (!inside(&faults.program, address) || passes_on(address))
        return _URC_NO_REASON;
    *(uintptr_t *)context = address;
    return _URC_END_OF_STACK;
}

/* ---- the table ---- */

/* Under the lock. */
static Site *site_for(const char *call, const Module *library, uintptr_t at)
{
    size_t i = (at * 31 + (uintptr_t)call + (uintptr_t)library) % SITES_MAX;
    while (faults.sites[i].call && (faults.sites[i].call != call || faults.sites[i].at != at ||
                                    faults.sites[i].library != library))
        i = (i + 1) % SITES_MAX;
    faults.sites[i].call = call;
    faults.sites[i].library = library;
    faults.sites[i].at = at;
    return &faults.sites[i];
}

static void name_site(const Site *site, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%s%s%s ravine+0x%lx", site->call, site->library ? "@" : "",
             site->library ? site->library->name : "", (unsigned long)site->at);
}

/* Past the streams, which may be the ones that fail. */
static void write_log(const char *text)
{
    const int fd = faults.log ? (int)syscall(SYS_openat, AT_FDCWD, faults.log,
                                             O_WRONLY | O_CREAT | O_APPEND, 0666)
                              : -1;
    if (fd >= 0 && syscall(SYS_write, fd, text, strlen(text)) < 0)
        abort();
    if (fd >= 0)
        syscall(SYS_close, fd);
}

void fault_note(const char *word, const char *text)
{
    char line[1400];
    snprintf(line, sizeof line, "%s %s\n", word, text);
    write_log(line);
}

static bool decide(FaultKind kind, Site *site)
{
    char text[TEXT_MAX];
    site->count++;
    if (!faults.wanted)
        return false;
    if (faults.failed)
        return faults.lasting && kind == faults.failed_kind;
    name_site(site, text);
    if (strcmp(text, faults.wanted) != 0 || ++faults.met != faults.at)
        return false;
    faults.failed = true;
    faults.failed_kind = kind;
    fault_note("failed", text);
    return true;
}

bool fault_due(FaultKind kind, const char *call, const void *returns_to)
{
    if (!faults.ready || busy)
        return false;
    uintptr_t at = (uintptr_t)returns_to;
    const Module *library = NULL;
    const int number = errno;
    busy = true;
    if (!inside(&faults.program, at)) {
        library = kind == FAULT_OTHER ? NULL : library_of(at);
        at = 0;
        if (library)
            _Unwind_Backtrace(look, &at);
    } else if (passes_on(at)) {
        at = 0;
        _Unwind_Backtrace(look, &at);
    }
    bool due = false;
    if (at != 0) {
        pthread_mutex_lock(&faults.lock);
        due = decide(kind, site_for(call, library, at - faults.program.base));
        pthread_mutex_unlock(&faults.lock);
    }
    busy = false;
    errno = number;
    return due;
}

void *fault_next(void **place, const char *name)
{
    if (!*place) {
        const bool was = busy;
        busy = true;
        *place = dlsym(RTLD_NEXT, name);
        busy = was;
    }
    return *place;
}

/* ---- begin and end ---- */

static __attribute__((constructor(101))) void begin(void)
{
    char self[4096] = "";
    const char *program = getenv("RAVINE_FAULTS_PROGRAM"), *at = getenv("RAVINE_FAULTS_AT"),
               *lasting = getenv("RAVINE_FAULTS_LASTING");
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0 || !program ||
        strcmp(self, program) != 0)
        return;
    dl_iterate_phdr(note_module, NULL);
    fault_ranges("RAVINE_FAULTS_THROUGH", &faults.through);
    faults.wanted = getenv("RAVINE_FAULTS_SITE");
    faults.log = getenv("RAVINE_FAULTS_LOG");
    faults.at = at ? atol(at) : 1;
    faults.lasting = lasting && lasting[0] == '1';
    faults.ready = true;
}

static __attribute__((destructor)) void end(void)
{
    char text[TEXT_MAX], line[TEXT_MAX + 32];
    if (!faults.ready || faults.wanted)
        return;
    busy = true;
    for (size_t i = 0; i < SITES_MAX; i++) {
        if (!faults.sites[i].call)
            continue;
        name_site(&faults.sites[i], text);
        snprintf(line, sizeof line, "%ld %s\n", faults.sites[i].count, text);
        write_log(line);
    }
}
