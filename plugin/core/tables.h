/* tables.h - all tables of facts together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TABLES_H
#define SIPCODE_TABLES_H

#include "cause.h"
#include "code.h"
#include "hint_table.h"
#include "known_flow.h"
#include "rules.h"

typedef struct {
    sip_codes *codes;
    sip_hints *hints;
    sip_rules *rules;
    sip_cause_kinds *causes;
    sip_known_flows *flows;
} sip_tables;

/* Reads all of them. NULL, and ERROR says where: one is wrong. */
sip_tables *sip_tables_new(GError **error);
void sip_tables_free(sip_tables *tables);

#endif
