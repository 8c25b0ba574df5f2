/* ladder_line.c - texts of a ladder, made fit for lines of a width.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder_line.h"

#include <string.h>

#define MARKS_MAX 8     /* characters without a width of their own that follow one another */
#define TEXT_BYTES 4096 /* bytes of a text that are looked at */

const sip_glyphs sip_glyphs_unicode = {
    .life = "\u2502",
    .torn = "\u250A",
    .cross = "\u253C",
    .request = "\u2500",
    .response = { "\u254C", "\u254C" },
    .right = "\u25BA",
    .left = "\u25C4",
    .from_left = "\u251C",
    .from_right = "\u2524",
    .turn_down = "\u2510",
    .turn_back = "\u2518",
    .separator = " · ",
    .ellipsis = "\u2026",
    .again = "\u21BB",
};

const sip_glyphs sip_glyphs_ascii = {
    .ascii = true,
    .life = "|",
    .torn = ":",
    .cross = "+",
    .request = "-",
    .response = { "-", " " },
    .right = ">",
    .left = "<",
    .from_left = "|",
    .from_right = "|",
    .turn_down = "+",
    .turn_back = "+",
    .separator = " - ",
    .ellipsis = "...",
    .again = "~",
};

/* {{{ characters */

static unsigned width_of(gunichar c)
{
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

unsigned sip_columns(const char *text)
{
    unsigned columns = 0;

    for (const char *p = text; *p; p = g_utf8_next_char(p))
        columns += width_of(g_utf8_get_char(p));
    return columns;
}

/* The character in its place. Formatting ones would turn the line around or hide in it, but for the
 * joiners that scripts and emoji need; XML takes neither control characters nor U+FFFE, U+FFFF
 * (XML 1.0 §2.2). */
static gunichar tame(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
        return g_unichar_isspace(c) ? ' ' : 0xFFFD;
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return ' ';
    case G_UNICODE_FORMAT:
        return c == 0x200C || c == 0x200D ? c : 0xFFFD;
    case G_UNICODE_SURROGATE:
        return 0xFFFD;
    default:
        return (c & 0xFFFE) == 0xFFFE ? 0xFFFD : c;
    }
}

/* }}} */
/* {{{ texts */

/* What g_str_to_ascii() has no or no good word for. */
static char *to_ascii(const char *text)
{
    static const struct {
        gunichar c;
        const char *words;
    } table[] = {
        { 0x00A7, "sec. " }, { 0x00B7, "-" },   { 0x2014, "-" },
        { 0x2192, "->" },    { 0x2026, "..." }, { 0xFFFD, "?" },
    };
    g_autoptr(GString) out = g_string_new(NULL);

    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        unsigned i = 0;

        while (i < G_N_ELEMENTS(table) && table[i].c != c)
            i++;
        if (i < G_N_ELEMENTS(table))
            g_string_append(out, table[i].words);
        else
            g_string_append_unichar(out, c);
    }
    return g_str_to_ascii(out->str, "C");
}

char *sip_line_clean_bytes(const char *text, size_t len, const sip_glyphs *g)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)MIN(len, TEXT_BYTES));
    g_autoptr(GString) out = g_string_new(NULL);
    unsigned n = 0, marks = 0;

    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = tame(g_utf8_get_char(p));

        marks = width_of(c) == 0 ? marks + 1 : 0;
        if (marks > MARKS_MAX)
            continue;
        if (n++ == SIP_LADDER_TEXT_MAX) {
            g_string_append(out, sip_glyphs_unicode.ellipsis);
            break;
        }
        g_string_append_unichar(out, c);
    }
    g_strstrip(out->str);
    return g->ascii ? to_ascii(out->str) : g_strdup(out->str);
}

char *sip_line_clean(const char *text, const sip_glyphs *g)
{
    return sip_line_clean_bytes(text ? text : "", text ? strlen(text) : 0, g);
}

char *sip_line_shorten(const char *text, unsigned columns, const sip_glyphs *g)
{
    unsigned ellipsis = sip_columns(g->ellipsis), used = 0;
    const char *p = text;

    if (sip_columns(text) <= columns)
        return g_strdup(text);
    if (columns < ellipsis)
        return g_strdup("");
    for (; *p; p = g_utf8_next_char(p)) {
        used += width_of(g_utf8_get_char(p));
        if (used + ellipsis > columns)
            break;
    }
    return g_strdup_printf("%.*s%s", (int)(p - text), text, g->ellipsis);
}

/* May a line be broken before NEXT? Wide characters stand for words; brackets and closing marks
 * stay with what they enclose (UAX #14). */
static bool breaks_between(gunichar before, gunichar next)
{
    if (g_unichar_break_type(before) == G_UNICODE_BREAK_OPEN_PUNCTUATION)
        return false;
    switch (g_unichar_break_type(next)) {
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_CLOSE_PARANTHESIS:
    case G_UNICODE_BREAK_EXCLAMATION:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_INFIX_SEPARATOR:
        return false;
    default:
        return before == ' ' || (width_of(next) == 2 && before != 0x200D)
               || (width_of(before) == 2 && width_of(next) > 0);
    }
}

/* The end of the line that starts at TEXT: between words, else (addresses) behind a mark, else
 * anywhere. */
static const char *line_end(const char *text, unsigned columns)
{
    const char *word = NULL, *mark = NULL, *p = text;
    gunichar before = 0;

    for (unsigned used = 0; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (p > text && breaks_between(before, c))
            word = p;
        if (p > text && width_of(c) > 0 && before < 0x80 && strchr(":.@-/", (int)before))
            mark = p;
        used += width_of(c);
        if (used > columns && c != ' ' && p > text)
            return word ? word : mark ? mark : p;
        before = c;
    }
    return p;
}

GPtrArray *sip_lines_wrap(const char *text, unsigned columns, unsigned most, const sip_glyphs *g)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    while (*text) {
        const char *end = lines->len + 1 < most ? line_end(text, columns) : text + strlen(text);
        g_autofree char *line = g_strstrip(g_strndup(text, (size_t)(end - text)));

        g_ptr_array_add(lines, sip_line_shorten(line, columns, g));
        text = end;
    }
    return lines;
}

unsigned sip_lines_widest(const GPtrArray *lines)
{
    unsigned most = 0;

    for (unsigned i = 0; i < lines->len; i++)
        most = MAX(most, sip_columns(lines->pdata[i]));
    return most;
}

/* }}} */
