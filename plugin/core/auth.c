/* auth.c - logins: challenges, the credentials they ask for, and whether these were taken.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "auth.h"

#include <string.h>

/* Takes the scheme off VALUE: what stands before the first blank. */
static bool skip_scheme(sip_slice *value)
{
    size_t i = 0;

    while (i < value->len && !g_ascii_isspace(value->ptr[i]))
        i++;
    if (i == value->len)
        return false;
    *value = (sip_slice){ value->ptr + i, value->len - i };
    return true;
}

/* Behind the "=" of ITEM, if it is the parameter NAME (RFC 3261 §25.1: blanks may stand around it).
 */
static bool is_param(sip_slice item, const char *name, sip_slice *param)
{
    const char *equals = memchr(item.ptr, '=', item.len);

    if (!equals
        || !sip_slice_equal_nocase(
            sip_slice_trim((sip_slice){ item.ptr, (size_t)(equals - item.ptr) }), name))
        return false;
    *param = sip_slice_trim((sip_slice){ equals + 1, (size_t)(item.ptr + item.len - equals - 1) });
    return true;
}

bool sip_auth_param(sip_slice value, const char *name, sip_slice *param)
{
    sip_slice item;

    if (!skip_scheme(&value))
        return false;
    while (sip_value_next(&value, &item)) {
        if (!is_param(item, name, param))
            continue;
        if (param->len > 0 && param->ptr[0] == '"') {
            bool closed = param->len >= 2 && param->ptr[param->len - 1] == '"';

            *param = (sip_slice){ param->ptr + 1, param->len - (closed ? 2 : 1) };
        }
        return true;
    }
    return false;
}

static bool is_filled(sip_slice credentials, const char *name)
{
    sip_slice param;

    return sip_auth_param(credentials, name, &param) && param.len > 0;
}

/* The headers of a login: of a server, of a proxy (RFC 3261 §22.2, §22.3). */
static const sip_header_id challenges[] = { SIP_HEADER_WWW_AUTHENTICATE,
                                            SIP_HEADER_PROXY_AUTHENTICATE };
static const sip_header_id credentials[] = { SIP_HEADER_AUTHORIZATION,
                                             SIP_HEADER_PROXY_AUTHORIZATION };

/* Does the row answer a challenge? With an empty response, too: so says a UE that the network
 * failed to authenticate itself (TS 24.229 §5.1.1.5); a first REGISTER has no nonce either. */
static bool is_answer(sip_slice row)
{
    sip_slice response;

    return is_filled(row, "response") || is_filled(row, "auts")
           || (is_filled(row, "nonce") && sip_auth_param(row, "response", &response));
}

/* Do the credentials say that the network failed to authenticate itself: an empty response, no auts
 * (TS 24.229 §5.1.1.5)? */
static bool rejects(sip_slice row)
{
    sip_slice response;

    return sip_auth_param(row, "response", &response) && response.len == 0
           && !is_filled(row, "auts");
}

uint64_t sip_auth_credentials(const sip_message *msg)
{
    uint64_t digest = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(credentials); i++) {
        sip_rows rows = sip_message_rows(msg, credentials[i]);
        sip_slice row;

        while (sip_rows_next(&rows, &row))
            if (is_answer(row))
                digest = digest * 31 + sip_digest(row);
    }
    return digest;
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
static bool is_aka(sip_slice challenge)
{
    sip_slice algorithm;

    return sip_auth_param(challenge, "algorithm", &algorithm) && algorithm.len >= 4
           && g_ascii_strncasecmp(algorithm.ptr, "AKAv", 4) == 0;
}

/* Is a challenge of the message of the kind that TEST asks for? */
static bool any_challenge(const sip_message *msg, bool (*test)(sip_slice))
{
    for (unsigned i = 0; i < G_N_ELEMENTS(challenges); i++) {
        sip_rows rows = sip_message_rows(msg, challenges[i]);
        sip_slice row;

        while (sip_rows_next(&rows, &row))
            if (test(row))
                return true;
    }
    return false;
}

bool sip_auth_is_aka(const sip_message *msg)
{
    return any_challenge(msg, is_aka);
}

static bool is_stale(sip_slice challenge)
{
    sip_slice stale;

    return sip_auth_param(challenge, "stale", &stale) && sip_slice_equal_nocase(stale, "true");
}

/* {{{ realms */

/* The realm that challenge or credentials name. With more realms than are counted, the one that was
 * met first makes room: then its next challenge counts as its first. */
