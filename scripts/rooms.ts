/** Where a file is in the house of ARCHITECTURE.md: imports go to a lower floor, or stay in the room. */
export type Place = {
  floor: number;
  room: string;
  /** The noun (or `redirect`, `clicks`) whose file it is, be it a verb or the routes. */
  noun?: string;
};

const SERVER = "packages/server/src/";
const FOLDERS: Record<string, number> = {
  lib: 2,
  db: 4,
  analytics: 4,
  adapters: 4,
  core: 5,
  entry: 7,
  jobs: 7,
};
const FILES: Record<string, number> = {
  "config.ts": 3,
  "app.ts": 8,
  "boot.ts": 8,
  "main.ts": 9,
  "admin.ts": 9,
};

const PAGES = "packages/dashboard/src/";
/** Of the dashboard: `lib`, `ui`, `features`, `pages`, and what stands above them. */
const PAGE_FLOORS: Record<string, number> = { lib: 3, ui: 4, features: 5, pages: 6 };

/** The place of a file, given its path from the root of the repository; undefined if it has none. */
export function placeOf(path: string): Place | undefined {
  const [, packageName, source] = path.split("/");
  if (!path.startsWith("packages/") || packageName === undefined) return undefined;
  if (packageName === "contract") return { floor: 1, room: "contract" };
  if (path.startsWith(PAGES)) return pagePlace(path.slice(PAGES.length).split("/"));
  // Any other package (a client, a page) knows the server by the contract alone.
  if (packageName !== "server") return { floor: 2, room: `packages/${packageName}` };
  if (source !== "src") return undefined;
  const [first = "", second, ...deeper] = path.slice(SERVER.length).split("/");
  // `config-environment.ts` is a part of the room `config.ts`.
  const name = first.replace(/^config-[\w-]+(?=\.)/, "config").replace(/\.test\.ts$/, ".ts");
  if (second === undefined) {
    const floor = FILES[name];
    return floor === undefined ? undefined : { floor, room: name };
  }
  const floor = FOLDERS[first];
  if (floor !== undefined) return { floor, room: first };
  const isRoutes = deeper.length === 0 && /^([\w-]+-)?routes(\.test)?\.ts$/.test(second);
  return isRoutes
    ? { floor: 7, room: `${first}/routes`, noun: first }
    : { floor: 6, room: first, noun: first };
}

/** A feature knows no other feature: a page brings them together. */
function pagePlace([first = "", second = "", deeper]: string[]): Place {
  const floor = PAGE_FLOORS[first] ?? 7;
  if (first !== "features") return { floor, room: `dashboard/${floor < 7 ? first : "main"}` };
  const feature = deeper === undefined ? "" : second;
  return { floor, room: `dashboard/features/${feature}` };
}

/** Why `from` may not import `to`; undefined if it may. A test may import what is on its own floor, too. */
export function whyNot(from: Place, to: Place, isTest: boolean): string | undefined {
  if (from.room === to.room) return undefined;
  if (isTest && to.floor <= from.floor) return undefined;
  const way = `${from.room} (floor ${from.floor}) imports ${to.room} (floor ${to.floor})`;
  if (to.floor > from.floor) return `${way}: up`;
  if (to.floor === from.floor) return `${way}: sideways`;
  if (from.noun && to.noun && from.noun !== to.noun) return `${way}: a noun never imports another noun`;
  return undefined;
}
