/* ladder_text.c - a ladder as text, Unicode or ASCII.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder_format.h"
#include "ladder_lanes.h"

#include <string.h>

#define ROW_MAX 400 /* cells: gutter, 16 gaps of the least width, a note */

static const sip_measures text_measures = {
    .columns = 110, .gap_min = 14, .gap_max = 64, .note_min = 28, .frame = 6
};

/* {{{ rows */

/* A row: in each cell what is printed for it. Behind a text of several columns, empty cells. */
typedef struct {
    const char *cells[ROW_MAX];
} row;

static void row_clear(row *r)
{
    for (unsigned i = 0; i < ROW_MAX; i++)
        r->cells[i] = " ";
}

static void row_lifelines(row *r, const sip_plan *p, const sip_lanes *l, const char *glyph)
{
    row_clear(r);
    for (unsigned i = 0; i < p->n; i++)
        r->cells[sip_lifeline(l, i)] = glyph;
}

/* TEXT must stay as long as the row. */
static void row_put(row *r, unsigned x, const char *text)
{
    unsigned columns = sip_columns(text);

    if (columns == 0 || x + columns > ROW_MAX)
        return;
    r->cells[x] = text;
    for (unsigned i = 1; i < columns; i++)
        r->cells[x + i] = "";
}

/* Blocks that hold right-to-left scripts (Unicode, DerivedBidiClass.txt). */
static bool is_right_to_left(gunichar c)
{
    static const struct {
        gunichar first, last;
    } blocks[] = {
        { 0x0590, 0x08FF },   { 0xFB1D, 0xFDFF },   { 0xFE70, 0xFEFC },
        { 0x10800, 0x10FFF }, { 0x1E800, 0x1EFFF },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return true;
    return false;
}

/* Terminals that order right-to-left text would take the drawing along: a left-to-right mark
 * (U+200E) on both sides keeps it in its place. */
static void append_in_place(GString *out, const char *text)
{
    const char *p = text;

    while (*p && !is_right_to_left(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    g_string_append_printf(out, *p ? "\u200E%s\u200E" : "%s", text);
}

static void row_end(const row *r, GString *out)
{
    unsigned n = ROW_MAX;

    while (n > 0 && strcmp(r->cells[n - 1], " ") == 0)
        n--;
    for (unsigned i = 0; i < n; i++)
        append_in_place(out, r->cells[i]);
    while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

/* }}} */
/* {{{ arrows */

/* An arrow without its label, in the row of an arrow to another. */
static void row_arrow(row *r, const sip_lanes *l, const sip_arrow *arrow, const sip_glyphs *g)
{
    unsigned low = MIN(arrow->from, arrow->to), high = MAX(arrow->from, arrow->to);
    unsigned left = sip_lifeline(l, low), right = sip_lifeline(l, high);

    for (unsigned x = left + 1; x < right; x++)
        r->cells[x] = arrow->request ? g->request : g->response[x % 2];
    for (unsigned i = low + 1; i < high; i++)
        r->cells[sip_lifeline(l, i)] = g->cross;
    if (arrow->from < arrow->to) {
        r->cells[left] = g->from_left;
        r->cells[right - 1] = g->right;
    } else {
        r->cells[right] = g->from_right;
        r->cells[left + 1] = g->left;
    }
}

/* The hook of an arrow to itself: out in its first row, back in the second. */
static void row_hook(row *r, const sip_lanes *l, const sip_arrow *arrow, bool back,
                     const sip_glyphs *g)
{
    unsigned x = sip_lifeline(l, arrow->from);

    for (unsigned i = 1; i < 3; i++)
        r->cells[x + i] = arrow->request ? g->request : g->response[i % 2];
    r->cells[x] = back ? g->life : g->from_left;
    r->cells[x + 3] = back ? g->turn_back : g->turn_down;
    if (back)
        r->cells[x + 1] = g->left;
}

/* What of the label stands at the arrow; BESIDE is what does not, or NULL. The caller frees both.
 */
static char *fit_label(const sip_plan_step *s, unsigned room, const sip_glyphs *g, char **beside)
{
    g_autofree char *whole = sip_plan_step_label(s, g);
    unsigned head = sip_columns(s->head), marks = sip_columns(s->marks);

    *beside = NULL;
    if (sip_columns(whole) <= room)
        return g_steal_pointer(&whole);
    if (head + marks <= room) {
        *beside = g_strdup(s->tail);
        return g_strconcat(s->head, s->marks, NULL);
    }
    *beside =
        head <= room ? g_strchug(g_strconcat(s->tail, s->marks, NULL)) : g_steal_pointer(&whole);
    return sip_line_shorten(s->head, room, g);
}

/* Lines at the right margin: what did not fit at the arrow, and the note. */
static GPtrArray *margin(const sip_plan_step *s, const char *beside, unsigned columns,
                         const sip_glyphs *g)
{
    g_autofree char *both =
        g_strconcat(beside ? beside : "", beside && *s->note ? g->separator : "", s->note, NULL);
    bool problem = s->arrow && s->arrow->problem;
    GPtrArray *lines, *note;

    if (!problem)
        return sip_lines_wrap(both, columns, SIP_LADDER_NOTE_LINES, g);
    lines = sip_lines_wrap(beside ? beside : "", columns, SIP_LADDER_NOTE_LINES, g);
    note = sip_lines_wrap(s->note, columns - 2, SIP_LADDER_NOTE_LINES, g);
    for (unsigned i = 0; i < note->len; i++) /* its mark stands out */
        g_ptr_array_add(lines, g_strconcat(i > 0 ? "  " : "", note->pdata[i], NULL));
    g_ptr_array_unref(note);
    return lines;
}

/* The row of the arrow itself, with LABEL, which has its blanks. */
static void row_message(row *r, const sip_plan_step *s, const sip_lanes *l, const char *label,
                        const sip_glyphs *g)
{
    unsigned columns = sip_columns(label), from, to;

    if (s->arrow->from == s->arrow->to) {
        row_hook(r, l, s->arrow, false, g);
        row_put(r, sip_lifeline(l, s->arrow->from) + 4, label);
        return;
    }
    row_arrow(r, l, s->arrow, g);
    sip_lanes_label(s->arrow, l, columns + 3, &from, &to);
    row_put(r, from + 2 + (to - from - 3 - columns) / 2, label);
}

static void text_message(const sip_plan *p, const sip_lanes *l, const sip_plan_step *s,
                         GString *out)
{
    bool hook = s->arrow->from == s->arrow->to;
    unsigned span = MAX(1, ABS((int)s->arrow->from - (int)s->arrow->to));
    unsigned room = sip_plan_step_turns_at_last(p, s) ? 0 : span * l->gap - text_measures.frame;
    g_autofree char *beside = NULL, *fit = fit_label(s, room, p->g, &beside);
    g_autofree char *label = *fit ? g_strconcat(" ", fit, " ", NULL) : g_strdup("");
    g_autoptr(GPtrArray) lines = margin(s, beside, l->note_room, p->g);
    g_autofree char *gutter =
        g_strdup_printf("%*s  %*s", (int)l->when, s->when, (int)l->number, s->frame);
    row r;

    for (unsigned i = 0; i < MAX(lines->len, hook ? 2 : 1); i++) {
        row_lifelines(&r, p, l, p->g->life);
        if (i == 0) {
            row_put(&r, 0, gutter);
            row_message(&r, s, l, label, p->g);
        } else if (i == 1 && hook) {
            row_hook(&r, l, s->arrow, true, p->g);
        }
        if (i < lines->len)
            row_put(&r, l->note, lines->pdata[i]);
        row_end(&r, out);
    }
}

/* }}} */
/* {{{ the drawing */

static void text_left_out(const sip_plan *p, const sip_lanes *l, const sip_plan_step *s,
                          GString *out)
{
    g_autoptr(GPtrArray) lines = sip_lines_wrap(s->head, l->note_room, SIP_LADDER_NOTE_LINES, p->g);
    row r;

    for (unsigned i = 0; i < lines->len; i++) {
        row_lifelines(&r, p, l, p->g->torn);
        row_put(&r, l->note, lines->pdata[i]);
        row_end(&r, out);
    }
}

static void text_names(const sip_plan *p, const sip_lanes *l, GString *out)
{
    unsigned most;
    g_autoptr(GPtrArray) names = sip_lanes_names(p, l, &most);
    row r;

    for (unsigned k = 0; k < most; k++) {
        row_clear(&r);
        for (unsigned i = 0; i < p->n; i++) {
            const GPtrArray *lines = names->pdata[i];
            unsigned above = most - lines->len, half;

            if (k < above)
                continue;
            half = sip_columns(lines->pdata[k - above]) / 2;
            row_put(&r, sip_lifeline(l, i) - MIN(half, sip_lifeline(l, i)),
                    lines->pdata[k - above]);
        }
        row_end(&r, out);
    }
}

static void text_lines(const char *text, const char *end, const sip_glyphs *g, GString *out)
{
    g_autoptr(GPtrArray) lines =
        sip_lines_wrap(text, text_measures.columns, SIP_LADDER_TITLE_LINES, g);

    for (unsigned i = 0; i < lines->len; i++) {
        append_in_place(out, lines->pdata[i]);
        g_string_append_c(out, '\n');
    }
    if (lines->len > 0)
        g_string_append(out, end);
}

char *sip_ladder_draw_text(const sip_plan *p)
{
    GString *out = g_string_new(NULL);
    sip_lanes l = sip_lanes_of(p, &text_measures);
    row r;

    row_lifelines(&r, p, &l, p->g->life);
    text_lines(p->title, "\n", p->g, out);
    for (unsigned i = 0; i < p->steps->len; i++) {
        const sip_plan_step *s = &g_array_index(p->steps, sip_plan_step, i);

        if (i % SIP_LADDER_NAMES_EVERY == 0) {
            text_names(p, &l, out);
            row_end(&r, out);
        }
        if (s->arrow)
            text_message(p, &l, s, out);
        else
            text_left_out(p, &l, s, out);
    }
    if (p->steps->len == 0)
        text_names(p, &l, out);
    row_end(&r, out);
    text_lines(p->legend, "", p->g, out);
    return g_string_free(out, FALSE);
}

/* }}} */
