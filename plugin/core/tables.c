/* tables.c - all tables of facts together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tables.h"

sip_tables *sip_tables_new(GError **error)
{
    sip_tables *tables = g_new0(sip_tables, 1);

    if ((tables->codes = sip_codes_new(error)) && (tables->hints = sip_hints_new(error))
        && (tables->rules = sip_rules_new(error)) && (tables->causes = sip_cause_kinds_new(error))
        && (tables->flows = sip_known_flows_new(error)))
        return tables;
    sip_tables_free(tables);
    return NULL;
}

void sip_tables_free(sip_tables *tables)
{
    if (!tables)
        return;
    sip_codes_free(tables->codes);
    sip_hints_free(tables->hints);
    sip_rules_free(tables->rules);
    sip_cause_kinds_free(tables->causes);
    sip_known_flows_free(tables->flows);
    g_free(tables);
}
