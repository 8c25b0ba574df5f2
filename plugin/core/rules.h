/* rules.h - what a response must carry: tables/rules.ini at work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_RULES_H
#define SIPCODE_RULES_H

#include "arena.h"
#include "facts.h"
#include "message.h"
#include "table_row.h"

/* Header fields that a row names. */
#define SIP_RULE_HEADERS_MAX 4

/* Conditions of a row (rules.ini: if). */
#define SIP_RULE_CONDITIONS(X)              \
    X(RSEQ, "rseq")                         \
    X(RELIABLE, "100rel")                   \
    X(SESSION_EXPIRES, "session-expires")   \
    X(REFRESHER_UAC, "refresher-uac")       \
    X(SEC_AGREE, "sec-agree")               \
    X(BODY, "body")                         \
    X(REQUEST, "request")                   \
    X(IN_DIALOG, "in-dialog")               \
    X(TIMER, "timer")                       \
    X(RELIABLE_OFFERED, "100rel-offered")   \
    X(RELIABLE_REQUIRED, "100rel-required") \
    X(REQUIRE, "require")                   \
    X(RECORD_ROUTE, "record-route")         \
    X(REGISTERS, "registers")               \
    X(OFFER, "offer")                       \
    X(UNSUBSCRIBED, "unsubscribed")

/* What must be so (rules.ini: check). */
#define SIP_RULE_CHECKS(X)            \
    X(PRESENT, "")                    \
    X(ABSENT, "absent")               \
    X(LISTS, "lists")                 \
    X(LACKS, "lacks")                 \
    X(PARAM, "param")                 \
    X(NUMBER, "number")               \
    X(ASKED, "asked")                 \
    X(UNSUPPORTED, "unsupported")     \
    X(LACKS_METHOD, "lacks-method")   \
    X(ABOVE_EXPIRES, "above-expires") \
    X(ABOVE_SESSION, "above-session") \
    X(LACKS_TYPE, "lacks-type")       \
    X(NOT_RETRIED, "not-retried")

#define X(name, word) SIP_RULE_IF_##name,
typedef enum { SIP_RULE_CONDITIONS(X) SIP_RULE_IF_COUNT } sip_rule_condition;
#undef X
#define X(name, word) SIP_RULE_CHECK_##name,
typedef enum { SIP_RULE_CHECKS(X) SIP_RULE_CHECK_COUNT } sip_rule_check;
#undef X

typedef enum { SIP_RULE_MUST, SIP_RULE_SHOULD } sip_rule_level;

/* A header field that a row names. */
typedef struct {
    char *name;
    sip_header_id id; /* SIP_HEADER_COUNT: none of the known ones */
} sip_rule_header;

/* A row of rules.ini. */
typedef struct {
    char *id;        /* 405-allow: sipcode.rule, and the key of its words in [rule] */
    char *reference; /* RFC 3261 §21.4.6 */
    char *value;     /* token or parameter; NULL: none */
    sip_status_list codes;
    uint32_t methods;          /* of CSeq, bits (1 << sip_method) */
    uint32_t required, barred; /* bits (1 << sip_rule_condition) */
    sip_rule_header headers[SIP_RULE_HEADERS_MAX];
    unsigned n_headers;
    sip_rule_check check;
    sip_rule_level level;
} sip_rule;

typedef struct sip_rules sip_rules;

/* Reads the embedded table. NULL, and ERROR says where: it is wrong. */
sip_rules *sip_rules_new(GError **error);
void sip_rules_free(sip_rules *rules);

/* Its rows, in the order of the file: GPtrArray of sip_rule. */
const GPtrArray *sip_rules_rows(const sip_rules *rules);

/* A rule that a response breaks. */
typedef struct sip_breach sip_breach;
struct sip_breach {
    const sip_breach *next; /* in the order of the table */
    const sip_rule *rule;
};

/* The rule that the request breaks by coming again after a response; NULL: none. */
const sip_breach *sip_rules_check_retry(const sip_rules *rules, sip_arena *arena,
                                        const sip_facts *request);

/* The rules that the response breaks; NULL: none. Its transaction is known. A response of which the
 * capture holds a part breaks none. */
const sip_breach *sip_rules_check(const sip_rules *rules, sip_arena *arena, const sip_message *msg,
                                  const sip_facts *facts);

#endif
