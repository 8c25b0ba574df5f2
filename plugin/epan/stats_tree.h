/* stats_tree.h - how often each code was sent: -z sipcode,tree and a window under Telephony.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_STATS_TREE_H
#define SIPCODE_STATS_TREE_H

void sipcode_stats_tree_register(void);

#endif
