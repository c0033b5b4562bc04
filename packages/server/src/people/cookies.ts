import type { Config } from "../config.ts";

/** The answer with the cookies beside it. */
export function withCookies(response: Response, cookies: string[]): Response {
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
}

/** What takes the session's cookie out of the browser. */
export function expiredCookies(name: string, { publicUrl }: Config): string[] {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  return [`${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`];
}
