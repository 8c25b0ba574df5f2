/* feed.h - messages made of a few parts, fed to an engine.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TEST_FEED_H
#define SIPCODE_TEST_FEED_H

#include "engine.h"
#include "hint.h"
#include "support.h"

/* A message. What is zero or NULL is as it is in the simplest call: A calls B, and all is seen next
 * to A. */
typedef struct {
    const char *method;          /* of CSeq; NULL: the end of a list of steps */
    unsigned cseq;               /* number of CSeq */
    unsigned status;             /* 0: a request */
    const char *from;            /* its tag; NULL: "a". "": none */
    const char *to;              /* its tag; NULL: "b" of a response but 100, else none. "": none */
    unsigned hop;                /* number of Via values; 0: 1 */
    bool refused;                /* ACK to a non-2xx: has the branch of the INVITE */
    const char *branch;          /* of the top Via; NULL: made of method, CSeq, sender and hop */
    const char *sent_by;         /* of the top Via; NULL: made of sender and hop */
    const char *call_id;         /* NULL: "call" */
    const char *uri;             /* NULL: "sip:b@b.example" */
    const char *caller, *callee; /* URIs in From and To; NULL: "sip:a@a.example", URI of B */
    const char *headers;         /* further header lines, each with its end */
    const char *sdp;             /* its body, with the Content-Type of SDP */
    const char *body;            /* its body, if it is none of SDP; Content-Type: see headers */
    int after;                   /* ms after the message before; 0: 10. May be negative */
    uint64_t src, dst;           /* 0: 1 for the sender of requests, 2 for the other */
} step;

#define REQ(name, number, ...)                      \
    {                                               \
        .method = name, .cseq = number, __VA_ARGS__ \
    }
#define RES(code, name, number, ...)                                \
    {                                                               \
        .method = name, .cseq = number, .status = code, __VA_ARGS__ \
    }

#define MS G_GINT64_CONSTANT(1000000)     /* ns */
#define SEC G_GINT64_CONSTANT(1000000000) /* ns */

/* Requests of B, and responses to them. */
#define B_REQ(name, number, ...) REQ(name, number, .from = "b", .to = "a", __VA_ARGS__)
#define B_RES(code, name, number, ...) RES(code, name, number, .from = "b", .to = "a", __VA_ARGS__)

/* Some SDP: without preconditions; with mandatory ones in the access networks of both sides, of
 * which LOCAL and REMOTE say what is reserved: "none" or "sendrecv" (RFC 3312 §4). */
#define SDP_PLAIN "v=0\r\nm=audio 4000 RTP/AVP 0\r\n"
#define SDP_QOS(local, remote)                         \
    SDP_PLAIN "a=curr:qos local " local "\r\n"         \
              "a=curr:qos remote " remote "\r\n"       \
              "a=des:qos mandatory local sendrecv\r\n" \
              "a=des:qos mandatory remote sendrecv\r\n"

#define RELIABLE(number) "Require: 100rel\r\nRSeq: " number "\r\n"
#define RACK(number) "RAck: " number " 1 INVITE\r\n"
/* TS 24.229 §7.2A.4 */
#define IMS "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=1\r\n"

/* A capture in the making. */
typedef struct {
    sip_engine *engine;
    guarded *memory;   /* where each message stands while it is fed */
    sip_sighting seen; /* where the latest one was seen */
} flow;

/* Around all of a program's tests: reads the tables; runs the tests and frees the tables. */
void feed_begin(int *argc, char ***argv);
int feed_end(void);

flow *flow_new(void);
flow *flow_new_with(int64_t t1); /* of the user's, in ns */
void flow_free(flow *f);

/* The message as text; the caller frees it. */
char *step_text(const step *s);

/* Feeds the first message of TEXT, AFTER ms after the one before. NULL: it has none. Its bytes
 * stand between pages without access, and are gone when this returns. */
sip_facts *flow_feed_text(flow *f, sip_slice text, int after);

sip_facts *flow_feed(flow *f, const step *s);
#define FEED(f, ...) flow_feed((f), &(step)__VA_ARGS__)

/* Feeds them up to the end of the list; the last one's facts. FACTS of MOST entries, unless NULL,
 * gets those of each. */
sip_facts *flow_feed_all(flow *f, const step *steps, sip_facts **facts, size_t most);

/* What the response has made expected, by kind; NULL: nothing. */
const sip_expectation *expectation_of(const sip_facts *response, sip_hint_kind kind);

#endif
