import { measureVisoli, type Run } from "./measure.ts";
import { withClock } from "./progress.ts";
import type { Bench } from "./suite.ts";
import type { Visoli } from "./visoli.ts";

const RULES = 10;
const WARM_UP_SECONDS = 2;

export type Ruled = { plain: Run[]; ruled: Run[] };

/** One link without rules and one whose last rule of ten matches, each asked for by all visitors. */
export async function measureRules(bench: Bench, visoli: Visoli): Promise<Ruled> {
  const paths = {
    plain: await makeLink(bench, visoli, []),
    ruled: await makeLink(
      bench,
      visoli,
      Array.from({ length: RULES }, (_, place) => rule(place + 1)),
    ),
  };
  const load = { asking: "links", links: bench.links, seconds: bench.seconds, connections: 64 } as const;
  await measureVisoli(bench.folder, visoli, { ...load, path: paths.ruled, seconds: WARM_UP_SECONDS });
  const runs: Ruled = { plain: [], ruled: [] };
  for (let turn = 1; turn <= bench.repeats; turn++) {
    for (const kind of ["plain", "ruled"] as const) {
      const run = measureVisoli(bench.folder, visoli, { ...load, path: `${paths[kind]}?campaign=${RULES}` });
      const what = `${kind === "plain" ? "one link" : `one link with ${RULES} rules`} ${turn}/${bench.repeats}`;
      runs[kind].push(await withClock(what, load.seconds + 1, run));
    }
  }
  return runs;
}

/** Two conditions that hold for next to all visitors, and one that holds where the query asks for just this rule. */
function rule(number: number) {
  return {
    conditions: [
      { type: "country", in: ["IS", "LI", "MT"], not: true },
      { type: "device", in: ["console", "wearable", "xr"], not: true },
      { type: "query", name: "campaign", in: [`${number}`] },
    ],
    url: `https://example.com/campaign/${number}`,
  };
}

/** Gives back its path. */
async function makeLink({ apiKey }: Bench, { origin }: Visoli, rules: unknown[]): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/links`, {
    method: "POST",
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ url: "https://example.com/landing", rules }),
  });
  if (answer.status !== 201) throw new Error(`a link with rules: ${answer.status} ${await answer.text()}`);
  return `/${((await answer.json()) as { slug: string }).slug}`;
}
