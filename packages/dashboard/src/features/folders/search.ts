/** Which of the two lists is open. */
export type FoldersSearch = { tab?: "templates" };

export function readFoldersSearch({ tab }: Record<string, unknown>): FoldersSearch {
  return tab === "templates" ? { tab } : {};
}
