import { SQL } from "bun";

/** A database of its own on the test's ClickHouse, and a way to ask it. */
export type ClickHouse = { name: string; url: string; rows<Row>(query: string): Promise<Row[]> };

export async function freshClickHouse(server: string): Promise<ClickHouse> {
  const name = freshName();
  const ask = async (query: string, database = "default") => {
    const response = await fetch(`${server}/?database=${database}`, { method: "POST", body: query });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  };
  await ask(`create database ${name}`);
  return {
    name,
    url: `${server}/${name}`,
    rows: async <Row>(query: string) => {
      const lines = (await ask(`${query} format JSONEachRow`, name)).split("\n");
      return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
    },
  };
}

/** The address of an empty database of its own on the test's PostgreSQL. */
export async function freshPostgres(server: string): Promise<string> {
  const name = freshName();
  const sql = new SQL(server);
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  return withPath(server, name);
}

function withPath(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

function freshName(): string {
  return `e2e_${crypto.randomUUID().replaceAll("-", "")}`;
}
