/* outcome.h - how a call goes: its attempts, its answer and its end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_OUTCOME_H
#define SIPCODE_OUTCOME_H

#include "call.h"

/* Follow a call by its messages, each of them the first of its sending and already in its place in
 * the call. An ACK is given here if it is one to a 2xx. */
void sip_outcome_take_request(sip_call *call, sip_facts *facts);
void sip_outcome_take_response(sip_call *call, sip_facts *facts);

/* Is it a 2xx to an INVITE? */
static inline bool sip_is_answer(const sip_facts *facts)
{
    return facts->method == SIP_METHOD_INVITE && facts->status >= 200 && facts->status < 300;
}

/* Was the INVITE ended by its own Expires (RFC 3261 §13.3.1)? Of a second less nobody is blamed:
 * the request was on its way. */
bool sip_outcome_ran_out(const sip_facts *response);

/* Does the phone ring in the dialog, or in any if DIALOG is 0? */
bool sip_outcome_rings(const sip_call *call, uint64_t dialog);

/* Outcome of the call at the end of the capture (ENDED), or as far as seen; LATEST is the time of
 * the last frame seen. */
sip_outcome sip_call_outcome(const sip_call *call, bool ended, int64_t latest);

#endif
