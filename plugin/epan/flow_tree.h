/* flow_tree.h - where a message stands in the flow, as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_FLOW_TREE_H
#define SIPCODE_FLOW_TREE_H

#include "view.h"

void sipcode_flow_register(int proto);

/* Is the step in a known flow to be shown, or asked for? */
bool sipcode_flow_wants_step(const view *v);

/* Adds the flow of the message to its subtree, and its expert infos. */
void sipcode_flow_add(const view *v);

#endif
