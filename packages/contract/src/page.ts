import { z } from "zod";
import { text } from "./text.ts";

/** Query parameters of every list. */
export const PageQueryFields = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ description: "How many to answer at most", example: 50 }),
  cursor: text(1, 1_500).optional().meta({ description: "`nextCursor` of the page before" }),
};

/** `{data, nextCursor}`; `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: "Pass as `cursor` for the next page; null on the last" }),
  });
}
