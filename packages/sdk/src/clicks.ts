import type {
  Click,
  ClickExportInput,
  ClickExportQuery,
  ClickListInput,
  ClickListQuery,
  ClickStreamInput,
  ClickStreamQuery,
} from "@visoli/contract/click";
import { clickStream } from "./click-stream.ts";
import { exportOf } from "./exports.ts";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";

export type ClickListOptions = Query<ClickListInput, ClickListQuery>;
export type ClickExportOptions = Query<ClickExportInput, ClickExportQuery>;
export type ClickStreamOptions = Query<ClickStreamInput, ClickStreamQuery>;

/** Single clicks. */
export function clicksOf(send: Send) {
  return {
    ...listOf<ClickListOptions, Click>(send, "/api/v1/clicks", 1_000),
    ...exportOf<ClickExportOptions>(send, "/api/v1/clicks/export"),
    /** Clicks as they come, until the loop is left; after a break it goes on where it was. */
    stream: (query?: ClickStreamOptions, options?: RequestOptions) => clickStream(send, query, options),
  };
}
