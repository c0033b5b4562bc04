import { parseArgs } from "node:util";
import { version as engineVersion, Session } from "chdb";
import { EngineError, execute, type Result } from "./clickhouse-engine.ts";
import { readStatement, type Statement } from "./clickhouse-request.ts";

/**
 * A small ClickHouse for tests: the HTTP interface as `@clickhouse/client` speaks it, on top of the in-process engine.
 * It does not know sessions, users and binary bodies, holds a whole result in memory, and counts no written rows.
 */
function serveClickHouse(port: number, path: string): void {
  const openSession = () => new Session(path);
  // The engine lives as long as a session is open.
  const session = openSession();
  const version = engineVersion().libchdb.replaceAll('"', "");
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    idleTimeout: 0,
    maxRequestBodySize: 2 ** 31,
    fetch: (request) => answer(request, openSession, version),
  });
  const stop = async () => {
    await server.stop(true);
    session.close();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  console.log(`ClickHouse ${version} answers at ${server.url}`);
}

async function answer(request: Request, openSession: () => Session, version: string): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/ping" || (pathname === "/" && request.method === "GET" && !searchParams.has("query"))) {
    return new Response("Ok.\n", { headers: { "X-ClickHouse-Server-Display-Name": "test" } });
  }
  if (pathname !== "/") return new Response(`There is no handle ${pathname}\n`, { status: 404 });
  try {
    const statement = await readStatement(request);
    try {
      return success(request, statement, await execute(openSession, statement));
    } catch (error) {
      return failure(error, version, { "X-ClickHouse-Query-Id": statement.queryId });
    }
  } catch (error) {
    return failure(error, version, {});
  }
}

function success(request: Request, statement: Statement, result: Result): Response {
  const isGzip =
    statement.settings.enable_http_compression === "1" &&
    (request.headers.get("accept-encoding") ?? "").includes("gzip");
  const summary = {
    read_rows: `${result.rowsRead}`,
    read_bytes: `${result.bytesRead}`,
    elapsed_ns: `${Math.round(result.seconds * 1e9)}`,
  };
  const body = new Uint8Array(result.bytes);
  return new Response(isGzip ? Bun.gzipSync(body) : body, {
    headers: {
      "Content-Type": result.format.startsWith("JSON")
        ? "application/json; charset=UTF-8"
        : "text/plain; charset=UTF-8",
      "X-ClickHouse-Server-Display-Name": "test",
      "X-ClickHouse-Query-Id": statement.queryId,
      "X-ClickHouse-Format": result.format,
      "X-ClickHouse-Timezone": "UTC",
      "X-ClickHouse-Summary": JSON.stringify(summary),
      ...(isGzip ? { "Content-Encoding": "gzip" } : {}),
    },
  });
}

/** Syntax, arguments, parsing; then what is unknown, be it a table or a setting. */
const BAD_REQUEST = new Set([6, 25, 26, 27, 36, 38, 41, 42, 43, 44, 53, 62, 72, 117, 427, 456, 457]);
const NOT_FOUND = new Set([46, 47, 50, 56, 60, 63, 73, 81, 115]);

function failure(error: unknown, version: string, headers: Record<string, string>): Response {
  const isKnown = error instanceof EngineError;
  const text = isKnown ? error.message : `Code: 1002. DB::Exception: ${error} (UNKNOWN_EXCEPTION)`;
  const code = isKnown ? error.code : 1002;
  const status = BAD_REQUEST.has(code) ? 400 : NOT_FOUND.has(code) ? 404 : code === 48 ? 501 : 500;
  return new Response(`${text.trim()} (version ${version} (official build))\n`, {
    status,
    headers: {
      ...headers,
      "X-ClickHouse-Exception-Code": `${code}`,
      "Content-Type": "text/plain; charset=UTF-8",
    },
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: "string" }, path: { type: "string" } } });
  if (!values.port || !values.path)
    throw new Error("usage: bun test/clickhouse-server.ts --port N --path DIR");
  serveClickHouse(Number(values.port), values.path);
}
