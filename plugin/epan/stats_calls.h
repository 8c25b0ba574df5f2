/* stats_calls.h - the calls of a capture: -z sipcode,calls and a window under Telephony.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_STATS_CALLS_H
#define SIPCODE_STATS_CALLS_H

#include "../core/phrase.h"

void sipcode_stats_calls_register(void);

/* Puts the headings into the language of WORDS. */
void sipcode_stats_calls_name(sip_words *words);

#endif
