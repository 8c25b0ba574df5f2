/* test_phrase.c - the choice of a language, its words, templates, and the parts of a text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "phrase.h"

#include "support.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

/* {{{ choosing */

static const struct {
    const char *locales, *languages, *chosen; /* ' ' between them */
} choices[] = {
    { "zh_CN.UTF-8 zh_CN zh.UTF-8 zh C", "en zh_CN", "zh_CN" },
    { "zh_CN", "en zh_CN", "zh_CN" },
    { "zh_CN.GB18030", "en zh_CN", "zh_CN" },
    { "zh_CN@pinyin", "en zh_CN", "zh_CN" },
    { "zh", "en zh_CN", "zh_CN" },
    { "zh.UTF-8", "en zh_CN", "zh_CN" },
    { "zh@x", "en zh_CN", "zh_CN" },
    /* another country's is better than none, but its own is better still */
    { "zh_SG.UTF-8 zh_SG zh.UTF-8 zh C", "en zh_CN", "zh_CN" },
    /* Hong Kong writes as Taiwan does */
    { "zh_HK.UTF-8 zh_HK zh.UTF-8 zh C", "en zh_CN zh_TW", "zh_TW" },
    { "zh_MO zh C", "en zh_CN zh_TW", "zh_TW" },
    { "zh_Hant zh C", "en zh_CN zh_TW", "zh_TW" },
    { "zh_HK.UTF-8 zh_HK zh.UTF-8 zh C", "en zh_CN", "zh_CN" },
    { "zh.UTF-8 zh C", "en zh_CN zh_TW", "zh_CN" },
    { "pt_PT.UTF-8 pt_PT pt C", "en pt_BR", "pt_BR" },
    { "pt C", "en pt_BR", "pt_BR" },
    { "zh_TW", "en zh_CN zh_TW", "zh_TW" },
    { "zh_CN", "en zh_TW zh_CN", "zh_CN" },
    { "zh_TW.Big5", "en zh_CN zh_TW", "zh_TW" },
    { "zh_TW@x", "en zh_CN zh_TW", "zh_TW" },
    { "zh_TW.UTF-8@x", "en zh_CN zh_TW", "zh_TW" },
    { "pt", "en pt pt_BR", "pt" },
    { "en_GB.UTF-8 en_GB en.UTF-8 en C", "en zh_CN", "en" },
    { "en", "en zh_CN", "en" },
    { "C", "en zh_CN", "en" },
    { "C.UTF-8 C", "en zh_CN", "en" },
    { "POSIX C", "en zh_CN", "en" },
    { "", "en zh_CN", "en" },
    { "xx_YY.UTF-8 xx_YY xx C", "en zh_CN", "en" },
    /* the most wanted that is there */
    { "de_DE.UTF-8 de_DE de zh_CN.UTF-8 zh_CN zh C", "en zh_CN", "zh_CN" },
    { "de zh", "en zh_CN", "zh_CN" },
    { "en_US.UTF-8 en_US en zh_CN.UTF-8 zh_CN zh C", "en zh_CN", "en" },
    { "zh_CN en", "en zh_CN", "zh_CN" },
    /* no language is the beginning of another's name */
    { "z", "en zh_CN", "en" },
    { "zhx", "en zh_CN", "en" },
    { "e", "en zh_CN", "en" },
    { "eng", "en zh_CN", "en" },
    { "ZH_CN", "en zh_CN", "en" },
    { ".UTF-8", "en zh_CN", "en" },
    { "zh_CN", "", "en" },
};

static void test_choose(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
        g_auto(GStrv) locales = g_strsplit(choices[i].locales, " ", -1);
        g_auto(GStrv) languages = g_strsplit(choices[i].languages, " ", -1);

        expect_text(choices[i].locales, "language",
                    sip_words_choose((const char *const *)locales, languages), choices[i].chosen);
    }
}

static void check_language(const char *asked, const char *expected)
{
    GError *error = NULL;
    sip_words *words = sip_words_new(asked, &error);

    g_assert_no_error(error);
    expect_text(asked, "language", sip_words_language(words), expected);
    sip_words_free(words);
}

