/* ladder_lanes.h - which columns of a drawing hold what: text and SVG differ in the room that they
 * have.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_LANES_H
#define SIPCODE_LADDER_LANES_H

#include "ladder_plan.h"

/* The room that a format has, in columns. */
typedef struct {
    unsigned columns;          /* of the whole, as far as participants leave it so */
    unsigned gap_min, gap_max; /* between two lifelines */
    unsigned note_min;
    unsigned frame;   /* what an arrow needs beside its label */
    bool two_storeys; /* the label's tail stands below the arrow */
} sip_measures;

/* What a drawing makes of it, in columns. */
typedef struct {
    unsigned when, number;    /* widths in the gutter */
    unsigned first, gap;      /* of the lifelines */
    unsigned note, note_room; /* right of the last one */
} sip_lanes;

/* The lanes that PLAN takes in the room of MEASURES. */
sip_lanes sip_lanes_of(const sip_plan *plan, const sip_measures *measures);

/* The column of the participant I's lifeline. */
unsigned sip_lifeline(const sip_lanes *lanes, unsigned i);

/* Between which columns, FROM and TO, the label of an arrow stands, which needs NEEDED of them: in
 * the gap beside the sender where that is wide enough, else over the lifelines between. */
void sip_lanes_label(const sip_arrow *arrow, const sip_lanes *lanes, unsigned needed,
                     unsigned *from, unsigned *to);

/* The lines of every participant's name, an array for each, into the gap between lifelines; MOST:
 * how many the longest has. The caller frees them. */
GPtrArray *sip_lanes_names(const sip_plan *plan, const sip_lanes *lanes, unsigned *most);

#endif
