import { getText } from "./http.ts";
import { TAG, TITLE } from "./preload.ts";
import type { Visoli } from "./visoli.ts";

/** What is asked of the list, and whether there is anything to find. */
export const LISTS = [
  { name: "the first page", query: "", finds: true },
  { name: "a tag on 1 % of links", query: `tag=${TAG}&status=active`, finds: true },
  { name: "a search that 0.1 % match", query: `search=${encodeURIComponent(TITLE)}`, finds: true },
  { name: "a search without a match", query: "search=not-there", finds: false },
] as const;
export type List = (typeof LISTS)[number];

const LEAST = 3;

/** Asks for the list over and over for so long, three times at least; gives back how long each answer took. */
export async function askForList(
  { origin }: Visoli,
  apiKey: string,
  list: List,
  seconds: number,
): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  while (times.length < LEAST || performance.now() < end) {
    const start = performance.now();
    const text = await getText(`${origin}/api/v1/links?${list.query}`, { Authorization: `Bearer ${apiKey}` });
    times.push(performance.now() - start);
    const { data } = JSON.parse(text) as { data: unknown[] };
    if (data.length > 0 !== list.finds) throw new Error(`${list.name}: found ${data.length} links`);
  }
  return times;
}
