/* test_outcome.c - calls that fork, are tried again, or are not whole in the capture.
 *
 * Each row names a bug: what is said here was said otherwise.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "feed.h"
#include "flow.h"
#include "known_flow.h"
#include "outcome.h"
#include "summary.h"

#include <string.h>

#define STEPS_MAX 16

#define OFFER REQ("INVITE", 1, .sdp = SDP_PLAIN)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define FINAL(code, number, ...) RES(code, "INVITE", number, __VA_ARGS__)
#define ACKED(...) REQ("ACK", 1, __VA_ARGS__)
#define LATER REQ("OPTIONS", 9, .call_id = "another", .after = 200000)
#define CHALLENGED                                                                            \
    OFFER, ANSWER(407, .headers = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"), \
        REQ("INVITE", 2,                                                                      \
            .headers = "Proxy-Authorization: Digest realm=\"r\", nonce=\"n\", response=\"x\"\r\n")

/* The call of the first step at the end of the capture, and the phase after the last step of it. */
static const struct {
    const char *name;
    sip_outcome outcome;
    sip_phase phase;
    sip_side ended_by;
    int64_t duration; /* ms; -1: not known */
    step steps[STEPS_MAX];
} rows[] = {
    /* forks: RFC 3261 §13.2.2.4, §15 */
    { "BYE of another early dialog",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ENDING,
      SIP_SIDE_CALLER,
      20000,
      { OFFER, ANSWER(180, .to = "b"), ANSWER(180, .to = "c"), REQ("BYE", 2, .to = "b"),
        RES(200, "BYE", 2, .to = "b"), ANSWER(200, .to = "c"), ACKED(.to = "c"),
        REQ("BYE", 3, .to = "c", .after = 19990) } },
    { "the call goes on after it",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ANSWERED,
      SIP_SIDE_UNKNOWN,
      -1,
      { OFFER, ANSWER(180, .to = "b"), ANSWER(180, .to = "c"), REQ("BYE", 2, .to = "b"),
        RES(200, "BYE", 2, .to = "b"), ANSWER(200, .to = "c"), ACKED(.to = "c") } },
    { "BYE of the unwanted one of two answers",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ANSWERED,
      SIP_SIDE_UNKNOWN,
      -1,
      { OFFER, ANSWER(200, .to = "b"), ANSWER(200, .to = "c"), ACKED(.to = "b"), ACKED(.to = "c"),
        REQ("BYE", 2, .to = "c"), RES(200, "BYE", 2, .to = "c") } },
    { "busy in another fork than BYE was for",
      SIP_OUTCOME_BUSY,
      SIP_PHASE_REFUSED,
      SIP_SIDE_CALLEE,
      -1,
      { OFFER, ANSWER(180, .to = "b"), ANSWER(180, .to = "c"), REQ("BYE", 2, .to = "b"),
        RES(200, "BYE", 2, .to = "b"), ANSWER(486, .to = "c") } },
    /* attempts: RFC 3261 §9.1 */
    { "CANCEL after a login",
      SIP_OUTCOME_UNFINISHED,
      SIP_PHASE_ENDING,
      SIP_SIDE_CALLER,
      -1,
      { CHALLENGED, FINAL(180, 2), REQ("CANCEL", 2) } },
    { "another target after one was cancelled",
      SIP_OUTCOME_BUSY,
      SIP_PHASE_REFUSED,
      SIP_SIDE_CALLEE,
      -1,
      { OFFER, ANSWER(180), REQ("CANCEL", 1), RES(200, "CANCEL", 1), ANSWER(487), REQ("INVITE", 2),
        FINAL(486, 2, .to = "c") } },
    { "does not ring after a redirection",
      SIP_OUTCOME_UNFINISHED,
      SIP_PHASE_CALLING,
      SIP_SIDE_UNKNOWN,
      -1,
      { OFFER, ANSWER(180), ANSWER(302, .headers = "Contact: <sip:c@c>\r\n"), REQ("INVITE", 2),
        FINAL(100, 2) } },
    { "the INVITE with the login is lost",
      SIP_OUTCOME_UNFINISHED,
      SIP_PHASE_RINGING,
      SIP_SIDE_UNKNOWN,
      -1,
      { OFFER, ANSWER(407, .headers = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n"),
        FINAL(180, 2) } },
    { "no final response after CANCEL",
      SIP_OUTCOME_CANCELLED,
      SIP_PHASE_ENDING,
      SIP_SIDE_CALLER,
      -1,
      { OFFER, ANSWER(180), REQ("CANCEL", 1), RES(200, "CANCEL", 1), LATER } },
    { "Expires ran out while it rang", /* RFC 3261 §13.3.1 */
      SIP_OUTCOME_NO_ANSWER,
      SIP_PHASE_REFUSED,
      SIP_SIDE_UNKNOWN,
      -1,
      { REQ("INVITE", 1, .headers = "Expires: 30\r\n"), ANSWER(180),
        ANSWER(487, .after = 30000) } },
    /* what is not in the capture, and proved by what is */
    { "requests alone",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ENDING,
      SIP_SIDE_CALLER,
      -1,
      { OFFER, ACKED(.to = "b"), REQ("BYE", 2, .to = "b", .after = 60000), LATER } },
    { "within a call",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ANSWERED,
      SIP_SIDE_UNKNOWN,
      -1,
      { REQ("INVITE", 5, .to = "b"), FINAL(200, 5), REQ("ACK", 5, .to = "b") } },
    { "the end of a call",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ENDED,
      SIP_SIDE_UNKNOWN,
      -1,
      { REQ("BYE", 5, .to = "b"), RES(200, "BYE", 5) } },
    { "BYE lost",
      SIP_OUTCOME_CANCELLED,
      SIP_PHASE_ENDED,
      SIP_SIDE_CALLER,
      -1,
      { OFFER, ANSWER(180), RES(200, "BYE", 2), ANSWER(487) } },
    { "INVITE and CANCEL lost",
      SIP_OUTCOME_CANCELLED,
      SIP_PHASE_ENDED,
      SIP_SIDE_CALLER,
      -1,
      { RES(200, "CANCEL", 1), ANSWER(487) } },
    { "a re-INVITE is lost, and refused",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ENDED,
      SIP_SIDE_UNKNOWN,
      -1,
      { FINAL(491, 2), REQ("BYE", 3, .to = "b"), RES(200, "BYE", 3) } },
    { "begins with what is no sign of a call",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ENDED,
      SIP_SIDE_UNKNOWN,
      -1,
      { REQ("REFER", 4, .to = "b"), RES(202, "REFER", 4), REQ("BYE", 5, .to = "b"),
        RES(200, "BYE", 5) } },
    /* a server that keeps Call-ID, From tag and CSeq on both sides */
    { "cancels a branch of its own",
      SIP_OUTCOME_ANSWERED,
      SIP_PHASE_ANSWERED,
      SIP_SIDE_UNKNOWN,
      -1,
      { OFFER, REQ("INVITE", 1, .branch = "z9hG4bK-s", .sent_by = "server"),
        REQ("CANCEL", 1, .branch = "z9hG4bK-s", .sent_by = "server"),
        ANSWER(487, .to = "c", .branch = "z9hG4bK-s", .sent_by = "server"), ANSWER(200),
        ACKED(.to = "b") } },
};

static void test_rows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *name = rows[i].name;
        flow *f = flow_new();
        sip_facts *facts[STEPS_MAX] = { NULL };
        const sip_facts *last, *of_call;
        sip_summary row;
        unsigned n = 0;

        last = flow_feed_all(f, rows[i].steps, facts, STEPS_MAX);
        for (unsigned k = 0; k < STEPS_MAX && facts[k]; k++)
            if (facts[k]->transaction->call == facts[0]->transaction->call)
                n = k;
        of_call = facts[n];
        sip_summarise(of_call->transaction->call, true, last->seen.time, &row);
        expect_number(name, "outcome", row.outcome, (long)rows[i].outcome);
        expect_number(name, "phase", of_call->phase, (long)rows[i].phase);
        expect_number(name, "ended by", row.ended_by, (long)rows[i].ended_by);
        expect_number(name, "duration",
                      row.duration == SIP_TIME_UNKNOWN ? -1 : (long)(row.duration / MS),
                      (long)rows[i].duration);
        expect_number(name, "problems but of codes", sip_flow_is_missing(of_call, last->seen.time),
                      SIP_FLOW_NOTHING);
        flow_free(f);
    }
}

