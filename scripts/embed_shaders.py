#!/usr/bin/env python3
"""Writes the shaders into one C file: embed_shaders.py OUT.c SHADER ...

The program then needs no files at run time. Comments are left out; line numbers stay.
"""
import os
import sys


def c_lines(path):
    with open(path, encoding="ascii") as file:
        for line in file:
            code = line.split("//")[0].rstrip()
            yield '        "%s\\n"' % code.replace("\\", "\\\\").replace('"', '\\"')


def main():
    out, sources = sys.argv[1], sys.argv[2:]
    with open(out, "w", encoding="ascii") as file:
        file.write('#include "gfx/shader.h"\n\n#include <stddef.h>\n#include <string.h>\n\n')
        file.write("const char *shader_source(const char *name)\n{\n")
        file.write("    static const struct {\n        const char *name, *text;\n    } sources[] = {\n")
        for path in sources:
            file.write('        {"%s",\n%s},\n' % (os.path.basename(path), "\n".join(c_lines(path))))
        file.write("    };\n    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {\n")
        file.write("        if (strcmp(sources[i].name, name) == 0) {\n")
        file.write("            return sources[i].text;\n        }\n    }\n    return NULL;\n}\n")


main()
