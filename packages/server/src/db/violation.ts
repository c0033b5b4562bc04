/** Does the write, unless it gives a name that another row has: then the transaction must be given up. */
export async function unlessNameTaken(write: () => Promise<void>): Promise<"written" | "name_taken"> {
  try {
    await write();
    return "written";
  } catch (error) {
    if (uniqueViolation(error) === "name") return "name_taken";
    throw error;
  }
}

/** Which unique index a write ran into, or null where the error is another. */
export function uniqueViolation(error: unknown): "external_id" | "name" | "host" | null {
  if (!(error instanceof Error)) return null;
  const constraint = "constraint" in error ? String(error.constraint) : "";
  const text = `${constraint} ${error.message}`;
  if (!/unique/i.test(text)) return null;
  if (/links_by_external_id|links\.external_id/.test(text)) return "external_id";
  if (/domains_by_host|domains\.host/.test(text)) return "host";
  return /_by_name|\.name\b/.test(text) ? "name" : null;
}
