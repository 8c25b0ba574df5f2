/* test_auth.c - logins: what each challenge and each request is to them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "auth.h"

#include "feed.h"

#include <string.h>

/* {{{ parameters */

static const struct {
    sip_slice value;
    const char *name;
    sip_slice param; /* absent when there is none */
} params[] = {
    { BYTES("Digest realm=\"r\", nonce=\"n\""), "realm", BYTES("r") },
    { BYTES("Digest realm=\"r\", nonce=\"n\""), "nonce", BYTES("n") },
    { BYTES("Digest realm=\"r\",nonce=\"n\""), "nonce", BYTES("n") },
    { BYTES("Digest REALM=\"r\""), "realm", BYTES("r") },
    { BYTES("Digest realm=\"r\", Nonce=\"N\""), "nonce", BYTES("N") },
    { BYTES("Digest   realm=\"r\""), "realm", BYTES("r") },
    { BYTES("Digest realm=\"r\",\r\n nonce=\"n\""), "nonce", BYTES("n") },
    { BYTES("Digest realm=\"r\", stale=true"), "stale", BYTES("true") },
    { BYTES("Digest algorithm=AKAv1-MD5"), "algorithm", BYTES("AKAv1-MD5") },
    { BYTES("Digest nonce= \"n\""), "nonce", BYTES("n") },
    { BYTES("Digest nonce=\"\""), "nonce", BYTES("") },
    { BYTES("Digest nonce=, realm=\"r\""), "nonce", BYTES("") },
    { BYTES("Digest realm=\"a, nonce=b\", nonce=\"n\""), "nonce", BYTES("n") },
    { BYTES("Digest nonce=\"a=b==\""), "nonce", BYTES("a=b==") },
    { BYTES("Digest nonce=\"a\0b\""), "nonce", BYTES("a\0b") },
    /* of the first challenge */
    { BYTES("Digest nonce=\"1\", Digest nonce=\"2\""), "nonce", BYTES("1") },
    { BYTES("Digest nonce=\"1\", nonce=\"2\""), "nonce", BYTES("1") },
    /* a name that only begins or ends like it is another */
    { BYTES("Digest cnonce=\"c\""), "nonce", ABSENT },
    { BYTES("Digest nonce-count=\"c\""), "nonce", ABSENT },
    { BYTES("Digest nonce"), "nonce", ABSENT },
    { BYTES("Digest realm=\"r\""), "nonce", ABSENT },
    { BYTES("Digest"), "nonce", ABSENT },
    { BYTES("nonce=\"n\""), "nonce", ABSENT }, /* a scheme stands before it */
    { BYTES(" "), "nonce", ABSENT },
    { BYTES(""), "nonce", ABSENT },
    { ABSENT, "nonce", ABSENT },
};

static void test_param(void)
{
    guarded *memory = guarded_new(1000);

    for (size_t i = 0; i < G_N_ELEMENTS(params); i++) {
        for (guard_side side = 0; side < GUARD_SIDES; side++) {
            sip_slice value = params[i].value, param = ABSENT;
            g_autofree char *where =
                g_strndup(value.ptr ? value.ptr : "(absent)", value.ptr ? value.len : 8);

            if (value.ptr)
                value = guarded_place(memory, value, side);
            if (!sip_auth_param(value, params[i].name, &param))
                param = (sip_slice)ABSENT;
            expect_slice(where, params[i].name, param, params[i].param);
        }
    }
    guarded_free(memory);
}

/* }}} */
/* {{{ logins */

#define ASKS(realm, nonce) "WWW-Authenticate: Digest realm=\"" realm "\", nonce=\"" nonce "\"\r\n"
#define ASKS_MORE(nonce, more) \
    "WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce "\", " more "\r\n"
#define PROXY_ASKS(realm, nonce) \
    "Proxy-Authenticate: Digest realm=\"" realm "\", nonce=\"" nonce "\"\r\n"
#define BRINGS(realm, nonce)                                                    \
    "Authorization: Digest username=\"u\", realm=\"" realm "\", nonce=\"" nonce \
    "\", response=\"0123\"\r\n"
#define PROXY_BRINGS(realm, nonce)                                                    \
    "Proxy-Authorization: Digest username=\"u\", realm=\"" realm "\", nonce=\"" nonce \
    "\", response=\"0123\"\r\n"
