/**
 * The months, such as `202601`, of a partition of the table of clicks, by its id: the first day of its quarter, such as `20260101`. Tables
 * that an older version has made go by months, such as `202601`.
 */
export function monthsOfPartition(id: string): string[] {
  const month = id.slice(0, 6);
  return id.length === 6 ? [month] : [0, 1, 2].map((more) => String(Number(month) + more));
}

/** For `alter table`, and as a condition. @throws where it is no id */
export function partitionId(id: string): string {
  if (!/^\d{6}(\d\d)?$/.test(id)) throw new Error("not a partition");
  return `'${id}'`;
}
