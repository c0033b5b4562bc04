import { expect, test } from "bun:test";
import { FOLDER_ROLES, type Folder, hiddenFolderIds, mayInFolder, requireFolder } from "./folders.ts";

const FOLDERS: Folder[] = FOLDER_ROLES.map((role) => ({
  ...{ id: `fld_${role}`, name: `the ${role}'s`, role, default_role: "editor" },
  ...{ workspace_id: "ws_1", created_at: 0, updated_at: 0 },
}));

test("a role is enough for what it says and for what is less", () => {
  const allowed = FOLDERS.map(({ id }) => FOLDER_ROLES.map((least) => mayInFolder(FOLDERS, id, least)));
  expect(allowed).toEqual([
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, false],
    [true, true, true, true],
  ]);
  expect(mayInFolder(FOLDERS, null, "manager")).toBe(true);
  expect(mayInFolder(FOLDERS, "fld_gone", "viewer")).toBe(false);
});

test("a folder without a role is missing, one with too small a role forbidden", () => {
  const code = (reference: string, least: (typeof FOLDER_ROLES)[number]) => {
    try {
      return requireFolder(FOLDERS, reference, least).id;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code("fld_editor", "editor")).toBe("fld_editor");
  expect(code("the editor's", "viewer")).toBe("fld_editor");
  expect(code("fld_viewer", "editor")).toBe("folder.forbidden");
  for (const reference of ["fld_none", "the none's", "fld_gone", ""])
    expect(code(reference, "viewer")).toBe("folder.not_found");
  expect(hiddenFolderIds(FOLDERS)).toEqual(["fld_none"]);
});

test("an id goes before a name", () => {
  const shadow = { ...FOLDERS[3], id: "fld_a", name: "fld_viewer" } as Folder;
  expect(requireFolder([shadow, ...FOLDERS], "fld_viewer", "viewer").id).toBe("fld_viewer");
});