#define BRINGS_AUTS(nonce)                                                     \
    "Authorization: Digest username=\"u\", realm=\"r\", nonce=\"" nonce "\", " \
    "response=\"\", auts=\"xyz\"\r\n"
/* The first REGISTER of a UE (TS 24.229 §5.1.1.2.2). */
#define BRINGS_NOTHING \
    "Authorization: Digest username=\"u\", realm=\"r\", nonce=\"\", response=\"\"\r\n"

#define BEGINS                                       \
    {                                                \
        REQ("REGISTER", 1, .to = ""), SIP_LOGIN_NONE \
    }
#define IS_ASKED(nonce)                                                       \
    {                                                                         \
        RES(401, "REGISTER", 1, .headers = ASKS("r", nonce)), SIP_LOGIN_ASKED \
    }
#define LOGS_IN(n, nonce)                                                        \
    {                                                                            \
        REQ("REGISTER", n, .headers = BRINGS("r", nonce)), SIP_LOGIN_CREDENTIALS \
    }
#define AGAIN(n, nonce, login)                                      \
    {                                                               \
        RES(401, "REGISTER", n, .headers = ASKS("r", nonce)), login \
    }

static const struct {
    const char *name;
    struct {
        step step;
        sip_login login;
    } steps[14];
} logins[] = {
    { "taken", { BEGINS, IS_ASKED("1"), LOGS_IN(2, "1"), { RES(200, "REGISTER", 2), 0 } } },
    { "not taken", { BEGINS, IS_ASKED("1"), LOGS_IN(2, "1"), AGAIN(2, "2", SIP_LOGIN_FAILED) } },
    { "not taken twice",
      { BEGINS, IS_ASKED("1"), LOGS_IN(2, "1"), AGAIN(2, "2", SIP_LOGIN_FAILED), LOGS_IN(3, "2"),
        AGAIN(3, "3", SIP_LOGIN_REPEATED), LOGS_IN(4, "3"), AGAIN(4, "4", SIP_LOGIN_REPEATED) } },
    { "the same nonce",
      { BEGINS, IS_ASKED("1"), LOGS_IN(2, "1"), AGAIN(2, "1", SIP_LOGIN_REPEATED) } },
    { "the same nonce at once", { LOGS_IN(1, "1"), AGAIN(1, "1", SIP_LOGIN_REPEATED) } },
    { "the same nonce of a proxy",
      { { REQ("INVITE", 1, .headers = PROXY_BRINGS("p", "1")), SIP_LOGIN_CREDENTIALS },
        { RES(407, "INVITE", 1, .headers = PROXY_ASKS("p", "1")), SIP_LOGIN_REPEATED } } },
    { "an old nonce that the registrar has forgotten",
      { LOGS_IN(1, "0"), IS_ASKED("1"), LOGS_IN(2, "1"), { RES(200, "REGISTER", 2), 0 } } },
    { "stale",
      { BEGINS,
        IS_ASKED("1"),
        LOGS_IN(2, "1"),
        { RES(401, "REGISTER", 2, .headers = ASKS_MORE("2", "stale=true")), SIP_LOGIN_STALE } } },
    { "stale in another case and quoted",
      { LOGS_IN(1, "1"),
        { RES(401, "REGISTER", 1, .headers = ASKS_MORE("2", "STALE=\"TRUE\"")),
          SIP_LOGIN_STALE } } },
    { "stale, though the nonce is the same",
      { LOGS_IN(1, "1"),
        { RES(401, "REGISTER", 1, .headers = ASKS_MORE("1", "stale=true")), SIP_LOGIN_STALE } } },
    { "not stale",
      { BEGINS,
        IS_ASKED("1"),
        LOGS_IN(2, "1"),
        { RES(401, "REGISTER", 2, .headers = ASKS_MORE("2", "stale=false")), SIP_LOGIN_FAILED } } },
    { "resynchronised",
      { { REQ("REGISTER", 1, .headers = BRINGS_NOTHING), SIP_LOGIN_NONE },
        { RES(401, "REGISTER", 1, .headers = ASKS_MORE("1", "algorithm=AKAv1-MD5")),
          SIP_LOGIN_ASKED },
        { REQ("REGISTER", 2, .headers = BRINGS_AUTS("1")), SIP_LOGIN_RESYNC },
        { RES(401, "REGISTER", 2, .headers = ASKS_MORE("2", "algorithm=AKAv1-MD5")),
          SIP_LOGIN_ASKED },
        LOGS_IN(3, "2"),
        { RES(200, "REGISTER", 3), 0 } } },
    { "never tries",
      { BEGINS,
        IS_ASKED("1"),
        { REQ("REGISTER", 2), 0 },
        AGAIN(2, "2", SIP_LOGIN_ASKED),
        { REQ("REGISTER", 3), 0 },
        AGAIN(3, "3", SIP_LOGIN_ASKED),
        { REQ("REGISTER", 4), 0 },
        AGAIN(4, "4", SIP_LOGIN_ASKED) } },
    { "once more after it was taken",
      { BEGINS,
        IS_ASKED("1"),
        LOGS_IN(2, "1"),
        { RES(200, "REGISTER", 2), 0 },
        LOGS_IN(3, "1"),
        AGAIN(3, "2", SIP_LOGIN_ASKED),
        LOGS_IN(4, "2"),
        { RES(200, "REGISTER", 4), 0 } } },
    { "refused otherwise in between",
      { BEGINS,
        IS_ASKED("1"),
        LOGS_IN(2, "1"),
        { RES(500, "REGISTER", 2), 0 },
        LOGS_IN(3, "1"),
        AGAIN(3, "2", SIP_LOGIN_ASKED) } },
    { "a provisional response changes nothing",
      { BEGINS,
        IS_ASKED("1"),
        LOGS_IN(2, "1"),
        { RES(100, "REGISTER", 2), 0 },
        AGAIN(2, "2", SIP_LOGIN_FAILED) } },
    { "a proxy and a server",
      { { REQ("INVITE", 1), 0 },
        { RES(407, "INVITE", 1, .headers = PROXY_ASKS("p", "1")), SIP_LOGIN_ASKED },
        { REQ("ACK", 1, .to = "b", .refused = true), 0 },
        { REQ("INVITE", 2, .headers = PROXY_BRINGS("p", "1")), SIP_LOGIN_CREDENTIALS },
        { RES(401, "INVITE", 2, .headers = ASKS("s", "2")), SIP_LOGIN_ASKED },
        { REQ("ACK", 2, .to = "b", .refused = true), 0 },
        { REQ("INVITE", 3, .headers = PROXY_BRINGS("p", "1") BRINGS("s", "2")),
          SIP_LOGIN_CREDENTIALS },
        { RES(200, "INVITE", 3), 0 } } },
    { "as many realms as are counted",
      { { REQ("INVITE", 1), 0 },
        { RES(407, "INVITE", 1, .headers = PROXY_ASKS("p", "1")), SIP_LOGIN_ASKED },
        { REQ("INVITE", 2, .headers = PROXY_BRINGS("p", "1")), SIP_LOGIN_CREDENTIALS },
        { RES(407, "INVITE", 2, .headers = PROXY_ASKS("q", "2")), SIP_LOGIN_ASKED },
        { REQ("INVITE", 3, .headers = PROXY_BRINGS("q", "2")), SIP_LOGIN_CREDENTIALS },
        { RES(407, "INVITE", 3, .headers = PROXY_ASKS("r", "3")), SIP_LOGIN_ASKED },
        { REQ("INVITE", 4, .headers = PROXY_BRINGS("r", "3")), SIP_LOGIN_CREDENTIALS },
        { RES(407, "INVITE", 4, .headers = PROXY_ASKS("s", "4")), SIP_LOGIN_ASKED },
        { REQ("INVITE", 5, .headers = PROXY_BRINGS("s", "4")), SIP_LOGIN_CREDENTIALS },
        { RES(407, "INVITE", 5, .headers = PROXY_ASKS("q", "5")), SIP_LOGIN_FAILED } } },
    { "a copy of a challenge counts once",
      { BEGINS,
        IS_ASKED("1"),
        { RES(401, "REGISTER", 1, .headers = ASKS("r", "1")), 0 },
        LOGS_IN(2, "1"),
        AGAIN(2, "2", SIP_LOGIN_FAILED) } },
    { "nothing asked for, nothing readable",
      { { REQ("REGISTER", 1, .headers = "Authorization:\r\n"), 0 },
        { RES(401, "REGISTER", 1), SIP_LOGIN_ASKED },
        { REQ("REGISTER", 2, .headers = "Authorization: Digest\r\n"), 0 },
        { RES(401, "REGISTER", 2, .headers = "WWW-Authenticate: ,,=\"\r\n"), SIP_LOGIN_ASKED } } },
    { "the request is not in the capture",
      { { RES(401, "REGISTER", 1, .headers = ASKS("r", "1")), SIP_LOGIN_ASKED },
        { RES(401, "REGISTER", 2, .headers = ASKS("r", "1")), SIP_LOGIN_ASKED } } },
    { "other responses ask for nothing",
      { LOGS_IN(1, "1"), { RES(403, "REGISTER", 1, .headers = ASKS("r", "1")), 0 } } },
};

