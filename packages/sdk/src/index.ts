import { adminOf } from "./admin.ts";
import { apiLogOf } from "./api-log.ts";
import { auditLogOf } from "./audit-log.ts";
import { authOf } from "./auth.ts";
import { billingOf } from "./billing.ts";
import { clicksOf } from "./clicks.ts";
import { conversionsOf } from "./conversions.ts";
import { domainsOf } from "./domains.ts";
import { foldersOf } from "./folders.ts";
import { keysOf } from "./keys.ts";
import { linksOf } from "./links.ts";
import { meOf } from "./me.ts";
import { membersOf } from "./members.ts";
import { notificationsOf } from "./notifications.ts";
import type { VisoliOptions } from "./options.ts";
import { reportsOf } from "./reports.ts";
import { rewriteOf } from "./rewrite.ts";
import { createSend } from "./send.ts";
import { statsOf } from "./stats.ts";
import { tagsOf } from "./tags.ts";
import { templatesOf } from "./templates.ts";
import { plansOf, usageOf } from "./usage.ts";
import { webhooksOf } from "./webhooks.ts";
import { workspaceOf } from "./workspace.ts";
import { workspacesOf } from "./workspaces.ts";

// biome-ignore lint/performance/noBarrelFile: the package's entry
export { VisoliConnectionError, VisoliError } from "./errors.ts";
export type { RequestOptions, VisoliOptions } from "./options.ts";

/** The API of a Visoli service. Every method throws VisoliError, or VisoliConnectionError where there was no answer. */
export class Visoli {
  readonly links;
  readonly rewrite;
  readonly stats;
  readonly clicks;
  readonly conversions;
  readonly tags;
  readonly folders;
  readonly templates;
  readonly domains;
  readonly webhooks;
  readonly keys;
  readonly apiLog;
  readonly auditLog;
  readonly usage;
  readonly plans;
  readonly billing;
  readonly workspace;
  readonly workspaces;
  readonly members;
  readonly me;
  readonly notifications;
  readonly auth;
  readonly reports;
  readonly admin;

  constructor(options: VisoliOptions = {}) {
    const send = createSend(options);
    this.links = linksOf(send);
    this.rewrite = rewriteOf(send);
    this.stats = statsOf(send);
    this.clicks = clicksOf(send);
    this.conversions = conversionsOf(send);
    this.tags = tagsOf(send);
    this.folders = foldersOf(send);
    this.templates = templatesOf(send);
    this.domains = domainsOf(send);
    this.webhooks = webhooksOf(send);
    this.keys = keysOf(send);
    this.apiLog = apiLogOf(send);
    this.auditLog = auditLogOf(send);
    this.usage = usageOf(send);
    this.plans = plansOf(send);
    this.billing = billingOf(send);
    this.workspace = workspaceOf(send);
    this.workspaces = workspacesOf(send);
    this.members = membersOf(send);
    this.me = meOf(send);
    this.notifications = notificationsOf(send);
    this.auth = authOf(send);
    this.reports = reportsOf(send);
    this.admin = adminOf(send);
  }
}
