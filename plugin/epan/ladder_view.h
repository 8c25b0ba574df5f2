/* ladder_view.h - a call as a ladder, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_VIEW_H
#define SIPCODE_LADDER_VIEW_H

#include "../core/call.h"
#include "../core/ladder.h"

/* The drawing. The caller frees it with g_free. */
char *sipcode_ladder(const sip_call *call, sip_ladder_format format);

/* The drawing that says there is nothing to draw. The caller frees it likewise. */
char *sipcode_no_ladder(sip_ladder_format format);

/* What is wrong in the call, a line each; empty: nothing that is seen. The caller frees it. */
char *sipcode_problems(const sip_call *call);

/* What stands at a message's arrow, and what is told of it. The caller frees each. */
char *sipcode_arrow_label(const sip_facts *facts);
char *sipcode_arrow_note(const sip_facts *facts);

#endif
