/* call_text.h - a call in one row, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_CALL_TEXT_H
#define SIPCODE_CALL_TEXT_H

#include "../core/call.h"
#include "../core/phrase.h"

/* Its columns: number, start, from, to, outcome, code, ring delay, setup time, duration, who ended
 * it, cause, warnings, first frame. */
#define SIPCODE_CALL_COLUMNS 13

/* Their headings. */
extern const sip_text sipcode_call_headings[SIPCODE_CALL_COLUMNS];

/* Is the column a number, to be sorted as one? */
bool sipcode_call_is_number(unsigned column);

/* The text of each column into TEXTS; empty: not known. The caller frees each with g_free. */
void sipcode_call_texts(const sip_call *call, char *texts[SIPCODE_CALL_COLUMNS]);

/* The call as a JSON object: the columns in the reader's language, and what scripts compare in
 * words that never change. The caller frees it with g_free. */
char *sipcode_call_json(const sip_call *call);

#endif
