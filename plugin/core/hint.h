/* hint.h - what is expected after a response, and what came: tables/hints.ini at work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_HINT_H
#define SIPCODE_HINT_H

#include "arena.h"
#include "call.h"
#include "facts.h"

/* Codes and alternatives of a row, option tags and Contacts that are compared; more are not looked
 * at. */
#define SIP_STATUSES_MAX 16
#define SIP_EXPECT_MAX 8
#define SIP_WANTED_MAX 8
/* Open expectations of a call; with more, the oldest is given up. */
#define SIP_OPEN_MAX 32

/* Conditions of a row (hints.ini: if). */
#define SIP_CONDITIONS(X)                   \
    X(RELIABLE, "reliable")                 \
    X(SDP, "sdp")                           \
    X(PRECONDITION, "precondition")         \
    X(MET, "met")                           \
    X(CALLER_UNMET, "caller-unmet")         \
    X(IN_DIALOG, "in-dialog")               \
    X(CREDENTIALS, "credentials")           \
    X(STALE, "stale")                       \
    X(AKA, "aka")                           \
    X(RETRY_AFTER, "retry-after")           \
    X(EMERGENCY, "emergency")               \
    X(RESTORATION, "restoration")           \
    X(CANCELLED, "cancelled")               \
    X(BYE, "bye")                           \
    X(OFFER_IN_REQUEST, "offer-in-request") \
    X(OWNER, "owner")                       \
    X(RINGING, "ringing")                   \
    X(PENDING, "pending")

/* What a request must have to be the one expected (hints.ini: need). */
#define SIP_NEEDS(X)              \
    X(ANY, "")                    \
    X(CREDENTIALS, "credentials") \
    X(CONTACT, "contact")         \
    X(PROXY, "proxy")             \
    X(LARGER, "larger")           \
    X(OFFER, "offer")             \
    X(WITHOUT, "without")         \
    X(WITH, "with")               \
    X(SEC_AGREE, "sec-agree")     \
    X(INITIAL, "initial")         \
    X(EMERGENCY, "emergency")     \
    X(SHORTER, "shorter")

/* Who sends what is expected (hints.ini: by). */
#define SIP_BYS(X)            \
    X(ANYONE, "")             \
    X(REQUESTER, "requester") \
    X(RESPONDER, "responder") \
    X(CALLER, "caller")       \
    X(CALLEE, "callee")       \
    X(NOTIFIER, "notifier")

#define X(name, word) SIP_CONDITION_##name,
typedef enum { SIP_CONDITIONS(X) SIP_CONDITION_COUNT } sip_condition;
#undef X
#define X(name, word) SIP_NEED_##name,
typedef enum { SIP_NEEDS(X) SIP_NEED_COUNT } sip_need;
#undef X
#define X(name, word) SIP_BY_##name,
typedef enum { SIP_BYS(X) SIP_BY_COUNT } sip_by;
#undef X

typedef enum { SIP_HINT_ACK, SIP_HINT_NEXT, SIP_HINT_KINDS } sip_hint_kind;

/* A pattern of status codes: 200, 18x, 2xx. */
typedef struct {
    uint16_t from, to;
} sip_statuses;

/* An alternative: a request, or a response. */
typedef struct {
    sip_method method;     /* SIP_METHOD_UNKNOWN: see same and statuses */
    bool same;             /* the request's method again */
    sip_statuses statuses; /* a response, unless all zero */
} sip_expect;

/* A row of hints.ini. */
typedef struct {
    char *name;      /* of the group */
    char *word;      /* its key in [hint] of a language */
    char *reference; /* RFC 3262 §3 */
    sip_hint_kind kind;
    sip_statuses statuses[SIP_STATUSES_MAX];
    unsigned n_statuses;
    sip_method_limit limit;    /* methods of CSeq */
    uint32_t required, barred; /* bits (1 << sip_condition) */
    sip_expect expect[SIP_EXPECT_MAX];
    unsigned n_expect;
    bool may_come; /* what is named may come or not: never missed */
    sip_by by;
    sip_need need;
    unsigned within_t1; /* limit: this many T1; 0: see within */
    int64_t within;     /* limit, ns; 0: none */
    int64_t not_before; /* ns after the response */
    bool after_retry_after;
} sip_hint;

/* How surely a message is on the hop of another. */
typedef enum { SIP_HOP_OTHER, SIP_HOP_SENDER, SIP_HOP_SAME } sip_hop_match;

/* What a response has made expected. */
struct sip_expectation {
    const sip_hint *hint;
    sip_facts *response;
    sip_facts *seen;                /* what came; NULL: nothing yet */
    sip_expectation *next;          /* of the same response */
    sip_expectation *next_open;     /* of the call, newest first */
    int64_t deadline;               /* time by which it has to come; 0: no limit */
    int64_t earliest;               /* time before which it should not; 0: none */
    sip_key identity;               /* of who is to send it, where another call may meet it */
    uint64_t target;                /* digest of the To URI, likewise */
    sip_expectation *next_identity; /* of the same identity, newest first */
    uint64_t *wanted;               /* digests: Contacts, option tags */
    unsigned n_wanted;
    sip_hop_match match; /* of what came */
    bool lapsed;         /* no longer expected: the call took another way */
};

/* How it stands with an expectation. The order is that of the field sipcode.next.status. */
typedef enum {
    SIP_NEXT_NONE, /* nothing is expected, or no longer */
    SIP_NEXT_SEEN,
    SIP_NEXT_MISSED, /* not seen in time */
    SIP_NEXT_ENDS,   /* the capture ends first */
    SIP_NEXT_UNKNOWN /* not known yet */
} sip_next_status;

typedef struct sip_hints sip_hints;

/* What is waited for in a file, across its calls; ARENA must outlive it. */
typedef struct sip_watch sip_watch;
sip_watch *sip_watch_new(sip_arena *arena);
void sip_watch_free(sip_watch *watch);

/* Reads the embedded table. NULL, and ERROR says where: it is wrong. */
sip_hints *sip_hints_new(GError **error);
void sip_hints_free(sip_hints *hints);

/* Word of the table. */
const char *sip_by_word(sip_by by);

/* Is it a response that must be acknowledged by PRACK (RFC 3262 §3)? */
bool sip_is_reliable(const sip_message *msg);

/* What the message means for what its call expected: for a request and a response, whether it is
 * what was waited for; for a response, what is expected now. Its call and transaction are known. T1
 * in ns. */
void sip_hints_take(const sip_hints *hints, sip_watch *watch, const sip_message *msg,
                    sip_facts *facts);

/* Does the row ask for an ACK or a PRACK? */
bool sip_hint_acknowledges(const sip_hint *hint);

/* What is expected, as a word for scripts (sipcode.next.method): alternatives are parted by |. The
 * caller frees it with g_free. */
char *sip_expectation_word(const sip_expectation *expectation);

/* How it stands with it, NOW being the time of the last frame seen; ENDED: there will be no more.
 */
sip_next_status sip_expectation_status(const sip_expectation *expectation, int64_t now, bool ended);

#endif
