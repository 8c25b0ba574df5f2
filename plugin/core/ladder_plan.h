/* ladder_plan.h - what the drawing of a ladder has: its steps, in texts that are fit for it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_PLAN_H
#define SIPCODE_LADDER_PLAN_H

#include "ladder_line.h"

/* A step of the drawing. Without a text: "", never NULL. */
typedef struct {
    const sip_arrow *arrow; /* NULL: messages that are left out */
    char *head, *tail;      /* its label, without and with the reader's language */
    char *marks, *note;
    char *when, *frame;
} sip_plan_step;

typedef struct {
    const sip_glyphs *g;
    char *title, *legend;
    char *names[SIP_LADDER_PARTICIPANTS_MAX];
    unsigned n;    /* of the names */
    GArray *steps; /* sip_plan_step */
} sip_plan;

/* The plan of LADDER, in the characters of G, with at most MOST of its arrows. It points into
 * LADDER. */
sip_plan *sip_plan_new(const sip_ladder *ladder, const sip_glyphs *g, unsigned most);
void sip_plan_free(sip_plan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sip_plan, sip_plan_free)

/* The step's label with all its parts, on one line. The caller frees it. */
char *sip_plan_step_label(const sip_plan_step *step, const sip_glyphs *g);

/* Is it an arrow of the last participant to itself? It needs room behind, not between. */
bool sip_plan_step_turns_at_last(const sip_plan *plan, const sip_plan_step *step);

#endif
