/* Numbers in exports, read exactly: no floating point, no locale. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* "1,234", "1 234", "12.0" to 1234, 1234, 12. Nothing else may follow. */
bool number_count(const char *text, int64_t *value);
/* "0.35", ".35", "35 %", "35%" to parts per million. */
bool number_share(const char *text, int64_t *ppm);
