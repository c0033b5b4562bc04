import type { Network, Place } from "../adapters/geo/geo.ts";
import type { VisitorSources } from "../core/ctx.ts";
import { lastingPart } from "../lib/address.ts";
import type { Agent } from "../lib/agent.ts";

/** Who asks, as rules see them. Each member is worked out when it is first read: most links read none. */
export type Visitor = {
  readonly agent: Agent;
  readonly place: Place;
  readonly network: Network;
  readonly address: string;
  /** The host that the visitor came from, in lower case and without `www.`; empty where unknown. */
  readonly referrerHost: string;
  /** The Accept-Language header. */
  readonly acceptLanguage: string;
  readonly query: URLSearchParams;
  /** Even over 0 up to 1, the same for the same visitor and id (a link's, with a rule's place) for as long as the service lives. */
  share(linkId: string): number;
  /** What is behind the slug in the path as it was sent (percent-encoded), without a slash before it; empty where nothing is. */
  readonly restOfPath: string;
  /** The address ended in `+`: the visitor wants to see where the link leads. */
  readonly wantsPreview: boolean;
  /** Whether the visitor has shown the link's password. */
  hasPassword(link: { id: string }, passwordHash: string): boolean;
};

/** What is known of a request before anybody asks for more. */
export type VisitorRequest = {
  address(): string;
  headers: Headers;
  query: string;
  restOfPath: string;
  wantsPreview: boolean;
};

export type VisitorDependencies = VisitorSources & {
  /** Whether the request carries the proof that its visitor knew the link's password. */
  hasPassword(headers: Headers, link: { id: string }, passwordHash: string): boolean;
};

/** Longer addresses are junk; statistics do not read them, either. */
const MAX_REFERRER_LENGTH = 2_048;

/** What a visitor keeps: the request, and what was worked out of it. Ten rules may ask for the same ten times. */
type State = {
  request: VisitorRequest;
  restOfPath: string;
  wantsPreview: boolean;
  agentRead?: Agent;
  placeRead?: Place;
  networkRead?: Network;
  addressRead?: string;
  referrerRead?: string;
  queryRead?: URLSearchParams;
};

/** Makes the visitor of a request. */
export function visitorReader(dependencies: VisitorDependencies): (request: VisitorRequest) => Visitor {
  const prototype = visitorPrototype(dependencies);
  return (request) => {
    const visitor: State = Object.create(prototype);
    visitor.request = request;
    visitor.restOfPath = request.restOfPath;
    visitor.wantsPreview = request.wantsPreview;
    return visitor as State & Visitor;
  };
}

/** Made once: getters on each visitor anew would cost more than most redirects. */
function visitorPrototype({ geo, readAgent, secret, hasPassword }: VisitorDependencies) {
  const header = ({ request }: State, name: string) => request.headers.get(name) ?? "";
  const prototype: Omit<Visitor, "restOfPath" | "wantsPreview"> & ThisType<State & Visitor> = {
    get agent() {
      this.agentRead ??= readAgent(header(this, "user-agent"));
      return this.agentRead;
    },
    get place() {
      this.placeRead ??= geo.place(this.address);
      return this.placeRead;
    },
    get network() {
      this.networkRead ??= geo.network(this.address);
      return this.networkRead;
    },
    get address() {
      this.addressRead ??= this.request.address();
      return this.addressRead;
    },
    get referrerHost() {
      this.referrerRead ??= referrerHostOf(header(this, "referer"));
      return this.referrerRead;
    },
    get acceptLanguage() {
      return header(this, "accept-language");
    },
    get query() {
      this.queryRead ??= new URLSearchParams(this.request.query);
      return this.queryRead;
    },
    share(id) {
      return shareOf(secret, id, this.address, header(this, "user-agent"));
    },
    hasPassword(link, passwordHash) {
      return hasPassword(this.request.headers, link, passwordHash);
    },
  };
  return prototype;
}

/** The host of an address, in lower case and without `www.`; an app's name, where it came from one; else empty. */
export function referrerHostOf(referrer: string): string {
  const url = referrer === "" || referrer.length > MAX_REFERRER_LENGTH ? null : URL.parse(referrer);
  return url ? url.hostname.toLowerCase().replace(/^www\./, "") : "";
}

/** Even over 0 up to 1: the first 32 bits of a BLAKE2b over 2^32. Nobody can choose a share without the secret. */
export function shareOf(secret: string, id: string, address: string, agent: string): number {
  const identity = `${secret}\n${id}\n${lastingPart(address)}\n${agent}`;
  const digest = Bun.CryptoHasher.hash("blake2b256", identity) as Uint8Array;
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32;
}
