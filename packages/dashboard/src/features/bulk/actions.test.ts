import { expect, test } from "bun:test";
import type { Link } from "@visoli/contract/link";
import { type Action, changesOf, undoingOf } from "./actions.ts";

const link = { id: "lnk_1", tags: ["a", "b"], archived: false, disabled: true, folder: "fld_1" } as Link;

test("tags are added once and taken away, all others stay", () => {
  expect(changesOf({ kind: "tag", tags: ["b", "c"] }, link)).toEqual({ tags: ["a", "b", "c"] });
  expect(changesOf({ kind: "untag", tags: ["b", "x"] }, link)).toEqual({ tags: ["a"] });
});

test("undoing names just what was changed, as it was", () => {
  const actions: Action[] = [
    { kind: "archive" },
    { kind: "enable" },
    { kind: "tag", tags: ["z"] },
    { kind: "untag", tags: ["a"] },
    { kind: "move", folder: null },
  ];
  for (const action of actions) {
    const [changes, undoing] = [changesOf(action, link), undoingOf(action, link)];
    expect(Object.keys(undoing)).toEqual(Object.keys(changes));
    expect(link).toMatchObject(undoing);
    expect(undoing).not.toEqual(changes);
  }
});
