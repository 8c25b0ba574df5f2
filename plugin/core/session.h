/* session.h - what is offered and answered in the dialogs of a call: its preconditions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_SESSION_H
#define SIPCODE_SESSION_H

#include "arena.h"
#include "call.h"

/* Takes the SDP of a message into the session of its dialog, which is made in ARENA. */
void sip_session_take(sip_arena *arena, const sip_message *msg, sip_slice sdp, sip_facts *facts);

/* Takes back the offer in the request that REFUSAL, of 300 or above, answers. */
void sip_session_refused(const sip_call *call, const sip_facts *refusal);

/* What a 580 is about, as far as it can be told: facts get unmet, kept in ARENA. */
void sip_session_unmet(sip_arena *arena, sip_slice sdp, sip_facts *facts);

#endif
