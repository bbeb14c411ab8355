#!/usr/bin/env python3
"""Writes the table of scripts/packages into a C file: embed_packages.py OUT.c scripts/packages

A row's name is what is looked for ("ffmpeg", the font "TeX Gyre Schola Math"), or the package as
Debian calls it where nothing but the package itself is looked for.
"""
import subprocess
import sys


def c_string(word):
    return 'NULL' if word == '-' else f'"{word}"'


def main():
    out, script = sys.argv[1:]
    lines = subprocess.run(['sh', script, 'table'], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    managers = lines[0].split()
    rows = {}
    for line in lines[1:]:
        _, kind, *words = line.split()
        packages = words[-len(managers):]
        if kind == 'package' and packages[0] == '-':
            continue  # of one distribution only, part of something else in others
        name = packages[0] if kind == 'package' else words[0]
        if kind == 'font':
            name = name.replace('_', ' ')
        rows.setdefault(name, packages)
    with open(out, 'w', encoding='ascii') as file:
        file.write('#include "platform/packages.h"\n\n'
                   'const char *const package_managers[PACKAGE_MANAGERS] = {')
        file.write(', '.join(map(c_string, managers)))
        file.write('};\n\nconst PackageRow package_rows[] = {\n')
        for name, packages in rows.items():
            file.write(f'    {{"{name}", {{{", ".join(map(c_string, packages))}}}}},\n')
        file.write('};\n\nconst size_t package_row_count = sizeof package_rows / '
                   'sizeof *package_rows;\n')


main()
