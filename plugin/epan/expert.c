/* expert.c - our expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "expert.h"

#include "prefs.h"
#include "sentence.h"

#include <epan/tap.h>

static int expert_tap = -1;

static expert_field expert_fields[EXPERT_COUNT] = {
#define X(id, name, group, severity, summary) [EXPERT_##id] = EI_INIT,
    EXPERTS(X)
#undef X
};

static const int expert_severities[EXPERT_COUNT] = {
#define X(id, name, group, severity, summary) [EXPERT_##id] = severity,
    EXPERTS(X)
#undef X
};

void sipcode_expert_register(int proto)
{
    static ei_register_info experts[] = {
#define X(id, name, group, severity, summary) \
    { &expert_fields[EXPERT_##id], { "sipcode." name, group, severity, summary, EXPFILL } },
        EXPERTS(X)
#undef X
    };

    expert_register_field_array(expert_register_protocol(proto), experts, array_length(experts));
    expert_tap = find_tap_id("expert");
}

void sipcode_expert_add(const view *v, proto_item *item, expert id, sip_text text)
{
    if (id == EXPERT_COUNT || !sipcode_wants_severity(expert_severities[id]))
        return;
    if (!item)
        item =
            proto_tree_get_parent(v->tree); /* without an item it is neither shown nor filtered */
    if (v->tree || have_tap_listener(expert_tap)) {
        g_autofree char *sentence = sipcode_say(v, text);

        expert_add_info_format(v->pinfo, item, &expert_fields[id], "%s", sentence);
    } else {
        expert_add_info(v->pinfo, NULL, &expert_fields[id]); /* nobody reads a sentence */
    }
}
