/* ladder_line.h - texts of a ladder, made fit for lines of a width.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_LINE_H
#define SIPCODE_LADDER_LINE_H

#include "ladder.h"

/* What drawings of a character set are made of. */
typedef struct {
    bool ascii;
    const char *life, *torn; /* a lifeline, and one where messages are left out */
    const char *cross;       /* an arrow over a lifeline */
    const char *request, *response[2];
    const char *right, *left;           /* arrow heads */
    const char *from_left, *from_right; /* where arrows start */
    const char *turn_down, *turn_back;  /* corners of an arrow to itself */
    const char *separator, *ellipsis, *again;
} sip_glyphs;

extern const sip_glyphs sip_glyphs_unicode, sip_glyphs_ascii;

/* TEXT, or LEN bytes of it, as one line of valid characters of the set, at most SIP_LADDER_TEXT_MAX
 * of them. A TEXT that is NULL gives an empty one. The caller frees it. */
char *sip_line_clean(const char *text, const sip_glyphs *g);
char *sip_line_clean_bytes(const char *text, size_t len, const sip_glyphs *g);

/* The clean TEXT in at most COLUMNS. The caller frees it. */
char *sip_line_shorten(const char *text, unsigned columns, const sip_glyphs *g);

/* The clean TEXT in lines of at most COLUMNS; at most MOST, the last of them shortened. None: it is
 * empty. The caller frees them. */
GPtrArray *sip_lines_wrap(const char *text, unsigned columns, unsigned most, const sip_glyphs *g);

/* Columns of the widest of LINES; 0: there is none. */
unsigned sip_lines_widest(const GPtrArray *lines);

#endif
