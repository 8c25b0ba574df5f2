/* hint_table.h - the rows of tables/hints.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_HINT_TABLE_H
#define SIPCODE_HINT_TABLE_H

#include "code.h"
#include "message.h"
#include "table_row.h"

/* Alternatives of a row. */
#define SIP_EXPECT_MAX 8
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
    X(PENDING, "pending")                   \
    X(REMOVES, "removes")                   \
    X(ANSWERED, "answered")                 \
    X(FETCHES, "fetches")

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
    X(SHORTER, "shorter")         \
    X(ETAG, "etag")

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
    sip_status_list statuses;
    uint32_t methods;          /* of CSeq, bits (1 << sip_method) */
    uint32_t required, barred; /* bits (1 << sip_condition) */
    sip_expect expect[SIP_EXPECT_MAX];
    unsigned n_expect;
    bool may_come; /* what is named may come or not: never missed */
    sip_by by;
    sip_need need;
    unsigned within_t1;     /* limit: this many T1; 0: see within */
    int64_t within;         /* limit, ns; 0: none */
    int64_t not_before;     /* ns after the response */
    bool after_retry_after; /* the value of that header, likewise */
    bool advice;            /* one that comes earlier breaks nothing */
} sip_hint;

/* The rows, in the order of the file. */
typedef struct {
    GPtrArray *rows; /* sip_hint */
    sip_row_index *index;
} sip_hints;

/* Reads the embedded table. NULL, and ERROR says where: it is wrong. */
sip_hints *sip_hints_new(GError **error);
void sip_hints_free(sip_hints *hints);

/* Does the row ask for an ACK or a PRACK? */
bool sip_hint_acknowledges(const sip_hint *hint);

#endif
