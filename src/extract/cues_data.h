/* The shipped cue files, embedded in the binary; English comes first. */
#pragma once

typedef struct {
    const char *name;
    const char *yaml;
} CuesData;

extern const CuesData cues_data[]; /* ends with a zeroed entry */
