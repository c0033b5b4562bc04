import type {
  Folder,
  FolderCreate,
  FolderListInput,
  FolderListQuery,
  FolderMember,
  FolderMemberPut,
  FolderUpdate,
} from "@visoli/contract/folder";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type FolderListOptions = Query<FolderListInput, FolderListQuery>;

/** Folders, and who may do what in them. */
export function foldersOf(send: Send) {
  const at = (id: string) => path`/api/v1/folders/${id}`;
  return {
    create: (input: FolderCreate, options?: RequestOptions) =>
      send.json<Folder>("POST", "/api/v1/folders", { body: input }, options),
    ...listOf<FolderListOptions, Folder>(send, "/api/v1/folders"),
    get: (id: string, options?: RequestOptions) => send.json<Folder>("GET", at(id), {}, options),
    update: (id: string, changes: FolderUpdate, options?: RequestOptions) =>
      send.json<Folder>("PATCH", at(id), { body: changes }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
    members: membersOf(send),
  };
}

function membersOf(send: Send) {
  const listed = (id: string) =>
    listOf<FolderListOptions, FolderMember>(send, path`/api/v1/folders/${id}/members`);
  const at = (id: string, member: string) => path`/api/v1/folders/${id}/members/${member}`;
  return {
    list: (id: string, query?: FolderListOptions, options?: RequestOptions) =>
      listed(id).list(query, options),
    all: (id: string, query?: FolderListOptions, options?: RequestOptions) => listed(id).all(query, options),
    /** Makes a key or a person a member, or gives a member another role. */
    put: (id: string, member: string, input: FolderMemberPut, options?: RequestOptions) =>
      send.json<FolderMember>("PUT", at(id, member), { body: input }, options),
    delete: (id: string, member: string, options?: RequestOptions) =>
      send.json<void>("DELETE", at(id, member), {}, options),
  };
}
