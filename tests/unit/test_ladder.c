/* test_ladder.c - drawing a call: text, Mermaid, SVG.
 *
 * What Mermaid and a browser make of the drawings is checked by tests/ladder/check.py.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#include "../ladder/samples.h"
#include "support.h"

#include <string.h>

#define MS INT64_C(1000000)

/* {{{ drawings and their lines */

static char *draw_named(const char *name, sip_ladder_format format)
{
    return sip_ladder_draw(sample_named(name), format);
}

/* The same two participants and as many arrows as are given. The caller frees it. */
static char *draw_arrows(const sip_arrow *arrows, unsigned n, sip_ladder_format format)
{
    const sip_ladder ladder = {
        .participants = { "A", "B", "C" },
        .n_participants = 3,
        .arrows = arrows,
        .n_arrows = n,
        .folded = "more",
    };

    return sip_ladder_draw(&ladder, format);
}

static char *draw_label(const char *label, sip_ladder_format format)
{
    const sip_arrow arrow = { .from = 0, .to = 1, .frame = 1, .label = label, .request = true };

    return draw_arrows(&arrow, 1, format);
}

static unsigned count(const char *text, const char *what)
{
    unsigned n = 0;

    for (const char *p = strstr(text, what); p; p = strstr(p + strlen(what), what))
        n++;
    return n;
}

static void expect_contains(const char *where, const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_with("%s: no %s in: %s", where, what, text);
}

static void expect_lacks(const char *where, const char *text, const char *what)
{
    if (strstr(text, what))
        fail_with("%s: %s in: %s", where, what, text);
}

/* Line by line, so that a failure shows one. */
static void expect_drawing(const char *where, const char *got, const char *expected)
{
    g_auto(GStrv) a = g_strsplit(got, "\n", 0);
    g_auto(GStrv) b = g_strsplit(expected, "\n", 0);

    expect_number(where, "lines", g_strv_length(a), g_strv_length(b));
    for (unsigned i = 0; a[i] && b[i]; i++)
        expect_text(where, "line", a[i], b[i]);
}

/* }}} */
/* {{{ columns */

