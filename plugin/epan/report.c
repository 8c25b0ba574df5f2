/* report.c - reports that are printed at the end of the capture: -z sipcode,...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "report.h"

#include "tap.h"

#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#include <string.h>

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

/* OPTIONS is the whole -z argument: the report's own, and perhaps a filter behind a comma. */
static compat_stat_init begin(const char *options, void *userdata)
{
    const sipcode_report_kind *kind = userdata;
    const char *rest = options + strlen(kind->argument);
    listener *l = g_new0(listener, 1);
    GString *error;

    l->kind = kind;
    l->calls = g_ptr_array_new();
    l->seen = g_hash_table_new(NULL, NULL);
    error = register_tap_listener(SIPCODE_TAP, l, *rest == ',' ? rest + 1 : NULL,
                                  TL_REQUIRES_NOTHING, reset, take_packet, draw, finish);
    if (error) {
        fprintf(stderr, "%s: %s\n", kind->argument, error->str);
        g_string_free(error, TRUE);
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
