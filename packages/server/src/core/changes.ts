/** Each field that is not what it was, with what it was and what it is, for the audit log. Secrets must be left out of both. */
export function differences(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, { from: unknown; to: unknown }> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => !Bun.deepEquals(before[name], after[name]));
  return Object.fromEntries(
    changed.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]),
  );
}

/** The same of the fields that somebody named in a request, out of the whole as it is shown. */
export function namedDifferences(
  input: object,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, { from: unknown; to: unknown }> {
  const pick = (all: Record<string, unknown>) =>
    Object.fromEntries(Object.keys(input).map((name) => [name, all[name]]));
  return differences(pick(before), pick(after));
}
