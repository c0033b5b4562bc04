import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export type Options = {
  /** Length of each measured run. */
  seconds: number;
  repeats: number;
  /** How many links are there before the first request. */
  links: number;
  /** The checkout whose server is measured. */
  root: string;
  /** Only the redirect at default settings: for comparing two checkouts quickly. */
  quick: boolean;
  /** Only lists, rules and bulk requests. */
  onlyLinks: boolean;
  /** Only streams of new links beside redirects. */
  onlyStreams: boolean;
  /** How many clicks questions are asked of; nothing else is done then. 0 where something else is measured. */
  clicks: number;
  /** Beside questions of how many clicks redirects are measured; nothing else is done then. 0 where something else is measured. */
  besideClicks: number;
  /** Only the dashboard's list of links, in Chromium. */
  onlyDashboard: boolean;
  /** How often the process is ended between a click and the ledger; nothing else is done then. 0 where speed is measured. */
  faultRounds: number;
};

const PARTS = ["links", "streams", "faults", "clicks", "beside", "dashboard"];
export const ROOT = join(import.meta.dir, "..");

/** Reads the command line. @throws naming the faulty option */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "8" },
      repeats: { type: "string", default: "3" },
      links: { type: "string", default: "1000000" },
      root: { type: "string", default: ROOT },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      rounds: { type: "string", default: "300" },
      clicks: { type: "string", default: "10000000" },
    },
  });
  if (values.only !== undefined && (!PARTS.includes(values.only) || values.quick))
    throw new Error(`--only can be ${PARTS.join(", ")}, without --quick`);
  return {
    seconds: wholeNumber("seconds", values.seconds),
    repeats: wholeNumber("repeats", values.repeats),
    links: wholeNumber("links", values.links),
    root: resolve(values.root),
    quick: values.quick,
    onlyLinks: values.only === "links",
    onlyDashboard: values.only === "dashboard",
    onlyStreams: values.only === "streams",
    clicks: values.only === "clicks" ? wholeNumber("clicks", values.clicks) : 0,
    besideClicks: values.only === "beside" ? wholeNumber("clicks", values.clicks) : 0,
    faultRounds: values.only === "faults" ? wholeNumber("rounds", values.rounds) : 0,
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
  return value;
}
