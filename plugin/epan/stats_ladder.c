/* stats_ladder.c - calls as ladders: -z sipcode,ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "stats_ladder.h"

#include "ladder_view.h"
#include "report.h"

#include <stdio.h>

/* Each drawing, with what stands before and behind it when there are several, so that all of them
 * together are a document, too. */
static void draw(const GPtrArray *calls, sip_ladder_format format, const char *before,
                 const char *behind)
{
    bool several = calls->len > 1;

    if (calls->len == 0) {
        g_autofree char *nothing = sipcode_no_ladder(format);

        printf("%s\n", g_strchomp(nothing));
    }
    for (unsigned i = 0; i < calls->len; i++) {
        g_autofree char *ladder = sipcode_ladder(calls->pdata[i], format);

        printf("%s%s%s%s", i > 0 ? "\n" : "", several ? before : "", ladder, several ? behind : "");
    }
}

/* Where the terminal knows no UTF-8, neither do we. */
static void draw_text(const GPtrArray *calls)
{
    draw(calls, g_get_charset(NULL) ? SIP_LADDER_TEXT : SIP_LADDER_ASCII, "", "");
}

/* Several are Markdown. */
static void draw_mermaid(const GPtrArray *calls)
{
    draw(calls, SIP_LADDER_MERMAID, "```mermaid\n", "```\n");
}

/* Several are a page: HTML that is XML, too, as the drawings in it are. */
static void draw_svg(const GPtrArray *calls)
{
    if (calls->len > 1)
        printf("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n"
               "<head><meta charset=\"utf-8\"/><title>SIP</title></head>\n<body>\n");
    draw(calls, SIP_LADDER_SVG, "<p>", "</p>\n");
    if (calls->len > 1)
        printf("</body>\n</html>\n");
}

void sipcode_stats_ladder_register(void)
{
    static const sipcode_report_kind kinds[] = {
        { "sipcode,ladder", draw_text },
        { "sipcode,ladder,text", draw_text },
        { "sipcode,ladder,mermaid", draw_mermaid },
        { "sipcode,ladder,svg", draw_svg },
    };

    for (unsigned i = 0; i < array_length(kinds); i++)
        sipcode_report_register(&kinds[i]);
}
