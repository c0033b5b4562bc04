import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { ReportCreateSchema, ReportReceivedSchema } from "@visoli/contract/report";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { type Faults, readForm } from "../core/form.ts";
import { type Env, invalidInput, problemResponse, refuseInvalid } from "../core/http.ts";
import { jsonBody } from "../core/json-body.ts";
import type { Language } from "../core/language.ts";
import type { Limit } from "../core/limits.ts";
import { json, problems } from "../core/openapi.ts";
import { languageAt } from "../core/pages.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { MESSAGES } from "./messages.ts";
import { reportLink } from "./report-link.ts";
import { reportPage, TRAP, thanksPage, tooManyReportsPage } from "./report-page.ts";

// Nobody needs a key here.
const { 401: _, 403: __, ...refusals } = problems("write", "request.rate_limited");

const create = createRoute({
  method: "post",
  path: "/api/v1/reports",
  tags: ["Reports"],
  summary: "Report a link",
  description: "Needs no key. The answer is the same whether there is such a link or not.",
  security: [],
  request: { body: { required: true, ...json(ReportCreateSchema) } },
  responses: {
    201: { description: "Received", ...json(ReportReceivedSchema) },
    ...refusals,
  },
});

/** How anybody reports a link: by a form, or by a program. Mount it before what asks for a key. */
export function reportRoutes(ctx: LinkCtx, readAddress: ReadAddress, limit: Limit): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.get("/report", (c) => reportPage({ link: c.req.query("link") ?? "" }, languageAt(c)));
  app.post("/report", async (c) => {
    const values = (await readForm(c.req.raw)) ?? {};
    const language = languageAt(c);
    if (values[TRAP]) return thanksPage(language);
    const { link, reason, details, contact } = values;
    // An empty field of a form is one that was left out.
    const input = { link: link?.trim(), reason, details, contact: contact?.trim() || undefined };
    const parsed = ReportCreateSchema.safeParse(input);
    if (!parsed.success) return reportPage(values, language, faultsOf(parsed.error, language));
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    if (waitS > 0) return tooManyReportsPage(waitS, language);
    await reportLink(ctx, parsed.data);
    return thanksPage(language);
  });
  app.use("/api/v1/reports", jsonBody);
  app.openapi(create, async (c) => {
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    if (waitS > 0) {
      const error = problem(
        "request.rate_limited",
        `Reports from one network: 5 an hour; again in ${waitS} s`,
      );
      const response = problemResponse(error, c.var.requestId, ctx.config.publicUrl);
      response.headers.set("Retry-After", String(waitS));
      return response as never;
    }
    await reportLink(ctx, c.req.valid("json"));
    return c.json({ status: "received" as const }, 201);
  });
  return app;
}

const KEYS: Readonly<Record<string, keyof (typeof MESSAGES)["en"]>> = {
  ...{ link: "linkFault", reason: "reasonFault", contact: "contactFault", details: "detailsFault" },
};

function faultsOf(error: Parameters<typeof invalidInput>[0], language: Language): Faults {
  const { errors = [] } = invalidInput(error);
  return Object.fromEntries(
    errors.map(({ path, message }) => {
      const key = KEYS[path];
      return [path, key ? MESSAGES[language][key] : message];
    }),
  );
}
