/** Something that was chosen in the palette, with what it was called then. */
export type Recent = { id: string; label: string };

const PREFIX = "recent:";
const KEPT = 5;

/** What was chosen last in this workspace, the last first; this browser alone knows it. */
export function readRecent(workspaceId: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + workspaceId) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    return [];
  }
}

export function keepRecent(workspaceId: string, chosen: Recent): void {
  const others = readRecent(workspaceId).filter(({ id }) => id !== chosen.id);
  localStorage.setItem(PREFIX + workspaceId, JSON.stringify([chosen, ...others].slice(0, KEPT)));
}

/** Who comes after does not see what was looked for. */
export function forgetRecent(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

function isRecent(value: unknown): value is Recent {
  const { id, label } = (value ?? {}) as Partial<Recent>;
  return typeof id === "string" && typeof label === "string";
}
