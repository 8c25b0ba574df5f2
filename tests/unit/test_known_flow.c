/* test_known_flow.c - which flow everyone knows a call is, and which step of it a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "known_flow.h"

#include "feed.h"

#define STEPS_MAX 16

#define INVITE(...) REQ("INVITE", 1, __VA_ARGS__)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define ASKS(more) "WWW-Authenticate: Digest realm=\"r\", nonce=\"1\"" more "\r\n"
#define LOGIN "Authorization: Digest realm=\"r\", nonce=\"1\", response=\"1\"\r\n"
#define QOS .sdp = SDP_QOS("none", "none")

static const struct {
    const char *name;
    const char *flow; /* NULL: none that is known */
    struct {
        step step;
        unsigned number; /* of the step; 0: none */
    } steps[STEPS_MAX];
} flows[] = {
    { "a call",
      "basic-call",
      { { INVITE(), 1 },
        { ANSWER(100), 2 },
        { ANSWER(180), 3 },
        { ANSWER(200), 4 },
        { REQ("ACK", 1, .to = "b"), 5 },
        { REQ("BYE", 2, .to = "b"), 0 },
        { RES(200, "BYE", 2), 0 } } },
    { "answered with another 2xx", "basic-call", { { INVITE(), 1 }, { ANSWER(202), 4 } } },
    { "refused",
      "basic-call",
      { { INVITE(), 1 }, { ANSWER(486), 0 }, { REQ("ACK", 1, .to = "b", .refused = true), 0 } } },
    { "sent again", "basic-call", { { INVITE(), 1 }, { INVITE(.after = 500), 1 } } },
    { "a re-INVITE",
      "basic-call",
      { { INVITE(), 1 },
        { ANSWER(200), 4 },
        { REQ("ACK", 1, .to = "b"), 5 },
        { REQ("INVITE", 2, .to = "b"), 0 },
        { RES(200, "INVITE", 2), 0 } } },
    { "an unknown method", "basic-call", { { INVITE(), 1 }, { REQ("FOO", 2), 0 } } },
    /* TS 34.229-5 A.15.1, TS 34.229-1 C.11 */
    { "VoLTE, as the UE sees it",
      "volte-mo",
      { { INVITE(QOS, .headers = IMS), 1 },
        { ANSWER(100), 2 },
        { ANSWER(183, QOS, .headers = RELIABLE("1")), 3 },
        { REQ("PRACK", 2, .to = "b", .headers = RACK("1")), 4 },
        { RES(200, "PRACK", 2), 5 },
        { REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")), 6 },
        { RES(200, "UPDATE", 3, .sdp = SDP_QOS("sendrecv", "sendrecv")), 7 },
        { ANSWER(180, .headers = RELIABLE("2")), 8 },
        { REQ("PRACK", 4, .to = "b", .headers = RACK("2")), 9 },
        { RES(200, "PRACK", 4), 10 },
        { ANSWER(200), 11 },
        { REQ("ACK", 1, .to = "b"), 12 } } },
    { "VoLTE behind a proxy", "volte-mt", { { INVITE(QOS, .headers = IMS, .hop = 3), 1 } } },
    { "VoLTE, terminating",
      "volte-mt",
      { { INVITE(QOS), 1 }, { ANSWER(183, .headers = IMS), 3 } } },
    { "a PRACK of nothing",
      "volte-mo",
      { { INVITE(QOS, .headers = IMS), 1 },
        { REQ("PRACK", 2, .to = "b"), 0 },
        { REQ("PRACK", 3, .to = "b", .headers = RACK("9")), 0 } } },
    { "IMS without preconditions",
      "volte-plain",
      { { INVITE(.headers = IMS), 1 }, { ANSWER(180), 3 } } },
    { "a login",
      "digest-register",
      { { REQ("REGISTER", 1), 0 },
        { RES(401, "REGISTER", 1, .headers = ASKS("")), 2 },
        { REQ("REGISTER", 2, .headers = LOGIN), 3 },
        { RES(200, "REGISTER", 2), 4 } } },
    { "a login with AKA",
      "ims-register",
      { { REQ("REGISTER", 1), 0 },
        { RES(401, "REGISTER", 1, .headers = ASKS(", algorithm=AKAv1-MD5")), 2 },
        { REQ("REGISTER", 2, .headers = LOGIN), 3 },
        { RES(200, "REGISTER", 2), 4 } } },
    { "no login", NULL, { { REQ("REGISTER", 1), 0 } } },
    { "no call", NULL, { { REQ("OPTIONS", 1), 0 } } },
};

/* Which flow it is shows as it goes on: until then none of a registration's steps has a number. */
static void test_flows(void)
{
    sip_known_flows *table = sip_known_flows_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(flows); i++) {
        flow *f = flow_new();
        const sip_known_flow *known = NULL;

        for (size_t k = 0; flows[i].steps[k].step.method; k++) {
            g_autofree char *where = g_strdup_printf("%s, message %zu", flows[i].name, k + 1);
            const sip_facts *facts = flow_feed(f, &flows[i].steps[k].step);

            known = sip_known_flows_find(table, facts);
            expect_number(where, "step", known ? sip_known_flow_step(known, facts) : 0,
                          flows[i].steps[k].number);
        }
        expect_text(flows[i].name, "flow", known ? known->id : NULL, flows[i].flow);
        flow_free(f);
    }
    sip_known_flows_free(table);
    sip_known_flows_free(NULL);
}

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/known-flow/flows", test_flows);
    return feed_end();
}
