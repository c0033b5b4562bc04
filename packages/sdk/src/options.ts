/** A function as `fetch` is; the platform's own, when none is given. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export type VisoliOptions = {
  /** A bearer key, `sk_api_...`. */
  apiKey?: string | undefined;
  /** Where the service is, `http://localhost:3000` when left out. */
  baseUrl?: string | undefined;
  /** Ask as the person who is signed in in this browser: no key is sent, but the cookie. */
  session?: boolean | undefined;
  /** In which of their workspaces a person acts. A key has one workspace and needs none of this. */
  workspaceId?: string | undefined;
  fetch?: Fetch | undefined;
  /** How often a request that failed for the moment is sent again, 2 when left out. */
  maxRetries?: number | undefined;
  /** How long an answer may take, each time it is asked for; 30 seconds when left out. */
  timeoutMs?: number | undefined;
};

/** What can be said of a single request. */
export type RequestOptions = {
  signal?: AbortSignal | undefined;
  /** One is made up for each POST that knows it; give your own to repeat a request after a restart, too. */
  idempotencyKey?: string | undefined;
  /** The ETag of the version that may be changed: another one is refused with `412`. */
  ifMatch?: string | undefined;
  workspaceId?: string | undefined;
  maxRetries?: number | undefined;
  timeoutMs?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Called with the answer's status and headers, before its body is read. */
  onResponse?: ((answer: { status: number; headers: Headers }) => void) | undefined;
};
