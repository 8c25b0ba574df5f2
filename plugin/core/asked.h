/* asked.h - what a request asked with, for comparison with its responses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_ASKED_H
#define SIPCODE_ASKED_H

#include "arena.h"
#include "facts.h"
#include "message.h"

/* Bytes kept of each list; of a longer one the end is not compared. */
#define SIP_ASKED_MAX 256

/* Kept of each request but ACK. */
struct sip_asked {
    const char *supported;    /* Supported; NULL: none */
    const char *require;      /* Require and Proxy-Require; NULL: neither */
    const char *content_type; /* NULL: no body */
    const char *scheme;       /* of the Request-URI */
    uint64_t uri;             /* digest of the Request-URI */
    uint64_t to;              /* digest of the URI in To */
    uint32_t expires;         /* seconds, of an INVITE; 0: none */
    uint32_t header_length;   /* bytes of the header lines */
    int16_t max_forwards;     /* -1: none */
    bool record_route, contact;
    bool session_expires;
    bool encoded; /* Content-Encoding or Content-Language */
    bool cut;     /* a list is longer than SIP_ASKED_MAX, or the capture holds a part only */
};

/* What the request asks with, in ARENA. */
const sip_asked *sip_asked_read(sip_arena *arena, const sip_message *msg);

/* Did a REGISTER only ask for the bindings, without a Contact (RFC 3261 §10.2.3)? */
bool sip_asked_fetches(const sip_transaction *transaction);

/* Does the list name the token, in any case? LIST of NULL names none. */
bool sip_asked_names(const char *list, sip_slice token);

#endif
