/* stats_ladder.c - calls as ladders: -z sipcode,ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "stats_ladder.h"

#include "ladder_view.h"
#include "report.h"

#include <stdio.h>

static void draw(const GPtrArray *calls, sip_ladder_format format)
{
    for (unsigned i = 0; i < calls->len; i++) {
        g_autofree char *ladder = sipcode_ladder(calls->pdata[i], format);

        printf("%s%s", i > 0 ? "\n" : "", ladder);
    }
}

/* Where the terminal knows no UTF-8, neither do we. */
static void draw_text(const GPtrArray *calls)
{
    draw(calls, g_get_charset(NULL) ? SIP_LADDER_TEXT : SIP_LADDER_ASCII);
}

static void draw_mermaid(const GPtrArray *calls)
{
    draw(calls, SIP_LADDER_MERMAID);
}

static void draw_svg(const GPtrArray *calls)
{
    draw(calls, SIP_LADDER_SVG);
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
