/* stats_calls.c - the calls of a capture: -z sipcode,calls and a window under Telephony.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "stats_calls.h"

#include "../core/summary.h"
#include "call_text.h"
#include "prefs.h"
#include "report.h"
#include "tap.h"

#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#include <stdio.h>
#include <string.h>

/* Rows of the table; further calls are counted in its title alone. */
#define CALLS_MAX 1000000

#define TABLE "SIP calls"

#define ARGUMENT "sipcode,calls"

/* {{{ the table */

static GHashTable *rows; /* sip_call -> its row, counted from 1 */

static stat_tap_table_item fields[SIPCODE_CALL_COLUMNS];

/* The window reads the headings before the table is made. */
void sipcode_stats_calls_name(sip_words *words)
{
    for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++)
        fields[i].column_name = g_intern_string(sip_words_text(words, sipcode_call_headings[i]));
}

static void init_table(stat_tap_table_ui *ui)
{
    stat_tap_table *table = stat_tap_find_table(ui, TABLE);

    g_clear_pointer(&rows, g_hash_table_destroy);
    rows = g_hash_table_new(NULL, NULL);
    sipcode_words(); /* the headings are in its language */
    if (table) {
        if (ui->stat_tap_reset_table_cb)
            ui->stat_tap_reset_table_cb(table);
        return;
    }
    stat_tap_add_table(ui, stat_tap_init_table(TABLE, SIPCODE_CALL_COLUMNS, 0, NULL));
}

/* Numbers are sorted as numbers, all else as text, which becomes the table's. */
static void set_cell(stat_tap_table *table, unsigned row, unsigned column, char *text)
{
    stat_tap_table_item_type *cell = stat_tap_get_field_data(table, row, column);

    if (cell->type == TABLE_ITEM_UINT) {
        cell->value.uint_value = (unsigned)g_ascii_strtoull(text, NULL, 10);
        g_free(text);
    } else {
        g_free((char *)cell->value.string_value);
        cell->value.string_value = text;
    }
    stat_tap_set_field_data(table, row, column, cell);
}

static unsigned add_row(stat_tap_table *table, const sip_call *call)
{
    stat_tap_table_item_type items[SIPCODE_CALL_COLUMNS];
    unsigned row = g_hash_table_size(rows);

    memset(items, 0, sizeof items);
    for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++) {
        items[i].type = sipcode_call_is_number(i) ? TABLE_ITEM_UINT : TABLE_ITEM_STRING;
        if (items[i].type == TABLE_ITEM_STRING)
            items[i].value.string_value = g_strdup("");
    }
    stat_tap_init_table_row(table, row, SIPCODE_CALL_COLUMNS, items);
    g_hash_table_insert(rows, (void *)call, GUINT_TO_POINTER(row + 1));
    return row;
}

/* A row is written anew with each message of its call: in one pass the later ones change it. */
static tap_packet_status take_packet(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                                     const void *packet, tap_flags_t flags _U_)
{
    stat_data_t *stat = data;
    stat_tap_table *table = g_array_index(stat->stat_tap_data->tables, stat_tap_table *, 0);
    const sip_facts *facts = packet;
    const sip_call *call = facts->transaction->call;
    char *texts[SIPCODE_CALL_COLUMNS];
    unsigned row;

    if (call->number == 0 || facts->sending == SIP_SENDING_COPY)
        return TAP_PACKET_DONT_REDRAW;
    row = GPOINTER_TO_UINT(g_hash_table_lookup(rows, call));
    if (row == 0 && g_hash_table_size(rows) >= CALLS_MAX)
        return TAP_PACKET_DONT_REDRAW;
    row = row > 0 ? row - 1 : add_row(table, call);
    sipcode_call_texts(call, texts);
    for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++)
        set_cell(table, row, i, texts[i]);
    return TAP_PACKET_REDRAW;
}

static void free_item(stat_tap_table *table _U_, guint row _U_, guint column _U_,
                      stat_tap_table_item_type *item)
{
    if (item->type == TABLE_ITEM_STRING)
        g_free((char *)item->value.string_value);
}

static void reset_table(stat_tap_table *table)
{
    for (unsigned row = 0; row < table->num_elements; row++) {
        for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++)
            free_item(table, row, i, &table->elements[row][i]);
        g_free(table->elements[row]);
    }
    g_clear_pointer(&table->elements, g_free);
    table->num_elements = 0;
    if (rows)
        g_hash_table_remove_all(rows);
}

/* tshark takes any filter behind a comma, and drops what else follows. */
static void check_argument(const char *options, const char **filter, char **fault)
{
    *fault = sipcode_report_filter(ARGUMENT, options, filter);
}

/* }}} */
/* {{{ the same for scripts: -z sipcode,calls,json */

static void draw_json(const GPtrArray *calls)
{
    unsigned n = 0;

    printf("[");
    for (unsigned i = 0; i < calls->len; i++) {
        const sip_call *call = calls->pdata[i];
        g_autofree char *object = NULL;

        if (call->number == 0)
            continue; /* a registration, or what else there is */
        object = sipcode_call_json(call);
        printf("%s\n  %s", n++ > 0 ? "," : "", object);
    }
    printf("\n]\n");
}

/* }}} */

void sipcode_stats_calls_register(void)
{
    static stat_tap_table_ui ui = {
        .group = COMPAT_GROUP_TELEPHONY,
        .title = "SIP Calls",
        .tap_name = SIPCODE_TAP,
        .cli_string = ARGUMENT,
        .stat_filter_check_cb = check_argument,
        .stat_tap_init_cb = init_table,
        .packet_func = take_packet,
        .stat_tap_reset_table_cb = reset_table,
        .stat_tap_free_table_item_cb = free_item,
        .nfields = SIPCODE_CALL_COLUMNS,
        .fields = fields,
    };
    static const sipcode_report_kind json = { ARGUMENT ",json", draw_json };

    for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++)
        fields[i] = (stat_tap_table_item){
            .type = sipcode_call_is_number(i) ? TABLE_ITEM_UINT : TABLE_ITEM_STRING,
            .align = sipcode_call_is_number(i) ? TAP_ALIGN_RIGHT : TAP_ALIGN_LEFT,
            .column_name = "",
            .field_format = sipcode_call_is_number(i) ? "%u" : "%s",
        };
    register_stat_tap_table_ui(&ui);
    sipcode_report_register(&json);
}
