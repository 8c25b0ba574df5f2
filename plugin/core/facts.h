/* facts.h - what is known of each message. Language-neutral: words are chosen when it is shown.
 *
 * Facts live as long as the engine and do not move. What lies in the future of a message is added
 * to its facts when it is seen.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_FACTS_H
#define SIPCODE_FACTS_H

#include "code.h"
#include "key.h"
#include "message.h"
#include "precondition.h"

typedef struct sip_facts sip_facts;
typedef struct sip_transaction sip_transaction;
typedef struct sip_call sip_call;
typedef struct sip_expectation sip_expectation;
typedef struct sip_details sip_details;
typedef struct sip_asked sip_asked;

/* What a message is to a login. */
typedef enum {
    SIP_LOGIN_NONE,
    SIP_LOGIN_CREDENTIALS, /* request: brings them */
    SIP_LOGIN_RESYNC,      /* request: AKA, the UE answered with auts */
    SIP_LOGIN_ASKED,       /* a challenge that is a normal step */
    SIP_LOGIN_STALE,       /* one because the nonce was too old; normal, too */
    SIP_LOGIN_FAILED,      /* one again after credentials */
    SIP_LOGIN_REPEATED     /* one with the same nonce, or the third in a row */
} sip_login;

/* Who sent a request: the side that began the call, or the other. */
typedef enum { SIP_SIDE_UNKNOWN, SIP_SIDE_CALLER, SIP_SIDE_CALLEE } sip_side;

/* What a NOTIFY says of its subscription (RFC 6665 §4.1.3). */
typedef enum {
    SIP_SUBSCRIPTION_UNKNOWN,
    SIP_SUBSCRIPTION_ACTIVE,
    SIP_SUBSCRIPTION_PENDING,
    SIP_SUBSCRIPTION_TERMINATED
} sip_subscription;

/* Where and when a message was seen. */
typedef struct {
    int64_t time;      /* ns since the first frame of the capture */
    uint64_t src, dst; /* digests of address and port */
    uint32_t frame;
} sip_sighting;

/* What a message is to the ones before it. */
typedef enum {
    SIP_SENDING_FIRST,
    SIP_SENDING_COPY,          /* the same sending, seen on another interface or tunnel */
    SIP_SENDING_RETRANSMISSION /* sent again by its sender */
} sip_sending;

/* A precondition that a 580 says is not met, or that is known not to be. */
typedef struct {
    const char *media; /* audio, video ...; empty: not known */
    unsigned line;     /* of the media, counted from 1 */
    sip_qos_segment segment;
    sip_qos_direction direction;
} sip_unmet;

struct sip_facts {
    sip_facts *next;       /* of the same frame; the caller's to set */
    const sip_code *row;   /* response: of the code, of its class, or of what is no code.
                              NULL: a request */
    const char *objection; /* section by which the code must not answer the method; NULL: it may */
    const char *phrase;    /* response: as sent, valid UTF-8; NULL: the standard one */
    sip_transaction *transaction;
    sip_facts *repeats;         /* copy: the sending it shows. Retransmission: the first sending */
    sip_facts *last_sending;    /* first sending: the latest retransmission, or itself */
    sip_facts *older;           /* first sending of a response: the one before, of the transaction.
                                   Retransmission: the sending before it */
    sip_facts *older_origin;    /* origin: the one before, of the call */
    sip_facts *origin;          /* response: where it first appears in the capture, maybe itself */
    const sip_unmet *unmet;     /* 580: NULL: it cannot be told */
    const sip_details *details; /* first sending: what is told of it alone; NULL: nothing */
    sip_expectation *expectations; /* first sending of a response: what it made expected */
    uint64_t credentials;          /* request: digest of them; 0: none */
    uint64_t digest;               /* response: of its bytes; REGISTER: of the URI it binds */
    uint64_t dialog;               /* digest of the tag of the side that was called; 0: none yet */
    sip_sighting seen;
    uint32_t rseq; /* reliable provisional response: RSeq; PRACK: that in RAck; 0: none */
    uint32_t
        interval;    /* seconds that a request asks for, a 2xx grants or a NOTIFY tells; 0: none */
    uint32_t length; /* bytes of the body */
    uint16_t status;
    uint16_t hop;         /* number of Via values: 1 next to the caller; 0: none. Of a CANCEL
                             and of an ACK to a refusal, sent anew on each hop: its INVITE's */
    uint8_t verdict;      /* sip_verdict; SIP_VERDICT_COUNT: none */
    uint8_t method;       /* sip_method; of a response that of CSeq */
    uint8_t login;        /* sip_login */
    uint8_t side;         /* sip_side that sent it; of a response, that sent its request */
    bool early;           /* request: came before its time (Retry-After, RFC 3261 §14.1) */
    uint8_t phase;        /* sip_phase of its call after it */
    bool removes;         /* REGISTER: takes bindings away (RFC 3261 §10.2.2); PUBLISH: state */
    uint8_t subscription; /* NOTIFY: sip_subscription */
    bool has_sdp;         /* it brings SDP */
    bool reliable;        /* provisional response: to be acknowledged by PRACK */
    uint16_t copies;      /* first sending: how often it was seen elsewhere; stops at its maximum */
    uint8_t sending;      /* sip_sending */
    bool overflow;        /* the frame holds more messages than are read; the caller's to set */
};

/* One transaction on one hop (RFC 3261 §17). */
struct sip_transaction {
    sip_call *call;
    sip_transaction *older; /* of the same call; of an INVITE: the INVITE before */
    sip_facts *request;     /* its first sending; NULL: not in the capture */
    sip_facts *responses;   /* first sendings, newest first */
    sip_facts *final;       /* the first final one; NULL: none seen */
    sip_facts *ack;         /* INVITE: the ACK on this hop; NULL: none seen */
    sip_facts *cancel;      /* INVITE: the CANCEL on this hop */
    sip_key key;
    const sip_asked *asked; /* what its request asked with; NULL: not in the capture, or an ACK */
    const char *extension;  /* name of a method that is none of SIP_METHODS; NULL: it is one */
    uint64_t sent_by;       /* digest of the sent-by of the top Via: who sent the request */
    uint32_t cseq;
    uint8_t method;
    bool in_dialog; /* its request has a To tag (RFC 3261 §12.2) */
    bool lost;      /* the capture cuts its message too early to tell of which transaction it is */
};

/* The sending that FACTS shows first: FACTS itself, or the one it is a copy or a retransmission
 * of. */
static inline sip_facts *sip_facts_first(sip_facts *facts)
{
    while (facts->sending != SIP_SENDING_FIRST)
        facts = facts->repeats;
    return facts;
}

#endif
