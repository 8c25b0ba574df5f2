/* auth.h - logins: challenges, the credentials they ask for, and whether these were taken.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_AUTH_H
#define SIPCODE_AUTH_H

#include "facts.h"

/* Realms of a call whose challenges are counted; those behind count as one. */
#define SIP_REALMS_MAX 4
/* The first challenge is a step of every login, a second one may be, a third is none. */
#define SIP_CHALLENGES_NORMAL 2

/* The challenges of a call so far. All zero is none. */
typedef struct {
    uint64_t realms[SIP_REALMS_MAX]; /* digests */
    uint8_t count[SIP_REALMS_MAX];   /* in a row, without another final response in between */
    uint64_t nonces[SIP_REALMS_MAX]; /* of the last challenge, with the CSeq number it answered */
    uint32_t cseqs[SIP_REALMS_MAX];
    uint8_t logins[SIP_REALMS_MAX]; /* what it was: sip_login */
    bool challenged, aka;           /* ever; with an AKA algorithm */
} sip_logins;

/* Digest of what the request proves who sent it by (Authorization, Proxy-Authorization); 0: it does
 * not. Credentials without a response, as the first REGISTER of an IMS UE has them, prove nothing
 * (TS 24.229 §5.1.1.2). */
uint64_t sip_auth_credentials(const sip_message *msg);

/* Does the UE ask for resynchronisation: credentials with auts (RFC 3310 §3.4)? */
bool sip_auth_has_auts(const sip_message *msg);

/* Does the challenge ask for AKA? */
bool sip_auth_is_aka(sip_slice challenge);

/* Parameter NAME of the first challenge or credentials in VALUE, without quotes. False: absent. */
bool sip_auth_param(sip_slice value, const char *name, sip_slice *param);

/* Follows the login: for a request what it brings, for a final response whether it asks again. Sets
 * credentials, nonce and login of FACTS. */
void sip_auth_take(sip_logins *logins, const sip_message *msg, sip_facts *facts);

#endif
