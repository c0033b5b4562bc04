import { parseArgs } from "node:util";
import { LinkBlockSchema } from "@visoli/contract/abuse";
import { KeyCreateSchema } from "@visoli/contract/key";
import { ReportCloseSchema, ReportListQuerySchema } from "@visoli/contract/report";
import { pino } from "pino";
import { z } from "zod";
import { blockLink, unblockLink } from "./abuse/block-link.ts";
import { closeReport } from "./abuse/close-report.ts";
import { listReports } from "./abuse/list-reports.ts";
import type { BlockCtx } from "./abuse/write-block.ts";
import { bootOperator } from "./boot.ts";
import { ConfigError, readConfig } from "./config.ts";
import type { Actor } from "./core/actor.ts";
import type { Ctx } from "./core/ctx.ts";
import { ProblemError } from "./core/errors.ts";
import { planNamed } from "./core/plans.ts";
import { listPlans } from "./db/plans.ts";
import { askToReclassify } from "./jobs/reclassify.ts";
import { createKey } from "./keys/create.ts";
import { listKeys } from "./keys/list.ts";
import { revokeKey } from "./keys/revoke.ts";
import { setDisabled } from "./people/set-disabled.ts";
import { newSetupLink } from "./people/setup.ts";
import { ensureWorkspace } from "./workspaces/ensure.ts";
import { setWorkspacePlan } from "./workspaces/set-plan.ts";

const OPTIONS = ["name", "scopes", "expires", "state", "reason", "since"] as const;

const USAGE = `Usage: npm run --silent admin -- <command>

  keys create --name NAME [--scopes links:read,links:write] [--expires 2027-12-31T00:00:00Z]
                        prints the new key, alone
  keys list             prints id, state, name and scopes of each key
  keys revoke ID        revokes a key at once

  setup-link            prints a one-time link that makes an owner and admin, for 7 days

  people disable EMAIL  ends the person's sessions, and lets nobody sign in as them; workspaces and keys go on
  people enable EMAIL   lets them in again

  reports list [--state open|blocked|dismissed]
                        prints id, time, reason and short URL of each report, and what was said
  reports close ID --state blocked|dismissed [--reason TEXT]
                        closes a report; blocked blocks its link, too
  links block SHORT_URL --reason TEXT
                        blocks a link; a running service shows that within seconds
  links unblock SHORT_URL
                        lets it go

  workspaces list       prints id, plan and name of each workspace
  workspaces set-plan ID PLAN
                        gives it that plan; "default" what it pays for, or has by default

  reclassify [--since 2026-01-31]
                        has the running service class the clicks from that month on (or all) by today's rules
`;

/** The operator was not understood; the message says why. */
class UsageError extends Error {}

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseCommand(args);
    const { ctx, close } = await bootOperator(readConfig(), pino({ level: "warn" }, pino.destination(2)));
    try {
      const { id } = await ensureWorkspace(ctx);
      await run(ctx, { kind: "operator", workspaceId: id }, positionals, values);
    } finally {
      await close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ConfigError || error instanceof ProblemError))
      throw error;
    process.stderr.write(`${error.message}\n${error instanceof UsageError ? `\n${USAGE}` : ""}`);
    return 1;
  }
}

type Options = Partial<Record<(typeof OPTIONS)[number], string | undefined>>;

