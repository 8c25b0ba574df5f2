/* samples.c - ladders to be drawn, tame and hostile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "samples.h"

#include <string.h>

#define MS INT64_C(1000000)
#define LONG 1000 /* arrows of the long ones */

/* clang-format off */

static const sip_arrow simple[] = {
    { 0, 1, 0, 1, "INVITE (SDP)", "step 1", false, true, 0, 0 },
    { 1, 0, 3 * MS, 2, "100 Trying · the request is being worked on", NULL, false, false, 0, 0 },
    { 1, 0, 104 * MS, 3, "180 Ringing · callee is being alerted", "step 2", false, false, 0, 0 },
    { 1, 0, 5104 * MS, 4, "200 OK · success (SDP)", "step 3", false, false, 0, 0 },
    { 0, 1, 5110 * MS, 5, "ACK", "step 4", false, true, 0, 0 },
    { 1, 0, 65110 * MS, 9, "BYE", NULL, false, true, 0, 0 },
    { 0, 1, 65112 * MS, 10, "200 OK · success", NULL, false, false, 0, 0 },
};

static const sip_arrow hops[] = {
    { 0, 1, 0, 1, "INVITE (SDP)", "第 1 步", false, true, 1, 0 },
    { 1, 0, 2 * MS, 3, "100 Trying · 正在处理", NULL, false, false, 1, 0 },
    { 1, 2, 8 * MS, 5, "INVITE (SDP)", "第 1 步", false, true, 0, 2 },
    { 2, 3, 15 * MS, 6, "INVITE (SDP)", "第 1 步", false, true, 0, 0 },
    { 3, 2, 30 * MS, 7, "183 Session Progress · 会话进行中 (SDP)", "第 3 步", false, false, 0, 0 },
    { 2, 1, 33 * MS, 8, "183 Session Progress · 会话进行中 (SDP)", "第 3 步", false, false, 0, 0 },
    { 1, 0, 37 * MS, 9, "183 Session Progress · 会话进行中 (SDP)", "第 3 步", false, false, 3, 12 },
    { 0, 3, 60 * MS, 10, "PRACK", "第 4 步", false, true, 0, 0 },
    { 3, 0, 81 * MS, 11, "200 OK · 成功", "第 5 步", false, false, 0, 0 },
    { 1, 1, 90 * MS, 12, "UPDATE (SDP)", "自己发给自己", false, true, 0, 0 },
    { 3, 3, 91 * MS, 13, "OPTIONS", NULL, false, true, 0, 0 },
    { 2, 2, 91 * MS, 13, "407 Proxy Authentication Required · 代理服务器要求鉴权", NULL, false, false, 0, 0 },
    { 3, 2, 2101 * MS, 80, "200 OK · 成功 (SDP)",
      "未见该响应的 ACK，且响应已重传或已超时（RFC 3261 §13.3.1.4、§17.2.1）", true, false, 0, 4 },
    { 2, 0, 3301 * MS, 137, "504 Server Time-out · 服务器超时",
      "Media line 1 (audio): the resources of the remote segment were not reserved, sendrecv "
      "(RFC 3312 §8)", true, false, 0, 0 },
};

static const sip_arrow to_self[] = {
    { 0, 0, 0, 1, "OPTIONS", NULL, false, true, 0, 0 },
    { 0, 0, 1 * MS, 2, "200 OK · success", "step 2", false, false, 0, 0 },
    { 0, 0, 1 * MS, 3, "483 Too Many Hops · request was forwarded too many times",
      "Max-Forwards ran out", true, false, 0, 0 },
};

static const sip_arrow backwards[] = {
    { 0, 1, 0, 2, "INVITE", NULL, false, true, 0, 0 },
    { 1, 0, -250 * MS, 1, "100 Trying", NULL, false, false, 0, 0 },
    { 1, 0, -1, 3, "180 Ringing", NULL, false, false, 0, 0 },
    { 1, 0, INT64_MIN, 4, "200 OK", NULL, false, false, 0, 0 },
    { 0, 1, INT64_MAX, UINT32_MAX, "ACK", NULL, false, true, 0, 0 },
};

