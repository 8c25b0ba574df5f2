/* hint.h - what is expected after a response, and what came: tables/hints.ini at work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_HINT_H
#define SIPCODE_HINT_H

#include "arena.h"
#include "call.h"
#include "facts.h"
#include "hint_table.h"

/* Option tags and Contacts that are compared; more are not looked at. */
#define SIP_WANTED_MAX 8
/* Open expectations of a call; with more, the oldest is given up. */
#define SIP_OPEN_MAX 32

/* How surely a message is on the hop of another. */
typedef enum {
    SIP_HOP_OTHER,
    SIP_HOP_SENDER, /* from the same sender */
    SIP_HOP_NUMBER, /* as far from whom it began with, by its Via values */
    SIP_HOP_SAME    /* from the same sender, and the same way */
} sip_hop_match;

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
    uint64_t target;                /* digest of the To URI or of the SIP-ETag, likewise */
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

/* What is waited for in a file, across its calls; ARENA must outlive it. */
typedef struct sip_watch sip_watch;
sip_watch *sip_watch_new(sip_arena *arena);
void sip_watch_free(sip_watch *watch);

/* What the message means for what its call expected: for a request and a response, whether it is
 * what was waited for; for a response, what is expected now. Its call and transaction are known. T1
 * in ns. */
void sip_hints_take(const sip_hints *hints, sip_watch *watch, const sip_message *msg,
                    sip_facts *facts);

/* What is expected, as a word for scripts (sipcode.next.method): alternatives are parted by |. The
 * caller frees it with g_free. */
char *sip_expectation_word(const sip_expectation *expectation);

/* How it stands with it, NOW being the time of the last frame seen; ENDED: there will be no more.
 */
sip_next_status sip_expectation_status(const sip_expectation *expectation, int64_t now, bool ended);

#endif
