import type {
  BlockedDestination,
  BlockedDestinationCreate,
  BlockedDestinationListInput,
  BlockedDestinationListQuery,
  JudgedLink,
  LinkBlock,
  LinkUnblock,
} from "@visoli/contract/abuse";
import type {
  InstancePlan,
  InstanceWorkspace,
  InstanceWorkspaceListInput,
  InstanceWorkspaceListQuery,
} from "@visoli/contract/instance";
import type { Report, ReportClose, ReportListInput, ReportListQuery } from "@visoli/contract/report";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type ReportListOptions = Query<ReportListInput, ReportListQuery>;
export type BlockedDestinationListOptions = Query<BlockedDestinationListInput, BlockedDestinationListQuery>;
export type InstanceWorkspaceListOptions = Query<InstanceWorkspaceListInput, InstanceWorkspaceListQuery>;

const DESTINATIONS = "/api/v1/admin/blocked-destinations";

/** The whole service's, for keys with the scope `instance:admin`. */
export function adminOf(send: Send) {
  const post = <Answer>(at: string, body: unknown, options?: RequestOptions) =>
    send.json<Answer>("POST", at, { body, repeat: "refused" }, options);
  return {
    reports: {
      ...listOf<ReportListOptions, Report>(send, "/api/v1/admin/reports"),
      close: (id: string, input: ReportClose, options?: RequestOptions) =>
        post<Report>(path`/api/v1/admin/reports/${id}/close`, input, options),
    },
    links: {
      block: (input: LinkBlock, options?: RequestOptions) =>
        post<JudgedLink>("/api/v1/admin/links/block", input, options),
      unblock: (input: LinkUnblock, options?: RequestOptions) =>
        post<JudgedLink>("/api/v1/admin/links/unblock", input, options),
    },
    workspaces: {
      ...listOf<InstanceWorkspaceListOptions, InstanceWorkspace>(send, "/api/v1/admin/workspaces"),
      /** Gives a workspace a plan; null is what it pays for, or the default. */
      setPlan: (id: string, input: InstancePlan, options?: RequestOptions) =>
        send.json<InstanceWorkspace>(
          "PUT",
          path`/api/v1/admin/workspaces/${id}/plan`,
          { body: input },
          options,
        ),
    },
    blockedDestinations: {
      ...listOf<BlockedDestinationListOptions, BlockedDestination>(send, DESTINATIONS),
      create: (input: BlockedDestinationCreate, options?: RequestOptions) =>
        post<BlockedDestination>(DESTINATIONS, input, options),
      delete: (id: string, options?: RequestOptions) =>
        send.json<void>("DELETE", path`/api/v1/admin/blocked-destinations/${id}`, {}, options),
    },
  };
}
