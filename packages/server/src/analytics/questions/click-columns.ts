import type { Parameters } from "../client.ts";

/** What clicks are shown with. */
export type ClickView = {
  /** Keyed into ids: `nonce` counts up over all workspaces, and would tell each how many clicks the others have. */
  secret: string;
  /** Domains that answer, by their id: as a host, and as the beginning of an address (`https://HOST/`). */
  hosts: { id: string; host: string; origin: string }[];
};

/**
 * A click's id, out of the columns: its time in 12 hexadecimal digits, and 12 that tell it from others of that millisecond. Sorts
 * by time. Wants the view's parameters.
 */
export const CLICK_ID_SQL = `concat('clk_', leftPad(lower(hex(toUInt64(toUnixTimestamp64Milli(at)))), 12, '0'),
  lower(hex(substring(SHA256(concat({clickSecret:String}, workspace, ' ', toString(nonce))), 1, 6))))`;

export function viewParameters({ secret }: ClickView): Parameters {
  return { clickSecret: secret };
}

/** `isFree`: visitors, or whoever made the link, chose the text. */
type Field = { name: string; sql: string; isFree: boolean };

const UTM = ["source", "medium", "campaign", "term", "content"];

/** Each field of a click on the wire but `utm`, in order, out of a row `r` that has its `id`. */
function fieldsOf({ hosts }: ClickView): Field[] {
  const ids = textList(hosts.map(({ id }) => id));
  const host = `transform(toString(r.domain), ${ids}, ${textList(hosts.map((one) => one.host))}, toString(r.domain))`;
  const origin = `transform(toString(r.domain), ${ids}, ${textList(hosts.map((one) => one.origin))}, '')`;
  const shortUrl = `concat(nullIf(${origin}, ''), replaceAll(encodeURLComponent(r.slug), '%2F', '/'))`;
  const plain = (name: string, sql: string): Field => ({ name, sql, isFree: false });
  const free = (name: string, column = name): Field => ({ name, sql: known(column), isFree: true });
  return [
    ...[plain("id", "r.id"), plain("at", "r.at"), plain("link", "r.link")],
    ...[{ name: "slug", sql: "r.slug", isFree: true }, plain("domain", host), plain("shortUrl", shortUrl)],
    plain("trigger", "if(r.trigger = '', 'link', toString(r.trigger))"),
    ...[free("rule"), free("variant"), plain("class", "toString(r.class)"), free("bot")],
    plain("visitorId", "if(r.visitor = 0, null, concat('vis_', leftPad(lower(hex(r.visitor)), 14, '0')))"),
    ...[free("continent"), free("country"), free("region"), free("city")],
    ...[plain("asn", "nullIf(r.asn, 0)"), free("asName", "as_name")],
    ...[free("referrer"), free("browser"), free("os"), free("device"), free("deviceModel", "device_model")],
    free("language"),
  ];
}

function known(column: string): string {
  return `nullIf(toString(r.${column}), '')`;
}

/** The click as the API's JSON has it. */
export function jsonFields(view: ClickView): string {
  const types = UTM.map((name) => `${name} Nullable(String)`).join(", ");
  const utm = `cast(tuple(${UTM.map((name) => known(`utm_${name}`)).join(", ")}), 'Tuple(${types})')`;
  return select([...fieldsOf(view), { name: "utm", sql: utm, isFree: false }]);
}

function tableFieldsOf(view: ClickView): Field[] {
  const utm = UTM.map((name) => ({ name: `utm_${name}`, sql: known(`utm_${name}`), isFree: true }));
  return [...fieldsOf(view), ...utm];
}

/** The click as a table has it: `utm_source` and so on beside the others. */
export function tableFields(view: ClickView): string {
  return select(tableFieldsOf(view));
}

/** How a text begins that is a formula to a spreadsheet. */
const FORMULA = "'=', '+', '-', '@', '\\t', '\\r'";

/** ... as a spreadsheet may open it: a text that it would take for a formula gets an apostrophe before it. */
export function spreadsheetFields(view: ClickView): string {
  const safe = (sql: string) => `if(substring(${sql}, 1, 1) in (${FORMULA}), concat('\\'', ${sql}), ${sql})`;
  return select(
    tableFieldsOf(view).map((field) => (field.isFree ? { ...field, sql: safe(field.sql) } : field)),
  );
}

/** Names of a table's columns, in order. */
export function tableColumns(view: ClickView): string[] {
  return tableFieldsOf(view).map(({ name }) => name);
}

function select(fields: Field[]): string {
  return fields.map(({ name, sql }) => `${sql} as ${name}`).join(", ");
}

function textList(texts: string[]): string {
  for (const text of texts) if (!/^[\w.:/[\]-]*$/.test(text)) throw new Error("not a host or id");
  return `[${texts.map((text) => `'${text}'`).join(",")}]`;
}
