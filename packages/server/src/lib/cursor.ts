/** Cuts the page out of `limit + 1` rows: the one too many only says that there is a next page. */
export function pageOf<Row extends { id: string }>(
  rows: Row[],
  limit: number,
): { data: Row[]; nextCursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? last.id : null };
}
