import { parseArgs } from "node:util";
import { KeyCreateSchema } from "@visoli/contract/key";
import { pino } from "pino";
import { bootOperator } from "./boot.ts";
import { ConfigError, readConfig } from "./config.ts";
import type { Actor } from "./core/actor.ts";
import type { Ctx } from "./core/ctx.ts";
import { ProblemError } from "./core/errors.ts";
import { createKey } from "./keys/create.ts";
import { listKeys } from "./keys/list.ts";
import { revokeKey } from "./keys/revoke.ts";
import { ensureWorkspace } from "./workspaces/ensure.ts";

const USAGE = `Usage: npm run --silent admin -- <command>

  keys create --name NAME [--scopes links:read,links:write] [--expires 2027-12-31T00:00:00Z]
                        prints the new key, alone
  keys list             prints id, state, name and scopes of each key
  keys revoke ID        revokes a key at once
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

type Options = { name?: string | undefined; scopes?: string | undefined; expires?: string | undefined };

function parseCommand(args: string[]): { values: Options; positionals: string[] } {
  try {
    const text = { type: "string" } as const;
    return parseArgs({ args, allowPositionals: true, options: { name: text, scopes: text, expires: text } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function run(ctx: Ctx, actor: Actor, [noun, verb, id]: string[], options: Options): Promise<void> {
  switch (`${noun} ${verb}`) {
    case "keys create":
      return print((await createKey(ctx, actor, readKey(options))).key);
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
      if (!id) throw new UsageError("keys revoke needs the id of a key");
      return print((await revokeKey(ctx, actor, id)).id);
    default:
      throw new UsageError(
        noun ? `There is no command "${[noun, verb].join(" ").trim()}"` : "Say what to do",
      );
  }
}

async function* allKeys(ctx: Ctx, actor: Actor) {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listKeys(ctx, actor, { limit: 100, cursor });
    yield* page.data;
    cursor = page.nextCursor;
  }
}

function readKey({ name, scopes, expires }: Options) {
  const parsed = KeyCreateSchema.safeParse({ name, scopes: scopes?.split(","), expiresAt: expires });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"),
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
