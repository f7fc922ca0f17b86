/* The value formatter lives in base, where the report layer sees it too. */
#pragma once

#include "nines/base/format.h"