static const sip_arrow no_texts[] = {
    { 0, 1, 0, 1, NULL, NULL, true, true, 0, 0 },
    { 1, 0, 0, 2, "", "", false, false, UINT_MAX, UINT_MAX },
    { 1, 1, 0, 3, " · ", " ", true, false, 0, 0 },
    { 0, 2, 0, 4, "to nobody", NULL, false, true, 0, 0 },
    { UINT_MAX, 0, 0, 5, "from nobody", NULL, true, true, 0, 0 },
};

const char *const hostile_texts[] = {
    "\"quoted\" 'single' `back`",
    "<script>alert(1)</script> &amp; &lt; ]]> <!-- -->",
    "#35; #lt; # ; a;b; %% comment %%{init: {}}%%",
    "p0->>p1: forged\n    p1-->>p0: forged\r\nparticipant x",
    "end", "style a:x#35; b;", "classDef a:x#35; b;", "wrap: x", ":nowrap: x", "title x", "---",
    "as p0", "loop x", "rect rgb(0,0,0)", "Note over p0: x", "\\n <br/> $$x$$ {a} [b] @{ \"a\": 1 }",
    "->> -->> -x --) <<->> () + - / \\ | ~ ^ = * _",
    "\xEF\xAC\x82\xC2\xB0\xC2\xB0" "60\xC2\xB6\xC3\x9F", /* Mermaid's inner form of "<" */
    "tab\there, bell\a, escape \x1B[31mred\x1B[0m, delete \x7F, \xC2\x85\xC2\x9B",
    "line \xE2\x80\xA8 paragraph \xE2\x80\xA9 form\f vertical\v",
    "not UTF-8: \xFF\xC0\x80\xED\xA0\x80\xF5 \xE4\xB8",
    "U+FFFE \xEF\xBF\xBE U+FFFF \xEF\xBF\xBF U+10FFFF \xF4\x8F\xBF\xBF",
    "\xE2\x80\xAEoverride\xE2\x80\xAC \xE2\x81\xA7isolate \xE2\x80\x8F \xEF\xBB\xBF \xE2\x80\x8B",
    "180 Ringing · \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D (SDP) \xD8\xB1\xD9\x86\xD9\x8A\xD9\x86",
    "combining: Z\xCC\x81\xCC\xA7 e\xCC\x81 \xE0\xB8\x81\xE0\xB8\xB3\xE0\xB9\x88 \xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7",
    "\xCC\x81starts with a mark", "\xCC\x81",
    "emoji \xF0\x9F\x93\x9E \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xF0\x9F\x87\xA8\xF0\x9F\x87\xB3 \xE2\x98\x8E\xEF\xB8\x8F",
    "全角字符，一行放不下的很长的文字：会话进行中，正在向被叫振铃，请稍候。",
    "ｈａｌｆ ﾊﾝｶｸ 한국어 ภาษาไทย",
    "averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword",
    "486 Busy Here · · ·  · ", " ", "",
    NULL,
};

/* clang-format on */

static sip_arrow hostile[256], many[LONG], wide[64], dense[LONG];
static char zalgo[6000], huge[100000], entities[400];

static void fill_hostile(sip_ladder *ladder)
{
    unsigned n = 0;

    for (unsigned i = 0; hostile_texts[i]; i++) {
        const char *text = hostile_texts[i];

        hostile[n] = (sip_arrow){ i % 4, (i + 1) % 4, n * MS, n, text, text, i % 3, i % 2, i, 0 };
        n++;
        hostile[n] = (sip_arrow){ i % 4, i % 4, n * MS, n, text, text, i % 3, i % 2, 0, i };
        n++;
        hostile[n] = (sip_arrow){ 3, 0, n * MS, n, text, text, i % 3, i % 2, 0, 0 };
        n++;
    }
    strcpy(zalgo, "Z");
    for (unsigned i = 1; i + 2 < sizeof zalgo; i += 2)
        memcpy(&zalgo[i], "\xCC\x81", 3);
    memset(huge, 'x', sizeof huge - 1);
    hostile[n] = (sip_arrow){ 0, 1, 0, n, zalgo, zalgo, true, true, 0, 0 };
    n++;
    hostile[n] = (sip_arrow){ 0, 1, 0, n, huge, huge, true, true, 0, 0 };
    n++;
    ladder->arrows = hostile;
    ladder->n_arrows = n;
}

