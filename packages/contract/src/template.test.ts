import { expect, test } from "bun:test";
import { LinkCreateSchema } from "./link.ts";
import { TemplateFieldsSchema } from "./template.ts";

test("a template says everything but what makes each link another one, and secrets", () => {
  const left = Object.keys(LinkCreateSchema.shape).filter((name) => !(name in TemplateFieldsSchema.shape));
  expect(left.sort()).toEqual(["aliases", "externalId", "ifExists", "password", "slug", "template", "url"]);
  for (const name of left) expect(TemplateFieldsSchema.safeParse({ [name]: "x" }).success).toBe(false);
});

test("it may say nothing, and keeps what it says", () => {
  expect(TemplateFieldsSchema.parse({})).toEqual({});
  const fields = {
    tags: ["b", "a", "b"],
    utm: { source: "mail" },
    slugLength: 9,
    expiredUrl: "https://a.example/",
  };
  expect(TemplateFieldsSchema.parse(fields)).toEqual({ ...fields, tags: ["a", "b"] });
});
