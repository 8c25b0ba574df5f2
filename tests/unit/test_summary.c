/* test_summary.c - calls in one row, their messages, and how many problems they have.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "summary.h"

#include "feed.h"

#define STEPS_MAX 10

#define INVITE REQ("INVITE", 1)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define NO (-1) /* a time that is not known */

/* {{{ rows */

static const struct {
    const char *name;
    step steps[STEPS_MAX];
    int ring_delay, setup_time, duration; /* ms */
    sip_side ended_by;
    unsigned final; /* status; 0: none */
    int cause;      /* 0: none named */
} calls[] = {
    { "answered and ended by A",
      { INVITE, ANSWER(100), ANSWER(180, .after = 500), ANSWER(180), ANSWER(200, .after = 2000),
        REQ("ACK", 1, .to = "b"),
        REQ("BYE", 2, .to = "b", .after = 5000, .headers = "Reason: Q.850;cause=16\r\n"),
        RES(200, "BYE", 2) },
      510,
      2520,
      5010,
      SIP_SIDE_CALLER,
      200,
      16 },
    { "ended by B",
      { INVITE, ANSWER(200), REQ("ACK", 1, .to = "b"),
        REQ("BYE", 1, .from = "b", .to = "a", .src = 2, .dst = 1, .after = 90) },
      NO,
      10,
      100,
      SIP_SIDE_CALLEE,
      200,
      0 },
    { "refused",
      { INVITE, ANSWER(180), ANSWER(486, .headers = "Reason: Q.850;cause=17\r\n") },
      10,
      NO,
      NO,
      SIP_SIDE_CALLEE,
      486,
      17 },
    { "cancelled",
      { INVITE, ANSWER(180), REQ("CANCEL", 1, .headers = "Reason: SIP;cause=200\r\n"),
        RES(200, "CANCEL", 1), ANSWER(487) },
      10,
      NO,
      NO,
      SIP_SIDE_CALLER,
      487,
      200 },
    { "rings yet", { INVITE, ANSWER(180) }, 10, NO, NO, SIP_SIDE_UNKNOWN, 0, 0 },
    { "no answer at all", { INVITE }, NO, NO, NO, SIP_SIDE_UNKNOWN, 0, 0 },
    /* the second attempt is the one that counts */
    { "login",
      { INVITE, ANSWER(407), REQ("INVITE", 2), RES(180, "INVITE", 2, .after = 30),
        RES(200, "INVITE", 2, .after = 60) },
      30,
      90,
      NO,
      SIP_SIDE_UNKNOWN,
      200,
      0 },
    /* times are those next to A */
    { "on two hops",
      { INVITE, REQ("INVITE", 1, .hop = 2), ANSWER(180, .hop = 2), ANSWER(180),
        ANSWER(200, .hop = 2), ANSWER(200) },
      30,
      50,
      NO,
      SIP_SIDE_UNKNOWN,
      200,
      0 },
};

static void expect_time(const char *where, const char *what, int64_t got, int expected)
{
    expect_number(where, what, got == SIP_TIME_UNKNOWN ? NO : (long)(got / MS), expected);
}

static void test_rows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(calls); i++) {
        const char *where = calls[i].name;
        flow *f = flow_new();
        const sip_facts *last = flow_feed_all(f, calls[i].steps, NULL, 0);
        sip_summary row;

        sip_summarise(last->transaction->call, true, f->seen.time, &row);
        expect_time(where, "start", row.start, 10);
        expect_time(where, "ring delay", row.ring_delay, calls[i].ring_delay);
        expect_time(where, "setup time", row.setup_time, calls[i].setup_time);
        expect_time(where, "duration", row.duration, calls[i].duration);
        expect_number(where, "ended by", row.ended_by, calls[i].ended_by);
        expect_number(where, "final", row.final ? row.final->status : 0, calls[i].final);
        expect_number(where, "cause", row.cause ? row.cause->number : 0, calls[i].cause);
        flow_free(f);
    }
}

/* }}} */
/* {{{ messages and problems */

static void test_messages(void)
{
    static const step steps[] = { INVITE,
                                  ANSWER(100),
                                  ANSWER(180),
                                  ANSWER(200),
                                  REQ("ACK", 1, .to = "b"),
                                  REQ("BYE", 2, .to = "b"),
                                  RES(200, "BYE", 2),
                                  { 0 } };
    sip_facts *facts[G_N_ELEMENTS(steps)];
    flow *f = flow_new();
    GPtrArray *messages;

    flow_feed_all(f, steps, facts, G_N_ELEMENTS(facts));
    FEED(f, ANSWER(200, .after = 500)); /* again: none of its own */
    messages = sip_call_messages(facts[0]->transaction->call);
    g_assert_cmpuint(messages->len, ==, G_N_ELEMENTS(steps) - 1);
    for (unsigned i = 0; i < messages->len; i++)
        expect_number("message", "place", messages->pdata[i] == facts[i], true);
    g_ptr_array_free(messages, TRUE);
    expect_number("200", "resent", sip_times_resent(facts[3]), 1);
    expect_number("180", "resent", sip_times_resent(facts[2]), 0);
    flow_free(f);
}

/* Responses as the rules want them, so that nothing but what is looked for is wrong. */
#define CHALLENGE "WWW-Authenticate: Digest realm=\"r\", nonce=\"1\"\r\n"
#define LOGIN "Authorization: Digest realm=\"r\", nonce=\"1\", response=\"1\"\r\n"

static const struct {
    const char *name;
    unsigned problems;
    step steps[STEPS_MAX];
} problems[] = {
    { "a failure", 1, { INVITE, ANSWER(500) } },
    { "busy is none", 0, { INVITE, ANSWER(486) } },
    { "a rule that must be kept", 1, { INVITE, ANSWER(180, .to = "") } },
    { "a rule that should be kept", 0, { INVITE, ANSWER(302) } },
    /* 408 to a non-INVITE, RFC 4320 §4.2 */
    { "a code that the method must not get", 2, { REQ("OPTIONS", 1), RES(408, "OPTIONS", 1) } },
    { "a challenge", 0, { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = CHALLENGE) } },
    { "the same nonce again",
      2,
      { REQ("REGISTER", 1, .headers = LOGIN), RES(401, "REGISTER", 1, .headers = CHALLENGE) } },
    { "too early",
      1,
      { INVITE, ANSWER(200, .headers = "Contact: <sip:b@b>\r\n"), REQ("INVITE", 2, .to = "b"),
        RES(491, "INVITE", 2), REQ("INVITE", 3, .to = "b") } },
};

static void test_problems(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(problems); i++) {
        flow *f = flow_new();
        const sip_facts *last = flow_feed_all(f, problems[i].steps, NULL, 0);

        expect_number(problems[i].name, "problems", sip_problems(last, last->seen.time),
                      problems[i].problems);
        expect_number(problems[i].name, "problems of the call",
                      sip_call_problems(last->transaction->call, last->seen.time),
                      problems[i].problems);
        flow_free(f);
    }
}

/* }}} */

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/summary/rows", test_rows);
    g_test_add_func("/summary/messages", test_messages);
    g_test_add_func("/summary/problems", test_problems);
    return feed_end();
}