static void test_columns(void)
{
    static const struct {
        const char *text;
        unsigned columns;
    } rows[] = {
        { "", 0 },
        { "180 Ringing", 11 },
        { "180 Ringing · x", 15 },
        { "振铃", 4 },
        { "（全角）", 8 },
        { "ﾊﾝｶｸ", 4 },
        { "한국어", 6 },
        { "e\u0301", 1 },
        { "\u0301", 0 },
        { "\u05E9\u05DC\u05D5\u05DD", 4 },
        { "\U0001F4DE", 2 },
        { "\u260E\uFE0F", 1 },
        { "\u200D", 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        expect_number(rows[i].text, "columns", sip_columns(rows[i].text), rows[i].columns);
}

/* }}} */
/* {{{ text */

static void test_text_simple(void)
{
    g_autofree char *text = draw_named("simple", SIP_LADDER_TEXT);
    g_autofree char *plain = draw_named("simple", SIP_LADDER_ASCII);

    expect_drawing("text", text,
                   "Call 1 · sip:alice@example.com → sip:bob@example.com · answered\n"
                   "\n"
                   "        192.0.2.10:5060                                  192.0.2.20:5060\n"
                   "               │                                                │\n"
                   " 0.000 s   #1  ├───────────────── INVITE (SDP) ────────────────►│  step 1\n"
                   " 0.003 s   #2  │◄ 100 Trying · the request is being worked on ╌╌┤\n"
                   " 0.104 s   #3  │◄╌╌╌ 180 Ringing · callee is being alerted ╌╌╌╌╌┤  step 2\n"
                   " 5.104 s   #4  │◄╌╌╌╌╌╌╌╌╌╌╌ 200 OK · success (SDP) ╌╌╌╌╌╌╌╌╌╌╌╌┤  step 3\n"
                   " 5.110 s   #5  ├───────────────────── ACK ─────────────────────►│  step 4\n"
                   "65.110 s   #9  │◄──────────────────── BYE ──────────────────────┤\n"
                   "65.112 s  #10  ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 200 OK · success ╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│\n"
                   "               │                                                │\n");
    expect_contains("ascii", plain,
                    "  |----------------- INVITE (SDP) ---------------->|  step 1\n");
    expect_contains("ascii", plain,
                    "  |< -  180 Ringing - callee is being alerted  - - |  step 2\n");
}

/* Hops side by side; an arrow over others' lifelines; arrows to oneself; problems at the margin. */
static void test_text_hops(void)
{
    static const sip_arrow arrows[] = {
        { 0, 1, 0, 1, "INVITE", "step 1", false, true, 1, 0 },
        { 1, 2, 1 * MS, 2, "INVITE", "step 1", false, true, 0, 2 },
        { 2, 0, 20 * MS, 3, "183 Session Progress · 会话进行中", NULL, false, false, 0, 0 },
        { 0, 2, 30 * MS, 4, "ACK", NULL, false, true, 0, 0 },
        { 1, 1, 40 * MS, 5, "UPDATE", NULL, false, true, 0, 0 },
        { 2, 2, 50 * MS, 6, "408 Request Timeout · 超时",
          "no answer came, and the time for it ran out in the capture", true, false, 0, 0 },
    };
    g_autofree char *text = draw_arrows(arrows, G_N_ELEMENTS(arrows), SIP_LADDER_TEXT);

    expect_drawing(
        "text", text,
        "             A                   B                   C\n"
        "             │                   │                   │\n"
        "0.000 s  #1  ├─── INVITE [+1] ──►│                   │    step 1\n"
        "0.001 s  #2  │                   ├─── INVITE [↻2] ──►│    step 1\n"
        "0.020 s  #3  │◄╌ 183 Session Progress · 会话进行中 ╌╌┤\n"
        "0.030 s  #4  ├─────── ACK ───────┼──────────────────►│\n"
        "0.040 s  #5  │                   ├──┐ UPDATE         │\n"
        "             │                   │◄─┘                │\n"
        "0.050 s  #6  │                   │                   ├╌╌┐ 408 Request Timeout · 超时\n"
        "             │                   │                   │◄╌┘ ! no answer came, and the time "
        "for it ran out in\n"
        "             │                   │                   │      the capture\n"
        "             │                   │                   │\n");
}

/* The character at a column of a line, or 0 behind its end. */
static gunichar char_at(const char *line, unsigned column)
{
    unsigned at = 0;

    for (const char *p = line; *p; p = g_utf8_next_char(p)) {
        char one[8] = "";

        if (at == column && g_unichar_iszerowidth(g_utf8_get_char(p)) == FALSE)
            return g_utf8_get_char(p);
        g_unichar_to_utf8(g_utf8_get_char(p), one);
        at += sip_columns(one);
    }
    return 0;
}

static bool is_lifelines(const char *line)
{
    return *line && strspn(line, " \u2502") == strlen(line);
}

/* Nothing pushes the outer lifelines aside, whatever is written between them. */
static void expect_straight(const char *name, const char *text)
{
    static const char lifeline[] = "\u2502\u251C\u2524\u250A";
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    const char *model = NULL;
    unsigned first = 0, last = 0;

    for (unsigned i = 0; lines[i]; i++) {
        if (is_lifelines(lines[i])) {
            model = lines[i];
            first = (unsigned)strspn(model, " ");
            last = sip_columns(model) - 1;
        } else if (model && strstr(lines[i], "\u2502") && char_at(lines[i], first) != ' ') {
            if (!g_utf8_strchr(lifeline, -1, char_at(lines[i], first))
                || !g_utf8_strchr(lifeline, -1, char_at(lines[i], last)))
                fail_with("%s: not straight: %s", name, lines[i]);
        }
    }
}

/* What holds of every text: valid, plain characters only, no blanks at line ends. */
static void expect_tame(const char *name, const char *text)
{
    if (!g_utf8_validate(text, -1, NULL) || !g_str_has_suffix(text, "\n"))
        fail_with("%s: not valid, or no line end", name);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if ((g_unichar_iscntrl(c) && c != '\n') || c == 0x2028 || c == 0x2029 || c == 0x202E
            || (c & 0xFFFE) == 0xFFFE)
            fail_with("%s: U+%04X", name, c);
    }
    if (strstr(text, " \n"))
        fail_with("%s: a blank at the end of a line", name);
}

static void test_text_all(void)
{
    unsigned n;
    const sample *s = samples(&n);

    for (unsigned i = 0; i < n; i++) {
        g_autofree char *text = sip_ladder_draw(&s[i].ladder, SIP_LADDER_TEXT);
        g_autofree char *plain = sip_ladder_draw(&s[i].ladder, SIP_LADDER_ASCII);

        expect_tame(s[i].name, text);
        expect_tame(s[i].name, plain);
        expect_straight(s[i].name, text);
        if (!g_str_is_ascii(plain))
            fail_with("%s: not ASCII", s[i].name);
    }
}

/* Four participants go into 110 columns or little more, whatever their names and labels. */
static void test_text_width(void)
{
    static const char *const names[] = { "simple", "hops", "hostile" };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = draw_named(names[i], SIP_LADDER_TEXT);
        g_auto(GStrv) lines = g_strsplit(text, "\n", 0);

        for (unsigned k = 0; lines[k]; k++)
            if (sip_columns(lines[k]) > 112)
                fail_with("%s: %u columns: %s", names[i], sip_columns(lines[k]), lines[k]);
    }
}

