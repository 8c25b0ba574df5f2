/* flow.h - what the facts of a message say about its place in the flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_FLOW_H
#define SIPCODE_FLOW_H

#include "call.h"
#include "facts.h"
#include "hint.h"

/* A server that needs longer than this for a final response to an INVITE sends a provisional one
 * (RFC 3261 §17.2.1): 200 ms, in ns. */
#define SIP_FLOW_SLOW (G_GINT64_CONSTANT(200) * 1000 * 1000)

/* The final response to a request, on its hop; NULL: none seen, or it takes none (ACK). */
const sip_facts *sip_flow_final(const sip_facts *request);

/* Where a response first appears in the capture. */
const sip_facts *sip_flow_origin(const sip_facts *response);

/* From the INVITE to this 2xx / to this first 180, on its hop, in ns. False: it is none, or the
 * INVITE is not in the capture. */
bool sip_flow_setup_time(const sip_facts *response, int64_t *time);
bool sip_flow_ring_delay(const sip_facts *response, int64_t *time);

/* Retransmissions of a message that are listed: the latest ones. */
#define SIP_FLOW_RESENT_MAX 16

/* Where the sending that FACTS shows was sent again, oldest first, into AGAIN of
 * SIP_FLOW_RESENT_MAX entries; how many. None for what is itself no first sending. */
unsigned sip_flow_resent(const sip_facts *facts, const sip_facts **again);

/* Seconds for which what was granted or told lasts: a binding, a subscription, a publication.
 * False: the message says nothing of it. */
bool sip_flow_validity(const sip_facts *facts, uint32_t *seconds);

/* Is it a response whose request is not in the capture? */
bool sip_flow_is_stray(const sip_facts *facts);

/* Is it the first response to an INVITE, and later than SIP_FLOW_SLOW? */
bool sip_flow_is_slow(const sip_facts *facts);

/* Is it a refusal for want of resources (RFC 3312 §8)? */
bool sip_flow_is_unmet(const sip_facts *facts);

/* Did two messages cross: a 2xx to the INVITE and its CANCEL, two offers (491), or a request and
 * the BYE of the other side (481)? */
bool sip_flow_is_crossed(const sip_facts *facts);

/* What the client may do with the same request; SIP_RETRY_COUNT: nothing is to be said. */
sip_retry sip_flow_retry(const sip_facts *response);

/* What the response amounts to in its place (sipcode.verdict), LATEST being the time of the last
 * frame seen. */
sip_verdict sip_flow_verdict(const sip_facts *response, int64_t latest);

/* What is proved missing at this message, LATEST being the time of the last frame seen. */
typedef enum {
    SIP_FLOW_NOTHING,
    SIP_FLOW_NO_ACK,     /* its ACK (RFC 3261 §13.3.1.4, §17.2.1) */
    SIP_FLOW_NO_PRACK,   /* its PRACK (RFC 3262 §3) */
    SIP_FLOW_NO_RESPONSE /* request: any final response (RFC 3261 §17.1.1.2, §17.1.2.2) */
} sip_flow_missing;

sip_flow_missing sip_flow_is_missing(const sip_facts *facts, int64_t latest);

#endif