static sip_realm *realm_of(sip_logins *logins, sip_slice value)
{
    sip_slice name = { "", 0 };
    sip_realm *realm;
    uint64_t digest;

    sip_auth_param(value, "realm", &name);
    digest = sip_digest(name);
    for (unsigned i = 0; i < SIP_REALMS_MAX; i++)
        if (logins->realms[i].known && logins->realms[i].name == digest)
            return &logins->realms[i];
    realm = &logins->realms[logins->next++ % SIP_REALMS_MAX];
    *realm = (sip_realm){ .name = digest, .known = true };
    return realm;
}

/* A challenge, again after credentials, is a normal step only when it says that the nonce was
 * stale, or when it answers auts or a challenge that was rejected (RFC 3261 §22.1, RFC 3310 §3.4,
 * TS 24.229 §5.1.1.5). */
static sip_login judge(const sip_realm *realm, uint64_t nonce, bool stale, const sip_facts *facts)
{
    const sip_facts *request = facts->transaction->request;
    bool brought = request && request->credentials != 0;
    bool same_nonce =
        brought && realm->brought == nonce && realm->brought_cseq == facts->transaction->cseq;

    if (stale)
        return SIP_LOGIN_STALE;
    if (request && request->login == SIP_LOGIN_RESYNC)
        return SIP_LOGIN_ASKED;
    if (realm->count > SIP_CHALLENGES_NORMAL || same_nonce)
        return SIP_LOGIN_REPEATED;
    return realm->count > 1 && brought && !realm->rejected ? SIP_LOGIN_FAILED : SIP_LOGIN_ASKED;
}

/* Is it the realm's last challenge once more: passed on over another hop, or offered in another
 * way, as RFC 8760 §2.4 has it? */
static bool is_known(sip_realm *realm, uint64_t nonce, const sip_transaction *transaction)
{
    if (realm->count == 0 || realm->asked_in->cseq != transaction->cseq
        || (realm->asked_in != transaction && realm->asked != nonce))
        return false;
    realm->asked_in = transaction;
    return true;
}

/* What one challenge of the response is. */
static sip_login take_challenge(sip_logins *logins, sip_slice challenge, bool stale,
                                const sip_facts *facts)
{
    const sip_facts *request = facts->transaction->request;
    sip_realm *realm = realm_of(logins, challenge);
    uint64_t nonce = nonce_of(challenge);

    if (is_known(realm, nonce, facts->transaction))
        return (sip_login)realm->login;
    /* Who does not log in is asked to, however often; and who is not seen to may not have. */
    if (!request || request->credentials == 0)
        realm->count = 0;
    if (realm->count < UINT8_MAX)
        realm->count++;
    realm->asked = nonce;
    realm->asked_in = facts->transaction;
    realm->login = (uint8_t)judge(realm, nonce, stale, facts);
    return (sip_login)realm->login;
}

/* A response may bring several challenges (RFC 3261 §16.7 item 7): what is worst counts, and the
 * order of sip_login is that of getting worse. */
static void take_challenges(sip_logins *logins, const sip_message *msg, sip_facts *facts)
{
    bool stale = any_challenge(msg, is_stale);

    logins->challenged = true;
    logins->aka = logins->aka || sip_auth_is_aka(msg);
    facts->login = SIP_LOGIN_ASKED;
    for (unsigned i = 0; i < G_N_ELEMENTS(challenges); i++) {
        sip_rows rows = sip_message_rows(msg, challenges[i]);
        sip_slice row;

        while (sip_rows_next(&rows, &row)) {
            sip_login login = take_challenge(logins, row, stale, facts);

            facts->login = MAX(facts->login, (uint8_t)login);
        }
    }
}

/* }}} */

static void take_request(sip_logins *logins, const sip_message *msg, sip_facts *facts)
{
    facts->credentials = sip_auth_credentials(msg);
    if (facts->credentials == 0)
        return;
    facts->login = sip_auth_has_auts(msg) ? SIP_LOGIN_RESYNC : SIP_LOGIN_CREDENTIALS;
    for (unsigned i = 0; i < G_N_ELEMENTS(credentials); i++) {
        sip_rows rows = sip_message_rows(msg, credentials[i]);
        sip_slice row;

        while (sip_rows_next(&rows, &row)) {
            sip_realm *realm = realm_of(logins, row);

            realm->brought = nonce_of(row);
            realm->rejected = rejects(row);
            realm->brought_cseq = facts->transaction->cseq;
        }
    }
}

void sip_auth_take(sip_logins *logins, const sip_message *msg, sip_facts *facts)
{
    if (msg->kind == SIP_REQUEST)
        take_request(logins, msg, facts);
    else if (facts->row->verdict == SIP_VERDICT_CHALLENGE)
        take_challenges(logins, msg, facts);
    else if (facts->status >= 200)
        for (unsigned i = 0; i < SIP_REALMS_MAX; i++)
            logins->realms[i].count = 0;
}
