/** Which of the links' unique indexes a write ran into, or null where the error is another. */
export function uniqueViolation(error: unknown): "slug" | "external_id" | null {
  if (!(error instanceof Error)) return null;
  const constraint = "constraint" in error ? String(error.constraint) : "";
  const text = `${constraint} ${error.message}`;
  if (!/unique/i.test(text)) return null;
  if (/links_by_slug|links\.slug/.test(text)) return "slug";
  return /links_by_external_id|links\.external_id/.test(text) ? "external_id" : null;
}
