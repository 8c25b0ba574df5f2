/* expert.h - our expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_EXPERT_H
#define SIPCODE_EXPERT_H

#include "view.h"

#include <epan/expert.h>

/* Each with filter name, group, severity and summary. */
#define EXPERTS(X)                                                                                 \
    X(redirect, "response.redirect", PI_RESPONSE_CODE, PI_CHAT, "SIP: redirected")                 \
    X(challenge, "response.challenge", PI_RESPONSE_CODE, PI_CHAT, "SIP: asked to authenticate")    \
    X(renegotiate, "response.renegotiate", PI_RESPONSE_CODE, PI_CHAT,                              \
      "SIP: asked to change the request")                                                          \
    X(user, "response.user", PI_RESPONSE_CODE, PI_CHAT, "SIP: the user's choice or state")         \
    X(cancelled, "response.cancelled", PI_RESPONSE_CODE, PI_CHAT, "SIP: cancelled")                \
    X(client_failure, "response.client_failure", PI_RESPONSE_CODE, PI_WARN, "SIP: request failed") \
    X(server_failure, "response.server_failure", PI_RESPONSE_CODE, PI_ERROR, "SIP: server failed") \
    X(global_failure, "response.global_failure", PI_RESPONSE_CODE, PI_ERROR,                       \
      "SIP: failed everywhere")                                                                    \
    X(own_chat, "own.chat", PI_RESPONSE_CODE, PI_CHAT, "SIP code of the user's own")               \
    X(own_note, "own.note", PI_RESPONSE_CODE, PI_NOTE, "SIP code of the user's own")               \
    X(own_warn, "own.warn", PI_RESPONSE_CODE, PI_WARN, "SIP code of the user's own")               \
    X(own_error, "own.error", PI_RESPONSE_CODE, PI_ERROR, "SIP code of the user's own")            \
    X(unregistered, "code.unregistered", PI_RESPONSE_CODE, PI_NOTE,                                \
      "SIP code not in the registry")                                                              \
    X(odd_phrase, "code.phrase", PI_RESPONSE_CODE, PI_CHAT,                                        \
      "SIP reason phrase is not the standard one")                                                 \
    X(wrong_method, "code.method", PI_PROTOCOL, PI_WARN, "SIP code does not answer this method")   \
    X(auth_repeated, "auth.repeated", PI_SECURITY, PI_WARN, "SIP login failed")                    \
    X(auth_stale, "auth.stale", PI_SECURITY, PI_NOTE, "SIP nonce was stale")                       \
    X(auth_resync, "auth.resync", PI_SECURITY, PI_NOTE, "SIP AKA resynchronisation")               \
    X(precondition, "precondition.failed", PI_RESPONSE_CODE, PI_ERROR, "SIP precondition not met") \
    X(no_ack, "flow.no_ack", PI_SEQUENCE, PI_WARN, "SIP ACK missing")                              \
    X(no_prack, "flow.no_prack", PI_SEQUENCE, PI_WARN, "SIP PRACK missing")                        \
    X(no_final, "flow.no_final", PI_SEQUENCE, PI_WARN, "SIP final response missing")               \
    X(retransmission, "flow.retransmission", PI_SEQUENCE, PI_NOTE, "SIP message sent again")       \
    X(stray, "flow.stray", PI_SEQUENCE, PI_NOTE, "SIP response without its request")               \
    X(crossed, "flow.crossed", PI_SEQUENCE, PI_NOTE, "SIP messages crossed")                       \
    X(retry_early, "flow.retry_early", PI_SEQUENCE, PI_WARN, "SIP request repeated too early")     \
    X(slow, "flow.slow", PI_SEQUENCE, PI_NOTE, "Slow first response to INVITE")                    \
    X(rule_missing, "rule.missing", PI_PROTOCOL, PI_WARN, "SIP response breaks a rule (must)")     \
    X(rule_advised, "rule.advised", PI_PROTOCOL, PI_NOTE, "SIP response breaks a rule (should)")   \
    X(cause_mismatch, "cause.mismatch", PI_RESPONSE_CODE, PI_NOTE,                                 \
      "SIP code and Q.850 cause disagree")                                                         \
    X(overflow, "overflow", PI_UNDECODED, PI_NOTE, "Too many SIP messages in a frame")

#define X(id, name, group, severity, summary) EXPERT_##id,
typedef enum { EXPERTS(X) EXPERT_COUNT } expert;
#undef X

void sipcode_expert_register(int proto);

/* Raises the expert info ID at ITEM (NULL without a tree) with the sentence TEXT, if the user wants
 * its severity. EXPERT_COUNT raises nothing. */
void sipcode_expert_add(const view *v, proto_item *item, expert id, sip_text text);

#endif
