/* report.c - reports that are printed at the end of the capture: -z sipcode,...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "report.h"

#include "tap.h"

#include <epan/stat_tap_ui.h>

#include <stdio.h>
#include <string.h>

/* {{{ listening */

char *sipcode_report_filter(const char *name, const char *options, const char **filter)
{
    const char *rest = options + strlen(name);

    *filter = *rest == ',' ? rest + 1 : NULL;
    if (*rest == '\0' || *rest == ',')
        return NULL;
    return g_strdup_printf("-z %s: \"%s\" follows the name of the report; only a comma and a "
                           "display filter may",
                           name, rest);
}

bool sipcode_report_listen(const char *name, const char *options, const char **filter,
                           void *listener, const sipcode_report_callbacks *callbacks)
{
    g_autofree char *fault = sipcode_report_filter(name, options, filter);
    GString *error;

    if (fault) {
        fprintf(stderr, "%s\n", fault);
        return false;
    }
    error =
        register_tap_listener(SIPCODE_TAP, listener, *filter, TL_REQUIRES_NOTHING, callbacks->reset,
                              callbacks->take_packet, callbacks->draw, callbacks->finish);
    if (!error)
        return true;
    fprintf(stderr, "-z %s: %s\n", name, error->str);
    g_string_free(error, TRUE);
    return false;
}

/* }}} */
/* {{{ reports of calls */

/* A report that somebody asked for. */
typedef struct {
    const sipcode_report_kind *kind;
    GPtrArray *calls; /* sip_call */
    GHashTable *seen; /* the same */
} listener;

static void reset(void *data)
{
    listener *l = data;

    g_ptr_array_set_size(l->calls, 0);
    g_hash_table_remove_all(l->seen);
}

static tap_packet_status take_packet(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                                     const void *packet, tap_flags_t flags _U_)
{
    listener *l = data;
    const sip_facts *facts = packet;
    sip_call *call = facts->transaction->call;

    if (l->calls->len == SIPCODE_REPORT_MAX || !g_hash_table_add(l->seen, call))
        return TAP_PACKET_DONT_REDRAW;
    g_ptr_array_add(l->calls, call);
    return TAP_PACKET_REDRAW;
}

static void draw(void *data)
{
    const listener *l = data;

    l->kind->draw(l->calls);
}

static void finish(void *data)
{
    listener *l = data;

    g_hash_table_destroy(l->seen);
    g_ptr_array_free(l->calls, TRUE);
    g_free(l);
}

static compat_stat_init begin(const char *options, void *userdata)
{
    static const sipcode_report_callbacks callbacks = { reset, take_packet, draw, finish };
    const sipcode_report_kind *kind = userdata;
    listener *l = g_new0(listener, 1);
    const char *filter;

    l->kind = kind;
    l->calls = g_ptr_array_new();
    l->seen = g_hash_table_new(NULL, NULL);
    if (!sipcode_report_listen(kind->argument, options, &filter, l, &callbacks)) {
        finish(l);
        COMPAT_STAT_INIT_FAILED;
    }
    COMPAT_STAT_INIT_DONE;
}

void sipcode_report_register(const sipcode_report_kind *kind)
{
    stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC,
        .cli_string = kind->argument,
        .tap_init_cb = begin,
    };

    register_stat_tap_ui(&ui, (void *)kind);
}

/* }}} */