static void test_login(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(logins); i++) {
        flow *f = flow_new();

        for (size_t k = 0; logins[i].steps[k].step.method; k++) {
            g_autofree char *where = g_strdup_printf("%s, message %zu", logins[i].name, k + 1);
            const sip_facts *facts = flow_feed(f, &logins[i].steps[k].step);

            expect_number(where, "login", facts->login, (long)logins[i].steps[k].login);
        }
        flow_free(f);
    }
}

/* More realms than are counted count as one: no memory is overrun, and those before stay apart. */
static void test_many_realms(void)
{
    flow *f = flow_new();

    for (unsigned i = 1; i <= 1000; i++) {
        g_autofree char *asks = g_strdup_printf(ASKS("r%u", "%u"), i, i);
        g_autofree char *brings = g_strdup_printf(BRINGS("r%u", "%u"), i, i);
        const sip_facts *facts;

        FEED(f, REQ("INVITE", i, .headers = brings));
        facts = FEED(f, RES(401, "INVITE", i, .headers = asks));
        g_assert_cmpint(facts->login, ==, SIP_LOGIN_REPEATED); /* the same nonce */
    }
    FEED(f, REQ("INVITE", 2000));
    g_assert_cmpint(FEED(f, RES(401, "INVITE", 2000, .headers = ASKS("r1", "x")))->login, ==,
                    SIP_LOGIN_ASKED);
    flow_free(f);
}

