/** What a request to ClickHouse's HTTP interface asks for. */
export type Statement = {
  sql: string;
  queryId: string;
  database: string | undefined;
  /** For a result whose SQL names no format. */
  defaultFormat: string;
  /** By name, in the escaped form in which they came; ClickHouse unescapes them by their declared type. */
  parameters: Record<string, string>;
  settings: Record<string, string>;
};

/** Names in the address that mean something to the HTTP interface and are no settings. */
const RESERVED = new Set(
  (
    "query query_id database default_format user password quota_key role session_id session_timeout session_check " +
    "close_session stacktrace compress decompress buffer_size wait_end_of_query client_protocol_version"
  ).split(" "),
);

/** Reads address and body. A query in both is one statement: the address first, then the body, as with inserted rows. */
export async function readStatement(request: Request): Promise<Statement> {
  const address = new URL(request.url).searchParams;
  const { body, fields } = await readBody(request);
  const given = new Map([...address, ...fields]);
  const sql = [address.get("query"), body].filter((part) => part).join("\n");
  const settings: Record<string, string> = {};
  const parameters: Record<string, string> = {};
  for (const [name, value] of given) {
    if (name.startsWith("param_")) parameters[name.slice("param_".length)] = value;
    else if (!RESERVED.has(name)) settings[name] = value;
  }
  // As with the real one: a GET must not change anything.
  if (request.method === "GET") settings.readonly = "2";
  return {
    sql,
    queryId: given.get("query_id") ?? crypto.randomUUID(),
    database: given.get("database"),
    defaultFormat: given.get("default_format") ?? "TabSeparated",
    parameters,
    settings,
  };
}

async function readBody(request: Request): Promise<{ body: string; fields: [string, string][] }> {
  if (request.headers.get("content-type")?.startsWith("multipart/form-data")) {
    const fields: [string, string][] = [];
    for (const [name, value] of await request.formData()) fields.push([name, String(value)]);
    return { body: new Map(fields).get("query") ?? "", fields: fields.filter(([name]) => name !== "query") };
  }
  const bytes = new Uint8Array(await request.arrayBuffer());
  return {
    body: new TextDecoder().decode(decompressed(bytes, request.headers.get("content-encoding"))),
    fields: [],
  };
}

function decompressed(bytes: Uint8Array<ArrayBuffer>, encoding: string | null): Uint8Array {
  if (encoding === "gzip") return Bun.gunzipSync(bytes);
  if (encoding === "zstd") return Bun.zstdDecompressSync(bytes);
  return bytes;
}
