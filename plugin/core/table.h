/* table.h - the data files of tables/, which the build embeds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TABLE_H
#define SIPCODE_TABLE_H

#include <glib.h>

/* Parses the embedded file PATH, relative to tables/ ("codes.ini", "lang/en.ini").
 * The caller frees it with g_key_file_unref. NULL, and ERROR says why. */
GKeyFile *sip_table_open(const char *path, GError **error);

/* Names of the embedded languages ("en", "zh_CN"), sorted, NULL-terminated.
 * The caller frees it with g_strfreev. */
char **sip_table_languages(void);

#endif
