/* test_precondition.c - what the SDP of a call says of its preconditions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "precondition.h"

#include "support.h"

#include <string.h>

/* {{{ what is told, as text */

static const char *const phases[] = {
    [SIP_QOS_PHASE_NONE] = "none",
    [SIP_QOS_PHASE_BOTH_PENDING] = "both-pending",
    [SIP_QOS_PHASE_CALLER_READY] = "caller-ready",
    [SIP_QOS_PHASE_CALLEE_READY] = "callee-ready",
    [SIP_QOS_PHASE_READY] = "ready",
    [SIP_QOS_PHASE_FAILED] = "failed",
};
static const char *const strengths[] = { "none", "optional", "mandatory", "failure", "unknown" };
static const char *const segments[] = { "caller", "callee", "e2e" };
static const char *const directions[] = { "neither", "forth", "back", "both" };

/* All that is told of P but its faults; the caller frees it. */
static char *show_state(const sip_precondition *p)
{
    GString *out = g_string_new(phases[sip_precondition_phase(p)]);
    const struct {
        bool holds;
        const char *name;
    } flags[] = {
        { sip_precondition_caller_unmet(p), " caller" },
        { sip_precondition_callee_unmet(p), " callee" },
        { sip_precondition_met(p), " met" },
        { sip_precondition_mandatory(p), " mandatory" },
        { sip_precondition_caller_confirms(p), " caller-confirms" },
        { sip_precondition_callee_confirms(p), " callee-confirms" },
        { sip_precondition_declined(p), " declined" },
        { sip_precondition_more(p), " more" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (flags[i].holds)
            g_string_append(out, flags[i].name);
    return g_string_free(out, FALSE);
}

static void add_fault(GString *out, const sip_precondition_fault *fault)
{
    g_string_append_printf(out, "%s%u %.*s %.*s %s %s %s", out->len > 0 ? ", " : "", fault->line,
                           (int)fault->media.len, fault->media.ptr, (int)fault->type.len,
                           fault->type.ptr, strengths[fault->strength], segments[fault->segment],
                           directions[fault->direction]);
}

/* What is unmet of P; the caller frees it. */
static char *show_unmet(const sip_precondition *p)
{
    GString *out = g_string_new(NULL);
    sip_precondition_fault fault;

    for (unsigned i = 0; sip_precondition_unmet(p, i, &fault); i++)
        add_fault(out, &fault);
    return g_string_free(out, FALSE);
}

/* }}} */
/* {{{ flows */

typedef enum { END, A_OFFERS, A_ANSWERS, B_OFFERS, B_ANSWERS } step_kind;

/* An SDP of a flow and what holds behind it. A is the caller. */
typedef struct {
    step_kind kind;
    const char *sdp, *state;
    const char *unmet; /* NULL: nothing */
} step;

static void feed(sip_precondition *p, step_kind kind, sip_slice sdp)
{
    sip_precondition_feed(p, sdp, kind == A_OFFERS || kind == A_ANSWERS,
                          kind == A_OFFERS || kind == B_OFFERS ? SIP_SDP_OFFER : SIP_SDP_ANSWER);
}

/* Goes through STEPS, up to END. */
static void check_flow(const char *name, const step *steps)
{
    sip_precondition *p = sip_precondition_new();

    for (const step *s = steps; s->kind != END; s++) {
        g_autofree char *where = g_strdup_printf("%s, SDP %d", name, (int)(s - steps) + 1);
        g_autofree char *state = NULL, *unmet = NULL;
        char *copy = g_strdup(s->sdp);

        feed(p, s->kind, slice_of(copy));
        memset(copy, '#', strlen(copy)); /* nothing of it is kept */
        g_free(copy);
        state = show_state(p);
        unmet = show_unmet(p);
        expect_text(where, "state", state, s->state);
        expect_text(where, "unmet", unmet, s->unmet ? s->unmet : "");
    }
    sip_precondition_free(p);
}

/* }}} */
/* {{{ pcaps/volte-call.pcapng */

#define VOLTE_HEAD(from, version, ip, port)             \
    "v=0\r\n"                                           \
    "o=" from " " version " IN IP4 " ip "\r\n"          \
    "s=-\r\n"                                           \
    "c=IN IP4 " ip "\r\n"                               \
    "b=AS:41\r\n"                                       \
    "t=0 0\r\n"                                         \
    "m=audio " port " RTP/AVP 104 105\r\n"              \
    "b=AS:41\r\n"                                       \
    "a=rtpmap:104 AMR-WB/16000\r\n"                     \
    "a=fmtp:104 mode-change-capability=2;max-red=0\r\n" \
    "a=rtpmap:105 telephone-event/16000\r\n"            \
    "a=fmtp:105 0-15\r\n"                               \
    "a=ptime:20\r\n"                                    \
    "a=maxptime:240\r\n"

#define VOLTE_INVITE                                       \
    VOLTE_HEAD("alice", "1001 1001", "127.0.1.1", "49152") \
    "a=curr:qos local none\r\n"                            \
    "a=curr:qos remote none\r\n"                           \
    "a=des:qos mandatory local sendrecv\r\n"               \
    "a=des:qos optional remote sendrecv\r\n"               \
    "a=sendrecv\r\n"
#define VOLTE_183                                        \
    VOLTE_HEAD("bob", "2001 2001", "127.0.1.2", "50010") \
    "a=curr:qos local none\r\n"                          \
    "a=curr:qos remote none\r\n"                         \
    "a=des:qos mandatory local sendrecv\r\n"             \
    "a=des:qos mandatory remote sendrecv\r\n"            \
    "a=conf:qos remote sendrecv\r\n"                     \
    "a=sendrecv\r\n"
#define VOLTE_UPDATE                                       \
    VOLTE_HEAD("alice", "1001 1002", "127.0.1.1", "49152") \
    "a=curr:qos local sendrecv\r\n"                        \
    "a=curr:qos remote none\r\n"                           \
    "a=des:qos mandatory local sendrecv\r\n"               \
    "a=des:qos mandatory remote sendrecv\r\n"              \
    "a=sendrecv\r\n"
#define VOLTE_200                                        \
    VOLTE_HEAD("bob", "2001 2002", "127.0.1.2", "50010") \
    "a=curr:qos local sendrecv\r\n"                      \
    "a=curr:qos remote sendrecv\r\n"                     \
    "a=des:qos mandatory local sendrecv\r\n"             \
    "a=des:qos mandatory remote sendrecv\r\n"            \
    "a=sendrecv\r\n"

#define BOTH_UNMET "1 audio qos mandatory caller both, 1 audio qos mandatory callee both"

static const step volte[] = {
    { A_OFFERS, VOLTE_INVITE, "both-pending caller mandatory",
      "1 audio qos mandatory caller both" },
    { B_ANSWERS, VOLTE_183, "both-pending caller callee mandatory caller-confirms", BOTH_UNMET },
    { A_OFFERS, VOLTE_UPDATE, "caller-ready callee mandatory",
      "1 audio qos mandatory callee both" },
    { B_ANSWERS, VOLTE_200, "ready met mandatory", NULL },
    /* a 200 to the INVITE that says nothing more, and a later hold */
    { B_ANSWERS, VOLTE_HEAD("bob", "2001 2002", "127.0.1.2", "50010"), "ready met mandatory",
      NULL },
    { A_OFFERS, VOLTE_HEAD("alice", "1001 1003", "127.0.1.1", "49152") "a=sendonly\r\n",
      "ready met mandatory", NULL },
    { B_ANSWERS, VOLTE_HEAD("bob", "2001 2003", "127.0.1.2", "50010") "a=recvonly\r\n",
      "ready met mandatory", NULL },
    { .kind = END },
};

static void test_volte(void)
{
    check_flow("volte-call", volte);
}

/* }}} */
/* {{{ RFC 3312 §13 */

#define AUDIO_A "m=audio 20000 RTP/AVP 0\nc=IN IP4 192.0.2.1\n"
#define AUDIO_B "m=audio 30000 RTP/AVP 0\nc=IN IP4 192.0.2.4\n"
#define CURR_E2E(tag) "a=curr:qos e2e " tag "\n"
#define DES_E2E "a=des:qos mandatory e2e sendrecv\n"
#define E2E_UNMET "1 audio qos mandatory e2e both"
#define SEGMENTED(local, remote)                            \
    "a=curr:qos local " local "\na=curr:qos remote " remote \
    "\na=des:qos mandatory local sendrecv\na=des:qos mandatory remote sendrecv\n"

/* §13.1, figure 2, and after it figure 3, whose SDP are the same but for an address. */
static const step end_to_end[] = {
    { A_OFFERS, AUDIO_A CURR_E2E("none") DES_E2E, "both-pending caller callee mandatory",
      E2E_UNMET },
    { B_ANSWERS, AUDIO_B CURR_E2E("none") DES_E2E "a=conf:qos e2e recv\n",
      "both-pending caller callee mandatory caller-confirms", E2E_UNMET },
    { A_OFFERS, AUDIO_A CURR_E2E("send") DES_E2E, "caller-ready callee mandatory",
      "1 audio qos mandatory e2e back" },
    { B_ANSWERS, AUDIO_B CURR_E2E("sendrecv") DES_E2E, "ready met mandatory", NULL },
    /* the stream moves: all begins anew */
    { A_OFFERS, AUDIO_A CURR_E2E("none") DES_E2E, "both-pending caller callee mandatory",
      E2E_UNMET },
    { B_ANSWERS, AUDIO_B CURR_E2E("none") DES_E2E "a=conf:qos e2e recv\n",
      "both-pending caller callee mandatory caller-confirms", E2E_UNMET },
    { A_OFFERS, AUDIO_A CURR_E2E("send") DES_E2E, "caller-ready callee mandatory",
      "1 audio qos mandatory e2e back" },
    { B_ANSWERS, AUDIO_B CURR_E2E("sendrecv") DES_E2E, "ready met mandatory", NULL },
    { .kind = END },
};

/* §13.2, figure 4 */
static const step segmented[] = {
    { A_OFFERS, AUDIO_A SEGMENTED("sendrecv", "none"), "caller-ready callee mandatory",
      "1 audio qos mandatory callee both" },
    { B_ANSWERS, AUDIO_B SEGMENTED("sendrecv", "sendrecv"), "ready met mandatory", NULL },
    { A_OFFERS, AUDIO_A SEGMENTED("sendrecv", "sendrecv"), "ready met mandatory", NULL },
    { .kind = END },
};

/* §13.3, figure 5: B offers, in a 183 */
static const step offer_in_response[] = {
    { B_OFFERS, AUDIO_B CURR_E2E("none") DES_E2E "a=conf:qos e2e recv\n",
      "both-pending caller callee mandatory caller-confirms", E2E_UNMET },
    { A_ANSWERS, AUDIO_A CURR_E2E("none") DES_E2E,
      "both-pending caller callee mandatory caller-confirms", E2E_UNMET },
    { A_OFFERS, AUDIO_A CURR_E2E("send") DES_E2E, "caller-ready callee mandatory",
      "1 audio qos mandatory e2e back" },
    /* that B's own part comes to be reserved is not told, but by ringing */
    { B_ANSWERS, AUDIO_B CURR_E2E("recv") DES_E2E, "caller-ready callee mandatory",
      "1 audio qos mandatory e2e back" },
    { .kind = END },
};

static void test_examples(void)
{
    check_flow("RFC 3312 §13.1", end_to_end);
    check_flow("RFC 3312 §13.2", segmented);
    check_flow("RFC 3312 §13.3", offer_in_response);
}

/* }}} */
/* {{{ one offer */

#define M "m=audio 9 RTP/AVP 0\n"
#define LOCAL(tag) "a=curr:qos local " tag "\n"
#define REMOTE(tag) "a=curr:qos remote " tag "\n"
#define DES(rest) "a=des:qos " rest "\n"

/* What the caller's first SDP says: the reading of lines. Where nothing else is meant, the caller's
 * access network is mandatory in both directions, and that it is reserved shows. */
static const struct {
    const char *what;
    sip_slice sdp;
    const char *state;
} offers[] = {
    { "nothing", BYTES(""), "none met" },
    { "absent", ABSENT, "none met" },
    { "no media", BYTES("v=0\r\ns=-\r\n"), "none met" },
    { "no qos", BYTES(M "a=sendrecv\n"), "none met" },
    { "reserved", BYTES(M LOCAL("sendrecv") DES("mandatory local sendrecv")),
      "caller-ready met mandatory" },
    { "not reserved", BYTES(M LOCAL("none") DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "one direction of two", BYTES(M LOCAL("send") DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "the other", BYTES(M LOCAL("recv") DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    /* §3: better than desired */
    { "two of one", BYTES(M LOCAL("sendrecv") DES("mandatory local send")),
      "caller-ready met mandatory" },
    { "the wrong one", BYTES(M LOCAL("recv") DES("mandatory local send")),
      "both-pending caller mandatory" },
    { "no direction desired", BYTES(M LOCAL("none") DES("mandatory local none")),
      "both-pending met" },
    { "optional", BYTES(M LOCAL("none") DES("optional local sendrecv")), "both-pending met" },
    { "not needed", BYTES(M LOCAL("none") DES("none local sendrecv")), "both-pending met" },
    { "not needed but reserved", BYTES(M LOCAL("sendrecv") DES("none local sendrecv")),
      "caller-ready met" },
    { "current only", BYTES(M LOCAL("none")), "both-pending met" },
    { "desired only", BYTES(M DES("mandatory local sendrecv")), "both-pending caller mandatory" },
    /* an answer may still desire what the offer does not */
    { "remote optional",
      BYTES(M LOCAL("sendrecv") REMOTE("none") DES("mandatory local sendrecv")
                DES("optional remote sendrecv")),
      "caller-ready met mandatory" },
    { "both reserved",
      BYTES(M LOCAL("sendrecv") REMOTE("sendrecv") DES("mandatory local sendrecv")
                DES("optional remote sendrecv")),
      "ready met mandatory" },
    { "remote reserved as far as desired",
      BYTES(M LOCAL("sendrecv") REMOTE("send") DES("mandatory local sendrecv")
                DES("mandatory remote send")),
      "caller-ready met mandatory" },
    { "confirm", BYTES(M LOCAL("none") DES("mandatory local sendrecv") "a=conf:qos remote recv\n"),
      "both-pending caller mandatory callee-confirms" },
    { "confirm only", BYTES(M "a=conf:qos remote sendrecv\n"), "both-pending met callee-confirms" },
    /* §10: all of them have to be met */
    { "both status types",
      BYTES("m=audio 20000 RTP/AVP 0\n" SEGMENTED("sendrecv", "sendrecv") CURR_E2E("none")
                DES("mandatory e2e sendrecv")),
      "both-pending caller callee mandatory" },

    /* lines */
    { "CRLF",
      BYTES("m=audio 9 RTP/AVP 0\r\na=curr:qos local sendrecv\r\n"
            "a=des:qos mandatory local sendrecv\r\n"),
      "caller-ready met mandatory" },
    { "mixed line ends",
      BYTES("m=audio 9 RTP/AVP 0\na=curr:qos local sendrecv\r\n"
            "a=des:qos mandatory local sendrecv\n"),
      "caller-ready met mandatory" },
    { "no last line end", BYTES(M DES("mandatory local sendrecv") "a=curr:qos local sendrecv"),
      "caller-ready met mandatory" },
    { "half a last line end",
      BYTES(M DES("mandatory local sendrecv") "a=curr:qos local sendrecv\r"),
      "caller-ready met mandatory" },
    { "cut tag", BYTES(M DES("mandatory local sendrecv") "a=curr:qos local sendre"),
      "both-pending caller mandatory" },
    { "cut before the tag", BYTES(M DES("mandatory local sendrecv") "a=curr:qos local"),
      "both-pending caller mandatory" },
    { "cut strength", BYTES(M LOCAL("none") "a=des:qos mandat"), "both-pending met" },
    { "cut name", BYTES(M LOCAL("none") "a=de"), "both-pending met" },
    { "more blanks",
      BYTES(M "a=curr:qos  local\tsendrecv \na=des:qos mandatory   local sendrecv\n"),
      "caller-ready met mandatory" },
    { "more words", BYTES(M LOCAL("sendrecv x") DES("mandatory local sendrecv")),
      "caller-ready met mandatory" },
    { "a blank before", BYTES(M DES("mandatory local sendrecv") " a=curr:qos local sendrecv\n"),
      "both-pending caller mandatory" },
    { "NUL", BYTES(M DES("mandatory local sendrecv") "a=curr:qos local sendrecv\0\n"),
      "both-pending caller mandatory" },
    { "NUL before", BYTES("\0\n" M DES("mandatory local sendrecv") LOCAL("sendrecv")),
      "caller-ready met mandatory" },
    { "a new line in between",
      BYTES(M "\n" DES("mandatory local sendrecv") "\n\n" LOCAL("sendrecv")),
      "caller-ready met mandatory" },

    /* words: case matters */
    { "case of the name", BYTES(M LOCAL("none") "a=DES:qos mandatory local sendrecv\n"),
      "both-pending met" },
    { "case of the type", BYTES(M LOCAL("none") "a=des:QoS mandatory local sendrecv\n"),
      "both-pending met" },
    { "case of the strength", BYTES(M LOCAL("none") DES("Mandatory local sendrecv")),
      "both-pending met" },
    { "case of the status type", BYTES(M LOCAL("none") DES("mandatory Local sendrecv")),
      "both-pending met" },
    { "case of the direction", BYTES(M LOCAL("none") DES("mandatory local SendRecv")),
      "both-pending met" },
    { "case of the media line", BYTES("M=audio 9 RTP/AVP 0\n" LOCAL("none")), "none met" },
    { "an undefined strength", BYTES(M LOCAL("none") DES("must local sendrecv")),
      "both-pending met" },
    { "an undefined status type", BYTES(M LOCAL("none") DES("mandatory near sendrecv")),
      "both-pending met" },
    { "an undefined direction", BYTES(M LOCAL("none") DES("mandatory local inactive")),
      "both-pending met" },
    { "another type", BYTES(M "a=curr:sec e2e none\na=des:sec mandatory e2e sendrecv\n"),
      "none met" },
    { "qos and more", BYTES(M "a=curr:qos2 local none\na=des:qosx mandatory local send\n"),
      "none met" },

    /* lines said twice add up */
    { "send and recv", BYTES(M LOCAL("send") LOCAL("recv") DES("mandatory local sendrecv")),
      "caller-ready met mandatory" },
    { "desired one by one",
      BYTES(M LOCAL("send") DES("mandatory local send") DES("mandatory local recv")),
      "both-pending caller mandatory" },
    { "two strengths", BYTES(M LOCAL("send") DES("mandatory local send") DES("none local recv")),
      "caller-ready met mandatory" },
    { "stronger first", BYTES(M LOCAL("none") DES("mandatory local send") DES("none local send")),
      "both-pending caller mandatory" },
    { "stronger last",
      BYTES(M LOCAL("none") DES("optional local sendrecv") DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },

    /* media lines */
    { "session level", BYTES("v=0\n" LOCAL("none") DES("mandatory local sendrecv") M), "none met" },
    { "rejected", BYTES("m=audio 0 RTP/AVP 0\n" LOCAL("none") DES("mandatory local sendrecv")),
      "none met" },
    { "rejected, long", BYTES("m=audio 000 RTP/AVP 0\n" DES("mandatory local sendrecv")),
      "none met" },
    { "rejected, several ports", BYTES("m=audio 0/2 RTP/AVP 0\n" DES("mandatory local sendrecv")),
      "none met" },
    { "several ports", BYTES("m=audio 10/2 RTP/AVP 0\n" DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "no port", BYTES("m=audio\n" DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "no media", BYTES("m=\n" DES("mandatory local sendrecv")), "both-pending caller mandatory" },
    { "no number", BYTES("m=audio $ RTP/AVP 0\n" DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "port too large",
      BYTES("m=audio 99999999999999999999999 RTP/AVP 0\n" DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "one of two unmet",
      BYTES(M LOCAL("sendrecv") DES("mandatory local sendrecv") "m=video 10 RTP/AVP 31\n" LOCAL(
          "none") DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "the unmet one rejected",
      BYTES(M LOCAL("sendrecv") DES("mandatory local sendrecv") "m=video 0 RTP/AVP 31\n" LOCAL(
          "none") DES("mandatory local sendrecv")),
      "caller-ready met mandatory" },
    { "the unmet one first",
      BYTES(M LOCAL("none") DES("mandatory local sendrecv") "m=video 10 RTP/AVP 31\n" LOCAL(
          "sendrecv") DES("mandatory local sendrecv")),
      "both-pending caller mandatory" },
    { "one of two without",
      BYTES("m=video 10 RTP/AVP 31\n" M LOCAL("sendrecv") DES("mandatory local sendrecv")),
      "caller-ready met mandatory" },
};

static void test_offers(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(offers); i++) {
        sip_precondition p = { .failed = false };
        g_autofree char *state = NULL;

        feed(&p, A_OFFERS, offers[i].sdp);
        state = show_state(&p);
        expect_text(offers[i].what, "state", state, offers[i].state);
    }
}

/* As seen by the callee: local is the callee's access network, send the way back. */
static void test_callee_offers(void)
{
    static const struct {
        const char *sdp, *unmet;
    } sdps[] = {
        { M LOCAL("none") DES("mandatory local sendrecv"), "1 audio qos mandatory callee both" },
        { M LOCAL("send") DES("mandatory local sendrecv"), "1 audio qos mandatory callee forth" },
        { M REMOTE("none") DES("mandatory remote send"), "1 audio qos mandatory caller back" },
        { M CURR_E2E("send") DES_E2E, "1 audio qos mandatory e2e forth" },
        { M CURR_E2E("recv") DES_E2E, "1 audio qos mandatory e2e back" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(sdps); i++) {
        sip_precondition p = { .failed = false };
        g_autofree char *unmet = NULL;

        feed(&p, B_OFFERS, slice_of(sdps[i].sdp));
        unmet = show_unmet(&p);
        expect_text(sdps[i].sdp, "unmet", unmet, sdps[i].unmet);
    }
}

/* }}} */
/* {{{ several SDP */

#define NONE_YET M LOCAL("none") REMOTE("none")
#define ALL_MANDATORY DES("mandatory local sendrecv") DES("mandatory remote sendrecv")
#define VIDEO "m=video 10 RTP/AVP 31\n"
#define OFFER NONE_YET ALL_MANDATORY
#define DONE M SEGMENTED("sendrecv", "sendrecv")
#define PENDING "both-pending caller callee mandatory"

static const struct {
    const char *name;
    step steps[7];
} flows[] = {
    { "the answer raises a strength",
      { { A_OFFERS, NONE_YET DES("none local sendrecv") DES("optional remote sendrecv"),
          "both-pending met", NULL },
        { B_ANSWERS, OFFER, PENDING, BOTH_UNMET } } },
    { "the answer may not lower one",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, NONE_YET DES("optional local sendrecv") DES("none remote sendrecv"), PENDING,
          BOTH_UNMET } } },
    { "a new offer may",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, OFFER, PENDING, BOTH_UNMET },
        { A_OFFERS, NONE_YET DES("optional local sendrecv") DES("none remote sendrecv"), "none met",
          NULL } } },
    { "the answer leaves lines out",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, M LOCAL("sendrecv"), "callee-ready caller mandatory",
          "1 audio qos mandatory caller both" },
        { A_OFFERS, M LOCAL("sendrecv"), "ready met mandatory", NULL } } },
    { "a new offer lowers what is optional",
      { { A_OFFERS, NONE_YET DES("mandatory local sendrecv") DES("optional remote sendrecv"),
          "both-pending caller mandatory", "1 audio qos mandatory caller both" },
        { B_ANSWERS, NONE_YET DES("mandatory remote sendrecv") DES("optional local sendrecv"),
          "both-pending caller mandatory", "1 audio qos mandatory caller both" },
        { A_OFFERS, NONE_YET DES("mandatory local sendrecv") DES("none remote sendrecv"),
          "callee-ready caller mandatory", "1 audio qos mandatory caller both" } } },
    { "optional in both",
      { { A_OFFERS, NONE_YET DES("optional local sendrecv") DES("optional remote sendrecv"),
          "both-pending met", NULL },
        { B_ANSWERS, NONE_YET DES("optional local sendrecv") DES("optional remote sendrecv"),
          "none met", NULL } } },
    { "one direction after the other",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, M SEGMENTED("sendrecv", "none") "a=conf:qos remote sendrecv\n",
          "callee-ready caller mandatory caller-confirms", "1 audio qos mandatory caller both" },
        { A_OFFERS, M SEGMENTED("send", "sendrecv"),
          "callee-ready caller mandatory caller-confirms", "1 audio qos mandatory caller back" },
        { B_ANSWERS, M SEGMENTED("sendrecv", "recv") "a=conf:qos remote sendrecv\n",
          "callee-ready caller mandatory caller-confirms", "1 audio qos mandatory caller back" },
        { A_OFFERS, M SEGMENTED("sendrecv", "sendrecv"), "ready met mandatory", NULL },
        { B_ANSWERS, DONE, "ready met mandatory", NULL } } },
    { "the callee confirms in an offer of its own",
      { { A_OFFERS, M SEGMENTED("sendrecv", "none") "a=conf:qos remote sendrecv\n",
          "caller-ready callee mandatory callee-confirms", "1 audio qos mandatory callee both" },
        { B_ANSWERS, M SEGMENTED("none", "sendrecv"),
          "caller-ready callee mandatory callee-confirms", "1 audio qos mandatory callee both" },
        { B_OFFERS, DONE, "ready met mandatory", NULL },
        { A_ANSWERS, DONE, "ready met mandatory", NULL } } },
    { "confirmation is not asked any more",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, OFFER "a=conf:qos remote sendrecv\n", PENDING " caller-confirms", BOTH_UNMET },
        { B_OFFERS, OFFER, PENDING, BOTH_UNMET } } },
    { "reservation lost",
      { { A_OFFERS, DONE, "ready met mandatory", NULL },
        { B_ANSWERS, DONE, "ready met mandatory", NULL },
        { A_OFFERS, M SEGMENTED("none", "sendrecv"), "callee-ready caller mandatory",
          "1 audio qos mandatory caller both" } } },
    /* RFC 4032 §4.1 */
    { "the answer moves the stream",
      { { A_OFFERS, DONE, "ready met mandatory", NULL },
        { B_ANSWERS, OFFER, PENDING, BOTH_UNMET } } },

    { "answered without",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, M, "none met declined", NULL },
        { A_OFFERS, OFFER, PENDING, BOTH_UNMET } } },
    { "offered without, answered with",
      { { A_OFFERS, M, "none met", NULL }, { B_ANSWERS, OFFER, PENDING, BOTH_UNMET } } },
    { "without in both",
      { { A_OFFERS, M, "none met", NULL }, { B_ANSWERS, M, "none met", NULL } } },
    { "an offer without instead of the answer",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET }, { B_OFFERS, M, PENDING, BOTH_UNMET } } },
    { "offered and then not any more",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, OFFER, PENDING, BOTH_UNMET },
        { A_OFFERS, M, PENDING, BOTH_UNMET },
        { B_ANSWERS, M, PENDING, BOTH_UNMET } } },
    { "one media declined",
      { { A_OFFERS, DONE VIDEO SEGMENTED("none", "none"), PENDING,
          "2 video qos mandatory caller both, 2 video qos mandatory callee both" },
        { B_ANSWERS, DONE VIDEO, "ready met mandatory declined", NULL } } },

    { "one media rejected",
      { { A_OFFERS, DONE VIDEO SEGMENTED("none", "none"), PENDING,
          "2 video qos mandatory caller both, 2 video qos mandatory callee both" },
        { B_ANSWERS, DONE "m=video 0 RTP/AVP 31\n", "ready met mandatory", NULL } } },
    { "all rejected",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, "m=audio 0 RTP/AVP 0\n" SEGMENTED("none", "none"), "none met", NULL } } },
    { "fewer media in the answer",
      { { A_OFFERS, OFFER VIDEO SEGMENTED("none", "none"), PENDING,
          BOTH_UNMET ", 2 video qos mandatory caller both, 2 video qos mandatory callee both" },
        { B_ANSWERS, DONE, PENDING,
          "2 video qos mandatory caller both, 2 video qos mandatory callee both" } } },
    { "media added later",
      { { A_OFFERS, DONE, "ready met mandatory", NULL },
        { B_ANSWERS, DONE, "ready met mandatory", NULL },
        { B_OFFERS, DONE VIDEO LOCAL("sendrecv") DES("mandatory local sendrecv"),
          "callee-ready met mandatory", NULL },
        { A_ANSWERS, DONE VIDEO SEGMENTED("none", "sendrecv"), "callee-ready caller mandatory",
          "2 video qos mandatory caller both" },
        { A_OFFERS, DONE VIDEO SEGMENTED("sendrecv", "sendrecv"), "ready met mandatory", NULL } } },
    { "another media in the place of an ended one",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, "m=audio 0 RTP/AVP 0\n", "none met", NULL },
        { A_OFFERS, VIDEO, "none met", NULL } } },
    { "another media in the place of one that goes on",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET }, { A_OFFERS, VIDEO, "none met", NULL } } },
    { "another status type in a new offer",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, OFFER "a=conf:qos remote sendrecv\n", PENDING " caller-confirms", BOTH_UNMET },
        { A_OFFERS, M CURR_E2E("none") DES_E2E, PENDING, E2E_UNMET },
        { B_ANSWERS, M CURR_E2E("sendrecv") DES_E2E, "ready met mandatory", NULL } } },

    { "the other status type has not to be waited for",
      { { A_OFFERS, M SEGMENTED("sendrecv", "none"), "caller-ready callee mandatory",
          "1 audio qos mandatory callee both" },
        { A_OFFERS, M CURR_E2E("sendrecv") DES_E2E, "ready met mandatory", NULL } } },
    { "a status type comes back",
      { { A_OFFERS, DONE, "ready met mandatory", NULL },
        { B_ANSWERS, DONE, "ready met mandatory", NULL },
        { A_OFFERS, M CURR_E2E("sendrecv") DES_E2E, "ready met mandatory", NULL },
        { A_OFFERS, M ALL_MANDATORY, PENDING, BOTH_UNMET } } },
    { "confirmation of another status type",
      { { A_OFFERS, OFFER "a=conf:qos remote sendrecv\n", PENDING " callee-confirms", BOTH_UNMET },
        { B_OFFERS, M CURR_E2E("none") DES_E2E, PENDING, E2E_UNMET } } },
    { "a type of media that is not known",
      { { A_OFFERS, "m=x-data 9 udp x\n" SEGMENTED("none", "sendrecv"),
          "callee-ready caller mandatory", "1  qos mandatory caller both" },
        { B_ANSWERS, "m=x-data 9 udp x\n" SEGMENTED("sendrecv", "none"),
          "callee-ready caller mandatory", "1  qos mandatory caller both" } } },

    { "refused",
      { { A_OFFERS, OFFER, PENDING, BOTH_UNMET },
        { B_ANSWERS, "m=audio 0 RTP/AVP 0\n" DES("failure local sendrecv"),
          "failed caller callee mandatory", BOTH_UNMET },
        { A_OFFERS, M LOCAL("none") DES("optional local sendrecv"), "both-pending met", NULL } } },
    { "refused by type",
      { { A_OFFERS, M "a=des:foo mandatory e2e sendrecv\n", "none met", NULL },
        { B_ANSWERS, "m=audio 0 RTP/AVP 0\na=des:foo unknown e2e send\n", "failed", NULL } } },
    { "UPDATE refused",
      { { A_OFFERS, DONE, "ready met mandatory", NULL },
        { B_ANSWERS, DONE, "ready met mandatory", NULL },
        { A_OFFERS, M SEGMENTED("none", "sendrecv"), "callee-ready caller mandatory",
          "1 audio qos mandatory caller both" },
        { B_ANSWERS, "m=audio 0 RTP/AVP 0\n" DES("failure remote sendrecv"),
          "failed caller mandatory", "1 audio qos mandatory caller both" } } },
};