function parseCommand(args: string[]): { values: Options; positionals: string[] } {
  try {
    const options = Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }] as const));
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    return { values: values as Options, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function run(ctx: BlockCtx, actor: Actor, words: string[], options: Options): Promise<void> {
  const [noun, verb, id, value] = words;
  const { state, reason } = options;
  switch ([noun, verb].filter(Boolean).join(" ")) {
    case "keys create":
      return print((await createKey(ctx, actor, readKey(options))).key);
    case "setup-link":
      return print(await newSetupLink(ctx));
    case "people disable":
    case "people enable":
      return print(await keepOut(ctx, `people ${verb}`, id));
    case "keys list":
      for await (const key of allKeys(ctx, actor)) {
        const state = key.revokedAt
          ? "revoked"
          : key.expiresAt && key.expiresAt <= new Date(ctx.now()).toISOString()
            ? "expired"
            : "active";
        print(`${key.id}  ${state.padEnd(7)}  ...${key.hint}  ${key.name}  ${key.scopes.join(",")}`);
      }
      return;
    case "keys revoke":
      return print((await revokeKey(ctx, actor, named(id, "keys revoke", "id of a key"))).id);
    case "reports list":
      for await (const report of allReports(ctx, actor, state)) {
        print(`${report.id}  ${report.createdAt}  ${report.reason.padEnd(8)}  ${report.link}`);
        const said = [report.contact, report.details].filter(Boolean).join(": ");
        // A terminal obeys what is written to it.
        if (said) print(said.replace(/[^\P{Cc}\n]/gu, "?").replace(/^/gm, "    "));
      }
      return;
    case "reports close": {
      const input = read(ReportCloseSchema, { state, reason });
      return print((await closeReport(ctx, actor, named(id, "reports close", "id"), input)).state);
    }
    case "links block": {
      const input = read(LinkBlockSchema, { link: named(id, "links block", "short URL"), reason });
      return print((await blockLink(ctx, actor, input)).id);
    }
    case "links unblock":
      return print((await unblockLink(ctx, actor, { link: named(id, "links unblock", "short URL") })).id);
    case "workspaces list":
      for await (const each of allPlans(ctx)) print(`${each.id}  ${each.plan}  ${oneLine(each.name)}`);
      return;
    case "workspaces set-plan":
      return print(await givePlan(ctx, id, value));
    case "reclassify": {
      const { since } = read(z.object({ since: z.iso.date().optional() }), options);
      await askToReclassify(ctx, since);
      return print("asked; the log of the service says how far it is");
    }
    default:
      throw new UsageError(
        noun ? `There is no command "${[noun, verb].join(" ").trim()}"` : "Say what to do",
      );
  }
}

async function keepOut(ctx: Ctx, command: string, email: string | undefined): Promise<string> {
  const address = named(email, command, "address of a person");
  const userId = await setDisabled(ctx, address, command === "people disable");
  if (userId === null) throw new UsageError(`Nobody has the address ${oneLine(address)}`);
  return userId;
}

async function* allKeys(ctx: Ctx, actor: Actor) {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listKeys(ctx, actor, { limit: 100, cursor });
    yield* page.data;
    cursor = page.nextCursor;
  }
}

async function* allReports(ctx: BlockCtx, actor: Actor, state: string | undefined) {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listReports(ctx, actor, read(ReportListQuerySchema, { state, limit: 100, cursor }));
    yield* page.data;
    cursor = page.nextCursor;
  }
}

async function* allPlans({ db, config }: Ctx) {
  for (let last = ""; ; ) {
    const some = await listPlans(db, last, 1_000);
    for (const each of some) yield { ...each, plan: planNamed(config, each.plan).name };
    const end = some.at(-1);
    if (!end) return;
    last = end.id;
  }
}

async function givePlan(ctx: Ctx, id: string | undefined, plan: string | undefined): Promise<string> {
  const workspaceId = named(id, "workspaces set-plan", "id of a workspace");
  const names = [...Object.keys(ctx.config.plans), "default"];
  if (!plan || !names.includes(plan))
    throw new UsageError(`workspaces set-plan needs one of the plans ${names.join(", ")}`);
  const given = await setWorkspacePlan(
    ctx,
    { kind: "operator", workspaceId },
    plan === "default" ? null : plan,
  );
  if (!given) throw new UsageError(`There is no workspace ${workspaceId}`);
  return given.name;
}

/** A terminal obeys what is written to it. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}

function named(id: string | undefined, command: string, what: string): string {
  if (!id) throw new UsageError(`${command} needs the ${what}`);
  return id;
}

function readKey({ name, scopes, expires }: Options) {
  return read(KeyCreateSchema, { name, scopes: scopes?.split(","), expiresAt: expires });
}

function read<Schema extends z.ZodType>(schema: Schema, input: object): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"),
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