/* What does not fit at the arrow stands beside it, in full. */
static void test_text_beside(void)
{
    static const char label[] =
        "averyveryveryveryveryveryveryveryveryverylongphrase · whole it stands at the margin";
    static const char *const parts[] = { "\u2026 ─►│", "averyvery", "longphrase", "whole",
                                         "margin" };
    g_autofree char *text = draw_label(label, SIP_LADDER_TEXT);

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        expect_contains("beside", text, parts[i]);
    expect_straight("beside", text);
}

/* A terminal that orders right-to-left text finds a left-to-right mark on both sides. */
static void test_text_right_to_left(void)
{
    g_autofree char *text = draw_label("\u05E9\u05DC\u05D5\u05DD", SIP_LADDER_TEXT);
    g_autofree char *tricked = draw_label("a\u202Eb\u2067c", SIP_LADDER_TEXT);

    expect_contains("mark", text, "\u200E \u05E9\u05DC\u05D5\u05DD \u200E");
    expect_contains("override", tricked, "a\uFFFDb\uFFFDc");
}

static void test_text_caps(void)
{
    g_autofree char *huge = g_strnfill(100000, 'x');
    g_autofree char *text = draw_label(huge, SIP_LADDER_TEXT);
    g_autofree char *svg = draw_label(huge, SIP_LADDER_SVG);
    g_autoptr(GString) zalgo = g_string_new("Z");
    g_autofree char *marked = NULL;

    for (unsigned i = 0; i < 1000; i++)
        g_string_append(zalgo, "\u0301");
    marked = draw_label(zalgo->str, SIP_LADDER_TEXT);
    if (count(text, "x") > 2 * SIP_LADDER_TEXT_MAX || count(svg, "x") > 3 * SIP_LADDER_TEXT_MAX)
        fail_with("a long label is drawn in full");
    expect_number("combining marks", "drawn", count(marked, "\u0301"), 8);
}

static void test_text_time(void)
{
    static const struct {
        int64_t time;
        const char *text;
    } rows[] = {
        { 0, "0.000 s " },
        { 499999, "0.000 s " },
        { 500000, "0.001 s " },
        { 999999, "0.001 s " },
        { 4332720 * (MS / 1000), "4.333 s " },
        { 999500000, "1.000 s " },
        { 1 * MS, "0.001 s " },
        { -1, "0.000 s " },
        { -499999, "0.000 s " },
        { -500000, "-0.001 s " },
        { -4332720 * (MS / 1000), "-4.333 s " },
        { -250 * MS, "-0.250 s " },
        { -1500 * MS, "-1.500 s " },
        { 3600123 * MS, "3600.123 s " },
        { INT64_MIN, "-9223372036.855 s " },
        { INT64_MAX, "9223372036.855 s " },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const sip_arrow arrow = { .to = 1, .time = rows[i].time, .label = "x" };
        g_autofree char *text = draw_arrows(&arrow, 1, SIP_LADDER_TEXT);
        g_autofree char *line = g_strconcat("\n", rows[i].text, NULL);

        expect_contains("time", text, line);
    }
}

