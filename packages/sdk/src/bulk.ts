import type { BulkDeleteLine, BulkResult, BulkResults, BulkUpdateLineInput } from "@visoli/contract/bulk";
import type { LinkCreateInput } from "@visoli/contract/link";
import { type Lines, streamed } from "./bulk-stream.ts";
import type { RequestOptions } from "./options.ts";
import type { Content, Method, Send } from "./send.ts";

/** An Idempotency-Key is of one request, and these are many. */
export type BulkOptions = Omit<RequestOptions, "idempotencyKey" | "ifMatch"> & {
  /**
   * Everything in one request, each line's result as soon as it is there, for lines that trickle in. It is never sent
   * again. Where nothing can be sent and received at once (browsers, workers), lines go out by the thousand all the same.
   */
  stream?: boolean | undefined;
};

/** What one request may hold. */
const MAX_LINES = 1_000;
const MAX_CHARACTERS = 4_000_000;

/**
 * Many links: lines go out by the thousand, results come in order, each with the place of its line. What is lost on the
 * way is sent again, and made once.
 */
export function bulkOf(send: Send) {
  const each =
    <Line>(method: Method, content: Content = {}) =>
    (
      lines: Lines<Line>,
      { stream = false, ...options }: BulkOptions = {},
    ): AsyncGenerator<BulkResult, void> =>
      stream && isDuplex()
        ? streamed(send, method, lines, options)
        : portioned(send, { method, content, options }, lines);
  return {
    create: each<LinkCreateInput>("POST"),
    update: each<BulkUpdateLineInput>("PATCH"),
    // What was deleted the first time would be missing the second.
    delete: each<BulkDeleteLine>("DELETE", { repeat: "refused" }),
  };
}

type Request = { method: Method; content: Content; options: RequestOptions };

async function* portioned(
  send: Send,
  { method, content, options }: Request,
  lines: Lines<unknown>,
): AsyncGenerator<BulkResult, void> {
  let sent = 0;
  for await (const links of portions(lines)) {
    const body = { ...content, body: { links } };
    const { results } = await send.json<BulkResults>(method, "/api/v1/links/bulk", body, options);
    for (const result of results) yield { ...result, index: result.index + sent };
    sent += links.length;
  }
}

/** As many lines as one request may hold. */
async function* portions(lines: Lines<unknown>): AsyncGenerator<unknown[], void> {
  let [portion, characters]: [unknown[], number] = [[], 0];
  for await (const line of lines) {
    const length = JSON.stringify(line)?.length ?? 0;
    if (portion.length === MAX_LINES || (portion.length > 0 && characters + length > MAX_CHARACTERS)) {
      yield portion;
      [portion, characters] = [[], 0];
    }
    portion.push(line);
    characters += length;
  }
  if (portion.length > 0) yield portion;
}

/** Whether `fetch` answers while a body is still being sent: Node and Bun do, browsers wait for its end. */
function isDuplex(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
