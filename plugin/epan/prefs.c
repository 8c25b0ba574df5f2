/* prefs.c - what the user chooses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "prefs.h"

#include "../core/table.h"
#include "stats_calls.h"
#include "user_codes.h"

#include <epan/expert.h>
#include <epan/prefs.h>

/* Above every severity that there is. */
#define SEVERITY_NONE INT_MAX

static char **languages;          /* names of the embedded ones */
static enum_val_t *language_vals; /* "auto", then LANGUAGES; ends with zeros */
static int language;              /* index in language_vals */
static compat_bool info = TRUE;
static int severity = PI_CHAT;
static int t1;           /* ms; 0: auto */
static sip_words *words; /* NULL: to be read anew */

static const enum_val_t severity_vals[] = {
    { "chat", "All: chat, note, warning, error", PI_CHAT },
    { "note", "Note, warning, error", PI_NOTE },
    { "warn", "Warning, error", PI_WARN },
    { "error", "Error", PI_ERROR },
    { "none", "None", SEVERITY_NONE },
    { NULL, NULL, 0 },
};

/* RFC 3261 §17.1.1.1; TS 24.229 table 7.7.1. In ms. */
static const enum_val_t t1_vals[] = {
    { "auto", "0.5 s, and 2 s where an IMS access network is named", 0 },
    { "0.5", "0.5 s (RFC 3261)", 500 },
    { "2", "2 s (IMS access, TS 24.229)", 2000 },
    { NULL, NULL, 0 },
};

static void apply(void)
{
    g_clear_pointer(&words, sip_words_free);
}

static void list_languages(void)
{
    unsigned n;

    languages = sip_table_languages();
    n = g_strv_length(languages);
    language_vals = g_new0(enum_val_t, n + 2);
    language_vals[0] = (enum_val_t){ "auto", "From the environment", 0 };
    for (unsigned i = 0; i < n; i++)
        language_vals[i + 1] = (enum_val_t){ languages[i], languages[i], (int)i + 1 };
}

void sipcode_prefs_register(int proto)
{
    module_t *module = prefs_register_protocol(proto, apply);

    list_languages();
    prefs_register_enum_preference(module, "language", "Language",
                                   "Language of the explanations; the field names stay English",
                                   &language, language_vals, FALSE);
    prefs_register_bool_preference(module, "info", "Name the code in the Info column",
                                   "Add what a response means, in brackets, behind its phrase",
                                   &info);
    prefs_register_enum_preference(module, "severity", "Show expert infos from",
                                   "Expert infos of a lower severity are left out", &severity,
                                   severity_vals, FALSE);
    prefs_register_enum_preference(module, "t1", "Timer T1",
                                   "What time limits such as 64*T1 are counted with", &t1, t1_vals,
                                   FALSE);
    sipcode_user_codes_register(module);
}

void sipcode_prefs_free(void)
{
    apply();
    g_clear_pointer(&language_vals, g_free);
    g_clear_pointer(&languages, g_strfreev);
}

sip_words *sipcode_words(void)
{
    GError *error = NULL;

    if (words)
        return words;
    words = sip_words_new(language_vals[language].name, &error);
    if (!words)
        g_error("sipcode: %s", error->message); /* the build embeds it and the tests read it */
    sipcode_stats_calls_name(words);
    return words;
}

bool sipcode_wants_info(void)
{
    return info;
}

int64_t sipcode_t1(void)
{
    return (int64_t)t1 * 1000000;
}

bool sipcode_wants_severity(int of)
{
    return of >= severity;
}
