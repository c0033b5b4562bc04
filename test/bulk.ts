import type { BulkResult } from "@visoli/contract/bulk";
import type { Link } from "@visoli/contract/link";
import { ask, type World } from "./context.ts";

/** A result with whatever any kind of it has. */
export type AnyResult = { index: number; status: number; link?: Link; problem?: Problem };
type Problem = { code: string; requestId: string; detail: string; errors?: { path: string; code: string }[] };

export const METHODS = { create: "POST", update: "PATCH", delete: "DELETE" } as const;
export const BULK = "/api/v1/links/bulk";

/** Sends the lines as JSON, with all scopes unless a key is given. @throws where the whole is refused */
export async function bulk(
  world: World,
  kind: keyof typeof METHODS,
  links: unknown[],
  { key, headers = {} }: { key?: string; headers?: Record<string, string> } = {},
): Promise<AnyResult[]> {
  const asked = { key: key ?? (await world.key()).text, body: { links }, headers };
  const response = await ask(world, METHODS[kind], BULK, asked);
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { results: BulkResult[] }).results as AnyResult[];
}

/** The same as NDJSON. */
export async function bulkLines(
  world: World,
  kind: keyof typeof METHODS,
  body: string | Uint8Array,
): Promise<AnyResult[]> {
  const headers = { "Content-Type": "application/x-ndjson" };
  const { text: key } = await world.key();
  const response = await ask(world, METHODS[kind], BULK, { key, body, headers });
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`);
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as AnyResult);
}

/** `STATUS CODE` of each result, and the faulty fields. */
export function said(results: AnyResult[]): string[] {
  return results.map(({ status, problem }) => {
    const fields = (problem?.errors ?? []).map(({ path, code }) => ` ${path}:${code}`).sort();
    return `${status}${problem ? ` ${problem.code}` : ""}${fields.join("")}`;
  });
}

/** A text that no other workspace of the same database uses in a slug. */
export function own(world: World, text: string): string {
  return `${world.operator.workspaceId}-${text}`;
}