/* A call in which little is wrong, again and again. */
static void fill_many(sip_ladder *ladder)
{
    for (unsigned i = 0; i < LONG; i++) {
        many[i] = simple[i % G_N_ELEMENTS(simple)];
        many[i].time = i * 37 * MS;
        many[i].frame = i + 1;
        many[i].problem = i == 400 || i == 700;
        if (many[i].problem)
            many[i].note = "no answer came";
    }
    ladder->arrows = many;
    ladder->n_arrows = LONG;
}

/* As much as there can be, of what takes the most room in Mermaid. */
static void fill_dense(sip_ladder *ladder)
{
    memset(entities, '#', sizeof entities - 1);
    for (unsigned i = 0; i < LONG; i++)
        dense[i] =
            (sip_arrow){ i % 16, (i + 5) % 16, i * MS, i, entities, entities, true, true, i, i };
    ladder->arrows = dense;
    ladder->n_arrows = LONG;
}

static void fill_wide(sip_ladder *ladder)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(wide); i++) {
        unsigned from = i % 15, to = i < 32 ? from + 1 : (from * 7 + 3) % 16;

        wide[i] = (sip_arrow){ from, to,    i * MS, i, "183 Session Progress · x",
                               NULL, false, i % 2,  0, 0 };
    }
    ladder->arrows = wide;
    ladder->n_arrows = G_N_ELEMENTS(wide);
}

#define ARROWS(array) .arrows = array, .n_arrows = G_N_ELEMENTS(array)
#define FOLDED .folded = "more messages that are not drawn"
#define WORDS FOLDED, .copied = "seen at other places as well", .resent = "sent again"
/* clang-format off */
#define SIXTEEN { "h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9", "h10", "h11", "h12", \
                  "h13 [2001:db8:1234:5678:9abc:def0:1234:5678]:5060", "h14", "h15" }
/* clang-format on */

static sample all[] = {
    { "simple",
      { "Call 1 · sip:alice@example.com → sip:bob@example.com · answered",
        { "192.0.2.10:5060", "192.0.2.20:5060" },
        2,
        ARROWS(simple),
        WORDS } },
    { "hops",
      { "呼叫 3 · tel:+8613800000001 → tel:+8613900000002 · 失败",
        { "UE 10.45.0.2", "P-CSCF 10.0.0.5:5060", "S-CSCF 10.0.0.7", "2001:db8:1::27" },
        4,
        ARROWS(hops),
        .folded = "条消息未画出",
        .copied = "其他位置也看到",
        .resent = "重传" } },
    { "to-self", { "To itself", { "127.0.0.1" }, 1, ARROWS(to_self), WORDS } },
    { "backwards", { "Clock", { "a", "b" }, 2, ARROWS(backwards), WORDS } },
    { "no-texts", { NULL, { NULL, "" }, 2, ARROWS(no_texts) } },
    { "nobody", { "Nobody", { NULL }, 0, ARROWS(simple), WORDS } },
    { "silence", { "Silence", { "a", "b", "c" }, 3, NULL, 0, WORDS } },
    { "nothing", { .title = NULL } },
    { "hostile",
      { "<b>&#%%;\n\"title\" · \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D → \xFF end",
        { "end", "<a> & \"b\"; #1;\nparticipant x",
          "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 会话 %% as p0", "\xF0\x9F\x93\x9E p0->>p1: x" },
        4,
        NULL,
        0,
        WORDS } },
    { "many", { "Many messages", { "192.0.2.10", "192.0.2.20" }, 2, NULL, 0, WORDS } },
    { "dense", { "Dense", SIXTEEN, 16, NULL, 0, WORDS } },
    { "wide", { "Sixteen", SIXTEEN, 16, NULL, 0, WORDS } },
};

static const struct {
    const char *name;
    void (*fill)(sip_ladder *ladder);
} fills[] = {
    { "hostile", fill_hostile },
    { "many", fill_many },
    { "dense", fill_dense },
    { "wide", fill_wide },
};

const sample *samples(unsigned *n)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
        for (unsigned k = 0; k < G_N_ELEMENTS(fills) && !all[i].ladder.arrows; k++)
            if (strcmp(all[i].name, fills[k].name) == 0)
                fills[k].fill(&all[i].ladder);
    *n = G_N_ELEMENTS(all);
    return all;
}

const sip_ladder *sample_named(const char *name)
{
    unsigned n;
    const sample *s = samples(&n);

    for (unsigned i = 0; i < n; i++)
        if (strcmp(s[i].name, name) == 0)
            return &s[i].ladder;
    g_error("no sample %s", name);
}