/* What is not there, or no name of a language at all, is English. */
static void test_missing_language(void)
{
    static const char *const missing[] = {
        "xx", "", "EN", "zh", "en.ini", "../codes", "en/", "a@",
    };
    g_auto(GStrv) languages = sip_table_languages();

    for (size_t i = 0; i < G_N_ELEMENTS(missing); i++)
        check_language(missing[i], "en");
    for (char **language = languages; *language; language++)
        check_language(*language, *language);
}

/* "auto" asks the environment, each time anew. */
static void test_auto(void)
{
    static const struct {
        const char *variable, *value, *chosen;
    } settings[] = {
        { "LC_ALL", "zh_CN.UTF-8", "zh_CN" },
        { "LC_ALL", "en_US.UTF-8", "en" },
        { "LC_MESSAGES", "zh_CN.UTF-8", "zh_CN" },
        { "LANG", "zh_CN.UTF-8", "zh_CN" },
        { "LANG", "zh_SG", "zh_CN" },
        { "LANG", "C", "en" },
        { "LANG", "POSIX", "en" },
        { "LANG", "xx_YY.UTF-8", "en" },
        { "LANGUAGE", "xx:zh_CN:en", "zh_CN" },
    };
    static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
    g_auto(GStrv) languages = sip_table_languages();

    if (!g_strv_contains((const char *const *)languages, "zh_CN")) {
        g_test_skip("there is only English");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        for (size_t n = 0; n < G_N_ELEMENTS(variables); n++)
            g_unsetenv(variables[n]);
        g_setenv(settings[i].variable, settings[i].value, TRUE);
        check_language("auto", settings[i].chosen);
    }
}

/* }}} */
/* {{{ words of codes */

/* Which group of the file a status has its words from. */
static void test_code(void)
{
    static const struct {
        unsigned status;
        const char *group;
    } statuses[] = {
        { 100, "100" },      { 199, "199" },    { 200, "200" },     { 486, "486" },
        { 608, "608" },      { 155, "1xx" },    { 201, "2xx" },     { 399, "3xx" },
        { 409, "4xx" },      { 499, "4xx" },    { 599, "5xx" },     { 699, "6xx" },
        { 0, "invalid" },    { 99, "invalid" }, { 700, "invalid" }, { 999, "invalid" },
        { 1000, "invalid" },
    };
    sip_words *words = sip_words_new("en", NULL);
    GKeyFile *file = sip_table_open("lang/en.ini", NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        const char *group = statuses[i].group;
        const sip_code_words *code = sip_words_code(words, statuses[i].status);
        g_autofree char *name = g_key_file_get_string(file, group, "name", NULL);
        g_autofree char *meaning = g_key_file_get_string(file, group, "meaning", NULL);
        g_autofree char *causes = g_key_file_get_string(file, group, "causes", NULL);
        g_autofree char *action = g_key_file_get_string(file, group, "action", NULL);

        expect_text(group, "name", code->name, name);
        expect_text(group, "meaning", code->meaning, meaning);
        expect_text(group, "causes", code->causes, causes);
        expect_text(group, "action", code->action, action);
        g_assert_true(sip_words_code(words, statuses[i].status) == code);
    }
    g_key_file_unref(file);
    sip_words_free(words);
}

static void test_class(void)
{
    sip_words *words = sip_words_new("en", NULL);
    const sip_code_words *invalid = sip_words_class(words, 0);

    g_assert_true(sip_words_class(words, 7) == invalid);
    g_assert_true(sip_words_class(words, G_MAXUINT) == invalid);
    g_assert_true(sip_words_code(words, 0) == invalid);
    for (unsigned klass = 1; klass <= 6; klass++) {
        const sip_code_words *code = sip_words_class(words, klass);

        g_assert_true(code != invalid);
        g_assert_cmpstr(code->name, !=, "");
        g_assert_true(sip_words_code(words, klass * 100 + 98) == code);
    }
    sip_words_free(words);
}

