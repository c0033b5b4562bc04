import type { TotalsGroup } from "@visoli/contract/conversion";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "./schema.ts";
import type { VisibleLinks } from "./visible-links.ts";

export type TotalsSelection = {
  workspaceId: string;
  /** From `start` up to `end`, in milliseconds. */
  start: number;
  end: number;
  currency?: string | undefined;
  type?: string | undefined;
  visible: VisibleLinks;
};

/** Of one value and currency, in the currency's smallest units. */
export type Total = {
  value: string | null;
  currency: string | null;
  leads: number;
  sales: number;
  voided: number;
  amount: bigint;
};

/** Months are no column: whoever wants them asks for each. */
export type TableGroup = Exclude<TotalsGroup, { by: "month" }>;

/** Whole numbers of so many units and the rest are added up apart: SQLite gives up where a sum is past 64 bits. */
const PART = 1_000_000;

type Row = Record<"leads" | "sales" | "voided" | "high" | "low", number | string | null> &
  Pick<Total, "value" | "currency">;

/**
 * What was booked in the time, and taken back in it: a void counts when it is made, so that a time that is over does not change. A row for
 * each value and currency, those without a value last.
 */
export async function askConversionTotals(
  db: Db,
  selection: TotalsSelection,
  group: TableGroup | undefined,
  page: { limit: number; offset: number },
): Promise<Total[]> {
  const { key, join } = keyOf(group);
  const keys = key ? sql`${key}, currency` : sql`currency`;
  const order = key
    ? sql`${key} is null, ${key}, currency is null, currency`
    : sql`currency is null, currency`;
  const { rows } = await sql<Row>`with entries as (
      ${entries(selection, sql`1`, sql`booked_at`)}
      union all
      ${entries(selection, sql`-1`, sql`voided_at`)}
    )
    select ${key ?? sql`null`} as value, currency,
      sum(case when type = 'lead' then sign else 0 end) as leads,
      sum(case when type = 'sale' then sign else 0 end) as sales,
      sum(case when sign = -1 then 1 else 0 end) as voided,
      sum(sign * (amount / ${sql.lit(PART)})) as high,
      sum(sign * (amount % ${sql.lit(PART)})) as low
    from entries ${join}
    group by ${keys} order by ${order} limit ${page.limit} offset ${page.offset}`.execute(db);
  return rows.map(({ value, currency, high, low, ...counts }) => ({
    ...{ value, currency, leads: Number(counts.leads), sales: Number(counts.sales) },
    voided: Number(counts.voided),
    amount: BigInt(high ?? 0) * BigInt(PART) + BigInt(low ?? 0),
  }));
}

function entries(
  { workspaceId, start, end, currency, type, visible }: TotalsSelection,
  sign: RawBuilder<unknown>,
  time: RawBuilder<unknown>,
) {
  return sql`select conversions.id, link_id, conversions.folder_id, type, amount, currency, ${sign} as sign
    from conversions left join links on links.id = conversions.link_id
    where conversions.workspace_id = ${workspaceId} and booked_at is not null and ${time} >= ${start} and ${time} < ${end}
      ${currency === undefined ? sql`` : sql`and currency = ${currency}`}
      ${type === undefined ? sql`` : sql`and type = ${type}`}
      ${seen(visible)}`;
}

/** As lists have it. */
function seen({ hiddenFolderIds, ownerId }: VisibleLinks) {
  const own = ownerId === null ? sql`` : sql`and conversions.owner_id = ${ownerId}`;
  if (hiddenFolderIds.length === 0) return own;
  const folder = sql`case when links.id is null then conversions.folder_id else links.folder_id end`;
  return sql`${own} and (${folder} is null or ${folder} not in (${sql.join(hiddenFolderIds)}))`;
}

function keyOf(group: TableGroup | undefined): {
  key: RawBuilder<unknown> | null;
  join: RawBuilder<unknown>;
} {
  const labels = (condition: RawBuilder<unknown>) =>
    sql`left join conversion_labels on conversion_id = entries.id and ${condition}`;
  if (!group) return { key: null, join: sql`` };
  switch (group.by) {
    case "tag":
      return { key: sql`conversion_labels.name`, join: labels(sql`kind = 'tag'`) };
    case "metadata":
      return {
        key: sql`conversion_labels.value`,
        join: labels(sql`kind = 'metadata' and name = ${group.key}`),
      };
    default:
      return { key: sql.ref({ link: "link_id", folder: "folder_id", type: "type" }[group.by]), join: sql`` };
  }
}
