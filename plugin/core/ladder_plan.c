/* ladder_plan.c - what the drawing of a ladder has: its steps, in texts that are fit for it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder_plan.h"

#include <string.h>

/* {{{ steps */

static void clear_step(void *data)
{
    sip_plan_step *s = data;

    g_free(s->head);
    g_free(s->tail);
    g_free(s->marks);
    g_free(s->note);
    g_free(s->when);
    g_free(s->frame);
}

/* Halves go away from 0, so that a time and its negative look alike: the clock of a capture may run
 * backwards. In integers: a locale may have a decimal comma. */
char *sip_seconds(int64_t ns)
{
    uint64_t ms = ((ns < 0 ? -(uint64_t)ns : (uint64_t)ns) + 500000) / 1000000;

    return g_strdup_printf("%s%" G_GUINT64_FORMAT ".%03u", ns < 0 && ms > 0 ? "-" : "",
                           (guint64)(ms / 1000), (unsigned)(ms % 1000));
}

static char *when_text(int64_t time)
{
    g_autofree char *seconds = sip_seconds(time);

    return g_strconcat(seconds, " s", NULL);
}

static char *marks_text(const sip_arrow *arrow, const sip_glyphs *g)
{
    GString *out = g_string_new(NULL);

    if (arrow->copies > 0)
        g_string_append_printf(out, " [+%u]", arrow->copies);
    if (arrow->resent > 0)
        g_string_append_printf(out, " [%s%u]", g->again, arrow->resent);
    return g_string_free(out, FALSE);
}

static sip_plan_step step_of(const sip_arrow *arrow, const sip_glyphs *g)
{
    const char *label = arrow->label ? arrow->label : "";
    const char *parted = strstr(label, sip_glyphs_unicode.separator);
    size_t len = parted ? (size_t)(parted - label) : strlen(label);
    g_autofree char *note = sip_line_clean(arrow->note, g);

    return (sip_plan_step){ .arrow = arrow,
                            .head = sip_line_clean_bytes(label, len, g),
                            .tail = sip_line_clean(
                                parted ? parted + strlen(sip_glyphs_unicode.separator) : NULL, g),
                            .marks = marks_text(arrow, g),
                            .note = g_strconcat(arrow->problem ? "! " : "", note, NULL),
                            .when = when_text(arrow->time),
                            .frame = g_strdup_printf("#%u", arrow->frame) };
}

char *sip_plan_step_label(const sip_plan_step *s, const sip_glyphs *g)
{
    return g_strconcat(s->head, *s->tail ? g->separator : "", s->tail, s->marks, NULL);
}

bool sip_plan_step_turns_at_last(const sip_plan *p, const sip_plan_step *s)
{
    return s->arrow && s->arrow->from == s->arrow->to && s->arrow->to == p->n - 1;
}

/* }}} */
/* {{{ which of them are drawn */

static void add_left_out(sip_plan *p, const sip_ladder *ladder, unsigned n)
{
    g_autofree char *folded = sip_line_clean(ladder->folded, p->g);
    const char *blank = *folded ? " " : "";
    sip_plan_step s = { .head = g_strdup_printf("%s %u%s%s %s", p->g->ellipsis, n, blank, folded,
                                                p->g->ellipsis),
                        .tail = g_strdup(""),
                        .marks = g_strdup(""),
                        .note = g_strdup(""),
                        .when = g_strdup(""),
                        .frame = g_strdup("") };

    if (n > 0)
        g_array_append_val(p->steps, s);
    else
        clear_step(&s);
}

/* How many of the first and last arrows are drawn, and of the problems between them. */
typedef struct {
    unsigned first, last, problems;
} selection;

static selection select_arrows(const sip_ladder *ladder, unsigned most)
{
    selection s = { .first = most / 2, .last = most / 10 * 3 };
    unsigned room = most - s.first - s.last;

    if (ladder->n_arrows <= most)
        return (selection){ .first = ladder->n_arrows };
    for (unsigned i = s.first; i < ladder->n_arrows - s.last && s.problems < room; i++)
        s.problems += ladder->arrows[i].problem;
    s.first += room - s.problems;
    return s;
}

static bool is_selected(const sip_ladder *ladder, selection *s, unsigned i)
{
    const sip_arrow *arrow = &ladder->arrows[i];
    unsigned n = MIN(ladder->n_participants, SIP_LADDER_PARTICIPANTS_MAX);

    if (arrow->from >= n || arrow->to >= n)
        return false;
    if (i < s->first || i >= ladder->n_arrows - s->last)
        return true;
    if (!arrow->problem || s->problems == 0)
        return false;
    s->problems--;
    return true;
}

static void add_steps(sip_plan *p, const sip_ladder *ladder, unsigned most)
{
    selection s = select_arrows(ladder, most);
    unsigned left_out = 0;

    for (unsigned i = 0; i < ladder->n_arrows; i++) {
        sip_plan_step drawn;

        if (!is_selected(ladder, &s, i)) {
            left_out++;
            continue;
        }
        add_left_out(p, ladder, left_out);
        left_out = 0;
        drawn = step_of(&ladder->arrows[i], p->g);
        g_array_append_val(p->steps, drawn);
    }
    add_left_out(p, ladder, left_out);
}

/* }}} */
/* {{{ the plan */

/* "[+N] copies · [~N] sent again", of the marks that there are. */
static char *legend_of(const sip_plan *p, const sip_ladder *ladder)
{
    g_autofree char *copied = sip_line_clean(ladder->copied, p->g),
                    *resent = sip_line_clean(ladder->resent, p->g);
    GString *out = g_string_new(NULL);
    bool copies = false, again = false;

    for (unsigned i = 0; i < p->steps->len; i++) {
        const sip_arrow *arrow = g_array_index(p->steps, sip_plan_step, i).arrow;

        copies = copies || (arrow && arrow->copies > 0);
        again = again || (arrow && arrow->resent > 0);
    }
    if (copies && *copied)
        g_string_append_printf(out, "[+N] %s", copied);
    if (again && *resent)
        g_string_append_printf(out, "%s[%sN] %s", out->len > 0 ? p->g->separator : "", p->g->again,
                               resent);
    return g_string_free(out, FALSE);
}

sip_plan *sip_plan_new(const sip_ladder *ladder, const sip_glyphs *g, unsigned most)
{
    sip_plan *p = g_new0(sip_plan, 1);

    p->g = g;
    p->n = MIN(ladder->n_participants, SIP_LADDER_PARTICIPANTS_MAX);
    p->title = sip_line_clean(ladder->title, g);
    for (unsigned i = 0; i < p->n; i++)
        p->names[i] = sip_line_clean(ladder->participants[i], g);
    p->steps = g_array_new(FALSE, FALSE, sizeof(sip_plan_step));
    g_array_set_clear_func(p->steps, clear_step);
    add_steps(p, ladder, most);
    p->legend = legend_of(p, ladder);
    return p;
}

void sip_plan_free(sip_plan *p)
{
    for (unsigned i = 0; i < p->n; i++)
        g_free(p->names[i]);
    g_array_free(p->steps, TRUE);
    g_free(p->title);
    g_free(p->legend);
    g_free(p);
}

/* }}} */
