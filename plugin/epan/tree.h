/* tree.h - facts and words as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TREE_H
#define SIPCODE_TREE_H

#include "../core/tables.h"

#include <epan/packet.h>

/* Registers fields, subtrees and expert infos of the protocol PROTO. */
void sipcode_tree_register(int proto);

/* Shows one message: its subtree (TREE may be NULL) and its expert infos. LATEST is the time of the
 * last frame seen so far. */
void sipcode_tree_add(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const sip_facts *facts,
                      const sip_tables *tables, int64_t latest);

#endif
