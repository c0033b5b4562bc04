/** Whether the error means that the database was not reached or is going down: the same request may go through later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  // SQLSTATE 08 connection exceptions, 57P going down, 53 out of resources, 40 a lost deadlock; then the socket's own errors.
  if (
    /^(08...|57P0[1-5]|53...|40001|40P01|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|SQLITE_BUSY\w*|SQLITE_FULL)$/.test(
      code,
    )
  )
    return true;
  // What the rollback says covers why it was needed: the connection is gone, or SQLite (disk full) has rolled back by itself.
  return /connection terminated|timeout exceeded when trying to connect|connection ended|is not queryable|query read timeout|cannot rollback - no transaction/i.test(
    error.message,
  );
}