/* Every language has each word. */
static void test_lists(void)
{
    g_auto(GStrv) languages = sip_table_languages();

    for (char **language = languages; *language; language++) {
        sip_words *words = sip_words_new(*language, NULL);

        for (unsigned i = 0; i < SIP_TEXT_COUNT; i++)
            g_assert_nonnull(sip_words_text(words, (sip_text)i));
        for (unsigned i = 0; i < SIP_VERDICT_COUNT; i++)
            g_assert_nonnull(sip_words_verdict(words, (sip_verdict)i));
        for (unsigned i = 0; i < SIP_SENDER_COUNT; i++)
            g_assert_nonnull(sip_words_sender(words, (sip_sender)i));
        for (unsigned i = 0; i < SIP_RETRY_COUNT; i++)
            g_assert_nonnull(sip_words_retry(words, (sip_retry)i));
        sip_words_free(words);
    }
}

static void test_english(void)
{
    sip_words *words = sip_words_new("en", NULL);

    g_assert_cmpstr(sip_words_text(words, SIP_TEXT_LABEL_CODE), ==, "Code");
    g_assert_cmpstr(sip_words_text(words, SIP_TEXT_LABEL_SEPARATOR), ==, ": ");
    g_assert_cmpstr(sip_words_verdict(words, SIP_VERDICT_CANCELLED), ==, "cancelled");
    g_assert_cmpstr(sip_words_sender(words, SIP_SENDER_P_CSCF), ==, "P-CSCF (IMS)");
    g_assert_cmpstr(sip_words_retry(words, SIP_RETRY_NEVER), ==, "Do not repeat it.");
    g_assert_cmpstr(sip_words_code(words, 486)->name, ==, "callee is busy");
    g_assert_null(sip_words_code(words, 486)->alias);
    sip_words_free(words);
    sip_words_free(NULL);
}

/* }}} */
/* {{{ templates */

/* A hole's value out of DATA: names and values by turns, then NULL. */
static bool fill_from_pairs(GString *out, sip_slice name, const void *data)
{
    for (const char *const *pair = data; *pair; pair += 2) {
        if (sip_slice_equal(name, pair[0])) {
            g_string_append(out, pair[1]);
            return true;
        }
    }
    return false;
}

static const char *const values[] = {
    "A", "1", "LONG", "two words", "AT", "a@b", "HOLE", "@A@", "EMPTY", "", NULL,
};
static const char *const no_values[] = { NULL };

/* Bug: a word that no language has was kept for good, so that Response-Source values made the
 * memory grow. */
static void test_row(void)
{
    static const char unknown[] = "p-cscf-of-the-message";
    sip_words *words = sip_words_new("zh_CN", NULL);
    g_autofree char *endless = g_strnfill(100000, 'x');
    const char *flow = sip_words_row(words, "flow", "basic-call");

    g_assert_cmpstr(flow, !=, "basic-call");
    g_assert_true(sip_words_row(words, "flow", "basic-call") == flow);
    g_assert_true(sip_words_row(words, "cause Response-Source", unknown) == unknown);
    g_assert_true(sip_words_row(words, "cause Response-Source", endless) == endless);
    sip_words_free(words);
}

