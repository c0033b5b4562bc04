import type { Session } from "chdb";
import type { Statement } from "./clickhouse-request.ts";

export type Result = {
  format: string;
  bytes: Uint8Array;
  rowsRead: number;
  bytesRead: number;
  seconds: number;
};

/** `Code: 60. DB::Exception: ... (UNKNOWN_TABLE)` */
export class EngineError extends Error {
  readonly code: number;
  constructor(text: string) {
    super(text);
    this.code = Number(/^Code: (\d+)\./.exec(text)?.[1] ?? 0);
  }
}

const NO_DATA_TO_INSERT = 108;
const EMPTY = { bytes: new Uint8Array(), rowsRead: 0, bytesRead: 0, seconds: 0 };

/** Runs one statement in a session of its own, so that neither settings nor parameters nor the database outlive it. */
export async function execute(openSession: () => Session, statement: Statement): Promise<Result> {
  const sql = prepared(statement.sql);
  const format = /\bFORMAT\s+(\w+)\s*(?:\bSETTINGS\b[^;]*)?;?\s*$/i.exec(sql)?.[1] ?? statement.defaultFormat;
  const session = openSession();
  try {
    if (statement.database) await session.queryAsync(`USE ${identifier(statement.database)}`);
    const assignments = assignmentsOf(statement);
    if (assignments.length > 0) await session.queryAsync(`SET ${assignments.join(", ")}`);
    const result = await session.queryAsync(sql, { format: statement.defaultFormat });
    const { rowsRead, bytesRead, elapsed } = result;
    return { format, bytes: result.bytes(), rowsRead, bytesRead, seconds: elapsed };
  } catch (error) {
    const failure = engineError(error);
    // The real one takes an insert without rows for done.
    if (failure.code === NO_DATA_TO_INSERT) return { format, ...EMPTY };
    throw failure;
  } finally {
    session.close();
  }
}

function engineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new EngineError(
    text.startsWith("Code: ") ? text : `Code: 1002. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`,
  );
}

const INSERT_WITH_DATA = /^(\s*INSERT\s+INTO\s.*?\bFORMAT\s+(\w+))\s(.*)$/is;
const LITERAL_OR_COMMENT = /'(?:[^'\\]|\\.)*'|`[^`]*`|"[^"]*"|--[^\n]*|\/\*.*?\*\//gs;

/** The in-process engine takes many statements at once and ends data at an empty line; the real one does neither. */
function prepared(sql: string): string {
  const [, head, format, data] = INSERT_WITH_DATA.exec(sql) ?? [];
  if (head === undefined || format === undefined || data === undefined) {
    if (/;\s*\S/.test(sql.replace(LITERAL_OR_COMMENT, ""))) {
      throw new EngineError(
        "Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)",
      );
    }
    return sql;
  }
  const isLineBased = /^(JSON|TSV|TabSeparated|NDJSON)/i.test(format);
  return isLineBased ? `${head}\n${data.replace(/\n\s*\n/g, "\n")}` : sql;
}

function assignmentsOf({ settings, parameters }: Statement): string[] {
  const named = [
    ...Object.entries(parameters).map(([name, value]) => [`param_${name}`, value] as const),
    // Last, since it forbids whatever comes after it.
    ...Object.entries(settings).sort(([a], [b]) => Number(a === "readonly") - Number(b === "readonly")),
  ];
  return named.map(([name, value]) => {
    if (!/^\w+$/.test(name)) {
      throw new EngineError(`Code: 115. DB::Exception: Unknown setting ${name}. (UNKNOWN_SETTING)`);
    }
    return `${name} = '${value.replace(/[\\']/g, "\\$&").replaceAll("\0", "\\0")}'`;
  });
}

function identifier(name: string): string {
  return `\`${name.replace(/[\\`]/g, "\\$&")}\``;
}
