import { expect, test } from "bun:test";
import { TemplateFieldsSchema } from "@visoli/contract/template";
import { draftOf, fieldsOf, saidOf, unshownOf } from "./draft.ts";

const fields = TemplateFieldsSchema.parse({
  ...{ title: "Sale", tags: ["mail", "spring"], utm: { source: "news", campaign: "spring" }, slugLength: 9 },
  ...{
    trackVisitors: false,
    noindex: null,
    redirectStatus: 301,
    maxClicks: 5,
    folder: "fld_1",
    archived: true,
  },
  preview: { title: "A card" },
  metadata: { invoice: "7" },
});

test("what a template says survives the form, what the form does not show too", () => {
  const before = structuredClone(fields);
  const after = TemplateFieldsSchema.parse(fieldsOf(draftOf({ name: "x", fields }), fields));
  const { noindex: _, ...said } = before;
  expect(after).toEqual(said as typeof after);
  expect(unshownOf(fields).toSorted()).toEqual(["archived", "metadata", "preview"]);
  expect(saidOf(fields)).not.toContain("noindex");
});

test("an empty form says nothing", () => {
  expect(fieldsOf(draftOf({ name: "x", fields: {} }))).toEqual({});
});

test("what is taken out is gone, and switches say only what is unusual", () => {
  const draft = draftOf({ name: "x", fields });
  const changed = {
    ...draft,
    ...{ title: " ", tags: [], trackVisitors: true, cloak: true, slugLength: "" },
    utm: { ...draft.utm, source: "", medium: " mail " },
  };
  expect(fieldsOf(changed, fields)).toEqual({
    ...{ utm: { medium: "mail", campaign: "spring" }, redirectStatus: 301, maxClicks: 5, folder: "fld_1" },
    ...{ cloak: true, archived: true, preview: fields.preview, metadata: { invoice: "7" } },
  });
});