/* A count does not run over. */
static void test_many_challenges(void)
{
    flow *f = flow_new();

    for (unsigned i = 1; i <= 600; i++) {
        g_autofree char *asks = g_strdup_printf(ASKS("r", "%u"), i + 1);
        g_autofree char *brings = g_strdup_printf(BRINGS("r", "%u"), i);
        const sip_facts *facts;

        FEED(f, REQ("REGISTER", i, .headers = brings));
        facts = FEED(f, RES(401, "REGISTER", i, .headers = asks));
        g_assert_cmpint(facts->login, ==,
                        i == 1   ? SIP_LOGIN_ASKED
                        : i == 2 ? SIP_LOGIN_FAILED
                                 : SIP_LOGIN_REPEATED);
    }
    flow_free(f);
}

/* }}} */
/* {{{ credentials */

static const struct {
    const char *headers;
    bool proves, auts;
} credentials[] = {
    { NULL, false, false },
    { BRINGS("r", "1"), true, false },
    { PROXY_BRINGS("r", "1"), true, false },
    { BRINGS_NOTHING, false, false },
    { BRINGS_AUTS("1"), true, true },
    { "Proxy-Authorization: Digest nonce=\"1\", auts=\"x\"\r\n", true, true },
    { "Authorization: Digest nonce=\"1\", auts=\"\"\r\n", false, false },
    { "Authorization: Digest nonce=\"1\"\r\n", false, false },
    { "Authorization: Digest nonce=\"1\", response=abc\r\n", true, false },
    { "Authorization: response=abc\r\n", false, false },
};

static void test_credentials(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(credentials); i++) {
        g_autofree char *where = g_strdup_printf("credentials %zu", i);
        g_autofree char *text =
            step_text(&(step)REQ("REGISTER", 1, .headers = credentials[i].headers));
        sip_message msg;
        size_t pos = 0;

        g_assert_true(sip_message_next(slice_of(text), &pos, &msg));
        expect_number(where, "proves", sip_auth_credentials(&msg) != 0, credentials[i].proves);
        expect_number(where, "auts", sip_auth_has_auts(&msg), credentials[i].auts);
    }
}

/* }}} */

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/auth/param", test_param);
    g_test_add_func("/auth/login", test_login);
    g_test_add_func("/auth/many-realms", test_many_realms);
    g_test_add_func("/auth/many-challenges", test_many_challenges);
    g_test_add_func("/auth/credentials", test_credentials);
    return feed_end();
}
