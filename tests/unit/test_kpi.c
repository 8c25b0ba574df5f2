/* test_kpi.c - the metrics of RFC 6076, against cases counted by hand.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kpi.h"

#include "call.h"
#include "feed.h"

#define STEPS_MAX 20
#define VALUES_MAX 4

/* Longer than timers B and F, 64*T1, which are 32 s, and 128 s in IMS access. */
#define LONG 33000
#define IMS_LONG 129000

#define CHALLENGE(nonce) "WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce "\"\r\n"
#define STALE(nonce) "WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce "\", stale=true\r\n"
#define LOGIN(nonce) "Authorization: Digest realm=\"r\", nonce=\"" nonce "\", response=\"1\"\r\n"

/* What a capture must give. What is not named must not be there. */
typedef struct {
    const char *name;
    step steps[STEPS_MAX];
    int wait;                                    /* ms that the capture goes on behind the last */
    int delays[SIP_KPI_DELAY_COUNT][VALUES_MAX]; /* ms, each value */
    sip_kpi_share ratios[SIP_KPI_RATIO_COUNT];
    unsigned counts[SIP_KPI_COUNT_COUNT];
} capture;

/* {{{ checking */

static sip_kpi_result *results_of(flow *f, const step *steps, int wait, unsigned only_hop)
{
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result;

    for (const step *s = steps; s->method; s++) {
        const sip_facts *facts = flow_feed(f, s);

        if (only_hop == 0 || facts->hop == only_hop)
            sip_kpi_take(kpi, facts);
    }
    result = sip_kpi_results(kpi, f->seen.time + wait * MS, NULL);
    sip_kpi_free(kpi);
    return result;
}

static void check_delay(const char *name, unsigned which, const sip_kpi_figures *got,
                        const int *expected)
{
    g_autofree char *what = g_strdup_printf("delay %u", which);
    int n = 0, min = expected[0], max = expected[0];
    int64_t sum = 0;

    for (; n < VALUES_MAX && expected[n] != 0; n++) {
        min = MIN(min, expected[n]);
        max = MAX(max, expected[n]);
        sum += expected[n] * MS;
    }
    expect_number(name, what, (long)got->n, n);
    if (n == 0 || got->n == 0)
        return;
    expect_number(name, what, (long)got->min, min * (long)MS);
    expect_number(name, what, (long)got->max, max * (long)MS);
    expect_number(name, what, (long)got->mean, (long)(sum / n));
}

static void check_row(const capture *c, const sip_kpi_row *row)
{
    for (unsigned i = 0; i < SIP_KPI_DELAY_COUNT; i++)
        check_delay(c->name, i, &row->delays[i], c->delays[i]);
    for (unsigned i = 0; i < SIP_KPI_RATIO_COUNT; i++) {
        g_autofree char *what = g_strdup_printf("ratio %u", i);

        expect_number(c->name, what, row->ratios[i].part, c->ratios[i].part);
        expect_number(c->name, what, row->ratios[i].whole, c->ratios[i].whole);
    }
    for (unsigned i = 0; i < SIP_KPI_COUNT_COUNT; i++) {
        g_autofree char *what = g_strdup_printf("count %u", i);

        expect_number(c->name, what, row->counts[i], c->counts[i]);
    }
}

/* Each capture is of one pair, which has the same metrics as all. */
static void check_capture(const capture *c)
{
    flow *f = flow_new();
    sip_kpi_result *result = results_of(f, c->steps, c->wait, 0);

    check_row(c, &result->all);
    expect_number(c->name, "pairs", result->pairs->len, 1);
    if (result->pairs->len == 1)
        check_row(c, &g_array_index(result->pairs, sip_kpi_row, 0));
    sip_kpi_result_free(result);
    flow_free(f);
}

static void check_captures(const capture *captures, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_capture(&captures[i]);
}

/* SER, SEER, ISA and SCR of one session. */
#define ALL_RATIOS(ser, seer, isa, scr)                                                       \
    {                                                                                         \
        [SIP_KPI_SER] = { ser, 1 }, [SIP_KPI_SEER] = { seer, 1 }, [SIP_KPI_ISA] = { isa, 1 }, \
        [SIP_KPI_SCR] = { scr, 1 },                                                           \
    }
/* An answered one whose end is not known, and so not in SCR. */
#define ANSWERED_RATIOS                                                               \
    {                                                                                 \
        [SIP_KPI_SER] = { 1, 1 }, [SIP_KPI_SEER] = { 1, 1 }, [SIP_KPI_ISA] = { 0, 1 } \
    }
/* One that ends with a 3xx, and so is not in SER and SEER. */
#define REDIRECTED_RATIOS                                   \
    {                                                       \
        [SIP_KPI_ISA] = { 0, 1 }, [SIP_KPI_SCR] = { 0, 1 }, \
    }
#define ONE_SESSION [SIP_KPI_SESSIONS] = 1, [SIP_KPI_INVITES] = 1
#define TRIED_AGAIN [SIP_KPI_SESSIONS] = 1, [SIP_KPI_INVITES] = 2

/* INVITE, 200 after 100 ms, ACK 10 ms later. */
#define ANSWERED REQ("INVITE", 1), RES(200, "INVITE", 1, .after = 100), REQ("ACK", 1, .to = "b")
#define REFUSED(code, number) \
    RES(code, "INVITE", number, .after = 20), REQ("ACK", number, .refused = true)

/* }}} */
/* {{{ session request delay */

