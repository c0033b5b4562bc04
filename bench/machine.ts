import { cpus, release, totalmem } from "node:os";

/** What the numbers were taken on. */
export function describeMachine(root: string): Record<string, string> {
  const line = (...command: string[]) => {
    const { stdout, stderr } = Bun.spawnSync(command, { cwd: root });
    return `${stdout}${stderr}`.trim().split("\n")[0] ?? "";
  };
  const commit = line("git", "rev-parse", "--short", "HEAD");
  const changed = line("git", "status", "--porcelain") === "" ? "" : ", with uncommitted changes";
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`,
    versions: `Visoli ${/^[0-9a-f]+$/.test(commit) ? commit + changed : "outside git"}, Bun ${Bun.version}, ${line("/usr/sbin/nginx", "-v")}, ${line("wrk", "-v").replace(/ Copyright.*/, "")}`,
  };
}
