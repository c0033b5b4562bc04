import type { PublicStatisticsData } from "@visoli/contract/public-stats";
import { escapeHtml } from "../core/page.ts";
import type { Messages } from "./public-messages.ts";

/** How often the link was followed, by itself or by its QR code. */
export function follows({
  clicks = 0,
  scans = 0,
}: {
  clicks?: number | undefined;
  scans?: number | undefined;
}): number {
  return clicks + scans;
}

type Bar = { label: string; value: number; visitors?: number | undefined };
type Words = { language: string; messages: Messages };
/** More bars than that are too thin to be told apart: months are shown instead. */
const MOST_DAYS = 100;
const FEWEST_COLUMNS = 7;
const [COLUMN, BAR, HEIGHT] = [10, 8, 100];

/** The series as bars, and the same as a table for whoever does not see them. */
export function chart(
  { series = [], timezone, totals }: PublicStatisticsData,
  { language, messages }: Words,
): string {
  const isByDay = series.length <= MOST_DAYS;
  const bars = isByDay ? days(series, timezone, language) : months(series, timezone, language);
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const number = new Intl.NumberFormat(language);
  const counted = totals.scans ? messages.withScans : messages.clicks;
  const heading = `${counted} ${isByDay ? messages.byDay : messages.byMonth}`;
  return `<section class="card">
<div class="head"><h2>${heading}</h2><p>${messages.most} ${number.format(most)}</p></div>
${picture(bars, most, `${heading}: ${bars.at(0)?.label} – ${bars.at(-1)?.label}`, number)}
<p class="ends"><span>${bars.at(0)?.label ?? ""}</span><span>${bars.length > 1 ? bars.at(-1)?.label : ""}</span></p>
<details><summary>${messages.asTable}</summary>
${table(bars, isByDay ? [messages.day, counted, messages.visitors] : [messages.month, counted], number)}
</details>
</section>`;
}

function picture(bars: Bar[], most: number, label: string, number: Intl.NumberFormat): string {
  const columns = Math.max(FEWEST_COLUMNS, bars.length);
  const rects = bars.map(({ label, value }, index) => {
    // What is there at all is seen, however much there is elsewhere.
    const height = value === 0 ? 0 : Math.max(1.5, Math.round((value / most) * HEIGHT * 10) / 10);
    const x = index * COLUMN + (COLUMN - BAR) / 2;
    const name = `<title>${escapeHtml(label)}: ${number.format(value)}</title>`;
    // The whole column says what it is.
    return `<g>${name}<rect x="${index * COLUMN}" y="0" width="${COLUMN}" height="${HEIGHT}" fill="none" pointer-events="all"/><rect x="${x}" y="${HEIGHT - height}" width="${BAR}" height="${height}" fill="currentColor"/></g>`;
  });
  return `<svg class="chart" viewBox="0 0 ${columns * COLUMN} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(label)}">
${rects.join("\n")}
</svg>`;
}

/** With visitors where there is a third head for them. */
function table(bars: Bar[], heads: string[], number: Intl.NumberFormat): string {
  const rows = bars.map(({ label, value, visitors = 0 }) => {
    const cells = [value, visitors]
      .slice(0, heads.length - 1)
      .map((count) => `<td>${number.format(count)}</td>`);
    return `<tr><th scope="row">${escapeHtml(label)}</th>${cells.join("")}</tr>`;
  });
  return `<div class="scroll" tabindex="0"><table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>`;
}

type Series = NonNullable<PublicStatisticsData["series"]>;

function days(series: Series, timeZone: string, language: string): Bar[] {
  const name = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone });
  return series.map((entry) => ({
    ...{ label: name.format(new Date(entry.start)), value: follows(entry) },
    visitors: entry.visitors,
  }));
}

function months(series: Series, timeZone: string, language: string): Bar[] {
  const name = new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone });
  const sums = new Map<string, number>();
  for (const entry of series) {
    const label = name.format(new Date(entry.start));
    sums.set(label, (sums.get(label) ?? 0) + follows(entry));
  }
  return [...sums].map(([label, value]) => ({ label, value }));
}
