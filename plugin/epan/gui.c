/* gui.c - the menu Tools > SIP codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "gui.h"

#include "../core/code.h"
#include "ladder_view.h"
#include "prefs.h"
#include "tap.h"
#include "user_codes.h"

#include <epan/funnel.h>

#include <string.h>

#define MENU "SIP codes/"
#define FIRST 100
#define LAST 699

/* {{{ windows */

static void show_text(const char *title, const char *text)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();
    funnel_text_window_t *window;

    if (!ops || !ops->new_text_window)
        return; /* no windows here */
    window = ops->new_text_window(ops->ops_id, title);
    ops->set_text(window, text);
}

static void show_message(const char *title, sip_text text)
{
    show_text(title, sip_words_text(sipcode_words(), text));
}

static void apply_filter(const char *filter)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();

    if (!ops || !ops->set_filter)
        return;
    ops->set_filter(ops->ops_id, filter);
    ops->apply_filter(ops->ops_id);
}

/* }}} */
/* {{{ the whole table of codes */

static void add_code(GString *out, sip_words *words, const sip_codes *codes, unsigned status)
{
    const sip_code *row = sip_codes_find(codes, status);
    const sip_code_words w = sipcode_code_words(words, status, NULL);

    if (row->status != status)
        return;
    g_string_append_printf(out, "%u %s · %s\n    %s\n    %s: %s\n    %s: %s\n    %s\n\n", status,
                           row->phrase, w.name, w.meaning,
                           sip_words_text(words, SIP_TEXT_LABEL_CAUSES), w.causes,
                           sip_words_text(words, SIP_TEXT_LABEL_ACTION), w.action, row->reference);
}

/* It is read anew each time: who opens it once a day need not keep it in memory. */
static void show_reference(gpointer data _U_)
{
    g_autoptr(GString) out = g_string_new(NULL);
    sip_codes *codes = sip_codes_new(NULL);

    if (!codes)
        return;
    for (unsigned status = FIRST; status <= LAST; status++)
        add_code(out, sipcode_words(), codes, status);
    sip_codes_free(codes);
    show_text("SIP codes", out->str);
}

/* }}} */
/* {{{ the selected packet */

static void explain_call(gpointer data _U_)
{
    const sip_facts *facts = sipcode_selected();
    g_autofree char *ladder = NULL, *problems = NULL, *text = NULL;
    sip_words *words = sipcode_words();

    if (!facts) {
        show_message("SIP call", SIP_TEXT_GUI_SELECT);
        return;
    }
    ladder = sipcode_ladder(facts->transaction->call, SIP_LADDER_TEXT);
    problems = sipcode_problems(facts->transaction->call);
    text = *problems ? g_strdup_printf("%s\n%s\n%s", ladder,
                                       sip_words_text(words, SIP_TEXT_GUI_PROBLEMS), problems)
                     : g_strdup_printf("%s\n%s\n", ladder,
                                       sip_words_text(words, SIP_TEXT_GUI_NO_PROBLEM));
    show_text("SIP call", text);
}

/* "RFC 3261 §21.4.24" is found at the RFC editor's; other documents are not. The caller frees it.
 */
static char *url_of(const char *reference)
{
    unsigned long rfc;
    const char *section;

    if (strncmp(reference, "RFC ", 4) != 0)
        return NULL;
    rfc = strtoul(reference + 4, NULL, 10);
    section = strstr(reference, "§");
    if (!section)
        return g_strdup_printf("https://www.rfc-editor.org/rfc/rfc%lu", rfc);
    section += strlen("§");
    return g_strdup_printf("https://www.rfc-editor.org/rfc/rfc%lu#section-%.*s", rfc,
                           (int)strspn(section, "0123456789."), section);
}

static void open_section(gpointer data _U_)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();
    const sip_facts *facts = sipcode_selected();
    g_autofree char *url = NULL;

    while (facts && !facts->row)
        facts = facts->next;
    url = facts ? url_of(facts->row->reference) : NULL;
    if (!url)
        show_message("SIP codes", SIP_TEXT_GUI_NO_SECTION);
    else if (ops && ops->browser_open_url)
        ops->browser_open_url(url);
}

/* }}} */
/* {{{ filters */

static void show_failed_calls(gpointer data _U_)
{
    apply_filter("sipcode.call.outcome == \"failed\"");
}

static void show_problems(gpointer data _U_)
{
    apply_filter("sipcode && _ws.expert.severity >= \"Warning\"");
}

/* }}} */

void sipcode_gui_register(void)
{
    static const struct {
        const char *name;
        funnel_menu_callback callback;
    } items[] = {
        { MENU "Code reference", show_reference },       { MENU "Explain this call", explain_call },
        { MENU "Show failed calls", show_failed_calls }, { MENU "Show problems", show_problems },
        { MENU "Open the RFC section", open_section },
    };

    for (unsigned i = 0; i < array_length(items); i++)
        funnel_register_menu(items[i].name, REGISTER_TOOLS_GROUP_UNSORTED, items[i].callback, NULL,
                             NULL, FALSE);
}