static void test_nobody(void)
{
    static const struct {
        const char *name;
        sip_ladder_format format;
        const char *drawing;
    } rows[] = {
        { "nobody", SIP_LADDER_MERMAID, "sequenceDiagram\n    title Nobody\n" },
        { "nothing", SIP_LADDER_MERMAID, "sequenceDiagram\n" },
        { "nothing", SIP_LADDER_TEXT, "\n" },
        { "silence", SIP_LADDER_TEXT,
          "Silence\n\n    a             b             c\n    │             │             │\n" },
        { "silence", SIP_LADDER_MERMAID,
          "sequenceDiagram\n    title Silence\n    participant p0 as a\n"
          "    participant p1 as b\n    participant p2 as c\n" },
    };
    g_autofree char *nobody = draw_named("nobody", SIP_LADDER_TEXT);

    expect_contains("nobody", nobody, "7 more messages");
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *drawing = draw_named(rows[i].name, rows[i].format);

        expect_drawing(rows[i].name, drawing, rows[i].drawing);
    }
}

/* A place that no participant has is not drawn, but counted. */
static void test_strangers(void)
{
    for (sip_ladder_format format = SIP_LADDER_TEXT; format <= SIP_LADDER_SVG; format++) {
        g_autofree char *drawing = draw_named("no-texts", format);

        expect_lacks("strangers", drawing, "nobody");
        expect_contains("strangers", drawing, format == SIP_LADDER_ASCII ? "... 2 ..." : "… 2 …");
    }
}

static void test_legend(void)
{
    g_autofree char *with = draw_named("hops", SIP_LADDER_TEXT);
    g_autofree char *without = draw_named("simple", SIP_LADDER_TEXT);

    expect_contains("legend", with, "\n[+N] 其他位置也看到 · [↻N] 重传\n");
    expect_lacks("legend", without, "[");
}

/* }}} */
/* {{{ more than is drawn */

static void test_participants(void)
{
    sip_ladder ladder = *sample_named("wide");
    g_autofree char *exact = sip_ladder_draw(&ladder, SIP_LADDER_MERMAID);
    g_autofree char *more = NULL;

    ladder.n_participants = UINT_MAX;
    more = sip_ladder_draw(&ladder, SIP_LADDER_MERMAID);
    expect_number("16", "participants", count(exact, "    participant "), 16);
    expect_text("more", "drawing", more, exact);
}

