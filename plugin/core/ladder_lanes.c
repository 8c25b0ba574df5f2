/* ladder_lanes.c - which columns of a drawing hold what.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder_lanes.h"

#define NAME_LINES 6 /* lines of a participant's name */

unsigned sip_lifeline(const sip_lanes *l, unsigned i)
{
    return l->first + i * l->gap;
}

/* Columns that the step's label wants, at most LIMIT where it can be broken. */
static unsigned wanted_label(const sip_plan_step *s, const sip_measures *m, unsigned limit,
                             const sip_glyphs *g)
{
    unsigned head = sip_columns(s->head) + sip_columns(s->marks), tail = sip_columns(s->tail);
    unsigned whole = head + (tail ? sip_columns(g->separator) + tail : 0);

    if (m->two_storeys)
        return MAX(head, tail);
    return whole <= limit ? whole : head;
}

static unsigned wanted_gap(const sip_plan *p, const sip_measures *m, unsigned limit)
{
    unsigned most = 0;

    for (unsigned i = 0; i < p->n; i++) {
        g_auto(GStrv) words = g_strsplit(p->names[i], " ", 0);

        for (unsigned k = 0; words[k]; k++)
            most = MAX(most, sip_columns(words[k]) + 2);
    }
    for (unsigned i = 0; i < p->steps->len; i++) {
        const sip_plan_step *s = &g_array_index(p->steps, sip_plan_step, i);
        unsigned from = s->arrow ? s->arrow->from : 0, to = s->arrow ? s->arrow->to : 0;
        unsigned span = MAX(1, MAX(from, to) - MIN(from, to)), room = limit * span - m->frame;

        if (s->arrow && !sip_plan_step_turns_at_last(p, s))
            most = MAX(most, (wanted_label(s, m, room, p->g) + m->frame + span - 1) / span);
    }
    return most;
}

/* In SVG the label stands there; in text it goes to the margin, which is near. */
static unsigned room_behind(const sip_plan *p, const sip_measures *m)
{
    unsigned most = 0;

    for (unsigned i = 0; i < p->steps->len; i++) {
        const sip_plan_step *s = &g_array_index(p->steps, sip_plan_step, i);

        if (sip_plan_step_turns_at_last(p, s))
            most = MAX(most, m->two_storeys ? m->frame + wanted_label(s, m, 0, p->g) : 2);
    }
    return MIN(most, m->gap_max);
}

sip_lanes sip_lanes_of(const sip_plan *p, const sip_measures *m)
{
    sip_lanes l = { .when = 0 };
    unsigned gaps = p->n > 0 ? p->n - 1 : 0, limit = m->gap_max;
    unsigned gutter, taken, name;

    for (unsigned i = 0; i < p->steps->len; i++) {
        const sip_plan_step *s = &g_array_index(p->steps, sip_plan_step, i);

        l.when = MAX(l.when, sip_columns(s->when));
        l.number = MAX(l.number, sip_columns(s->frame));
    }
    gutter = l.when + 2 + l.number + 2;
    taken = gutter + 3 + m->note_min;
    if (gaps > 0 && taken < m->columns)
        limit = MIN(limit, (m->columns - taken) / gaps);
    limit = MAX(limit, m->gap_min);
    l.gap = CLAMP(wanted_gap(p, m, limit), m->gap_min, limit);
    name = p->n > 0 ? MIN(sip_columns(p->names[0]), l.gap - 2) : 0;
    l.first = MAX(gutter, name / 2 + 1);
    l.note = l.first + gaps * l.gap + 3 + room_behind(p, m);
    l.note_room = l.note + m->note_min < m->columns ? m->columns - l.note : m->note_min;
    return l;
}

void sip_lanes_label(const sip_arrow *arrow, const sip_lanes *l, unsigned needed, unsigned *from,
                     unsigned *to)
{
    unsigned left = MIN(arrow->from, arrow->to), right = MAX(arrow->from, arrow->to);

    if (right - left > 1 && needed <= l->gap) {
        left = arrow->from < arrow->to ? left : right - 1;
        right = left + 1;
    }
    *from = sip_lifeline(l, left);
    *to = sip_lifeline(l, right);
}

GPtrArray *sip_lanes_names(const sip_plan *p, const sip_lanes *l, unsigned *most)
{
    GPtrArray *names = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);

    *most = 0;
    for (unsigned i = 0; i < p->n; i++) {
        GPtrArray *lines = sip_lines_wrap(p->names[i], l->gap - 2, NAME_LINES, p->g);

        *most = MAX(*most, lines->len);
        g_ptr_array_add(names, lines);
    }
    return names;
}
