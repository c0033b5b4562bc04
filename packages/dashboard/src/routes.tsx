import {
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { readAdminSearch } from "./features/admin/search.ts";
import { readApiLogSearch } from "./features/api-log/search.ts";
import { readAuditSearch } from "./features/audit-log/search.ts";
import { readDomainsSearch } from "./features/domains/search.ts";
import { readFoldersSearch } from "./features/folders/search.ts";
import { readLinksSearch } from "./features/links/search.ts";
import { readPlanSearch } from "./features/plan/search.ts";
import { readStatisticsSearch } from "./features/statistics/search.ts";
import { readDeliveriesSearch, readWebhooksSearch } from "./features/webhooks/search.ts";
import { lazyPage } from "./lib/lazy.ts";
import { openWorkspace } from "./lib/open-workspace.ts";
import { textOf } from "./lib/search.ts";
import { Layout } from "./pages/layout.tsx";
import { FailurePage, MissingPage, PendingPage } from "./pages/states.tsx";

/** `w` is the workspace, in every address once one was chosen, so that an address can be shared. */
function readRootSearch(search: Record<string, unknown>): { w?: string } {
  const w = textOf(search.w);
  return w ? { w } : {};
}

const rootRoute = createRootRoute({
  validateSearch: readRootSearch,
  search: { middlewares: [retainSearchParams(["w"])] },
  beforeLoad: ({ search }) => openWorkspace(search.w),
  component: Layout,
  errorComponent: FailurePage,
  notFoundComponent: MissingPage,
  pendingComponent: PendingPage,
});

const at = <const Path extends string>(path: Path) => ({ getParentRoute: () => rootRoute, path });

// Each page is loaded when somebody goes there.
const routes = [
  createRoute({ ...at("/"), beforeLoad: () => Promise.reject(redirect({ to: "/links" })) }),
  createRoute({
    ...at("/links"),
    validateSearch: readLinksSearch,
    component: lazyPage(() => import("./pages/links.tsx"), "LinksPage"),
  }),
  createRoute({
    ...at("/links/$linkId"),
    validateSearch: readStatisticsSearch,
    component: lazyPage(() => import("./pages/link.tsx"), "LinkPage"),
  }),
  createRoute({
    ...at("/statistics"),
    validateSearch: readStatisticsSearch,
    component: lazyPage(() => import("./pages/statistics.tsx"), "StatisticsPage"),
  }),
  createRoute({
    ...at("/tags"),
    component: lazyPage(() => import("./pages/tags.tsx"), "TagsPage"),
  }),
  createRoute({
    ...at("/folders"),
    validateSearch: readFoldersSearch,
    component: lazyPage(() => import("./pages/folders.tsx"), "FoldersPage"),
  }),
  createRoute({
    ...at("/domains"),
    validateSearch: readDomainsSearch,
    component: lazyPage(() => import("./pages/domains.tsx"), "DomainsPage"),
  }),
  createRoute({
    ...at("/keys"),
    component: lazyPage(() => import("./pages/keys.tsx"), "KeysPage"),
  }),
  createRoute({
    ...at("/api-log"),
    validateSearch: readApiLogSearch,
    component: lazyPage(() => import("./pages/api-log.tsx"), "ApiLogPage"),
  }),
  createRoute({
    ...at("/webhooks"),
    validateSearch: readWebhooksSearch,
    component: lazyPage(() => import("./pages/webhooks.tsx"), "WebhooksPage"),
  }),
  createRoute({
    ...at("/webhooks/$webhookId"),
    validateSearch: readDeliveriesSearch,
    component: lazyPage(() => import("./pages/webhook.tsx"), "WebhookPage"),
  }),
  createRoute({
    ...at("/members"),
    component: lazyPage(() => import("./pages/members.tsx"), "MembersPage"),
  }),
  createRoute({
    ...at("/audit-log"),
    validateSearch: readAuditSearch,
    component: lazyPage(() => import("./pages/audit-log.tsx"), "AuditLogPage"),
  }),
  createRoute({
    ...at("/settings"),
    beforeLoad: () => Promise.reject(redirect({ to: "/settings/workspace" })),
  }),
  createRoute({
    ...at("/settings/workspace"),
    component: lazyPage(() => import("./pages/settings-workspace.tsx"), "WorkspaceSettingsPage"),
  }),
  createRoute({
    ...at("/settings/privacy"),
    component: lazyPage(() => import("./pages/settings-privacy.tsx"), "PrivacySettingsPage"),
  }),
  createRoute({
    ...at("/settings/plan"),
    validateSearch: readPlanSearch,
    component: lazyPage(() => import("./pages/settings-plan.tsx"), "PlanPage"),
  }),
  createRoute({
    ...at("/settings/account"),
    component: lazyPage(() => import("./pages/settings-account.tsx"), "AccountSettingsPage"),
  }),
  createRoute({
    ...at("/settings/security"),
    component: lazyPage(() => import("./pages/settings-security.tsx"), "SecuritySettingsPage"),
  }),
  createRoute({
    ...at("/settings/notifications"),
    component: lazyPage(() => import("./pages/settings-notifications.tsx"), "NotificationSettingsPage"),
  }),
  createRoute({
    ...at("/admin"),
    validateSearch: readAdminSearch,
    component: lazyPage(() => import("./pages/admin.tsx"), "AdminPage"),
  }),
] as const;

export const router = createRouter({
  routeTree: rootRoute.addChildren(routes),
  basepath: "/app",
  // What no page's reading lets through is not there for the page, either.
  search: { strict: true },
  defaultPreload: "intent",
  defaultErrorComponent: FailurePage,
  defaultPendingComponent: PendingPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
