/* report.h - reports that are printed at the end of the capture: -z sipcode,...
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_REPORT_H
#define SIPCODE_REPORT_H

#include "../core/facts.h"

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

#endif
