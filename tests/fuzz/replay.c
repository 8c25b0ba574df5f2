/* replay.c - runs a fuzz target on files, where there is no libFuzzer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        size_t size;

        printf("%s\n", argv[i]);
        fflush(stdout); /* says which, should the target end the program */
        if (!g_file_get_contents(argv[i], &bytes, &size, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    }
    return 0;
}