static void test_flows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flows); i++)
        check_flow(flows[i].name, flows[i].steps);
}

/* }}} */
/* {{{ many media lines */

/* N media lines, each unmet; the caller frees it. */
static char *many_lines(unsigned n)
{
    GString *sdp = g_string_new(NULL);

    for (unsigned i = 0; i < n; i++)
        g_string_append(sdp, "m=audio 9 RTP/AVP 0\r\na=des:qos mandatory local sendrecv\r\n");
    return g_string_free(sdp, FALSE);
}

static void check_many(unsigned n, const char *tail, unsigned unmet, bool more)
{
    g_autofree char *lines = many_lines(n);
    g_autofree char *sdp = g_strconcat(lines, tail, NULL);
    g_autofree char *where = g_strdup_printf("%u lines", n);
    sip_precondition p = { .failed = false };
    sip_precondition_fault fault;
    unsigned found = 0;

    feed(&p, A_OFFERS, slice_of(sdp));
    while (sip_precondition_unmet(&p, found, &fault))
        expect_number(where, "line", fault.line, (long)++found);
    expect_number(where, "unmet", found, unmet);
    expect_number(where, "more", sip_precondition_more(&p), more);
}

static void test_many_lines(void)
{
    check_many(7, "", 7, false);
    check_many(8, "", 8, false);
    check_many(9, "", 8, true);
    check_many(10000, "", 8, true);
    /* those behind only matter when they have preconditions and are not rejected */
    check_many(8, "m=audio 9 RTP/AVP 0\r\n", 8, false);
    check_many(8, "m=audio 0 RTP/AVP 0\r\na=des:qos mandatory local send\r\n", 8, false);
}

