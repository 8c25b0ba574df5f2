/* prefs.h - what the user chooses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_PREFS_H
#define SIPCODE_PREFS_H

#include "../core/phrase.h"

#include <stdbool.h>

void sipcode_prefs_register(int proto);
void sipcode_prefs_free(void);

/* Words of the chosen language, read when first asked for; valid until the preferences change. */
sip_words *sipcode_words(void);

/* Is the name to stand in the Info column? */
bool sipcode_wants_info(void);

/* T1 in ns as the user set it; 0: to be told by the call. */
int64_t sipcode_t1(void);

/* Is an expert info of this severity (PI_CHAT ...) to be shown? */
bool sipcode_wants_severity(int severity);

#endif
