#include "nines/base/error.h"
#include <gio/gio.h>

G_DEFINE_QUARK(nines - error - quark, nines_error)

void error_at(GError **error, ErrorCode code, const char *file, int64_t line, int64_t column, const char *format, ...)
{
    g_autoptr(GString) message = g_string_new(NULL);
    if (file != NULL)
        g_string_append(message, file);
    if (line > 0)
        g_string_append_printf(message, "%s%" G_GINT64_FORMAT, message->len > 0 ? ":" : "line ", line);
    if (line > 0 && column > 0)
        g_string_append_printf(message, ":%" G_GINT64_FORMAT, column);
    if (message->len > 0)
        g_string_append(message, ": ");
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(message, format, arguments);
    va_end(arguments);
    g_set_error_literal(error, NINES_ERROR, (int)code, message->str);
}

int error_exit_status(const GError *error)
{
    if (error->domain == NINES_ERROR)
        return error->code;
    if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
        g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return ERROR_NO_INPUT;
    return ERROR_SOFTWARE;
}
