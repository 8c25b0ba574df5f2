/* auth.c - logins: challenges, the credentials they ask for, and whether these were taken.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "auth.h"

#include <string.h>

bool sip_auth_param(sip_slice value, const char *name, sip_slice *param)
{
    const char *blank = value.len > 0 ? memchr(value.ptr, ' ', value.len) : NULL;
    size_t len = strlen(name);
    sip_slice item;

    if (!blank)
        return false;
    value = (sip_slice){ blank, (size_t)(value.ptr + value.len - blank) }; /* behind the scheme */
    while (sip_value_next(&value, &item)) {
        if (item.len <= len || item.ptr[len] != '='
            || g_ascii_strncasecmp(item.ptr, name, len) != 0)
            continue;
        *param = sip_slice_trim((sip_slice){ item.ptr + len + 1, item.len - len - 1 });
        if (param->len >= 2 && param->ptr[0] == '"')
            *param = (sip_slice){ param->ptr + 1, param->len - 2 };
        return true;
    }
    return false;
}

static bool is_filled(sip_slice credentials, const char *name)
{
    sip_slice param;

    return sip_auth_param(credentials, name, &param) && param.len > 0;
}

static uint64_t credentials_in(sip_slice header)
{
    return is_filled(header, "response") || is_filled(header, "auts") ? sip_digest(header) : 0;
}

uint64_t sip_auth_credentials(const sip_message *msg)
{
    uint64_t server = credentials_in(msg->first[SIP_HEADER_AUTHORIZATION]);
    uint64_t proxy = credentials_in(msg->first[SIP_HEADER_PROXY_AUTHORIZATION]);

    return server * 31 + proxy;
}

bool sip_auth_has_auts(const sip_message *msg)
{
    return is_filled(msg->first[SIP_HEADER_AUTHORIZATION], "auts")
           || is_filled(msg->first[SIP_HEADER_PROXY_AUTHORIZATION], "auts");
}

/* Digest of the nonce in a challenge or in credentials; 0: none. */
static uint64_t nonce_of(sip_slice value)
{
    sip_slice nonce;

    return sip_auth_param(value, "nonce", &nonce) && nonce.len > 0 ? sip_digest(nonce) : 0;
}

/* AKAv1-MD5 and its successors (RFC 3310 §3.1, RFC 4169 §3). */
bool sip_auth_is_aka(sip_slice challenge)
{
    sip_slice algorithm;

    return sip_auth_param(challenge, "algorithm", &algorithm) && algorithm.len >= 4
           && g_ascii_strncasecmp(algorithm.ptr, "AKAv", 4) == 0;
}

/* Place of the challenge's realm. */
static unsigned realm_of(sip_logins *logins, sip_slice challenge)
{
    sip_slice realm = { "", 0 };
    uint64_t digest;
    unsigned i = 0;

    sip_auth_param(challenge, "realm", &realm);
    digest = sip_digest(realm);
    while (i < SIP_REALMS_MAX - 1 && logins->count[i] > 0 && logins->realms[i] != digest)
        i++;
    logins->realms[i] = digest;
    return i;
}

/* A challenge, again after credentials, is a normal step only when it says that the nonce was
 * stale, or when it answers auts (RFC 3261 §22.1, RFC 3310 §3.4, TS 24.229 §5.1.1.5). */
static sip_login judge(const sip_logins *logins, unsigned realm, sip_slice challenge,
                       const sip_facts *facts)
{
    const sip_facts *request = facts->transaction->request;
    bool brought = request && request->credentials != 0;
    sip_slice stale;

    if (sip_auth_param(challenge, "stale", &stale) && sip_slice_equal_nocase(stale, "true"))
        return SIP_LOGIN_STALE;
    if (request && request->login == SIP_LOGIN_RESYNC)
        return SIP_LOGIN_ASKED;
    if (logins->count[realm] > SIP_CHALLENGES_NORMAL || (brought && request->nonce == facts->nonce))
        return SIP_LOGIN_REPEATED;
    return logins->count[realm] > 1 && brought ? SIP_LOGIN_FAILED : SIP_LOGIN_ASKED;
}

static void take_challenge(sip_logins *logins, sip_slice challenge, sip_facts *facts)
{
    const sip_facts *request = facts->transaction->request;
    unsigned realm = realm_of(logins, challenge);

    facts->nonce = nonce_of(challenge);
    logins->challenged = true;
    logins->aka = logins->aka || sip_auth_is_aka(challenge);
    if (logins->count[realm] > 0 && logins->nonces[realm] == facts->nonce
        && logins->cseqs[realm] == facts->transaction->cseq) {
        facts->login = logins->logins[realm]; /* the same one, passed on over another hop */
        return;
    }
    if (request && request->credentials == 0)
        logins->count[realm] = 0; /* who does not log in is asked to, however often */
    if (logins->count[realm] < UINT8_MAX)
        logins->count[realm]++;
    facts->login = (uint8_t)judge(logins, realm, challenge, facts);
    logins->nonces[realm] = facts->nonce;
    logins->cseqs[realm] = facts->transaction->cseq;
    logins->logins[realm] = facts->login;
}

static void take_request(const sip_message *msg, sip_facts *facts)
{
    sip_slice header = msg->first[SIP_HEADER_AUTHORIZATION];

    facts->credentials = sip_auth_credentials(msg);
    if (facts->credentials == 0)
        return;
    facts->nonce = nonce_of(header.ptr ? header : msg->first[SIP_HEADER_PROXY_AUTHORIZATION]);
    facts->login = sip_auth_has_auts(msg) ? SIP_LOGIN_RESYNC : SIP_LOGIN_CREDENTIALS;
}

void sip_auth_take(sip_logins *logins, const sip_message *msg, sip_facts *facts)
{
    sip_slice challenge = msg->first[SIP_HEADER_WWW_AUTHENTICATE];

    if (!challenge.ptr)
        challenge = msg->first[SIP_HEADER_PROXY_AUTHENTICATE];
    if (msg->kind == SIP_REQUEST)
        take_request(msg, facts);
    else if (facts->row->verdict == SIP_VERDICT_CHALLENGE)
        take_challenge(logins, challenge, facts);
    else if (facts->status >= 200)
        memset(logins->count, 0, sizeof logins->count);
}
