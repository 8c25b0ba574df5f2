/* report.h - reports that are printed at the end of the capture: -z sipcode,...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_REPORT_H
#define SIPCODE_REPORT_H

#include "../core/facts.h"

#include <epan/tap.h>

/* Calls that a report keeps; those behind are not in it. */
#define SIPCODE_REPORT_MAX 10000000

/* A report: its -z argument, a filter may follow, and what prints it to stdout. */
typedef struct {
    const char *argument;
    /* CALLS: const sip_call *, each of which a message passed the filter, calls, registrations and
     * all else, in the order in which they begin */
    void (*draw)(const GPtrArray *calls);
} sipcode_report_kind;

/* KIND must live as long as the program. */
void sipcode_report_register(const sipcode_report_kind *kind);

/* The filter in OPTIONS, a whole -z argument that begins with the report's NAME, into *FILTER;
 * NULL: there is none. Anything but a comma and a filter behind the name would be lost without a
 * word: the sentence that says so is given, which the caller frees; NULL: all is well. */
char *sipcode_report_filter(const char *name, const char *options, const char **filter);

/* What a report listens with; see register_tap_listener(). */
typedef struct {
    tap_reset_cb reset;
    tap_packet_cb take_packet;
    tap_draw_cb draw;
    tap_finish_cb finish;
} sipcode_report_callbacks;

/* Listens for LISTENER to what passes the filter in OPTIONS, which goes into *FILTER as above.
 * False: it cannot, and stderr says why; LISTENER is still the caller's. */
bool sipcode_report_listen(const char *name, const char *options, const char **filter,
                           void *listener, const sipcode_report_callbacks *callbacks);

#endif
