/* auth.h - logins: challenges, the credentials they ask for, and whether these were taken.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_AUTH_H
#define SIPCODE_AUTH_H

#include "facts.h"

/* Realms of a call whose challenges are counted. */
#define SIP_REALMS_MAX 4
/* The first challenge is a step of every login, a second one may be, a third is none. */
#define SIP_CHALLENGES_NORMAL 2

/* A realm and how the login there goes. */
typedef struct {
    uint64_t name;                   /* digest */
    uint64_t asked, brought;         /* digests of the nonces last asked with, last brought */
    const sip_transaction *asked_in; /* where the last challenge came */
    uint32_t brought_cseq;           /* CSeq number of those credentials */
    uint8_t count;                   /* challenges, without another final response in between */
    uint8_t login;                   /* what the last one was: sip_login */
    bool rejected; /* AKA: the UE said that the network failed to authenticate itself */
    bool known;
} sip_realm;

/* The logins of a call. All zero is none. */
typedef struct {
    sip_realm realms[SIP_REALMS_MAX];
    uint8_t next;         /* place of the realm that comes next */
    bool challenged, aka; /* ever; with an AKA algorithm */
} sip_logins;

/* Digest of what the request proves who sent it by (Authorization, Proxy-Authorization); 0: it does
 * not. Credentials without a response, as the first REGISTER of an IMS UE has them, prove nothing
 * (TS 24.229 §5.1.1.2). */
uint64_t sip_auth_credentials(const sip_message *msg);

/* Does the UE ask for resynchronisation: credentials with auts (RFC 3310 §3.4)? */
bool sip_auth_has_auts(const sip_message *msg);

/* Does a challenge of the response ask for AKA? */
bool sip_auth_is_aka(const sip_message *msg);

/* Parameter NAME of the first challenge or credentials in VALUE, without quotes. False: absent. */
bool sip_auth_param(sip_slice value, const char *name, sip_slice *param);

/* Follows the login: for a request what it brings, for a final response whether it asks again. Sets
 * credentials and login of FACTS. */
void sip_auth_take(sip_logins *logins, const sip_message *msg, sip_facts *facts);

#endif
