import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { untilAnswers } from "./http.ts";
import { stop, treeOf } from "./processes.ts";
import { onEnd } from "./scope.ts";

export type Service = { origin: string; pids: number[] };

/** nginx as the yardstick: one worker that answers every request with a redirect and writes no log. */
export async function startNginx(folder: string, port: number): Promise<Service> {
  const home = join(folder, "nginx");
  mkdirSync(home);
  const file = join(home, "nginx.conf");
  writeFileSync(file, configuration(home, port));
  const program = Bun.which("nginx", { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` });
  if (!program) throw new Error("nginx is missing (Debian: apt-get install nginx-light)");
  const child = Bun.spawn([program, "-p", home, "-c", file, "-e", join(home, "error.log")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  onEnd(() => stop(child));
  const origin = `http://127.0.0.1:${port}`;
  await untilAnswers(child, `${origin}/`);
  return { origin, pids: treeOf(child.pid) };
}

function configuration(home: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/error.log error;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_timeout 75s;
  keepalive_requests 1000000000;
  ${temporary.map((name) => `${name}_temp_path ${home}/${name};`).join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    location / { return 302 https://example.com/landing; }
  }
}
`;
}
