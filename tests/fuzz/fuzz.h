/* fuzz.h - what the fuzz targets share.
 *
 * Whatever a target finds wrong ends the program, which libFuzzer takes for a finding.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_FUZZ_H
#define SIPCODE_FUZZ_H

#include "facts.h"
#include "tables.h"

/* What libFuzzer calls: once at the start, and with each input. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The tables, read once. Warnings of GLib end the program from then on. */
const sip_tables *fuzz_tables(void);

/* A copy of the bytes that ends where they end, so that a byte read behind them is seen. Free with
 * g_free, so that a slice that was kept is seen, too. */
sip_slice fuzz_copy(const uint8_t *data, size_t size);

/* INNER lies within OUTER, or is absent. */
void fuzz_check_within(sip_slice inner, sip_slice outer);

/* TEXT is NULL, or valid UTF-8 without control characters made of at most MOST bytes of a message:
 * one that is not valid becomes three (U+FFFD), and an ellipsis may follow. */
void fuzz_check_text(const char *text, size_t most);

#endif
