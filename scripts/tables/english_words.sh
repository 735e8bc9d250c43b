#!/usr/bin/env bash
# Makes tables/english_words.txt from Debian's wamerican-small (SCOWL, size 35 and below): the words alone, in lower case.
set -euo pipefail
words=${1:-/usr/share/dict/american-english-small}
{
    cat <<'NOTE'
# English dictionary words: many companies are named after them, so as a name such a word tells less than a coined one.
# Source: SCOWL (Debian package wamerican-small), sizes up to 35. Made by scripts/tables/english_words.sh.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
NOTE
    LC_ALL=C grep -xE '[a-z]{4,14}' "$words" | LC_ALL=C sort -u
} > "$(dirname "$0")/../../tables/english_words.txt"
