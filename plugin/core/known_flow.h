/* known_flow.h - flows that everyone knows, and which step of one a message is: tables/flows.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_KNOWN_FLOW_H
#define SIPCODE_KNOWN_FLOW_H

#include "call.h"
#include "facts.h"

/* Steps of a flow. */
#define SIP_STEPS_MAX 16

/* Where a call or a registration stands after a message. */
#define SIP_PHASES(X)                                 \
    X(NONE, "none")                                   \
    X(BOTH_PENDING, "both_pending")                   \
    X(CALLER_READY, "caller_ready")                   \
    X(CALLEE_READY, "callee_ready")                   \
    X(READY, "ready")                                 \
    X(QOS_FAILED, "qos_failed")                       \
    X(CALLING, "calling")                             \
    X(RINGING, "ringing")                             \
    X(ANSWERED, "answered")                           \
    X(ENDING, "ending")                               \
    X(ENDED, "ended")                                 \
    X(REFUSED, "refused")                             \
    X(RETRYING, "retrying")                           \
    X(CHALLENGED, "challenged")                       \
    X(LOGGING_IN, "logging_in")                       \
    X(RESYNCHRONISING, "resynchronising")             \
    X(REGISTERED, "registered")                       \
    X(REMOVED, "removed")                             \
    X(SUBSCRIPTION_ACCEPTED, "subscription_accepted") \
    X(SUBSCRIPTION_PENDING, "subscription_pending")   \
    X(SUBSCRIPTION_ACTIVE, "subscription_active")     \
    X(SUBSCRIPTION_ENDED, "subscription_ended")

#define X(name, word) SIP_PHASE_##name,
typedef enum { SIP_PHASES(X) SIP_PHASE_COUNT } sip_phase;
#undef X

/* A message of a flow. */
typedef struct {
    sip_method method;     /* of a response that of its request */
    unsigned status;       /* 0: a request; 200: any 2xx */
    unsigned acknowledges; /* PRACK: the code of what it acknowledges; else 0 */
    bool login;            /* it has credentials */
} sip_step;

/* A row of flows.ini. */
typedef struct {
    char *id; /* sipcode.flow.name, and the key of its words in [flow] */
    sip_call_kind kind;
    uint32_t required, barred; /* bits of the conditions */
    sip_step steps[SIP_STEPS_MAX];
    unsigned n_steps;
} sip_known_flow;

typedef struct sip_known_flows sip_known_flows;

/* Reads the embedded table. NULL, and ERROR says where: it is wrong. */
sip_known_flows *sip_known_flows_new(GError **error);
void sip_known_flows_free(sip_known_flows *flows);

/* The flow that the message's call is, as far as seen; NULL: none that is known. */
const sip_known_flow *sip_known_flows_find(const sip_known_flows *flows, const sip_facts *facts);

/* Which step of it the message is, from 1; 0: none. */
unsigned sip_known_flow_step(const sip_known_flow *flow, const sip_facts *facts);

/* Where the call stands after FACTS, its newest message; kept in FACTS. */
sip_phase sip_phase_after(const sip_facts *facts);

#endif