/* Sum of the numbers in front of " more messages". */
static unsigned left_out(const char *drawing)
{
    g_autoptr(GRegex) regex = g_regex_new("(\\d+) more messages", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    unsigned sum = 0;

    for (g_regex_match(regex, drawing, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *number = g_match_info_fetch(match, 1);

        sum += (unsigned)g_ascii_strtoull(number, NULL, 10);
    }
    return sum;
}

/* First, last and problems are there; drawn and left out are all. */
static void test_fold(void)
{
    static const struct {
        sip_ladder_format format;
        const char *arrow, *frame;
    } rows[] = {
        { SIP_LADDER_TEXT, " s  ", " #%u  " },
        { SIP_LADDER_ASCII, " s  ", " #%u  " },
        { SIP_LADDER_MERMAID, ">>p", "#35;%u" },
        { SIP_LADDER_SVG, "class=\"head\"", ">#%u<" },
    };
    static const unsigned frames[] = { 1, 2, 401, 701, 999, 1000 };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *drawing = draw_named("many", rows[i].format);

        expect_number("many", "drawn", count(drawing, rows[i].arrow), SIP_LADDER_ARROWS_MAX);
        expect_number("many", "left out", left_out(drawing), 1000 - SIP_LADDER_ARROWS_MAX);
        for (unsigned k = 0; k < G_N_ELEMENTS(frames); k++) {
            g_autofree char *frame = g_strdup_printf(rows[i].frame, frames[k]);

            if (!strstr(drawing, frame))
                fail_with("many: frame %u is missing in format %u", frames[k], rows[i].format);
        }
    }
}

/* Without problems there is one place where messages are left out, with problems only there are no
 * more arrows either. */
static void test_fold_places(void)
{
    for (unsigned problems = 0; problems < 2; problems++) {
        g_autofree sip_arrow *arrows = g_new0(sip_arrow, 1001);
        g_autofree char *text = NULL;

        for (unsigned i = 0; i < 1001; i++)
            arrows[i] = (sip_arrow){ .to = 1, .frame = i, .label = "x", .problem = problems };
        text = draw_arrows(arrows, 1001, SIP_LADDER_TEXT);
        expect_number("drawn", "arrows", count(text, " s  "), SIP_LADDER_ARROWS_MAX);
        expect_contains("fold", text, "… 801 more …");
        expect_number("fold", "places", count(text, " more …"), 1);
        g_free(text);
        text = draw_arrows(arrows, SIP_LADDER_ARROWS_MAX, SIP_LADDER_TEXT);
        expect_lacks("200", text, " more …");
    }
}

/* }}} */
/* {{{ Mermaid */

static void test_mermaid_simple(void)
{
    g_autofree char *text = draw_named("simple", SIP_LADDER_MERMAID);

    expect_drawing(
        "mermaid", text,
        "sequenceDiagram\n"
        "    participant p0 as 192.0.2.10#58;5060\n"
        "    participant p1 as 192.0.2.20#58;5060\n"
        "    Note over p0,p1: Call 1 · sip#58;alice#64;example.com →"
        "<br/>sip#58;bob#64;example.com · answered\n"
        "    p0->>p1: INVITE (SDP)<br/>0.000 s  #35;1 · step 1\n"
        "    p1-->>p0: 100 Trying<br/>the request is being worked on<br/>0.003 s  #35;2\n"
        "    p1-->>p0: 180 Ringing<br/>callee is being alerted<br/>0.104 s  #35;3 · step 2\n"
        "    p1-->>p0: 200 OK · success (SDP)<br/>5.104 s  #35;4 · step 3\n"
        "    p0->>p1: ACK<br/>5.110 s  #35;5 · step 4\n"
        "    p1->>p0: BYE<br/>65.110 s  #35;9\n"
        "    p0-->>p1: 200 OK · success<br/>65.112 s  #35;10\n");
}

/* Each line is one of our statements, and has none of Mermaid's signs in its text. */
static void test_mermaid_all(void)
{
    g_autoptr(GRegex) statement = g_regex_new(
        "^    (title |participant p\\d+ as |p\\d+--?>>p\\d+: |Note over p\\d+(,p\\d+)?: )"
        "([A-Za-z0-9 .,()/!-]|[^\\x00-\\x7F\\x{FB02}]|#\\d+;|<br/>)+$",
        0, 0, NULL);
    unsigned n;
    const sample *s = samples(&n);

    for (unsigned i = 0; i < n; i++) {
        g_autofree char *text = sip_ladder_draw(&s[i].ladder, SIP_LADDER_MERMAID);
        g_auto(GStrv) lines = g_strsplit(text, "\n", 0);

        if (g_utf8_strlen(text, -1) > SIP_LADDER_MERMAID_MAX)
            fail_with("%s: %ld characters", s[i].name, g_utf8_strlen(text, -1));
        expect_tame(s[i].name, text);
        expect_text(s[i].name, "first line", lines[0], "sequenceDiagram");
        for (unsigned k = 1; lines[k] && lines[k + 1]; k++)
            if (!g_regex_match(statement, lines[k], 0, NULL))
                fail_with("%s: %s", s[i].name, lines[k]);
    }
}

/* }}} */
/* {{{ SVG */

typedef struct {
    const char *name;
    bool in_text;
    GString *text; /* of all text elements */
} svg_reader;

static void on_start(GMarkupParseContext *context, const char *element, const char **names,
                     const char **values, void *data, GError **error)
{
    static const char *const known[] = {
        "svg", "title", "style", "rect", "path", "g", "text", NULL
    };
    svg_reader *reader = data;

    (void)context;
    (void)values;
    (void)error;
    if (!g_strv_contains(known, element))
        fail_with("%s: element %s", reader->name, element);
    for (unsigned i = 0; names[i]; i++)
        if (g_str_has_prefix(names[i], "on") || strstr(names[i], "href"))
            fail_with("%s: attribute %s", reader->name, names[i]);
    reader->in_text = strcmp(element, "text") == 0;
}

static void on_text(GMarkupParseContext *context, const char *text, size_t len, void *data,
                    GError **error)
{
    svg_reader *reader = data;

    (void)context;
    (void)error;
    if (reader->in_text)
        g_string_append_len(reader->text, text, (gssize)len);
}

/* The texts that a reader of the XML finds. The caller frees it. */
static char *texts_of(const char *name, const char *svg)
{
    static const GMarkupParser parser = { .start_element = on_start, .text = on_text };
    svg_reader reader = { .name = name, .text = g_string_new(NULL) };
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
    g_autoptr(GError) error = NULL;

    if (!g_markup_parse_context_parse(context, svg, -1, &error)
        || !g_markup_parse_context_end_parse(context, &error))
        fail_with("%s: %s", name, error->message);
    return g_string_free(reader.text, FALSE);
}

static void test_svg_all(void)
{
    unsigned n;
    const sample *s = samples(&n);

    for (unsigned i = 0; i < n; i++) {
        g_autofree char *svg = sip_ladder_draw(&s[i].ladder, SIP_LADDER_SVG);
        g_autofree char *texts = texts_of(s[i].name, svg);

        expect_tame(s[i].name, svg);
        expect_lacks(s[i].name, svg, "url(");
        expect_lacks(s[i].name, svg, "@import");
        expect_contains(s[i].name, svg, "@media (prefers-color-scheme:dark)");
        expect_number(s[i].name, "titles", s[i].ladder.title != NULL,
                      strstr(svg, ">\n<title>") != NULL && s[i].ladder.title != NULL);
        if (strstr(texts, "&amp;lt;"))
            fail_with("%s: escaped twice", s[i].name);
    }
}

static void test_svg_texts(void)
{
    static const struct {
        const char *label, *read;
    } rows[] = {
        { "<b>&\"'</b> #1; %%", "<b>&\"'</b> #1; %%" },
        { "]]> <!-- --> &lt;", "]]> <!-- --> &lt;" },
        { "a\nb\tc\rd", "a b c d" },
        { "a\x01"
          "b\x1B",
          "a\uFFFDb\uFFFD" },
        { "\xEF\xBF\xBF", "\uFFFD" },
        { "\xFF", "\uFFFD" },
        { "会话 e\u0301 \u05E9 \U0001F4DE", "会话 e\u0301 \u05E9 \U0001F4DE" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *svg = draw_label(rows[i].label, SIP_LADDER_SVG);
        g_autofree char *texts = texts_of(rows[i].label, svg);

        expect_contains("text", texts, rows[i].read);
    }
}

/* }}} */

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/ladder/columns", test_columns);
    g_test_add_func("/ladder/text/simple", test_text_simple);
    g_test_add_func("/ladder/text/hops", test_text_hops);
    g_test_add_func("/ladder/text/all", test_text_all);
    g_test_add_func("/ladder/text/width", test_text_width);
    g_test_add_func("/ladder/text/beside", test_text_beside);
    g_test_add_func("/ladder/text/right-to-left", test_text_right_to_left);
    g_test_add_func("/ladder/text/caps", test_text_caps);
    g_test_add_func("/ladder/text/time", test_text_time);
    g_test_add_func("/ladder/nobody", test_nobody);
    g_test_add_func("/ladder/strangers", test_strangers);
    g_test_add_func("/ladder/legend", test_legend);
    g_test_add_func("/ladder/participants", test_participants);
    g_test_add_func("/ladder/fold", test_fold);
    g_test_add_func("/ladder/fold/places", test_fold_places);
    g_test_add_func("/ladder/mermaid/simple", test_mermaid_simple);
    g_test_add_func("/ladder/mermaid/all", test_mermaid_all);
    g_test_add_func("/ladder/svg/all", test_svg_all);
    g_test_add_func("/ladder/svg/texts", test_svg_texts);
    return g_test_run();
}
