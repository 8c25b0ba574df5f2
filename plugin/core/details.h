/* details.h - what is told of one message alone: rules it breaks, causes it names, its bodies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_DETAILS_H
#define SIPCODE_DETAILS_H

#include "facts.h"
#include "ims_body.h"
#include "tables.h"

/* Bytes kept of a value that is compared. */
#define SIP_COMPARED_MAX 256
/* Via values among which one that stands there twice is looked for. */
#define SIP_LOOP_HOPS_MAX 70

/* What a refusal wants, beside what was asked for. The words are in [compare], under the code. */
typedef struct {
    const char *asked;  /* "": nothing */
    const char *wanted; /* likewise */
} sip_comparison;

/* What a NOTIFY after REFER says of the transfer (RFC 3515 §2.4.5): a status line in its body. */
typedef struct {
    unsigned status;
    const char *phrase; /* as sent, up to SIP_COMPARED_MAX bytes */
} sip_fragment;

struct sip_details {
    const sip_breach *breaches;       /* rules that are broken; NULL: none */
    const sip_causes *causes;         /* NULL: none named */
    const sip_cause *mismatch;        /* which goes with the code by no table; NULL: none */
    const sip_ims_body *ims;          /* NULL: none */
    const sip_comparison *comparison; /* NULL: nothing to compare */
    const sip_fragment *fragment;     /* NULL: none */
};

/* All of it, in ARENA; NULL: there is nothing to tell. The message's call is known. */
const sip_details *sip_details_read(const sip_tables *tables, sip_arena *arena,
                                    const sip_message *msg, const sip_facts *facts);

#endif
