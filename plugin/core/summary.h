/* summary.h - a call in one row, and how many problems a message has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_SUMMARY_H
#define SIPCODE_SUMMARY_H

#include "call.h"
#include "details.h"

/* A time that is not known, in ns. */
#define SIP_TIME_UNKNOWN INT64_MIN

/* A call as the caller's side sees it. Times in ns. */
typedef struct {
    sip_outcome outcome;
    const sip_facts *final; /* the response that made it; NULL: none */
    int64_t start;          /* since the first frame of the capture */
    int64_t ring_delay;     /* INVITE to the first 180 */
    int64_t setup_time;     /* INVITE to its 2xx */
    int64_t duration;       /* 2xx to BYE */
    sip_side ended_by; /* who sent BYE or CANCEL, or declined; UNKNOWN: nobody, the network, or the
                          capture does not show who had called */
    const sip_cause *cause; /* the first that BYE, CANCEL or the final response names; NULL: none */
} sip_summary;

/* ENDED: the capture holds no more. LATEST: time of the last frame seen. */
void sip_summarise(const sip_call *call, bool ended, int64_t latest, sip_summary *out);

/* How many things are wrong at the message, in its place, LATEST being the time of the last frame
 * seen: what raises a warning or an error. */
unsigned sip_problems(const sip_facts *facts, int64_t latest);

/* Transactions of each kind of a call whose problems are counted: the newest ones. */
#define SIP_PROBLEMS_MAX 256

/* The same of all messages of a call. */
unsigned sip_call_problems(const sip_call *call, int64_t latest);

/* Messages of a call that are gathered; those behind are left out. */
#define SIP_MESSAGES_MAX 10000

/* The first sendings of the messages of a call, as far as they are kept apart, in the order of the
 * capture. The caller frees the array. */
GPtrArray *sip_call_messages(const sip_call *call);

/* How often a message was sent again; counted up to SIP_MESSAGES_MAX. */
unsigned sip_times_resent(const sip_facts *first);

#endif
