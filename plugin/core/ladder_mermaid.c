/* ladder_mermaid.c - a ladder as a sequence diagram of Mermaid.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder_format.h"

#include <string.h>

#define MERMAID_LABEL 34 /* columns of a line; Mermaid itself breaks none */
#define MERMAID_NOTE 44
#define MERMAID_TITLE \
    24 /* columns a participant; a title that is wider than the diagram is cut off */

/* Whatever could end a statement, begin another or a comment, or is a sign of Mermaid's or of the
 * HTML that it makes, goes as an entity, #N;. U+FB02 begins Mermaid's own form of those. */
static void append_mermaid(GString *out, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (c < 0x80 ? g_ascii_isalnum((char)c) || strchr(" .,()/-!", (int)c) : c != 0xFB02)
            g_string_append_unichar(out, c);
        else
            g_string_append_printf(out, "#%u;", c);
    }
}

static void append_mermaid_lines(GString *out, const char *text, unsigned columns)
{
    g_autoptr(GPtrArray) lines =
        sip_lines_wrap(text, columns, SIP_LADDER_NOTE_LINES, &sip_glyphs_unicode);

    for (unsigned i = 0; i < lines->len; i++) {
        g_string_append(out, i > 0 ? "<br/>" : "");
        append_mermaid(out, lines->pdata[i]);
    }
}

/* Over the participants from LEFT to RIGHT; a text that is empty gives no note. */
static void mermaid_note(GString *out, unsigned left, unsigned right, const char *text)
{
    if (!*text)
        return;
    g_string_append_printf(out, "    Note over p%u", left);
    if (right > left)
        g_string_append_printf(out, ",p%u", right);
    g_string_append(out, ": ");
    append_mermaid_lines(out, text, MERMAID_NOTE);
    g_string_append_c(out, '\n');
}

/* Whole where it fits a line, else the reader's words on lines of their own. */
static void mermaid_label(const sip_plan_step *s, const sip_glyphs *g, GString *out)
{
    g_autofree char *whole = sip_plan_step_label(s, g),
                    *head = g_strconcat(s->head, s->marks, NULL);
    bool fits = !*s->tail || sip_columns(whole) <= MERMAID_LABEL;

    append_mermaid_lines(out, fits ? whole : head, MERMAID_LABEL);
    if (!fits) {
        g_string_append(out, *head ? "<br/>" : "");
        append_mermaid_lines(out, s->tail, MERMAID_LABEL);
    }
    g_string_append(out, *whole ? "<br/>" : "");
}

/* A step is a word or two, and stands beside the time. */
static void mermaid_step(const sip_plan *p, const sip_plan_step *s, GString *out)
{
    g_autofree char *gutter = g_strconcat(s->when, "  ", s->frame, NULL);
    g_autofree char *noted = g_strconcat(gutter, p->g->separator, s->note, NULL);
    const sip_arrow *arrow = s->arrow;
    bool beside = arrow && !arrow->problem && *s->note && sip_columns(noted) <= MERMAID_LABEL;

    if (!arrow) {
        mermaid_note(out, 0, p->n - 1, s->head);
        return;
    }
    g_string_append_printf(out, "    p%u%sp%u: ", arrow->from, arrow->request ? "->>" : "-->>",
                           arrow->to);
    mermaid_label(s, p->g, out);
    append_mermaid(out, beside ? noted : gutter);
    g_string_append_c(out, '\n');
    if (!beside)
        mermaid_note(out, MIN(arrow->from, arrow->to), MAX(arrow->from, arrow->to), s->note);
}

char *sip_ladder_draw_mermaid(const sip_plan *p)
{
    GString *out = g_string_new("sequenceDiagram\n");
    bool titled = p->n == 0 || sip_columns(p->title) <= p->n * MERMAID_TITLE;

    if (*p->title && titled) {
        g_string_append(out, "    title ");
        append_mermaid(out, p->title);
        g_string_append_c(out, '\n');
    }
    for (unsigned i = 0; i < p->n; i++) {
        g_string_append_printf(out, "    participant p%u as ", i);
        append_mermaid_lines(out, *p->names[i] ? p->names[i] : "?", MERMAID_LABEL);
        g_string_append_c(out, '\n');
    }
    if (!titled)
        mermaid_note(out, 0, p->n - 1, p->title);
    for (unsigned i = 0; p->n > 0 && i < p->steps->len; i++)
        mermaid_step(p, &g_array_index(p->steps, sip_plan_step, i), out);
    if (p->n > 0)
        mermaid_note(out, 0, p->n - 1, p->legend);
    return g_string_free(out, FALSE);
}

/* Characters of TEXT as Mermaid counts them: UTF-16 units. */
static size_t mermaid_length(const char *text)
{
    size_t n = 0;

    for (const char *p = text; *p; p = g_utf8_next_char(p))
        n += g_utf8_get_char(p) > 0xFFFF ? 2 : 1;
    return n;
}

bool sip_ladder_mermaid_fits(const char *drawing)
{
    return mermaid_length(drawing) <= SIP_LADDER_MERMAID_MAX;
}