static void test_fill(void)
{
    static const struct {
        const char *template, *filled;
    } templates[] = {
        { "", "" },
        { "no hole", "no hole" },
        { "@A@", "1" },
        { "x @A@ y @LONG@.", "x 1 y two words." },
        { "@A@@LONG@@A@", "1two words1" },
        { "@A@ @A@", "1 1" },
        { "[@EMPTY@]", "[]" },
        /* a value is not looked into */
        { "@AT@ @A@", "a@b 1" },
        { "@HOLE@@A@", "@A@1" },
        { "@AT@A@", "a@bA@" },
        /* a hole without a value stays */
        { "@NONE@", "@NONE@" },
        { "@NONE@ @A@", "@NONE@ 1" },
        { "@A@@NONE@@A@", "1@NONE@1" },
        { "@a@ @AA@", "@a@ @AA@" },
        { "@@", "@@" },
        { "@@@A@", "@@1" },
        /* no hole at all */
        { "@", "@" },
        { "@A", "@A" },
        { "A@", "A@" },
        { "@A@ at@", "1 at@" },
        { "码 @A@；", "码 1；" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(templates); i++) {
        const char *template = templates[i].template;
        g_autofree char *got = sip_words_fill(template, fill_from_pairs, values);
        g_autofree char *plain = sip_words_fill(template, fill_from_pairs, no_values);

        expect_text(template, "filled", got, templates[i].filled);
        expect_text(template, "without values", plain, template);
    }
}

/* Regression: an at sign that belongs to no hole took the first one of the next hole with it,
 * which then was not filled. A hole's name is of capitals and '_'. */
static void test_fill_behind_at_sign(void)
{
    static const char *const templates[][2] = {
        { "user@host: @A@", "user@host: 1" },
        { "@ @A@", "@ 1" },
        { "a@b@c @A@ @", "a@b@c 1 @" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(templates); i++) {
        g_autofree char *got = sip_words_fill(templates[i][0], fill_from_pairs, values);

        expect_text(templates[i][0], "filled", got, templates[i][1]);
    }
}

/* }}} */
/* {{{ parts */

/* Parts of TEXT, '|' between them; the caller frees them. */
static char *part_text(const char *text, sip_parts kind)
{
    GString *out = g_string_new(NULL);
    sip_slice part;

    while (sip_words_next_part(&text, kind, &part)) {
        g_assert_cmpuint(part.len, >, 0);
        g_string_append(out, out->len > 0 ? "|" : "");
        g_string_append_len(out, part.ptr, (gssize)part.len);
    }
    if (strspn(text, " ") != strlen(text))
        g_string_append_printf(out, " (left: %s)", text);
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *text, *parts;
} part_case;

static void check_parts(const part_case *cases, size_t n, sip_parts kind)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *got = part_text(cases[i].text, kind);

        expect_text(cases[i].text, "parts", got, cases[i].parts);
    }
}

static void test_points(void)
{
    static const part_case cases[] = {
        { "", "" },
        { "   ", "" },
        { "one", "one" },
        { "  one", "one" },
        { "one; two; three", "one|two|three" },
        { "one;  two", "one|two" },
        { "one; ", "one" },
        /* part of a value, not between points */
        { "SIP;cause=200; two", "SIP;cause=200|two" },
        { "one. Two; three.", "one. Two|three." },
        { "一；二；三", "一|二|三" },
        { "一； 二；", "一|二" },
        { "SIP;lr；二; c", "SIP;lr|二|c" },
        /* an ideographic full stop ends no point */
        { "一。二", "一。二" },
    };

    check_parts(cases, G_N_ELEMENTS(cases), SIP_PARTS_POINTS);
}

/* Regression: an empty point in the middle ended the list, and what followed was lost. */
static void test_empty_points(void)
{
    static const part_case cases[] = {
        { "one; ; two", "one|two" },
        { "; one", "one" },
        { "one；；two", "one|two" },
        { "；one", "one" },
    };

    check_parts(cases, G_N_ELEMENTS(cases), SIP_PARTS_POINTS);
}

static void test_sentences(void)
{
    static const part_case cases[] = {
        { "", "" },
        { "One", "One" },
        { "One.", "One." },
        { "One. Two. Three", "One.|Two.|Three" },
        { "See §21.4.24 of it. Then go on.", "See §21.4.24 of it.|Then go on." },
        { "Waits 2.5 s. or more. End", "Waits 2.5 s. or more.|End" },
        { "One; two: (Three). Four", "One; two: (Three).|Four" },
        { "Eins. Über zwei.", "Eins.|Über zwei." },
        { "一。二。", "一。|二。" },
        { "一。 SIP。", "一。|SIP。" },
        { "一；二。", "一；二。" },
    };

    check_parts(cases, G_N_ELEMENTS(cases), SIP_PARTS_SENTENCES);
}

/* }}} */

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/phrase/choose", test_choose);
    g_test_add_func("/phrase/missing-language", test_missing_language);
    g_test_add_func("/phrase/auto", test_auto);
    g_test_add_func("/phrase/code", test_code);
    g_test_add_func("/phrase/class", test_class);
    g_test_add_func("/phrase/lists", test_lists);
    g_test_add_func("/phrase/english", test_english);
    g_test_add_func("/phrase/row", test_row);
    g_test_add_func("/phrase/fill", test_fill);
    g_test_add_func("/phrase/fill-behind-at-sign", test_fill_behind_at_sign);
    g_test_add_func("/phrase/points", test_points);
    g_test_add_func("/phrase/empty-points", test_empty_points);
    g_test_add_func("/phrase/sentences", test_sentences);
    return g_test_run();
}
