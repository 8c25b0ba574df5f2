/* ims_body.h - what an IMS network says in a body: application/3gpp-ims+xml (TS 24.229 §7.6).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_IMS_BODY_H
#define SIPCODE_IMS_BODY_H

#include "arena.h"
#include "message.h"

/* Bytes kept of each text. */
#define SIP_IMS_TEXT_MAX 256

/* Its alternative-service. */
typedef struct {
    const char *type;   /* emergency, restoration ...; NULL: none */
    const char *action; /* emergency-registration, initial-registration ...; NULL: none */
    const char *reason; /* for people; NULL: none */
} sip_ims_body;

/* The alternative-service of the message's body, or of a part of it, in ARENA. NULL: there is none,
 * or it is no XML. */
const sip_ims_body *sip_ims_body_read(sip_arena *arena, const sip_message *msg);

#endif
