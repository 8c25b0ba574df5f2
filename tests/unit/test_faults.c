/* test_faults.c - tables that are wrong or not complete. This program has its own instead of
 * table.c: files from texts of this page.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "code.h"
#include "phrase.h"
#include "support.h"
#include "table.h"

#include <string.h>

static GHashTable *files; /* path -> text */

GKeyFile *sip_table_open(const char *path, GError **error)
{
    const char *text = g_hash_table_lookup(files, path);
    GKeyFile *file = g_key_file_new();

    if (!text)
        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND, "%s is not there", path);
    else if (g_key_file_load_from_data(file, text, strlen(text), G_KEY_FILE_NONE, error))
        return file;
    g_key_file_unref(file);
    return NULL;
}

char **sip_table_languages(void)
{
    return g_strsplit("broken en lost xx", " ", -1);
}

/* {{{ codes */

static const char good_codes[] =
    "[any]\nmethods=!ACK\nmethods_reference=RFC 1\n"
    "[invalid]\nphrase=Invalid\nreference=RFC 2\n"
    "[1xx]\nphrase=P\nreference=RFC 3\ntreated_as=183\nverdict=progress\n"
    "[2xx]\nphrase=S\nreference=RFC 3\ntreated_as=200\nverdict=success\n"
    "[3xx]\nphrase=R\nreference=RFC 3\ntreated_as=300\nverdict=redirect\n"
    "[4xx]\nphrase=C\nreference=RFC 3\ntreated_as=400\nverdict=client_failure\n"
    "methods=INVITE;BYE\nmethods_reference=RFC 4\n"
    "[5xx]\nphrase=F\nreference=RFC 3\ntreated_as=500\nverdict=server_failure\n"
    "[6xx]\nphrase=G\nreference=RFC 3\ntreated_as=600\nverdict=global_failure\n"
    "[486]\nphrase=Busy\nreference=RFC 5\nclass=4xx\nverdict=user\nsent_by=uas;as\n"
    "retry=later\nq850=17\n";

/* TEXT with its first WRONG instead of RIGHT; the caller frees it. */
static char *spoil(const char *text, const char *right, const char *wrong)
{
    const char *at = strstr(text, right);
    g_autofree char *head = NULL;

    g_assert_nonnull(at);
    head = g_strndup(text, (size_t)(at - text));
    return g_strconcat(head, wrong, at + strlen(right), NULL);
}

static void test_good_codes(void)
{
    GError *error = NULL;
    sip_codes *codes;
    const sip_code *busy;

    g_hash_table_insert(files, g_strdup("codes.ini"), g_strdup(good_codes));
    codes = sip_codes_new(&error);
    g_assert_no_error(error);
    busy = sip_codes_find(codes, 486);
    g_assert_cmpuint(busy->status, ==, 486);
    /* where a code limits no methods, its class does */
    g_assert_cmpstr(sip_codes_objection(codes, busy, SIP_METHOD_INFO), ==, "RFC 4");
    g_assert_cmpstr(sip_codes_objection(codes, busy, SIP_METHOD_ACK), ==, "RFC 1");
    g_assert_null(sip_codes_objection(codes, busy, SIP_METHOD_BYE));
    sip_codes_free(codes);
    sip_codes_free(NULL);
}

static const struct {
    const char *right, *wrong, *place; /* place: what the error has to name */
} faults[] = {
    { "verdict=user", "verdict=nobody", "486" },
    { "verdict=user", "verdict=", "486" },
    { "verdict=user\n", "", "486" },
    { "verdict=client_failure", "verdict=CLIENT_FAILURE", "4xx" },
    { "retry=later", "retry=soon", "486" },
    { "retry=later\n", "", "486" },
    { "sent_by=uas;as", "sent_by=uas;nobody", "486" },
    { "sent_by=uas;as", "sent_by=uas; as", "486" },
    { "sent_by=uas;as\n", "", "486" },
    { "sent_by=uas;as", "sent_by=as;as;as;as;as;as;as;as;as;as;as;as;as;as;as;as;as;as;as;as;as",
      "486" },
    { "class=4xx", "class=5xx", "486" },
    { "class=4xx", "class=4", "486" },
    { "class=4xx", "class=", "486" },
    { "class=4xx\n", "", "486" },
    { "phrase=Busy\n", "", "486" },
    { "reference=RFC 5\n", "", "486" },
    { "methods=INVITE;BYE", "methods=INVITE;PING", "4xx" },
    { "methods=INVITE;BYE", "methods=invite", "4xx" },
    { "methods_reference=RFC 4\n", "", "4xx" },
    { "methods=!ACK", "methods=!PING", "any" },
    { "methods_reference=RFC 1\n", "", "any" },
    { "treated_as=400\n", "", "4xx" },
    { "[4xx]", "[x4x]", "4xx" },
    { "[6xx]", "[none]", "6xx" },
    { "[invalid]", "[none]", "invalid" },
    { "[486]", "[700]", "700" },
    { "[486]", "[099]", "99" },
    { "[486]", "[1486]", "1486" },
};

/* Each fault gives an error that says where it is. */
static void check_fault(const char *right, const char *wrong, const char *place)
{
    g_autofree char *where = g_strdup_printf("\"%s\" instead of \"%s\"", wrong, right);
    GError *error = NULL;
    sip_codes *codes;

    g_hash_table_insert(files, g_strdup("codes.ini"), spoil(good_codes, right, wrong));
    codes = sip_codes_new(&error);
    if (codes || !error)
        fail_with("%s: %s", where, codes ? "taken" : "no error");
    else if (!strstr(error->message, place))
        fail_with("%s: the error does not say where: %s", where, error->message);
    g_clear_error(&error);
    sip_codes_free(codes);
    /* One who does not ask why gets NULL all the same. */
    codes = sip_codes_new(NULL);
    g_assert_null(codes);
}

