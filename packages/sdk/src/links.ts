import type { HistoryEntry, HistoryInput, HistoryQuery, Rollback } from "@visoli/contract/history";
import type { Link, LinkCreateInput, LinkPutInput, LinkUpdateInput } from "@visoli/contract/link";
import type { LinkListInput, LinkListQuery } from "@visoli/contract/link-list";
import type { QrInput, QrQuery } from "@visoli/contract/qr";
import type { Tried, TryInput } from "@visoli/contract/try";
import { bulkOf } from "./bulk.ts";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import { publicStatisticsOf } from "./public-statistics.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { getTagged } from "./tagged.ts";
import { path } from "./url.ts";

export type LinkListOptions = Query<LinkListInput, LinkListQuery>;
export type HistoryOptions = Query<HistoryInput, HistoryQuery>;
export type QrOptions = Query<QrInput, QrQuery>;

/** Links. An id is a link's id, `ext_EXTERNALID`, or `DOMAIN/SLUG` as it is. */
export function linksOf(send: Send) {
  const at = (id: string) => path`/api/v1/links/${id}`;
  return {
    create: (input: LinkCreateInput, options?: RequestOptions) =>
      send.json<Link>("POST", "/api/v1/links", { body: input }, options),
    ...listOf<LinkListOptions, Link>(send, "/api/v1/links"),
    get: (id: string, options?: RequestOptions) => send.json<Link>("GET", at(id), {}, options),
    getWithEtag: (id: string, options?: RequestOptions) => getTagged<Link>(send, at(id), options),
    update: (id: string, changes: LinkUpdateInput, options?: RequestOptions) =>
      send.json<Link>("PATCH", at(id), { body: changes }, options),
    /** Creates the link with this id of your own, or changes it. */
    put: (externalId: string, input: LinkPutInput, options?: RequestOptions) =>
      send.json<Link>("PUT", path`/api/v1/links/external/${externalId}`, { body: input }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
    restore: (id: string, options?: RequestOptions) =>
      send.json<Link>("POST", path`/api/v1/links/${id}/restore`, {}, options),
    rollback: (id: string, to: Rollback, options?: RequestOptions) =>
      send.json<Link>("POST", path`/api/v1/links/${id}/rollback`, { body: to }, options),
    ...historyOf(send),
    /** What a visitor would meet, and why; it is not counted. */
    test: (id: string, visitor: TryInput = {}, options?: RequestOptions) =>
      send.json<Tried>("POST", path`/api/v1/links/${id}/test`, { body: visitor }, options),
    ...qrOf(send),
    bulk: bulkOf(send),
    publicStatistics: publicStatisticsOf(send),
  };
}

function historyOf(send: Send) {
  const of = (id: string) => listOf<HistoryOptions, HistoryEntry>(send, path`/api/v1/links/${id}/history`);
  return {
    /** A page of a link's changes, newest first. */
    history: (id: string, query?: HistoryOptions, options?: RequestOptions) => of(id).list(query, options),
    /** All its changes. */
    allHistory: (id: string, query?: HistoryOptions, options?: RequestOptions) => of(id).all(query, options),
  };
}

function qrOf(send: Send) {
  const at = (id: string) => path`/api/v1/links/${id}/qr`;
  return {
    /** The QR code as an image. */
    qr: (id: string, query?: QrOptions, options?: RequestOptions) =>
      send.blob("GET", at(id), { query, headers: { Accept: "image/*" } }, options),
    /** Where the image is, for whoever is signed in in a browser. */
    qrUrl: (id: string, query?: QrOptions): string => send.url(at(id), query),
  };
}