/* Bug: what a 404 with Retry-After says was contradicted by "do not repeat", and 481 to CANCEL was
 * said to end the dialog. */
static void test_retry(void)
{
    static const struct {
        const char *name;
        sip_retry retry;
        step steps[4];
    } cases[] = {
        { "404", SIP_RETRY_NEVER, { OFFER, ANSWER(404) } },
        { "404 with a time",
          SIP_RETRY_LATER,
          { OFFER, ANSWER(404, .headers = "Retry-After: 9\r\n") } },
        { "481 to BYE", SIP_RETRY_DIALOG, { REQ("BYE", 2, .to = "b"), RES(481, "BYE", 2) } },
        { "481 to CANCEL", SIP_RETRY_COUNT, { REQ("CANCEL", 1), RES(481, "CANCEL", 1) } },
        { "481 to PRACK", SIP_RETRY_COUNT, { REQ("PRACK", 2, .to = "b"), RES(481, "PRACK", 2) } },
        { "499", SIP_RETRY_COUNT, { OFFER, ANSWER(499) } },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        flow *f = flow_new();

        expect_number(cases[i].name, "retry",
                      sip_flow_retry(flow_feed_all(f, cases[i].steps, NULL, 0)),
                      (long)cases[i].retry);
        flow_free(f);
    }
}

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/outcome/rows", test_rows);
    g_test_add_func("/outcome/retry", test_retry);
    return feed_end();
}
