import { OpenAPIHono } from "@hono/zod-openapi";
import { PublicPeriodSchema } from "@visoli/contract/public-stats";
import type { ClickCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { type Env, invalidInput, problemResponse } from "../core/http.ts";
import type { Limit } from "../core/limits.ts";
import { languageAt } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { noStatisticsPage, statisticsPage } from "./public-page.ts";
import { publicReader } from "./public-read.ts";

const DATA_HEADERS = {
  "Cache-Control": "private, max-age=60",
  "X-Robots-Tag": "noindex",
  // Nobody is known here by what their browser sends along: pages of others may read what everybody may.
  "Access-Control-Allow-Origin": "*",
};

/** A link's statistics as everybody sees them who knows the address: as a page, and as JSON. */
export function publicPageRoutes(ctx: ClickCtx, readAddress: ReadAddress, limit: Limit): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  const read = publicReader(ctx);
  app.get("/stats/:token{.+\\.json}", async (c) => {
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    const period = PublicPeriodSchema.safeParse(c.req.query("period"));
    const data =
      waitS === 0 && period.success ? await read(c.req.param("token").slice(0, -5), period.data) : null;
    if (data) return c.json(data, 200, DATA_HEADERS);
    const error = !period.success
      ? invalidInput({ issues: period.error.issues.map((issue) => ({ ...issue, path: ["period"] })) })
      : problem("public_statistics.not_found", "There are no statistics at this address");
    const refusal = waitS > 0 ? problem("request.rate_limited", `Again in ${waitS} s`) : error;
    const response = problemResponse(refusal, c.var.requestId, ctx.config.publicUrl);
    if (waitS > 0) response.headers.set("Retry-After", String(waitS));
    return response;
  });
  app.get("/stats/:token", async (c) => {
    const language = languageAt(c);
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    if (waitS > 0) {
      const response = noStatisticsPage("tooMany", language);
      response.headers.set("Retry-After", String(waitS));
      return response;
    }
    // Who changes the address by hand gets what there is.
    const period = PublicPeriodSchema.catch("30d").parse(c.req.query("period"));
    try {
      const data = await read(c.req.param("token"), period);
      return data ? statisticsPage(data, language) : noStatisticsPage("missing", language);
    } catch (err) {
      ctx.log.error({ err }, "public statistics could not be read");
      const response = noStatisticsPage("away", language);
      response.headers.set("Retry-After", "30");
      return response;
    }
  });
  return app;
}
