#!/usr/bin/env python3
"""Writes the lessons into one C file: embed_lessons.py OUT.c FILE.ini ...

The program then needs no files at run time, wherever it is installed or run from. The order of the
course is the order of the files; 03-zigzag.ini is the lesson "zigzag".
"""
import os
import re
import sys


def c_string(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
    ascii_only = ''.join(c if ord(c) < 128 else ''.join('\\%03o' % b for b in c.encode())
                         for c in escaped)
    return '"%s"' % ascii_only


def main():
    out, sources = sys.argv[1], sys.argv[2:]
    with open(out, 'w', encoding='ascii') as file:
        file.write('#include "app/lesson.h"\n\nconst SceneLesson lesson_texts[] = {\n')
        for path in sources:
            name = re.fullmatch(r'\d+-([a-z0-9-]+)\.ini', os.path.basename(path))
            if not name:
                sys.exit(f'{path}: expected a name such as 03-zigzag.ini')
            with open(path, encoding='utf-8') as lesson:
                text = lesson.read()
            title = re.search(r'^title = (.+)$', text, re.M)
            if not title:
                sys.exit(f'{path}: expected a title')
            lines = '\n     '.join(c_string(line + '\n') for line in text.splitlines())
            file.write(f'    {{"{name[1]}", {c_string(title[1])},\n     {lines}}},\n')
        file.write('};\n\nconst size_t lesson_text_count = sizeof lesson_texts / '
                   'sizeof *lesson_texts;\n')


main()