static const capture requests[] = {
    { "100 is no status, the first other 1xx is (§4.3.1)",
      { REQ("INVITE", 1), RES(100, "INVITE", 1), RES(183, "INVITE", 1, .after = 100),
        RES(180, "INVITE", 1, .after = 300), RES(200, "INVITE", 1, .after = 2000),
        REQ("ACK", 1, .to = "b") },
      .delays = { [SIP_KPI_SRD] = { 110 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "without one the 200 is (§4.3.1)",
      { REQ("INVITE", 1), RES(100, "INVITE", 1), RES(200, "INVITE", 1, .after = 100) },
      .delays = { [SIP_KPI_SRD] = { 110 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "failed, with a 1xx before (§4.3.2)",
      { REQ("INVITE", 1), RES(100, "INVITE", 1), RES(180, "INVITE", 1, .after = 100),
        RES(486, "INVITE", 1, .after = 900), REQ("ACK", 1, .refused = true) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 110 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "failed, without (§4.3.2)",
      { REQ("INVITE", 1), RES(100, "INVITE", 1), RES(480, "INVITE", 1, .after = 900) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 910 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "challenged: from the first INVITE (§5.3)",
      { REQ("INVITE", 1), REFUSED(407, 1), REQ("INVITE", 2, .headers = LOGIN("1")),
        RES(180, "INVITE", 2, .after = 100), RES(200, "INVITE", 2, .after = 1000) },
      .delays = { [SIP_KPI_SRD] = { 20 + 10 + 10 + 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { TRIED_AGAIN, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "redirected, then answered (§4.3.1)",
      { REQ("INVITE", 1), REFUSED(302, 1), REQ("INVITE", 2), RES(180, "INVITE", 2, .after = 100),
        RES(200, "INVITE", 2, .after = 1000) },
      .delays = { [SIP_KPI_SRD] = { 140 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { TRIED_AGAIN, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "redirected, then refused (§4.3.2)",
      { REQ("INVITE", 1), REFUSED(302, 1), REQ("INVITE", 2), REFUSED(480, 2) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 60 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { TRIED_AGAIN } },
    { "redirected, and that was all",
      { REQ("INVITE", 1), RES(181, "INVITE", 1), REFUSED(302, 1) },
      .ratios = REDIRECTED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_REDIRECTED] = 1, [SIP_KPI_UNMEASURED] = 1 } },
    { "recovered from a failure (§4)",
      { REQ("INVITE", 1), REFUSED(422, 1), REQ("INVITE", 2), RES(180, "INVITE", 2, .after = 100),
        RES(200, "INVITE", 2, .after = 1000) },
      .delays = { [SIP_KPI_SRD] = { 140 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { TRIED_AGAIN, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "a fork each that makes a dialog (§5.4)",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100),
        RES(180, "INVITE", 1, .to = "c", .after = 50), RES(183, "INVITE", 1, .after = 50),
        RES(200, "INVITE", 1, .to = "d", .after = 1000) },
      .delays = { [SIP_KPI_SRD] = { 100, 150, 1200 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "forks of a failed one (§5.4)",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100),
        RES(180, "INVITE", 1, .to = "c", .after = 50), RES(486, "INVITE", 1, .to = "d") },
      .delays = { [SIP_KPI_SRD_FAILED] = { 100, 150 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "a dialog of a later INVITE is no fork",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .to = "c", .after = 100), REFUSED(503, 1),
        REQ("INVITE", 2), RES(180, "INVITE", 2, .after = 100), RES(200, "INVITE", 2) },
      .delays = { [SIP_KPI_SRD] = { 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { TRIED_AGAIN, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "a 180 without a tag makes no dialog",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .to = "", .after = 100),
        RES(200, "INVITE", 1, .after = 1000) },
      .delays = { [SIP_KPI_SRD] = { 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "retransmissions do not reset it (§4)",
      { REQ("INVITE", 1), REQ("INVITE", 1, .after = 500), REQ("INVITE", 1, .after = 1000),
        RES(180, "INVITE", 1, .after = 100), RES(180, "INVITE", 1, .after = 500),
        RES(200, "INVITE", 1, .after = 100), RES(200, "INVITE", 1, .after = 500) },
      .delays = { [SIP_KPI_SRD] = { 1600 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "copies do not count",
      { REQ("INVITE", 1), REQ("INVITE", 1, .after = 1), RES(180, "INVITE", 1, .after = 100),
        RES(180, "INVITE", 1, .after = 1), RES(486, "INVITE", 1), RES(486, "INVITE", 1) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 101 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "the clock ran backwards",
      { REQ("INVITE", 1), RES(486, "INVITE", 1, .after = -5) },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION, [SIP_KPI_BACKWARDS] = 1 } },
};

static void test_requests(void)
{
    check_captures(requests, G_N_ELEMENTS(requests));
}

/* }}} */
/* {{{ ratios */

/* The final response to the only INVITE, and what it counts as (§4.6 to §4.9). */
static const struct {
    unsigned status;
    sip_kpi_share ser, seer, isa;
    bool measured; /* SRD of failed ones (§4.3.2) */
} finals[] = {
    { 300, { 0, 0 }, { 0, 0 }, { 0, 1 }, false }, { 399, { 0, 0 }, { 0, 0 }, { 0, 1 }, false },
    { 400, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },  { 401, { 0, 1 }, { 0, 1 }, { 0, 1 }, false },
    { 402, { 0, 1 }, { 0, 1 }, { 0, 1 }, false }, { 403, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },
    { 404, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },  { 407, { 0, 1 }, { 0, 1 }, { 0, 1 }, false },
    { 408, { 0, 1 }, { 0, 1 }, { 1, 1 }, true },  { 420, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },
    { 480, { 0, 1 }, { 1, 1 }, { 0, 1 }, true },  { 486, { 0, 1 }, { 1, 1 }, { 0, 1 }, true },
    { 487, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },  { 500, { 0, 1 }, { 0, 1 }, { 1, 1 }, true },
    { 502, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },  { 503, { 0, 1 }, { 0, 1 }, { 1, 1 }, true },
    { 504, { 0, 1 }, { 0, 1 }, { 1, 1 }, true },  { 600, { 0, 1 }, { 1, 1 }, { 0, 1 }, true },
    { 603, { 0, 1 }, { 1, 1 }, { 0, 1 }, true },  { 604, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },
    { 607, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },  { 799, { 0, 1 }, { 0, 1 }, { 0, 1 }, true },
};

static void test_finals(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(finals); i++) {
        bool redirected = finals[i].status < 400;
        g_autofree char *name = g_strdup_printf("%u", finals[i].status);
        capture c = {
            .name = name,
            .steps = { REQ("INVITE", 1), RES(finals[i].status, "INVITE", 1, .after = 70) },
            .wait = LONG,
            .ratios = { [SIP_KPI_SER] = finals[i].ser,
                        [SIP_KPI_SEER] = finals[i].seer,
                        [SIP_KPI_ISA] = finals[i].isa,
                        [SIP_KPI_SCR] = { 0, 1 } },
            .counts = { ONE_SESSION, [SIP_KPI_REDIRECTED] = redirected,
                        [SIP_KPI_UNMEASURED] = !finals[i].measured },
        };

        if (finals[i].measured)
            c.delays[SIP_KPI_SRD_FAILED][0] = 70;
        check_capture(&c);
    }
}

static const capture ends[] = {
    { "no response, and timer B ran out: a 408 (RFC 3261 §8.1.3.1)",
      { REQ("INVITE", 1), REQ("INVITE", 1, .after = 500) },
      .wait = LONG,
      .ratios = ALL_RATIOS(0, 0, 1, 0),
      .counts = { ONE_SESSION, [SIP_KPI_UNMEASURED] = 1 } },
    { "no response, and the capture ends",
      { REQ("INVITE", 1), REQ("INVITE", 1, .after = 500) },
      .wait = 31000,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "timer B is longer in IMS access (TS 24.229)",
      { REQ("INVITE", 1, .headers = IMS) },
      .wait = LONG,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "and runs out there, too",
      { REQ("INVITE", 1, .headers = IMS) },
      .wait = IMS_LONG,
      .ratios = ALL_RATIOS(0, 0, 1, 0),
      .counts = { ONE_SESSION, [SIP_KPI_UNMEASURED] = 1 } },
    { "ringing for long",
      { REQ("INVITE", 1), RES(180, "INVITE", 1) },
      .wait = LONG,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "challenged, and the capture ends",
      { REQ("INVITE", 1), RES(407, "INVITE", 1) },
      .wait = 31000,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "redirected, and no answer in the capture",
      { REQ("INVITE", 1), REFUSED(302, 1), REQ("INVITE", 2), RES(180, "INVITE", 2) },
      .wait = LONG,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "the login failed (§5.3)",
      { REQ("INVITE", 1), RES(401, "INVITE", 1, .headers = CHALLENGE("1")),
        REQ("INVITE", 2, .headers = LOGIN("1")),
        RES(401, "INVITE", 2, .headers = CHALLENGE("2"), .after = 50) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 70 } },
      .ratios = ALL_RATIOS(0, 0, 0, 0),
      .counts = { TRIED_AGAIN } },
    { "cancelled",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100), REQ("CANCEL", 1, .after = 5000),
        RES(200, "CANCEL", 1), RES(487, "INVITE", 1), REQ("ACK", 1, .refused = true) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 100 } },
      .ratios = ALL_RATIOS(0, 0, 0, 0),
      .counts = { ONE_SESSION } },
    { "cancelled, without a 487 in the capture",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100), REQ("CANCEL", 1),
        RES(200, "CANCEL", 1) },
      .wait = 31000,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "cancelled, and no 487 came (RFC 3261 §9.1)",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100), REQ("CANCEL", 1),
        RES(200, "CANCEL", 1) },
      .wait = LONG,
      .delays = { [SIP_KPI_SRD_FAILED] = { 100 } },
      .ratios = ALL_RATIOS(0, 0, 0, 0),
      .counts = { ONE_SESSION } },
    { "cancelled by BYE in an early dialog: no session ends",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100), REQ("BYE", 2, .to = "b"),
        RES(200, "BYE", 2), RES(487, "INVITE", 1) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 100 } },
      .ratios = ALL_RATIOS(0, 0, 0, 0),
      .counts = { ONE_SESSION } },
    { "2xx crossing CANCEL",
      { REQ("INVITE", 1), RES(180, "INVITE", 1, .after = 100), REQ("CANCEL", 1),
        RES(200, "INVITE", 1), RES(200, "CANCEL", 1), REQ("BYE", 2, .to = "b"),
        RES(200, "BYE", 2, .after = 30) },
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 20 } },
      .ratios = ALL_RATIOS(1, 1, 0, 1),
      .counts = { ONE_SESSION } },
    { "the next server answers (RFC 3263 §4.3)",
      { REQ("INVITE", 1), RES(503, "INVITE", 1), REQ("INVITE", 1, .branch = "z9hG4bK-2"),
        RES(200, "INVITE", 1, .branch = "z9hG4bK-2", .after = 100) },
      .delays = { [SIP_KPI_SRD] = { 120 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { TRIED_AGAIN, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "forked by the client: the first answer counts (§5.4)",
      { REQ("INVITE", 1), REQ("INVITE", 1, .branch = "z9hG4bK-2"),
        RES(200, "INVITE", 1, .branch = "z9hG4bK-2", .to = "c", .after = 90), RES(200, "INVITE", 1),
        REQ("BYE", 2, .to = "b"), RES(200, "BYE", 2), REQ("BYE", 3, .to = "c", .after = 970),
        RES(200, "BYE", 3, .to = "c", .after = 30) },
      .delays = { [SIP_KPI_SRD] = { 100, 110 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 1000 } },
      .ratios = ALL_RATIOS(1, 1, 0, 1),
      .counts = { TRIED_AGAIN } },
    { "forked by the client: the other order",
      { REQ("INVITE", 1), REQ("INVITE", 1, .branch = "z9hG4bK-2"),
        RES(200, "INVITE", 1, .after = 90), RES(200, "INVITE", 1, .branch = "z9hG4bK-2", .to = "c"),
        REQ("BYE", 2, .to = "c"), RES(200, "BYE", 2, .to = "c"),
        REQ("BYE", 3, .to = "b", .after = 970), RES(200, "BYE", 3, .after = 30) },
      .delays = { [SIP_KPI_SRD] = { 100, 110 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 1000 } },
      .ratios = ALL_RATIOS(1, 1, 0, 1),
      .counts = { TRIED_AGAIN } },
    { "forked by the client: the other may yet answer",
      { REQ("INVITE", 1), REQ("INVITE", 1, .branch = "z9hG4bK-2"), RES(486, "INVITE", 1) },
      .wait = 31000,
      .counts = { [SIP_KPI_SESSIONS_OPEN] = 1 } },
    { "forked by the client: the best refusal (RFC 3261 §16.7)",
      { REQ("INVITE", 1), REQ("INVITE", 1, .branch = "z9hG4bK-2"),
        RES(503, "INVITE", 1, .branch = "z9hG4bK-2", .after = 100),
        RES(486, "INVITE", 1, .after = 100) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 210 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { TRIED_AGAIN } },
    { "an INVITE within the dialog asks for no session",
      { ANSWERED, REQ("INVITE", 2, .to = "b"), RES(488, "INVITE", 2) },
      .delays = { [SIP_KPI_SRD] = { 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
};

static void test_ends(void)
{
    check_captures(ends, G_N_ELEMENTS(ends));
}

/* }}} */
/* {{{ disconnects */

#define ANSWERED_WITH(bye, ...) \
    { ANSWERED, bye, __VA_ARGS__ }, .ratios = ALL_RATIOS(1, 1, 0, 1), .counts = { ONE_SESSION }
#define BYE REQ("BYE", 2, .to = "b", .after = 5000)

static const capture disconnects[] = {
    { "the caller's BYE (§4.4, §4.5.1)", ANSWERED_WITH(BYE, RES(200, "BYE", 2, .after = 30)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 5010 } } },
    { "the callee's",
      ANSWERED_WITH(REQ("BYE", 1, .from = "b", .to = "a", .after = 5000),
                    RES(200, "BYE", 1, .from = "b", .to = "a", .after = 30)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 5010 } } },
    { "both at once: the first one",
      ANSWERED_WITH(BYE, REQ("BYE", 1, .from = "b", .to = "a", .after = 5),
                    RES(200, "BYE", 1, .from = "b", .to = "a", .after = 5),
                    RES(200, "BYE", 2, .after = 20)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 5010 } } },
    { "both at once, and the first one refused",
      ANSWERED_WITH(BYE, REQ("BYE", 1, .from = "b", .to = "a", .after = 5),
                    RES(200, "BYE", 1, .from = "b", .to = "a", .after = 5),
                    RES(481, "BYE", 2, .after = 20)),
      .delays = { [SIP_KPI_SRD] = { 100 },
                  [SIP_KPI_SDD_FAILED] = { 30 },
                  [SIP_KPI_SDT] = { 5010 } } },
    { "sent again (§4)",
      ANSWERED_WITH(BYE, REQ("BYE", 2, .to = "b", .after = 500), RES(200, "BYE", 2, .after = 30),
                    RES(200, "BYE", 2, .after = 400)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 530 }, [SIP_KPI_SDT] = { 5010 } } },
    { "200 and ACK sent again (§4.5.1)",
      { REQ("INVITE", 1), RES(200, "INVITE", 1, .after = 100), RES(200, "INVITE", 1, .after = 500),
        REQ("ACK", 1, .to = "b"), BYE, RES(200, "BYE", 2, .after = 30) },
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 5510 } },
      .ratios = ALL_RATIOS(1, 1, 0, 1),
      .counts = { ONE_SESSION } },
    { "challenged: up to the 2xx (§4.4)",
      ANSWERED_WITH(BYE, RES(407, "BYE", 2, .after = 20),
                    REQ("BYE", 3, .to = "b", .headers = LOGIN("1")),
                    RES(200, "BYE", 3, .after = 30)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 60 }, [SIP_KPI_SDT] = { 5010 } } },
    { "the callee's, challenged: the session lasts up to the first one",
      ANSWERED_WITH(REQ("BYE", 1, .from = "b", .to = "a", .after = 5000),
                    RES(407, "BYE", 1, .from = "b", .to = "a", .after = 20),
                    REQ("BYE", 2, .from = "b", .to = "a", .headers = LOGIN("1")),
                    RES(200, "BYE", 2, .from = "b", .to = "a", .after = 30)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 60 }, [SIP_KPI_SDT] = { 5010 } } },
    { "a later hop's BYE first in the capture",
      ANSWERED_WITH(REQ("BYE", 2, .to = "b", .hop = 2, .after = 5001),
                    REQ("BYE", 2, .to = "b", .after = -1),
                    RES(200, "BYE", 2, .hop = 2, .after = 20), RES(200, "BYE", 2)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 30 }, [SIP_KPI_SDT] = { 5010 } } },
    { "503 is recoverable (§4.4)",
      ANSWERED_WITH(BYE, RES(503, "BYE", 2, .headers = "Retry-After: 1\r\n", .after = 20),
                    REQ("BYE", 3, .to = "b", .after = 1000), RES(200, "BYE", 3, .after = 30)),
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDD] = { 1050 }, [SIP_KPI_SDT] = { 5010 } } },
    { "refused: failed, but no response is lacking (§4.9)",
      ANSWERED_WITH(BYE, RES(481, "BYE", 2, .after = 20)),
      .delays = { [SIP_KPI_SRD] = { 100 },
                  [SIP_KPI_SDD_FAILED] = { 20 },
                  [SIP_KPI_SDT] = { 5010 } } },
    { "refused since somebody did not respond (§4.9)",
      { ANSWERED, BYE, RES(408, "BYE", 2, .after = 20) },
      .delays = { [SIP_KPI_SRD] = { 100 },
                  [SIP_KPI_SDD_FAILED] = { 20 },
                  [SIP_KPI_SDT] = { 5010 } },
      .ratios = ALL_RATIOS(1, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "timer F runs out: not in SDD (§4.4, §4.5.2)",
      { ANSWERED, BYE, REQ("BYE", 2, .to = "b", .after = 500) },
      .wait = LONG,
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDT_FAILED] = { 5010 + 32000 } },
      .ratios = ALL_RATIOS(1, 1, 0, 0),
      .counts = { ONE_SESSION, [SIP_KPI_UNANSWERED_BYES] = 1 } },
    { "timer F of the last BYE (§4.5.2)",
      { ANSWERED, BYE, RES(503, "BYE", 2, .after = 20), REQ("BYE", 3, .to = "b", .after = 1000) },
      .wait = LONG,
      .delays = { [SIP_KPI_SRD] = { 100 }, [SIP_KPI_SDT_FAILED] = { 5010 + 1020 + 32000 } },
      .ratios = ALL_RATIOS(1, 1, 0, 0),
      .counts = { ONE_SESSION, [SIP_KPI_UNANSWERED_BYES] = 1 } },
    { "the capture ends before timer F",
      { ANSWERED, BYE },
      .wait = 31000,
      .delays = { [SIP_KPI_SRD] = { 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "challenged, and the capture ends",
      { ANSWERED, BYE, RES(401, "BYE", 2) },
      .wait = 31000,
      .delays = { [SIP_KPI_SRD] = { 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "no BYE at all, however long",
      { ANSWERED },
      .wait = LONG,
      .delays = { [SIP_KPI_SRD] = { 100 } },
      .ratios = ANSWERED_RATIOS,
      .counts = { ONE_SESSION, [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "two answers: the BYE of the second one ends no session (§5.4)",
      { ANSWERED, RES(200, "INVITE", 1, .to = "c"), REQ("ACK", 1, .to = "c"),
        REQ("BYE", 2, .to = "c"), RES(200, "BYE", 2, .to = "c", .after = 90),
        REQ("BYE", 3, .to = "b", .after = 4860), RES(200, "BYE", 3, .after = 30) },
      .delays = { [SIP_KPI_SRD] = { 100, 120 },
                  [SIP_KPI_SDD] = { 30 },
                  [SIP_KPI_SDT] = { 10 + 10 + 10 + 10 + 90 + 4860 } },
      .ratios = ALL_RATIOS(1, 1, 0, 1),
      .counts = { ONE_SESSION } },
    { "begun before the capture: SDD alone",
      { BYE, RES(200, "BYE", 2, .after = 30) },
      .delays = { [SIP_KPI_SDD] = { 30 } } },
    { "begun before the capture, response behind it",
      { BYE },
      .counts = { [SIP_KPI_DISCONNECTS_OPEN] = 1 } },
    { "begun before the capture, timer F",
      { BYE },
      .wait = LONG,
      .counts = { [SIP_KPI_UNANSWERED_BYES] = 1 } },
};

static void test_disconnects(void)
{
    check_captures(disconnects, G_N_ELEMENTS(disconnects));
}

/* }}} */
/* {{{ registrations */

#define RRD(...) .delays = { [SIP_KPI_RRD] = { __VA_ARGS__ } }
#define IRA(part, whole) \
    .ratios = { [SIP_KPI_IRA] = { part, whole } }, .counts = { [SIP_KPI_ATTEMPTS] = whole }

static const capture registrations[] = {
    { "registered (§4.1)",
      { REQ("REGISTER", 1), RES(200, "REGISTER", 1, .after = 70) },
      RRD(70),
      IRA(0, 1) },
    { "after a challenge: one attempt (§4.1)",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE("1"), .after = 20),
        REQ("REGISTER", 2, .headers = LOGIN("1")), RES(200, "REGISTER", 2, .after = 40) },
      RRD(70),
      IRA(0, 1) },
    { "after two, since the nonce was stale",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE("1"), .after = 20),
        REQ("REGISTER", 2, .headers = LOGIN("1")),
        RES(401, "REGISTER", 2, .headers = STALE("2"), .after = 20),
        REQ("REGISTER", 3, .headers = LOGIN("2")), RES(200, "REGISTER", 3, .after = 40) },
      RRD(100),
      IRA(0, 1) },
    { "sent again (§4.2)",
      { REQ("REGISTER", 1), REQ("REGISTER", 1, .after = 500), REQ("REGISTER", 1, .after = 1000),
        RES(200, "REGISTER", 1, .after = 20), RES(200, "REGISTER", 1, .after = 600) },
      RRD(1520),
      IRA(0, 1) },
    { "refused (§4.2)", { REQ("REGISTER", 1), RES(503, "REGISTER", 1) }, IRA(1, 1) },
    { "refused after a challenge",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE("1")),
        REQ("REGISTER", 2, .headers = LOGIN("1")), RES(403, "REGISTER", 2) },
      IRA(1, 1) },
    { "wrong password, twice (§5.3)",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE("1")),
        REQ("REGISTER", 2, .headers = LOGIN("1")),
        RES(401, "REGISTER", 2, .headers = CHALLENGE("2")), REQ("REGISTER", 3),
        RES(401, "REGISTER", 3, .headers = CHALLENGE("3")),
        REQ("REGISTER", 4, .headers = LOGIN("3")),
        RES(401, "REGISTER", 4, .headers = CHALLENGE("4")) },
      IRA(2, 2) },
    { "423 is a failure, what follows another attempt (§4.2)",
      { REQ("REGISTER", 1), RES(423, "REGISTER", 1), REQ("REGISTER", 2),
        RES(200, "REGISTER", 2, .after = 70) },
      RRD(70),
      IRA(1, 2) },
    { "402 is none (§4.2)", { REQ("REGISTER", 1), RES(402, "REGISTER", 1) }, IRA(0, 1) },
    { "challenged, and not tried again",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1) },
      .wait = LONG,
      IRA(0, 1) },
    { "challenged, and the capture ends",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1) },
      .wait = 31000,
      .counts = { [SIP_KPI_ATTEMPTS_OPEN] = 1 } },
    { "challenged, and another attempt much later",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1), REQ("REGISTER", 2, .after = LONG),
        RES(200, "REGISTER", 2, .after = 70) },
      RRD(70),
      IRA(0, 2) },
    { "challenged, and the user takes long to log in",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE("1")),
        REQ("REGISTER", 2, .headers = LOGIN("1"), .after = LONG),
        RES(200, "REGISTER", 2, .after = 70) },
      RRD(10 + LONG + 70),
      IRA(0, 1) },
    { "challenged, and other credentials than a response (TS 24.229 §5.1.1.5)",
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE("1")), REQ("REGISTER", 2),
        RES(403, "REGISTER", 2) },
      IRA(1, 1) },
    { "redirected, and another attempt much later",
      { REQ("REGISTER", 1), RES(302, "REGISTER", 1), REQ("REGISTER", 2, .after = LONG),
        RES(200, "REGISTER", 2, .after = 70) },
      RRD(70),
      IRA(0, 2) },
    { "redirected (§4)",
      { REQ("REGISTER", 1), RES(302, "REGISTER", 1, .after = 20), REQ("REGISTER", 2),
        RES(200, "REGISTER", 2, .after = 40) },
      RRD(70),
      IRA(0, 1) },
    { "refreshed and removed: an attempt each",
      { REQ("REGISTER", 1), RES(200, "REGISTER", 1, .after = 70),
        REQ("REGISTER", 2, .from = "c", .after = 60000),
        RES(200, "REGISTER", 2, .from = "c", .after = 50),
        REQ("REGISTER", 3, .headers = "Expires: 0\r\n"), RES(200, "REGISTER", 3, .after = 30) },
      RRD(70, 50, 30),
      IRA(0, 3) },
    { "sent before the other one was redirected: an attempt of its own",
      { REQ("REGISTER", 1), REQ("REGISTER", 2), RES(302, "REGISTER", 1),
        RES(200, "REGISTER", 2, .after = 60) },
      RRD(70),
      IRA(0, 2) },
    { "timer F runs out (§4.2)",
      { REQ("REGISTER", 1), REQ("REGISTER", 1, .after = 500) },
      .wait = LONG,
      IRA(1, 1) },
    { "the capture ends before timer F",
      { REQ("REGISTER", 1) },
      .wait = 31000,
      .counts = { [SIP_KPI_ATTEMPTS_OPEN] = 1 } },
    { "unanswered, then elsewhere",
      { REQ("REGISTER", 1), REQ("REGISTER", 1, .branch = "z9hG4bK-2", .after = LONG),
        RES(200, "REGISTER", 1, .branch = "z9hG4bK-2", .after = 70) },
      RRD(70),
      IRA(1, 2) },
    { "other methods are none",
      { REQ("REGISTER", 1), RES(200, "REGISTER", 1, .after = 70), REQ("OPTIONS", 1, .call_id = "o"),
        RES(503, "OPTIONS", 1, .call_id = "o"), REQ("SUBSCRIBE", 1, .call_id = "s"),
        RES(503, "SUBSCRIBE", 1, .call_id = "s") },
      RRD(70),
      IRA(0, 1) },
};

