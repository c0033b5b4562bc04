import type { Browser, BrowserContext } from "playwright-core";
import { type Look, type Opened, openPage } from "./browser.ts";
import { PASSWORD } from "./doors.ts";
import type { Server } from "./server.ts";

export const OWNER = { name: "Ada Lovelace", email: "ada@example.com", password: PASSWORD };

type Reached = Pick<Server, "url" | "setupUrl">;

/** Makes the owner's login by the one-time address of the first start. */
export async function setUpOwner({ url, setupUrl }: Reached): Promise<void> {
  const token = setupUrl.slice(setupUrl.lastIndexOf("/") + 1);
  const response = await fetch(`${url}/api/auth/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: url },
    body: JSON.stringify({ token, ...OWNER }),
  });
  if (!response.ok) throw new Error(`setting up answered ${response.status}: ${await response.text()}`);
}

/** A signed-in browser at a page of the dashboard, once it shows its heading. */
export async function openDashboard(
  browser: Browser,
  { url }: Pick<Server, "url">,
  path: string,
  {
    email = OWNER.email,
    password = OWNER.password,
    ...look
  }: Look & { email?: string; password?: string } = {},
): Promise<Opened> {
  const opened = await openPage(browser, look);
  await signInContext(opened.context, url, email, password);
  await opened.page.goto(`${url}/app${path}`);
  await opened.page.locator("h1").first().waitFor();
  return opened;
}

async function signInContext(
  context: BrowserContext,
  url: string,
  email: string,
  password: string,
): Promise<void> {
  const response = await context.request.post(`${url}/api/auth/sign-in`, {
    data: { email, password },
    headers: { Origin: url },
  });
  if (!response.ok()) throw new Error(`signing in as ${email} answered ${response.status()}`);
}
