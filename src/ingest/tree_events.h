/* Grouped logs whose events are trees (log entries of an API): each path that the profile reads is a column. */
#pragma once

#include "ingest_private.h"

typedef struct TreeEvents TreeEvents;

TreeEvents *tree_events_new(IngestRun *run, GError **error);
void tree_events_free(TreeEvents *events);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TreeEvents, tree_events_free)
/* One event; without an incident or a time it is rejected. */
bool tree_events_add(TreeEvents *events, const YamlNode *node, int64_t number, GError **error);
/* The incidents, once all events are there. */
bool tree_events_finish(TreeEvents *events, GError **error);
