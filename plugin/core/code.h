/* code.h - the facts of each response code, read from tables/codes.ini.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_CODE_H
#define SIPCODE_CODE_H

#include "message.h"

#include <glib.h>

/* What a response amounts to. The order is that of the field sipcode.verdict and never changes. */
#define SIP_VERDICTS(X)                 \
    X(PROGRESS, "progress")             \
    X(SUCCESS, "success")               \
    X(REDIRECT, "redirect")             \
    X(CHALLENGE, "challenge")           \
    X(RENEGOTIATE, "renegotiate")       \
    X(USER, "user")                     \
    X(CANCELLED, "cancelled")           \
    X(CLIENT_FAILURE, "client_failure") \
    X(SERVER_FAILURE, "server_failure") \
    X(GLOBAL_FAILURE, "global_failure") \
    X(STRAY, "stray")

/* Who generates a response. */
#define SIP_SENDERS(X)                    \
    X(UAS, "uas")                         \
    X(PROXY, "proxy")                     \
    X(REGISTRAR, "registrar")             \
    X(REDIRECT_SERVER, "redirect-server") \
    X(NOTIFIER, "notifier")               \
    X(ESC, "esc")                         \
    X(EDGE_PROXY, "edge-proxy")           \
    X(GATEWAY, "gateway")                 \
    X(VERIFIER, "verifier")               \
    X(RELAY, "relay")                     \
    X(ANALYTICS, "analytics")             \
    X(P_CSCF, "p-cscf")                   \
    X(S_CSCF, "s-cscf")                   \
    X(AS, "as")

/* What the client may do with the same request afterwards. */
#define SIP_RETRIES(X)            \
    X(NONE, "none")               \
    X(NEVER, "never")             \
    X(CHANGED, "changed")         \
    X(CREDENTIALS, "credentials") \
    X(REDIRECT, "redirect")       \
    X(PROXY, "proxy")             \
    X(LATER, "later")             \
    X(ELSEWHERE, "elsewhere")     \
    X(DIALOG, "dialog")

/* How a call ends. The order is that of the field sipcode.call.outcome and never changes. */
#define SIP_OUTCOMES(X)         \
    X(OPEN, "open")             \
    X(ANSWERED, "answered")     \
    X(BUSY, "busy")             \
    X(DECLINED, "declined")     \
    X(CANCELLED, "cancelled")   \
    X(NO_ANSWER, "no_answer")   \
    X(REDIRECTED, "redirected") \
    X(FAILED, "failed")         \
    X(UNFINISHED, "unfinished")

#define X(name, word) SIP_VERDICT_##name,
typedef enum { SIP_VERDICTS(X) SIP_VERDICT_COUNT } sip_verdict;
#undef X
#define X(name, word) SIP_SENDER_##name,
typedef enum { SIP_SENDERS(X) SIP_SENDER_COUNT } sip_sender;
#undef X
#define X(name, word) SIP_RETRY_##name,
typedef enum { SIP_RETRIES(X) SIP_RETRY_COUNT } sip_retry;
#undef X
#define X(name, word) SIP_OUTCOME_##name,
typedef enum { SIP_OUTCOMES(X) SIP_OUTCOME_COUNT } sip_outcome;
#undef X

/* Which methods a code may answer. */
typedef struct {
    uint32_t methods; /* bit (1 << sip_method): these */
    char *reference;  /* the section that says so; NULL: no limit */
} sip_method_limit;

/* One row: a registered code; a class, for its unregistered codes; or what is no status code. */
typedef struct {
    unsigned status;        /* 100 to 699; 0: not a registered code */
    unsigned klass;         /* 1 to 6; 0: no status code at all (RFC 3261 §7.2) */
    char *phrase;           /* the registry's; of a class RFC 3261 §7.2's */
    char *reference;        /* "RFC 3261 §21.4.24" */
    unsigned treated_as;    /* class: its codes count as this one (RFC 3261 §8.1.3.2) */
    sip_verdict verdict;    /* of the code alone; SIP_VERDICT_COUNT: none */
    sip_outcome outcome;    /* of a call whose INVITE it answers last; OPEN: says nothing */
    sip_method_limit limit; /* which methods it may answer */
    sip_sender sent_by[SIP_SENDER_COUNT]; /* most usual first */
    unsigned n_sent_by;
    sip_retry retry;        /* of a registered code, as the two above */
    uint32_t retry_methods; /* bits (1 << sip_method): of which methods it is true */
    unsigned q850;          /* cause by RFC 3398 §8.2.6.1; 0: that table has none */
} sip_code;

/* Reads a list of methods as the tables have it: the ones that are meant, or with a leading "!" all
 * others; as bits (1 << sip_method). False: it is empty, or names one that is not known. */
bool sip_methods_read(const char *list, uint32_t *methods);

typedef struct sip_codes sip_codes;

/* Reads the embedded table. NULL, and ERROR says where: the table is wrong. */
sip_codes *sip_codes_new(GError **error);
void sip_codes_free(sip_codes *codes);

/* Row of a status: its own, that of its class, or the one for what is no status code. Never NULL.
 */
const sip_code *sip_codes_find(const sip_codes *codes, unsigned status);

/* The section by which CODE must not answer METHOD ("RFC 4320 §4.2"); NULL: it may, or the method
 * is not known. */
const char *sip_codes_objection(const sip_codes *codes, const sip_code *code, sip_method method);

/* Words of the tables for each value. */
const char *sip_verdict_word(sip_verdict verdict);
const char *sip_sender_word(sip_sender sender);
const char *sip_retry_word(sip_retry retry);
const char *sip_outcome_word(sip_outcome outcome);

/* STATUS, below 1000, in its three digits, also 000 and 099, with a NUL behind. */
void sip_status_text(unsigned status, char text[4]);

#endif
