#!/usr/bin/env python3
"""Writes the shaders into one C file: embed_shaders.py OUT.c SHADER ...

The program then needs no files at run time. Comments are left out; line numbers stay. A line
#include "NAME" takes in a file beside the shader: what several of them share.
"""
import os
import sys


def c_lines(path):
    with open(path, encoding="ascii") as file:
        for number, line in enumerate(file, 1):
            code = line.split("//")[0].rstrip()
            if code.startswith("#include "):
                yield from c_lines(os.path.join(os.path.dirname(path), code.split('"')[1]))
                code = "#line %d" % (number + 1)
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
