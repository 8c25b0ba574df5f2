/* stats_tree.c - how often each code was sent: -z sipcode,tree and a window under Telephony.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "stats_tree.h"

#include "prefs.h"
#include "tap.h"
#include "user_codes.h"

#include <epan/stats_tree.h>

/* Codes, then by method, then by sender. */
static int responses = -1;

static void init(stats_tree *tree)
{
    responses = stats_tree_create_node(
        tree, sip_words_text(sipcode_words(), SIP_TEXT_TREE_RESPONSES), 0, STAT_DT_INT, TRUE);
}

/* A node below PARENT that is there once and counts one more. */
static int tick(stats_tree *tree, const char *name, int parent)
{
    return tick_stat_node(tree, name, parent, TRUE);
}

static char *class_name(sip_words *words, const sip_facts *facts)
{
    return g_strdup_printf("%uxx %s", facts->status / 100,
                           sip_words_class(words, facts->row->klass)->name);
}

static char *code_name(sip_words *words, const sip_facts *facts)
{
    return g_strdup_printf("%03u %s", facts->status, sipcode_response_words(words, facts).name);
}

static const char *method_name(const sip_facts *facts)
{
    const char *name = sip_method_name((sip_method)facts->method);

    return name ? name : "*"; /* methods of extensions together: they may be any number */
}

/* Each response once: no copies, no retransmissions. */
static tap_packet_status take_packet(stats_tree *tree, packet_info *pinfo _U_,
                                     epan_dissect_t *edt _U_, const void *packet,
                                     tap_flags_t flags _U_)
{
    const sip_facts *facts = packet;
    sip_words *words = sipcode_words();
    g_autofree char *klass = NULL, *code = NULL;
    int node;

    if (!facts->row || facts->sending != SIP_SENDING_FIRST)
        return TAP_PACKET_DONT_REDRAW;
    klass = class_name(words, facts);
    code = code_name(words, facts);
    tick(tree, sip_words_text(words, SIP_TEXT_TREE_RESPONSES), 0);
    node = tick(tree, klass, responses);
    node = tick(tree, code, node);
    node = tick(tree, method_name(facts), node);
    tick(tree, sipcode_endpoint_name(facts->seen.src), node);
    return TAP_PACKET_REDRAW;
}

void sipcode_stats_tree_register(void)
{
    COMPAT_STATS_TREE_REGISTER(SIPCODE_TAP, "sipcode", "SIP Response Codes", take_packet, init,
                               NULL);
}
