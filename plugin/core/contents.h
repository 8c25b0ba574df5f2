/* contents.h - what of a message later ones are compared with.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_CONTENTS_H
#define SIPCODE_CONTENTS_H

#include "call.h"

/* Digests of the tags of a message; 0: it has none. */
typedef struct {
    uint64_t from, to;
} sip_tags;

/* Fills the facts of a message that is the first of its sending: side, dialog, interval, RSeq and
 * what else is asked of it later. SDP is that of its body; ptr NULL: none. */
void sip_contents_note(sip_call *call, const sip_message *msg, sip_tags tags, sip_slice sdp,
                       sip_facts *facts);

#endif
