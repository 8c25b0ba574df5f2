/* stats_ladder.h - calls as ladders: -z sipcode,ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_STATS_LADDER_H
#define SIPCODE_STATS_LADDER_H

void sipcode_stats_ladder_register(void);

#endif
