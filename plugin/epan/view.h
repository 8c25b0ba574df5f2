/* view.h - what showing one message needs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_VIEW_H
#define SIPCODE_VIEW_H

#include "../core/facts.h"
#include "../core/tables.h"
#include "../core/phrase.h"

#include <epan/packet.h>

typedef struct {
    tvbuff_t *tvb;
    packet_info *pinfo;
    proto_tree *tree; /* where to add items; NULL: nowhere */
    const sip_facts *facts;
    const sip_known_flow *flow; /* NULL: none that is known */
    unsigned step;              /* of it; 0: none */
    const sip_breach *breach;   /* the rule that is spoken of; NULL: none */
    sip_words *words;
    const sip_tables *tables;
    int64_t latest; /* time of the last frame seen so far */
} view;

/* What stands before the text of an item. */
#define LABEL(v, text) sip_words_label((v)->words, SIP_TEXT_##text)

/* Does anybody look at the tree, or at least at this field (filter, column, -e)? What nobody asked
 * for is not put into words. */
static inline bool is_wanted(const view *v, int field)
{
    return proto_field_is_referenced(v->tree, field);
}

static inline bool is_visible(const view *v)
{
    return PTREE_DATA(v->tree)->visible;
}

/* Every item of ours is. */
static inline proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

#endif
