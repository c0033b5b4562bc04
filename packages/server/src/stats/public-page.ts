import { PUBLIC_PERIODS, type PublicStatisticsData } from "@visoli/contract/public-stats";
import type { Language } from "../core/language.ts";
import { escapeHtml, pageHeaders, renderDocument, renderPage } from "../core/page.ts";
import { chart, follows } from "./public-chart.ts";
import { MESSAGES, type Messages } from "./public-messages.ts";
import { nameIn } from "./public-read.ts";
import { STATISTICS_STYLE } from "./public-style.ts";

type Words = { language: Language; messages: Messages };
const VARY = { Vary: "Accept-Language, Cookie" };
const LISTS = ["countries", "referrers", "devices", "browsers"] as const;
type ListName = (typeof LISTS)[number];

/** The statistics as a page that needs no script. */
export function statisticsPage(data: PublicStatisticsData, language: Language): Response {
  const words = { language, messages: MESSAGES[language] };
  const { messages } = words;
  const name = data.link.title ?? plain(data.link.shortUrl);
  const body = `<main>
<p class="over">${messages.ofLink}</p>
<h1>${escapeHtml(name).replaceAll("/", "/<wbr>")}</h1>
${data.link.title === null ? "" : `<p class="address">${escapeHtml(plain(data.link.shortUrl))}</p>`}
${periods(data, messages)}
${numbers(data, words)}
${sections(data, words)}
<footer>${messages.explained} ${messages.days} ${escapeHtml(data.timezone)}.</footer>
</main>`;
  const headers = {
    ...pageHeaders({ style: STATISTICS_STYLE }),
    ...VARY,
    "Cache-Control": "private, max-age=60",
  };
  const title = `${name} – ${messages.title}`;
  return new Response(renderDocument({ title, style: STATISTICS_STYLE, body, language }), {
    headers,
  });
}

/** In the place of the statistics: why there are none. */
export function noStatisticsPage(why: "missing" | "tooMany" | "away", language: Language): Response {
  const messages = MESSAGES[language];
  const status = { missing: 404, tooMany: 429, away: 503 }[why];
  const page = { title: messages[why], paragraphs: [messages[`${why}Text`]], language };
  return new Response(renderPage(page), { status, headers: { ...pageHeaders(), ...VARY } });
}

/** An address as people say it. */
function plain(url: string): string {
  const bare = url.replace(/^https?:\/\//, "");
  try {
    return decodeURI(bare);
  } catch {
    return bare;
  }
}

function periods({ period }: PublicStatisticsData, messages: Messages): string {
  const links = PUBLIC_PERIODS.map(
    (name) =>
      `<a href="?period=${name}"${name === period ? ' aria-current="page"' : ""}>${messages.periods[name]}</a>`,
  );
  return `<nav aria-label="${messages.period}">\n${links.join("\n")}\n</nav>`;
}

function numbers({ totals }: PublicStatisticsData, { language, messages }: Words): string {
  const { clicks = 0, scans = 0, visitors = 0 } = totals;
  const counts: [string, number][] = [
    [messages.clicks, clicks],
    ...(scans > 0 ? [[messages.scans, scans] as [string, number]] : []),
    [messages.visitors, visitors],
  ];
  const format = new Intl.NumberFormat(language);
  const cells = counts.map(
    ([name, count]) => `<div class="card"><dt>${name}</dt><dd>${format.format(count)}</dd></div>`,
  );
  return `<dl class="numbers">\n${cells.join("\n")}\n</dl>`;
}

function sections(data: PublicStatisticsData, words: Words): string {
  if (follows(data.totals) === 0)
    return `<section class="card"><p class="empty">${words.messages.nothing}</p></section>`;
  const lists = LISTS.map((name) => list(data, name, words)).join("\n");
  return `${data.series ? chart(data, words) : ""}\n<div class="lists">\n${lists}\n</div>`;
}

function list(data: PublicStatisticsData, name: ListName, { language, messages }: Words): string {
  const found = data[name];
  if (!found) return "";
  const all = follows(data.totals);
  const format = new Intl.NumberFormat(language);
  const row = (label: string, count: number, isRest = false) => `<li${isRest ? ' class="rest"' : ""}>
<span>${escapeHtml(label)}</span><span>${format.format(count)}</span>
<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="6" rx="3" fill="currentColor"/><rect width="${share(count, all)}%" height="6" rx="3" fill="currentColor"/></svg>
</li>`;
  const rows = found.top
    .filter((group) => follows(group) > 0)
    .map((group) => row(labelOf(name, nameIn(name, group), { language, messages }), follows(group)));
  const { other } = found;
  if (other && follows(other) > 0)
    rows.push(row(`${messages.other} (${format.format(other.groups)})`, follows(other), true));
  return `<section class="card"><h2>${messages[name]}</h2>\n<ol>\n${rows.join("\n")}\n</ol></section>`;
}

function share(count: number, all: number): number {
  return Math.round((count / Math.max(1, all)) * 1_000) / 10;
}

function labelOf(name: ListName, value: string, { language, messages }: Words): string {
  if (value === "") return name === "referrers" ? messages.direct : messages.unknown;
  if (name === "devices") return messages.deviceNames[value] ?? value;
  return name === "countries" ? countryName(value, language) : value;
}

function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
