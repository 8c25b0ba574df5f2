/* samples.h - ladders to be drawn, tame and hostile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_SAMPLES_H
#define SIPCODE_LADDER_SAMPLES_H

#include "ladder.h"

typedef struct {
    const char *name; /* fit for a file's name */
    sip_ladder ladder;
} sample;

/* All of them; they stay as long as the program. N: how many. */
const sample *samples(unsigned *n);

/* The one of that name. It is there. */
const sip_ladder *sample_named(const char *name);

/* Texts that could break a drawing, NULL-ended. */
extern const char *const hostile_texts[];

#endif
