/* cause.h - causes that a message names beside its code: Reason, Warning, Response-Source.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_CAUSE_H
#define SIPCODE_CAUSE_H

#include "arena.h"
#include "code.h"
#include "message.h"

/* Values of Reason and Warning that are kept of a message; more are only noted (more). */
#define SIP_CAUSES_MAX 16
/* Bytes kept of a text, a protocol's name or an agent. */
#define SIP_CAUSE_TEXT_MAX 256

/* A group of causes.ini: a Reason protocol, or the warn-codes. */
typedef struct sip_cause_kind sip_cause_kind;

/* A value of Reason or Warning. */
typedef struct sip_cause sip_cause;
struct sip_cause {
    sip_cause *next;            /* in the order of the message */
    const sip_cause_kind *kind; /* NULL: a protocol that is not registered */
    const char *name;           /* the protocol as registered, else as sent. Warning: the agent */
    const char *text;           /* NULL: none. Warning: may be empty */
    const char *location;       /* of Q.850 (RFC 8606), in capitals; NULL: none */
    uint16_t number;
    bool has_number;
    bool warning; /* a value of Warning */
};

/* What a message names. */
typedef struct {
    sip_cause *causes;
    const char *source; /* fe of Response-Source; NULL: none */
    bool more;          /* there were more causes than are kept */
} sip_causes;

/* The table causes.ini. */
typedef struct sip_cause_kinds sip_cause_kinds;

/* Reads the embedded table. NULL, and ERROR says where: it is wrong. */
sip_cause_kinds *sip_cause_kinds_new(GError **error);
void sip_cause_kinds_free(sip_cause_kinds *kinds);

/* What the message names, in ARENA; NULL: nothing. */
const sip_causes *sip_causes_read(const sip_cause_kinds *kinds, sip_arena *arena,
                                  const sip_message *msg);

/* Group and key of the words of a cause: "cause Q.850" and its number. False: it has no name of its
 * own; a status code has that of the code (sip_cause_is_status). The caller frees GROUP. */
bool sip_cause_words(const sip_cause *cause, char **group);

/* Is its number a status code: protocols SIP (RFC 3326 §2) and STIR (RFC 9410)? */
bool sip_cause_is_status(const sip_cause *cause);

/* Does the message name a location that is known (RFC 8606 §4)? */
bool sip_cause_knows_location(const sip_cause_kinds *kinds, const char *location);

/* The status that RFC 3398 §7.2.4.1 makes of a Q.850 cause; 0: it says nothing. */
unsigned sip_cause_status(const sip_cause *cause);

/* The Q.850 cause of a final response that goes with its status by neither table of RFC 3398
 * (§7.2.4.1, §8.2.6.1), which differ; NULL: there is none. */
const sip_cause *sip_causes_mismatch(const sip_causes *causes, const sip_code *row,
                                     unsigned status);

#endif
