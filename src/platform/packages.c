#include "platform/packages.h"

#include <string.h>
#include <unistd.h>

#include "platform/paths.h"

/* The first that is here; PACKAGE_MANAGERS if none is. */
static size_t find_manager(void)
{
    size_t i = 0;
    for (StrBuf path = {0}; i < PACKAGE_MANAGERS; i++) {
        const bool here = paths_program(package_managers[i], &path);
        strbuf_deinit(&path);
        if (here)
            break;
    }
    return i;
}

static const PackageRow *find_row(const char *name)
{
    for (size_t i = 0; i < package_row_count; i++)
        if (strcmp(package_rows[i].name, name) == 0)
            return &package_rows[i];
    return NULL;
}

bool packages_advise(const char *const *names, StrBuf *out)
{
    const size_t manager = find_manager();
    const char *command = manager < PACKAGE_MANAGERS ? package_managers[manager] : NULL;
    if (!command) {
        strbuf_put(out, "install what Debian calls");
    } else if (strcmp(command, "brew") == 0) {
        strbuf_put(out, "brew install");
    } else {
        strbuf_printf(out, "%s%s %s", geteuid() == 0 ? "" : "sudo ", command,
                      strcmp(command, "pacman") == 0 ? "-S" : "install");
    }
    bool any = false;
    for (size_t i = 0; names[i]; i++) {
        const PackageRow *row = find_row(names[i]);
        const char *package = row ? row->packages[command ? manager : 0] : NULL;
        if (package) {
            strbuf_printf(out, " %s", package);
            any = true;
        }
    }
    return any;
}