static void test_faults(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
        check_fault(faults[i].right, faults[i].wrong, faults[i].place);
}

/* Regression: the error about a number told the number, but not the group and key it stands in. */
static void test_number_faults(void)
{
    static const char *const numbers[][3] = {
        { "q850=17", "q850=0", "486" },
        { "q850=17", "q850=128", "486" },
        { "q850=17", "q850=", "486" },
        { "q850=17", "q850=-1", "486" },
        { "q850=17", "q850=17x", "486" },
        { "treated_as=400", "treated_as=99", "4xx" },
        { "treated_as=400", "treated_as=700", "4xx" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        check_fault(numbers[i][0], numbers[i][1], numbers[i][2]);
}

static void test_no_codes(void)
{
    GError *error = NULL;

    g_hash_table_remove(files, "codes.ini");
    g_assert_null(sip_codes_new(&error));
    g_assert_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_hash_table_insert(files, g_strdup("codes.ini"), g_strdup("no group\n"));
    g_assert_null(sip_codes_new(&error));
    g_assert_nonnull(error);
    g_clear_error(&error);
}

/* }}} */
/* {{{ words */

static const char english[] =
    "[ui]\nyes=yes\nno=no\n"
    "[verdict]\nsuccess=success, in English\n"
    "[invalid]\nname=no code\nmeaning=M\ncauses=C\naction=A\n"
    "[4xx]\nname=class, in English\nmeaning=M4\ncauses=C4\naction=A4\n"
    "[486]\nname=busy\nmeaning=M486\ncauses=C486\naction=A486\nalias=engaged\n"
    "[487]\ncauses=C487\n";
static const char other[] = "[ui]\nyes=ja\n"
                            "[486]\nname=besetzt\naction=\n"
                            "[488]\nname=only here\n";

static void add_languages(void)
{
    g_hash_table_insert(files, g_strdup("lang/en.ini"), g_strdup(english));
    g_hash_table_insert(files, g_strdup("lang/xx.ini"), g_strdup(other));
    g_hash_table_insert(files, g_strdup("lang/broken.ini"), g_strdup("[ui\nyes\n"));
}

/* A text that a language lacks is English; what English lacks too is its key, or empty. */
static void test_missing_text(void)
{
    GError *error = NULL;
    sip_words *words;
    const sip_code_words *code;

    add_languages();
    words = sip_words_new("xx", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(sip_words_language(words), ==, "xx");
    g_assert_cmpstr(sip_words_text(words, SIP_TEXT_YES), ==, "ja");
    g_assert_cmpstr(sip_words_text(words, SIP_TEXT_NO), ==, "no");
    g_assert_cmpstr(sip_words_text(words, SIP_TEXT_TITLE), ==, "title");
    g_assert_cmpstr(sip_words_verdict(words, SIP_VERDICT_SUCCESS), ==, "success, in English");
    g_assert_cmpstr(sip_words_verdict(words, SIP_VERDICT_USER), ==, "user");
    g_assert_cmpstr(sip_words_sender(words, SIP_SENDER_UAS), ==, "uas");
    g_assert_cmpstr(sip_words_retry(words, SIP_RETRY_LATER), ==, "later");
    code = sip_words_code(words, 486);
    g_assert_cmpstr(code->name, ==, "besetzt");
    g_assert_cmpstr(code->meaning, ==, "M486");
    g_assert_cmpstr(code->action, ==, "");
    g_assert_null(code->alias); /* an English alias is of no use in another language */
    code = sip_words_code(words, 487);
    g_assert_cmpstr(code->name, ==, "487");
    g_assert_cmpstr(code->meaning, ==, "");
    g_assert_cmpstr(code->causes, ==, "C487");
    /* English decides which codes there are */
    g_assert_cmpstr(sip_words_code(words, 488)->name, ==, "class, in English");
    g_assert_cmpstr(sip_words_code(words, 588)->name, ==, "5xx");
    g_assert_cmpstr(sip_words_class(words, 0)->name, ==, "no code");
    sip_words_free(words);
}

static void test_broken_language(void)
{
    static const char *const languages[] = { "broken", "lost" };

    add_languages();
    for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
        GError *error = NULL;

        g_assert_null(sip_words_new(languages[i], &error));
        g_assert_nonnull(error);
        g_clear_error(&error);
        g_assert_null(sip_words_new(languages[i], NULL));
    }
}

static void test_no_english(void)
{
    GError *error = NULL;

    add_languages();
    g_hash_table_remove(files, "lang/en.ini");
    g_assert_null(sip_words_new("en", &error));
    g_assert_nonnull(error);
    g_clear_error(&error);
    g_assert_null(sip_words_new("xx", &error));
    g_assert_nonnull(error);
    g_clear_error(&error);
}

/* }}} */

int main(int argc, char **argv)
{
    int result;

    test_begin(&argc, &argv);
    files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_test_add_func("/faults/good-codes", test_good_codes);
    g_test_add_func("/faults/codes", test_faults);
    g_test_add_func("/faults/numbers", test_number_faults);
    g_test_add_func("/faults/no-codes", test_no_codes);
    g_test_add_func("/faults/missing-text", test_missing_text);
    g_test_add_func("/faults/broken-language", test_broken_language);
    g_test_add_func("/faults/no-english", test_no_english);
    result = g_test_run();
    g_hash_table_destroy(files);
    return result;
}
