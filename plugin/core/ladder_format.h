/* ladder_format.h - the formats of a ladder: each draws a plan.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_FORMAT_H
#define SIPCODE_LADDER_FORMAT_H

#include "ladder_plan.h"

#define SIP_LADDER_NAMES_EVERY 40 /* steps between two rows of names: a screen and a half */
#define SIP_LADDER_NOTE_LINES 8   /* lines of a note */
#define SIP_LADDER_TITLE_LINES 4  /* lines of the title */

/* PLAN as lines of its characters. This drawing and the others end with a line end; the caller
 * frees them. */
char *sip_ladder_draw_text(const sip_plan *plan);

/* PLAN as a sequence diagram, in the language of Mermaid. */
char *sip_ladder_draw_mermaid(const sip_plan *plan);

/* Would Mermaid take a DRAWING of this length? */
bool sip_ladder_mermaid_fits(const char *drawing);

/* PLAN as an SVG document. */
char *sip_ladder_draw_svg(const sip_plan *plan);

#endif