static void test_registrations(void)
{
    check_captures(registrations, G_N_ELEMENTS(registrations));
}

/* }}} */
/* {{{ hops */

/* The INVITE takes 10 ms a hop; so does what comes back. The callee hangs up. */
static const step hops[] = {
    REQ("INVITE", 1),
    REQ("INVITE", 1, .hop = 2),
    RES(100, "INVITE", 1),
    RES(180, "INVITE", 1, .hop = 2, .after = 70),
    RES(180, "INVITE", 1),
    RES(200, "INVITE", 1, .hop = 2, .after = 1000),
    RES(200, "INVITE", 1),
    REQ("ACK", 1, .to = "b"),
    REQ("BYE", 1, .from = "b", .to = "a", .after = 3000),
    REQ("BYE", 1, .from = "b", .to = "a", .hop = 2),
    RES(200, "BYE", 1, .from = "b", .to = "a", .hop = 2, .after = 30),
    RES(200, "BYE", 1, .from = "b", .to = "a"),
    { .method = NULL },
};

/* SRD next to the caller, SDD next to who sends BYE, SDT as the caller sees it; a filter that lets
 * one hop pass measures there. */
static const struct {
    const char *name;
    unsigned only_hop;
    int srd, sdd, sdt;
} points[] = {
    { "all hops", 0, 100, 50, 3020 },
    { "next to the ends", 1, 100, 50, 3010 },
    { "behind them", 2, 80, 30, 3030 },
};

