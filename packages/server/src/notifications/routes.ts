import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { NotificationsSchema, NotificationsUpdateSchema } from "@visoli/contract/notification";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { getNotifications } from "./get.ts";
import { updateNotifications } from "./update.ts";

const PATH = "/api/v1/me/notifications";
const tags = ["People"];

const get = createRoute({
  method: "get",
  path: PATH,
  tags,
  summary: "What you are told of by mail in this workspace",
  responses: {
    200: { description: "Your choice, or what goes for your role", ...json(NotificationsSchema) },
    ...problems("read", "auth.person_required"),
  },
});

const update = createRoute({
  method: "patch",
  path: PATH,
  tags,
  summary: "Choose what you are told of by mail in this workspace",
  request: { body: { required: true, ...json(NotificationsUpdateSchema) } },
  responses: {
    200: { description: "Your choice", ...json(NotificationsSchema) },
    ...problems("write", "auth.person_required"),
  },
});

export function notificationRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(get, async (c) => c.json(await getNotifications(ctx, c.var.actor), 200));
  app.openapi(update, async (c) =>
    c.json(await updateNotifications(ctx, c.var.actor, c.req.valid("json")), 200),
  );
  return app;
}
