/* call.h - calls, registrations and subscriptions: what belongs to one, and how it goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_CALL_H
#define SIPCODE_CALL_H

#include "arena.h"
#include "auth.h"
#include "facts.h"
#include "precondition.h"

/* Bytes kept of the URIs in From and To. */
#define SIP_CALL_URI_MAX 128
/* Distinct responses of a call among which the first showing of one is looked for. */
#define SIP_ORIGINS_MAX 64
/* Dialogs of a forked call whose preconditions are told apart. */
#define SIP_SESSIONS_MAX 16
/* INVITEs of a call among which the one of an ACK is looked for. */
#define SIP_INVITES_MAX 32

/* What the messages with one Call-ID are about. */
typedef enum {
    SIP_CALL_CALL,         /* begun by INVITE */
    SIP_CALL_REGISTRATION, /* REGISTER */
    SIP_CALL_SUBSCRIPTION, /* SUBSCRIBE, REFER, NOTIFY */
    SIP_CALL_OTHER
} sip_call_kind;

/* What is offered and answered in one dialog of a call. */
typedef struct sip_session sip_session;
struct sip_session {
    sip_session *next;
    uint64_t dialog;   /* digest of the called side's tag; 0: what the INVITE offered */
    uint64_t last_sdp; /* which SDP was taken last */
    uint64_t invite;   /* CSeq and side of the INVITE whose response brought SDP already */
    uint32_t offer;    /* CSeq of the request that may yet be refused; 0: none */
    sip_side offer_side;
    sip_precondition qos, before; /* as it stands; as it stood before that request */
};

struct sip_call {
    sip_key key;
    uint64_t caller_tag; /* digest of the From tag of the request that began it */
    uint32_t number;     /* calls: from 1, in the order of the capture; others: 0 */
    sip_call_kind kind;
    sip_outcome outcome;           /* as far as seen; calls only */
    sip_transaction *invites;      /* transactions of INVITE, newest first */
    sip_transaction *transactions; /* the others, likewise */
    sip_facts *responses;          /* the newest distinct ones, each where it first appears */
    const char *from, *to;         /* URIs of who began it and of whom it is for */
    sip_facts *first;              /* its first message */
    sip_facts *ringing;            /* first 180 of the latest attempt */
    sip_facts *final;              /* the final response of the latest attempt; NULL: none yet */
    sip_facts *forbidden;          /* the latest 403 */
    sip_facts *answer;             /* first 2xx to an initial INVITE */
    sip_facts *cancel;             /* the caller's CANCEL of it, or the 2xx that proves one */
    sip_facts *bye;                /* that ends the call, or the 2xx that proves one */
    sip_side ended_by;             /* who sent the BYE or the CANCEL; UNKNOWN: cannot be told */
    sip_expectation *expectations; /* open ones, newest first */
    sip_session *sessions;         /* newest first; NULL: no qos preconditions in its SDP */
    unsigned n_sessions;
    sip_logins logins;
    int64_t t1;     /* ns; 0: the usual one */
    bool mandatory; /* there were mandatory preconditions */
    bool confirmed; /* its dialog is: a 2xx to INVITE was seen, or the ACK to one (RFC 3261 §12) */
    bool caller_access; /* the caller names its IMS access network */
    bool ims; /* an IMS access network is named in it (TS 24.229 §7.7: T1 is 2 s there) */
    uint16_t caller_hop;     /* lowest hop on which the initial INVITE is seen */
    uint64_t caller_sent_by; /* who sends it there */
};

typedef struct sip_calls sip_calls;

/* The calls of a file; ARENA must outlive it. T1 is that of all calls in ns, 0: see sip_call_t1. */
sip_calls *sip_calls_new(sip_arena *arena, int64_t t1);
void sip_calls_free(sip_calls *calls);

/* Puts a message, whose transaction is known, into its call, which is made if it is the first of
 * it; sets origin of a response, joins the ACK to a 2xx with its INVITE, and follows the call. */
void sip_calls_take(sip_calls *calls, const sip_message *msg, sip_facts *facts);

/* T1 of the call in ns: what the user set, else RFC 3261 §17.1.1.1; with an IMS access network
 * TS 24.229 table 7.7.1, which is the longer one, so that nobody is blamed too early. */
int64_t sip_call_t1(const sip_call *call);

/* The preconditions of a dialog, known by the digest of the called side's tag (facts: dialog);
 * those of the first offer where it has none of its own. NULL: there are none. */
const sip_precondition *sip_call_qos(const sip_call *call, uint64_t dialog);

#endif
