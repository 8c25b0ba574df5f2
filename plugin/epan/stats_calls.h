/* stats_calls.h - the calls of a capture: -z sipcode,calls and a window under Telephony.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_STATS_CALLS_H
#define SIPCODE_STATS_CALLS_H

void sipcode_stats_calls_register(void);

#endif
