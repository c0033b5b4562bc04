import { classOfName, UNNAMED } from "../lib/agent-class.ts";
import { SCANNER_NETWORKS } from "../lib/scanner-networks.ts";
import type { Analytics } from "./client.ts";
import { monthsOfPartition, partitionId } from "./partitions.ts";

/** Raise it with every change of rules that would class old clicks otherwise; each service then goes through them once. */
export const CLASS_RULES_VERSION = 1;

/** What kept a click from being somebody else's: only these may turn out to be a program. */
const PERSON = "class in ('human', 'duplicate')";

/** The partitions that there are clicks in, from that one, or that month (such as `202601`), on. */
export async function clickPartitions(analytics: Analytics, from: string): Promise<string[]> {
  const rows = await analytics.query<{ id: string }>(
    `select distinct partition_id as id from system.parts where ${whoseTable(analytics)} and active order by id`,
  );
  return rows.map(({ id }) => id).filter((id) => id >= from || monthsOfPartition(id).includes(from));
}

/** Whether an earlier change of clicks is still under way. @throws where it cannot go on, with the store's reason */
export async function isChangingClicks(analytics: Analytics): Promise<boolean> {
  const [changes] = await analytics.query<{ count: number; fault: string }>(
    `select count() as count, max(latest_fail_reason) as fault from system.mutations
     where ${whoseTable(analytics)} and not is_done`,
  );
  if (changes?.fault) throw new Error(`clicks cannot be classed anew: ${changes.fault}`);
  return (changes?.count ?? 0) > 0;
}

/**
 * Applies today's rules, as far as they can be told from the columns of a click, to a partition's: names that mean something else or
 * are spelled otherwise now, networks that scan mail, and agents that named neither a browser nor a system. Gives back how many
 * clicks will change; the store does it in its own time.
 */
export async function reclassifyPartition(analytics: Analytics, id: string): Promise<number> {
  const partition = partitionId(id);
  const rules = [...(await nameRules(analytics, partition)), ...networkRules(), AGENT_RULE];
  const changing = rules.map(({ when }) => `(${when})`).join(" or ");
  const [found] = await analytics.query<{ count: number }>(
    `select count() as count from ${analytics.clicks} where _partition_id = ${partition} and (${changing})`,
  );
  const count = found?.count ?? 0;
  if (count === 0) return 0;
  const choose = (of: (rule: Rule) => string, otherwise: string) =>
    `multiIf(${rules.map((rule) => `${rule.when}, ${literal(of(rule))}`).join(", ")}, ${otherwise})`;
  await analytics.command(
    `alter table ${analytics.clicks} update
       class = ${choose((rule) => rule.class, "toString(class)")},
       bot = ${choose((rule) => rule.bot, "toString(bot)")}
     in partition id ${partition} where ${changing} settings mutations_sync = 0`,
  );
  return count;
}

type Rule = { when: string; class: string; bot: string };

const AGENT_RULE: Rule = { when: `${PERSON} and browser = '' and os = ''`, class: "bot", bot: UNNAMED };

/** One for each recorded name that is another one's today. */
async function nameRules(analytics: Analytics, partition: string): Promise<Rule[]> {
  const recorded = await analytics.query<{ class: string; bot: string }>(
    `select distinct class, bot from ${analytics.clicks}
     where _partition_id = ${partition} and class in ('bot', 'preview') and bot != ''`,
  );
  return recorded.flatMap((old) => {
    const known = classOfName(old.bot);
    if (!known || (known.class === old.class && known.bot === old.bot)) return [];
    return { when: `class = ${literal(old.class)} and bot = ${literal(old.bot)}`, ...known };
  });
}

function networkRules(): Rule[] {
  const byName = Map.groupBy(SCANNER_NETWORKS, ([, bot]) => bot);
  return [...byName].map(([bot, networks]) => {
    const numbers = networks.map(([asn]) => asn).join(", ");
    return { when: `${PERSON} and asn in (${numbers})`, class: "preview", bot };
  });
}

/** Names in a statement that takes no parameters. */
function literal(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

/** The table of clicks among the store's own tables of parts and changes. */
export function whoseTable({ clicks }: Pick<Analytics, "clicks">): string {
  const [table, database] = clicks.split(".").reverse();
  return `database = ${database === undefined ? "currentDatabase()" : literal(database)} and table = ${literal(table ?? "")}`;
}
