import type {
  AuditEntry,
  AuditExportInput,
  AuditExportQuery,
  AuditListInput,
  AuditListQuery,
} from "@visoli/contract/audit";
import { exportOf } from "./exports.ts";
import { listOf } from "./lists.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";

export type AuditListOptions = Query<AuditListInput, AuditListQuery>;
export type AuditExportOptions = Query<AuditExportInput, AuditExportQuery>;

/** Who changed what, and when. */
export function auditLogOf(send: Send) {
  return {
    ...listOf<AuditListOptions, AuditEntry>(send, "/api/v1/audit-log"),
    ...exportOf<AuditExportOptions>(send, "/api/v1/audit-log/export"),
  };
}
