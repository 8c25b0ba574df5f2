/* view.h - what showing one message needs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_VIEW_H
#define SIPCODE_VIEW_H

#include "../core/facts.h"
#include "../core/known_flow.h"
#include "../core/phrase.h"

#include <epan/packet.h>

typedef struct {
    tvbuff_t *tvb;
    packet_info *pinfo;
    proto_tree *tree; /* where to add items; NULL: nowhere */
    const sip_facts *facts;
    const sip_known_flow *flow; /* NULL: none that is known */
    unsigned step;              /* of it; 0: none */
    sip_words *words;
    int64_t latest;    /* time of the last frame seen so far */
    const char *colon; /* between label and text, in the language */
} view;

/* The label and the colon, for a format that begins with "%s%s". */
#define LABEL(v, text) sip_words_text((v)->words, SIP_TEXT_##text), (v)->colon

/* Every item of ours is. */
static inline proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

#endif