static void test_hops(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(points); i++) {
        flow *f = flow_new();
        sip_kpi_result *result = results_of(f, hops, 0, points[i].only_hop);
        capture c = { .name = points[i].name,
                      .delays = { [SIP_KPI_SRD] = { points[i].srd },
                                  [SIP_KPI_SDD] = { points[i].sdd },
                                  [SIP_KPI_SDT] = { points[i].sdt } },
                      .ratios = ALL_RATIOS(1, 1, 0, 1),
                      .counts = { ONE_SESSION } };

        check_row(&c, &result->all);
        sip_kpi_result_free(result);
        flow_free(f);
    }
}

static const capture elements[] = {
    { "a proxy tries elsewhere: the caller hears of one answer",
      { REQ("INVITE", 1), REQ("INVITE", 1, .hop = 2), RES(503, "INVITE", 1, .hop = 2),
        REQ("INVITE", 1, .hop = 2, .branch = "z9hG4bK-2"),
        RES(486, "INVITE", 1, .hop = 2, .branch = "z9hG4bK-2"), RES(486, "INVITE", 1) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 50 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "a B2BUA that keeps Call-ID, tags and CSeq",
      { REQ("INVITE", 1), REQ("INVITE", 1, .sent_by = "x", .branch = "z9hG4bK-x"),
        RES(180, "INVITE", 1, .sent_by = "x", .branch = "z9hG4bK-x"), RES(180, "INVITE", 1),
        RES(503, "INVITE", 1, .sent_by = "x", .branch = "z9hG4bK-x"), RES(486, "INVITE", 1) },
      .delays = { [SIP_KPI_SRD_FAILED] = { 30 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { ONE_SESSION } },
    { "the client has another address after the challenge",
      { REQ("INVITE", 1), RES(407, "INVITE", 1), REQ("INVITE", 2, .sent_by = "y"),
        RES(486, "INVITE", 2, .sent_by = "y") },
      .delays = { [SIP_KPI_SRD_FAILED] = { 30 } },
      .ratios = ALL_RATIOS(0, 1, 0, 0),
      .counts = { TRIED_AGAIN } },
    { "registration over a proxy",
      { REQ("REGISTER", 1), REQ("REGISTER", 1, .hop = 2), RES(401, "REGISTER", 1, .hop = 2),
        RES(401, "REGISTER", 1), REQ("REGISTER", 2, .headers = LOGIN("1")),
        REQ("REGISTER", 2, .hop = 2, .headers = LOGIN("1")), RES(200, "REGISTER", 2, .hop = 2),
        RES(200, "REGISTER", 2) },
      RRD(70),
      IRA(0, 1) },
};

static void test_elements(void)
{
    check_captures(elements, G_N_ELEMENTS(elements));
}

/* A filter may let a copy or a retransmission pass only: it stands for the first sending. */
static void test_filtered_copy(void)
{
    static const step steps[] = {
        REQ("INVITE", 1),      REQ("INVITE", 1, .after = 1), REQ("INVITE", 1, .after = 500),
        RES(180, "INVITE", 1), RES(486, "INVITE", 1),        { .method = NULL }
    };

    for (size_t passing = 0; passing < 3; passing++) {
        flow *f = flow_new();
        sip_kpi *kpi = sip_kpi_new();
        sip_facts *facts[G_N_ELEMENTS(steps)];
        sip_kpi_result *result;

        flow_feed_all(f, steps, facts, G_N_ELEMENTS(facts));
        sip_kpi_take(kpi, facts[passing]);
        result = sip_kpi_results(kpi, f->seen.time, NULL);
        g_assert_cmpuint(result->all.delays[SIP_KPI_SRD_FAILED].n, ==, 1);
        g_assert_cmpint(result->all.delays[SIP_KPI_SRD_FAILED].max, ==, 511 * MS);
        sip_kpi_result_free(result);
        sip_kpi_free(kpi);
        flow_free(f);
    }
}

/* }}} */
/* {{{ several sessions */

/* Feeds STEPS as a call of its own. */
static void feed_call(flow *f, sip_kpi *kpi, const step *steps, const char *call_id, uint64_t src,
                      uint64_t dst)
{
    for (; steps->method; steps++) {
        step s = *steps;

        s.call_id = call_id;
        s.src = s.status == 0 ? src : dst;
        s.dst = s.status == 0 ? dst : src;
        sip_kpi_take(kpi, flow_feed(f, &s));
    }
}

static void feed_calls(flow *f, sip_kpi *kpi, const step *steps, unsigned n, uint64_t src,
                       uint64_t dst)
{
    for (unsigned i = 0; i < n; i++) {
        g_autofree char *id =
            g_strdup_printf("%" G_GUINT64_FORMAT "-%u-%u", src, f->seen.frame, steps[1].status);

        feed_call(f, kpi, steps, id, src, dst);
    }
}

static const step answered[] = { ANSWERED, BYE, RES(200, "BYE", 2), { .method = NULL } };
static const step busy[] = { REQ("INVITE", 1), REFUSED(486, 1), { .method = NULL } };
static const step moved[] = { REQ("INVITE", 1), REFUSED(302, 1), { .method = NULL } };
static const step overloaded[] = { REQ("INVITE", 1), REFUSED(503, 1), { .method = NULL } };
static const step moved_answered[] = {
    REQ("INVITE", 1), REFUSED(302, 1), REQ("INVITE", 2), RES(200, "INVITE", 2), { .method = NULL }
};

static void expect_share(const sip_kpi_row *row, sip_kpi_ratio ratio, unsigned part, unsigned whole)
{
    g_autofree char *what = g_strdup_printf("ratio %u", ratio);

    expect_number("mix", what, row->ratios[ratio].part, part);
    expect_number("mix", what, row->ratios[ratio].whole, whole);
}

/* Between 1 and 2: 5 answered, 2 busy, 1 redirected, 1 overloaded. From 3 to 2: 1 redirected and
 * then answered, whose end is not in the capture. */
static void test_mix(void)
{
    flow *f = flow_new();
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result;
    const sip_kpi_row *first, *second;

    feed_calls(f, kpi, answered, 5, 1, 2);
    feed_calls(f, kpi, busy, 2, 1, 2);
    feed_calls(f, kpi, moved_answered, 1, 3, 2);
    feed_calls(f, kpi, moved, 1, 1, 2);
    feed_calls(f, kpi, overloaded, 1, 1, 2);
    result = sip_kpi_results(kpi, f->seen.time, NULL);
    expect_share(&result->all, SIP_KPI_SER, 6, 9);
    expect_share(&result->all, SIP_KPI_SEER, 8, 9);
    expect_share(&result->all, SIP_KPI_ISA, 1, 10);
    expect_share(&result->all, SIP_KPI_SCR, 5, 9);
    expect_share(&result->all, SIP_KPI_IRA, 0, 0);
    g_assert_cmpuint(result->all.counts[SIP_KPI_INVITES], ==, 11);
    g_assert_cmpuint(result->pairs->len, ==, 2);
    g_assert_false(result->has_others);
    first = &g_array_index(result->pairs, sip_kpi_row, 0);
    second = &g_array_index(result->pairs, sip_kpi_row, 1);
    g_assert_true(first->src == 1 && first->dst == 2 && second->src == 3 && second->dst == 2);
    expect_share(first, SIP_KPI_SER, 5, 8);
    expect_share(first, SIP_KPI_SEER, 7, 8);
    expect_share(first, SIP_KPI_ISA, 1, 9);
    expect_share(first, SIP_KPI_SCR, 5, 9);
    expect_share(second, SIP_KPI_SER, 1, 1);
    expect_share(second, SIP_KPI_SCR, 0, 0);
    g_assert_cmpuint(first->delays[SIP_KPI_SDD].n, ==, 5);
    g_assert_cmpuint(second->delays[SIP_KPI_SRD].n, ==, 1);
    sip_kpi_result_free(result);
    sip_kpi_free(kpi);
    flow_free(f);
}

static uint64_t everybody(uint64_t endpoint)
{
    g_assert_cmpuint(endpoint, >=, 1000);
    return 7;
}

/* Pairs behind the limit are counted together; PEER joins what asks from several ports. */
static void test_pairs(void)
{
    flow *f = flow_new();
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result;

    for (unsigned i = 0; i < SIP_KPI_PAIRS_MAX + 3; i++)
        feed_calls(f, kpi, busy, 1, 1000 + i, 2);
    feed_calls(f, kpi, busy, 1, 1000, 2);
    result = sip_kpi_results(kpi, f->seen.time, NULL);
    g_assert_cmpuint(result->pairs->len, ==, SIP_KPI_PAIRS_MAX);
    g_assert_cmpuint(g_array_index(result->pairs, sip_kpi_row, 0).counts[SIP_KPI_SESSIONS], ==, 2);
    g_assert_true(result->has_others);
    g_assert_cmpuint(result->others.counts[SIP_KPI_SESSIONS], ==, 3);
    g_assert_cmpuint(result->all.counts[SIP_KPI_SESSIONS], ==, SIP_KPI_PAIRS_MAX + 4);
    sip_kpi_result_free(result);
    result = sip_kpi_results(kpi, f->seen.time, everybody);
    g_assert_cmpuint(result->pairs->len, ==, 1);
    g_assert_cmpuint(g_array_index(result->pairs, sip_kpi_row, 0).src, ==, 7);
    g_assert_false(result->has_others);
    sip_kpi_result_free(result);
    sip_kpi_free(kpi);
    flow_free(f);
}

static void test_nothing(void)
{
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result = sip_kpi_results(kpi, 0, NULL);

    g_assert_cmpuint(result->pairs->len, ==, 0);
    for (unsigned i = 0; i < SIP_KPI_DELAY_COUNT; i++)
        g_assert_cmpuint(result->all.delays[i].n, ==, 0);
    sip_kpi_result_free(result);
    sip_kpi_free(kpi);
}

/* More forks than are measured: the first ones are. */
static void test_forks(void)
{
    flow *f = flow_new();
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result;
    const sip_kpi_figures *srd;

    sip_kpi_take(kpi, FEED(f, REQ("INVITE", 1)));
    for (unsigned i = 0; i < 2 * SIP_KPI_DIALOGS_MAX; i++) {
        g_autofree char *tag = g_strdup_printf("fork%u", i);

        FEED(f, RES(180, "INVITE", 1, .to = tag, .after = 100));
    }
    FEED(f, RES(183, "INVITE", 1, .to = "fork0"));
    FEED(f, RES(200, "INVITE", 1, .to = "fork0"));
    result = sip_kpi_results(kpi, f->seen.time, NULL);
    srd = &result->all.delays[SIP_KPI_SRD];
    g_assert_cmpuint(srd->n, ==, SIP_KPI_DIALOGS_MAX);
    g_assert_cmpint(srd->min, ==, 100 * MS);
    g_assert_cmpint(srd->max, ==, SIP_KPI_DIALOGS_MAX * 100 * MS);
    sip_kpi_result_free(result);
    sip_kpi_free(kpi);
    flow_free(f);
}

/* }}} */
/* {{{ figures */

/* Nearest rank: of n values the ceil(n * q)-th smallest. The values are 1 to n ms. */
static const struct {
    unsigned n;
    int p50, p95, p99;
} quantiles[] = {
    { 1, 1, 1, 1 },      { 2, 1, 2, 2 },       { 3, 2, 3, 3 },         { 4, 2, 4, 4 },
    { 10, 5, 10, 10 },   { 20, 10, 19, 20 },   { 21, 11, 20, 21 },     { 99, 50, 95, 99 },
    { 100, 50, 95, 99 }, { 101, 51, 96, 100 }, { 200, 100, 190, 198 },
};

static void test_quantiles(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quantiles); i++) {
        flow *f = flow_new();
        sip_kpi *kpi = sip_kpi_new();
        unsigned n = quantiles[i].n;
        sip_kpi_result *result;
        const sip_kpi_figures *rrd;
        g_autofree char *name = g_strdup_printf("%u values", n);

        for (unsigned k = 0; k < n; k++) { /* 7 and 11 divide none of them: each comes once */
            unsigned step_width = n % 7 != 0 ? 7 : 11;

            sip_kpi_take(kpi, FEED(f, REQ("REGISTER", k + 1)));
            FEED(f, RES(200, "REGISTER", k + 1, .after = (int)(k * step_width % n + 1)));
        }
        result = sip_kpi_results(kpi, f->seen.time, NULL);
        rrd = &result->all.delays[SIP_KPI_RRD];
        expect_number(name, "n", (long)rrd->n, (long)n);
        expect_number(name, "min", (long)rrd->min, (long)MS);
        expect_number(name, "max", (long)rrd->max, (long)(n * MS));
        expect_number(name, "mean", (long)rrd->mean, (long)((n + 1) * MS / 2));
        expect_number(name, "p50", (long)rrd->quantiles[SIP_KPI_P50], quantiles[i].p50 * (long)MS);
        expect_number(name, "p95", (long)rrd->quantiles[SIP_KPI_P95], quantiles[i].p95 * (long)MS);
        expect_number(name, "p99", (long)rrd->quantiles[SIP_KPI_P99], quantiles[i].p99 * (long)MS);
        sip_kpi_result_free(result);
        sip_kpi_free(kpi);
        flow_free(f);
    }
}

/* A registration made by hand: N attempts of 10 ms each, then one of CENTURY. */
#define CENTURY (100 * 366 * G_GINT64_CONSTANT(86400) * SEC)

static void test_many_values(void)
{
    const unsigned n = SIP_KPI_VALUES_MAX + 1;
    sip_transaction *transactions = g_new0(sip_transaction, n);
    sip_call call = { .kind = SIP_CALL_REGISTRATION };
    sip_facts request = { .method = SIP_METHOD_REGISTER };
    sip_facts final = { .status = 200, .seen = { .time = 10 * MS, .frame = 1 } };
    sip_facts last = { .status = 200, .seen = { .time = CENTURY, .frame = 1 } };
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result;
    const sip_kpi_figures *rrd;

    for (unsigned i = 0; i < n; i++) {
        transactions[i] = (sip_transaction){ .call = &call,
                                             .request = &request,
                                             .final = i + 1 < n ? &final : &last,
                                             .method = SIP_METHOD_REGISTER };
        request.transaction = &transactions[i];
        sip_kpi_take(kpi, &request);
        sip_kpi_take(kpi, &request);
    }
    result = sip_kpi_results(kpi, CENTURY, NULL);
    rrd = &result->all.delays[SIP_KPI_RRD];
    g_assert_cmpuint(rrd->n, ==, n);
    g_assert_true(rrd->cut);
    g_assert_cmpint(rrd->max, ==, CENTURY);
    g_assert_cmpint(rrd->quantiles[SIP_KPI_P99], ==, 10 * MS);
    g_assert_cmpint(rrd->mean, ==, (CENTURY + SIP_KPI_VALUES_MAX * 10 * MS) / n);
    sip_kpi_result_free(result);
    sip_kpi_free(kpi);
    g_free(transactions);
}

/* Times of many centuries together fit no sum in ns. */
static void test_long_values(void)
{
    flow *f = flow_new();
    sip_kpi *kpi = sip_kpi_new();
    sip_kpi_result *result;

    for (unsigned i = 0; i < 8; i++) {
        const sip_facts *request = FEED(f, REQ("REGISTER", i + 1));
        sip_facts *final = FEED(f, RES(200, "REGISTER", i + 1));

        final->seen.time = request->seen.time + CENTURY + i;
        sip_kpi_take(kpi, request);
    }
    result = sip_kpi_results(kpi, f->seen.time, NULL);
    g_assert_cmpint(result->all.delays[SIP_KPI_RRD].mean, ==, CENTURY + 3);
    g_assert_cmpint(result->all.delays[SIP_KPI_RRD].max, ==, CENTURY + 7);
    sip_kpi_result_free(result);
    sip_kpi_free(kpi);
    flow_free(f);
}

/* }}} */

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/kpi/requests", test_requests);
    g_test_add_func("/kpi/finals", test_finals);
    g_test_add_func("/kpi/ends", test_ends);
    g_test_add_func("/kpi/disconnects", test_disconnects);
    g_test_add_func("/kpi/registrations", test_registrations);
    g_test_add_func("/kpi/hops", test_hops);
    g_test_add_func("/kpi/elements", test_elements);
    g_test_add_func("/kpi/filtered-copy", test_filtered_copy);
    g_test_add_func("/kpi/mix", test_mix);
    g_test_add_func("/kpi/pairs", test_pairs);
    g_test_add_func("/kpi/nothing", test_nothing);
    g_test_add_func("/kpi/forks", test_forks);
    g_test_add_func("/kpi/quantiles", test_quantiles);
    g_test_add_func("/kpi/many-values", test_many_values);
    g_test_add_func("/kpi/long-values", test_long_values);
    return feed_end();
}
