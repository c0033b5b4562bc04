import type { MailContent } from "../core/mail.ts";
import { counted } from "./summary-mail.ts";

/** One thing to tell, with the link's short address where it is about a link. */
export type Told =
  | { kind: "broken_links"; address: string; outcome: string | undefined }
  | { kind: "traffic"; address: string; clicks: number; usual: number }
  | {
      kind: "quota";
      metric: "links" | "clicks";
      percent: 80 | 100;
      used: number;
      limit: number;
      resetsAt: string;
    };

const LISTED = 20;

/** What happened lately, in one mail. `stopUrls` by kind, of those that are in it. */
export function alertMail(
  workspace: string,
  told: Told[],
  stopUrls: Partial<Record<Told["kind"], string>>,
): MailContent & { subject: string } {
  const quotas = told.flatMap((one) => (one.kind === "quota" ? [quotaText(one)] : []));
  const jumps = told.flatMap((one) => (one.kind === "traffic" ? [jumpText(one)] : []));
  const broken = told.flatMap((one) =>
    one.kind === "broken_links" ? [`${one.address}${one.outcome ? ` (${one.outcome})` : ""}`] : [],
  );
  const titles = [
    quotas[0],
    jumps.length > 0 && `${counted(jumps.length, "link has", "links have")} unusual traffic`,
    broken.length > 0 && `${counted(broken.length, "link leads", "links lead")} nowhere`,
  ].filter((title): title is string => typeof title === "string");
  return {
    subject: `${workspace}: ${titles[0] ?? "news"}${titles.length > 1 ? ", and more" : ""}`,
    title: workspace,
    paragraphs: [
      ...quotas,
      ...section("More clicks than usual, within an hour:", jumps),
      ...section("The destination does not answer, at three tries an hour apart:", broken),
    ],
    footer: Object.entries(stopUrls)
      .map(([kind, url]) => `No more mails about ${NAMES[kind as Told["kind"]]}: ${url}`)
      .join("\n"),
  };
}

const NAMES: Record<Told["kind"], string> = {
  quota: "the plan",
  traffic: "traffic",
  broken_links: "destinations",
};

function section(title: string, lines: string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > LISTED ? [`and ${lines.length - LISTED} more`] : [];
  return [[title, ...lines.slice(0, LISTED), ...more].join("\n")];
}

function quotaText({ metric, percent, used, limit, resetsAt }: Told & { kind: "quota" }): string {
  const what = metric === "links" ? "new links" : "tracked clicks";
  const counts = `${used.toLocaleString("en-US")} of ${limit.toLocaleString("en-US")}`;
  const until = `A new month begins on ${resetsAt.slice(0, 10)}.`;
  if (percent < 100) return `${percent} % of this month's ${what} are used: ${counts}. ${until}`;
  const then =
    "No new links can be made until then, and statistics show less; links go on, and clicks are still counted.";
  return `This month's ${what} are used up: ${counts}. ${until} ${metric === "links" ? "No new links can be made until then; links go on." : then}`;
}

function jumpText({ address, clicks, usual }: Told & { kind: "traffic" }): string {
  return `${address}: ${counted(clicks, "click")}, usually ${usual < 1 ? "less than one" : usual.toLocaleString("en-US")}`;
}
