import type {
  Invitation,
  InvitationAccept,
  InvitationCreateInput,
  InvitationInfo,
  InvitationWithUrl,
  Member,
  MemberListInput,
  MemberListQuery,
  MemberUpdate,
} from "@visoli/contract/member";
import type { OwnWorkspace } from "@visoli/contract/workspace";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type MemberListOptions = Query<MemberListInput, MemberListQuery>;

/** People in the workspace. */
export function membersOf(send: Send) {
  const at = (id: string) => path`/api/v1/members/${id}`;
  return {
    ...listOf<MemberListOptions, Member>(send, "/api/v1/members"),
    update: (id: string, changes: MemberUpdate, options?: RequestOptions) =>
      send.json<Member>("PATCH", at(id), { body: changes }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
    invitations: invitationsOf(send),
  };
}

function invitationsOf(send: Send) {
  const PATH = "/api/v1/members/invitations";
  return {
    create: (input: InvitationCreateInput, options?: RequestOptions) =>
      send.json<InvitationWithUrl>("POST", PATH, { body: input }, options),
    ...listOf<MemberListOptions, Invitation>(send, PATH),
    delete: (id: string, options?: RequestOptions) =>
      send.json<void>("DELETE", path`/api/v1/members/invitations/${id}`, {}, options),
    resend: (id: string, options?: RequestOptions) => {
      const at = path`/api/v1/members/invitations/${id}/resend`;
      return send.json<InvitationWithUrl>("POST", at, { repeat: "refused" }, options);
    },
    /** What an invitation is for, by its token. Needs nobody to be signed in. */
    get: (token: string, options?: RequestOptions) =>
      send.json<InvitationInfo>("GET", path`/api/v1/invitations/${token}`, {}, options),
    /** Brings whoever is signed in into the workspace. */
    accept: (input: InvitationAccept, options?: RequestOptions) => {
      const content = { body: input, repeat: "refused" as const };
      return send.json<OwnWorkspace>("POST", "/api/v1/invitations/accept", content, options);
    },
  };
}
