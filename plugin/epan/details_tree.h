/* details_tree.h - what is told of one message alone, as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_DETAILS_TREE_H
#define SIPCODE_DETAILS_TREE_H

#include "view.h"

/* Registers its fields and subtrees of the protocol PROTO. */
void sipcode_details_register(int proto);

/* Shows rules that are broken, causes that are named, what is compared with the request, and what
 * the bodies say. */
void sipcode_details_add(const view *v);

#endif
