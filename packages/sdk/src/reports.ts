import type { ReportCreate, ReportReceived } from "@visoli/contract/report";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

/** Reports of harmful links, which anybody may make. */
export function reportsOf(send: Send) {
  return {
    create: (input: ReportCreate, options?: RequestOptions) => {
      const content = { body: input, repeat: "refused" as const };
      return send.json<ReportReceived>("POST", "/api/v1/reports", content, options);
    },
  };
}