/* }}} */
/* {{{ faults */

static void test_failure(void)
{
    static const struct {
        const char *sdp, *by_caller, *by_callee;
    } sdps[] = {
        /* RFC 3312 §8, §9 */
        { "m=audio 20000 RTP/AVP 0\na=des:qos failure e2e send\n", "1 audio qos failure e2e forth",
          "1 audio qos failure e2e back" },
        { "m=audio 20000 RTP/AVP 0\na=des:foo unknown e2e send\n", "1 audio foo unknown e2e forth",
          "1 audio foo unknown e2e back" },
        { "m=audio 0 RTP/AVP 0\r\na=des:qos failure local sendrecv\r\n",
          "1 audio qos failure caller both", "1 audio qos failure callee both" },
        { "m=audio 0 RTP/AVP 0\r\na=des:qos failure remote none\r\n",
          "1 audio qos failure callee neither", "1 audio qos failure caller neither" },
        { "v=0\nm=audio 0 RTP/AVP 0\n" DES("mandatory local sendrecv") "m=video 0 RTP/AVP 31\n" DES(
              "optional local send") DES("failure remote recv")
              DES("failure local recv") "m=text 0 RTP/AVP 98\n" DES("unknown local recv"),
          "2 video qos failure callee back", "2 video qos failure caller forth" },
        { "m=x-data 0 udp x\n" DES("unknown local recv"), "1 x-data qos unknown caller back",
          "1 x-data qos unknown callee forth" },
        { "m=\na=des:qos failure e2e send", "1  qos failure e2e forth", "1  qos failure e2e back" },
        { "m=audio 0 RTP/AVP 0\n" DES("mandatory local sendrecv"), "", "" },
        { "m=audio 0 RTP/AVP 0\na=curr:qos failure e2e send\n", "", "" },
        { "m=audio 0 RTP/AVP 0\na=des:qos Failure e2e send\n", "", "" },
        { "m=audio 0 RTP/AVP 0\na=des:qos failure e2e\n", "", "" },
        { "v=0\na=des:qos failure e2e send\nm=audio 0 RTP/AVP 0\n", "", "" },
        { "", "", "" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(sdps); i++) {
        for (int callee = 0; callee < 2; callee++) {
            g_autoptr(GString) out = g_string_new(NULL);
            sip_precondition_fault fault;

            if (sip_precondition_failure(slice_of(sdps[i].sdp), !callee, &fault))
                add_fault(out, &fault);
            expect_text(sdps[i].sdp, callee ? "by the callee" : "by the caller", out->str,
                        callee ? sdps[i].by_callee : sdps[i].by_caller);
        }
    }
}

/* A fault that is not there leaves the memory for it alone. */
static void test_no_fault(void)
{
    sip_precondition p = { .failed = false };
    sip_precondition_fault fault = { .line = 7 };

    g_assert_false(sip_precondition_failure(slice_of(OFFER), true, &fault));
    g_assert_false(sip_precondition_unmet(&p, 0, &fault));
    g_assert_false(sip_precondition_unmet(NULL, 0, &fault));
    feed(&p, A_OFFERS, slice_of(OFFER));
    g_assert_false(sip_precondition_unmet(&p, 2, &fault));
    g_assert_false(sip_precondition_unmet(&p, G_MAXUINT, &fault));
    g_assert_cmpuint(fault.line, ==, 7);
}

/* }}} */
/* {{{ the rest of the interface */

static void test_has_qos(void)
{
    static const struct {
        sip_slice sdp;
        bool has;
    } sdps[] = {
        { BYTES(VOLTE_INVITE), true },
        { BYTES(M "a=curr:qos local none"), true },
        { BYTES(M "a=des:qos mandatory local none\r\n"), true },
        { BYTES(M "a=conf:qos remote send\n"), true },
        { BYTES(M "a=des:qos"), true },
        { BYTES("a=des:qos x"), true },
        { BYTES(M "a=sendrecv\r\n"), false },
        { BYTES(M "a=des:qo"), false },
        { BYTES(M "a=des:qoss mandatory"), false },
        { BYTES(M "a=des:sec mandatory e2e send\n"), false },
        { BYTES(M "a=desc:qos mandatory e2e send\n"), false },
        { BYTES(M "a=A=des:qos mandatory e2e send\n"), false },
        { BYTES(M "s=curr:qos local none\n"), false },
        { BYTES("a=\na=curr\na=curr:\na=curr:\r"), false },
        { BYTES(""), false },
        { ABSENT, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(sdps); i++) {
        g_autofree char *where = g_strdup_printf("SDP %zu", i);

        expect_number(where, "has qos", sip_sdp_has_qos(sdps[i].sdp), sdps[i].has);
    }
}

/* A dialog that uses no preconditions has nothing allocated. */
static void test_none(void)
{
    g_autofree char *state = show_state(NULL);

    expect_text("NULL", "state", state, "none met");
    sip_precondition_free(NULL);
}

static void test_size(void)
{
    g_assert_cmpuint(sizeof(sip_precondition), <=, 200);
}

/* Forks of a call part behind the offer. */
static void test_copy(void)
{
    sip_precondition one = { .failed = false }, other;

    feed(&one, A_OFFERS, slice_of(OFFER));
    other = one;
    feed(&one, B_ANSWERS, slice_of(DONE));
    feed(&other, B_ANSWERS, slice_of(M));
    g_assert_cmpint(sip_precondition_phase(&one), ==, SIP_QOS_PHASE_READY);
    g_assert_cmpint(sip_precondition_phase(&other), ==, SIP_QOS_PHASE_NONE);
}

/* }}} */
/* {{{ any bytes */

static const char *const samples[] = {
    VOLTE_INVITE,
    VOLTE_183,
    "m=audio 0 RTP/AVP 0\r\na=curr:qos e2e none\r\na=des:qos failure e2e sendrecv\r\n",
    "m=video 10/2 x\na=conf:qos  local\tsend\nm=\na=des:x unknown remote recv",
};

/* P is fed SDP and asked for everything; what it hands out of SDP lies in it. */
static void feed_and_ask(sip_precondition *p, step_kind kind, sip_slice sdp)
{
    g_autofree char *state = NULL, *unmet = NULL;
    sip_precondition_fault fault;

    feed(p, kind, sdp);
    state = show_state(p);
    unmet = show_unmet(p);
    if (sip_precondition_failure(sdp, true, &fault)) {
        g_assert_true(fault.media.ptr >= sdp.ptr && fault.type.ptr > fault.media.ptr);
        g_assert_true(fault.type.ptr + fault.type.len <= sdp.ptr + sdp.len);
        g_assert_cmpuint(fault.line, >, 0);
    }
    sip_sdp_has_qos(sdp);
}

/* By each side, in each role, to a dialog that knows nothing and to one that does. */
static void check_bytes(sip_slice sdp)
{
    for (int kind = A_OFFERS; kind <= B_ANSWERS; kind++) {
        sip_precondition p = { .failed = false };

        feed_and_ask(&p, (step_kind)kind, sdp);
        feed(&p, A_OFFERS, slice_of(VOLTE_INVITE));
        feed(&p, B_ANSWERS, slice_of(VOLTE_183));
        feed_and_ask(&p, (step_kind)kind, sdp);
    }
}

static void test_truncated(void)
{
    guarded *memory = guarded_new(4096);

    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++)
        for (size_t len = 0; len <= strlen(samples[i]); len++)
            for (int side = 0; side < GUARD_SIDES; side++)
                check_bytes(
                    guarded_place(memory, (sip_slice){ samples[i], len }, (guard_side)side));
    guarded_free(memory);
}

/* Each byte of each sample, replaced by each that means something somewhere. */
static void test_changed(void)
{
    static const char bytes[] = "\0\n\r\t :=0am\x80\xff";
    guarded *memory = guarded_new(4096);

    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autofree char *copy = g_strdup(samples[i]);
        size_t len = strlen(samples[i]);

        for (size_t at = 0; at < len; at++) {
            for (size_t n = 0; n < sizeof bytes - 1; n++) {
                copy[at] = bytes[n];
                check_bytes(guarded_place(memory, (sip_slice){ copy, len }, GUARD_AFTER));
            }
            copy[at] = samples[i][at];
        }
    }
    guarded_free(memory);
}

/* }}} */

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/precondition/volte", test_volte);
    g_test_add_func("/precondition/examples", test_examples);
    g_test_add_func("/precondition/offers", test_offers);
    g_test_add_func("/precondition/callee-offers", test_callee_offers);
    g_test_add_func("/precondition/flows", test_flows);
    g_test_add_func("/precondition/many-lines", test_many_lines);
    g_test_add_func("/precondition/failure", test_failure);
    g_test_add_func("/precondition/no-fault", test_no_fault);
    g_test_add_func("/precondition/has-qos", test_has_qos);
    g_test_add_func("/precondition/none", test_none);
    g_test_add_func("/precondition/size", test_size);
    g_test_add_func("/precondition/copy", test_copy);
    g_test_add_func("/precondition/truncated", test_truncated);
    g_test_add_func("/precondition/changed", test_changed);
    return g_test_run();
}
