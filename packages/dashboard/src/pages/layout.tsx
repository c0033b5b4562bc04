import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { Menu as MenuIcon, Plus, Search } from "lucide-react";
import { Suspense, useState } from "react";
import { readLinksSearch } from "../features/links/search.ts";
import { AccountMenu } from "../features/shell/account-menu.tsx";
import { MESSAGES } from "../features/shell/messages.ts";
import { Navigation } from "../features/shell/navigation.tsx";
import { WorkspaceMenu } from "../features/shell/workspace-menu.tsx";
import { useIsConnected } from "../lib/connection.ts";
import { lazyPart } from "../lib/lazy.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { isMac, useShortcut } from "../lib/shortcuts.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { PasswordDialog } from "../ui/password-dialog.tsx";
import { Toasts } from "../ui/toast.tsx";

const Palette = lazyPart(() => import("../features/palette/palette.tsx"));
const Shortcuts = lazyPart(() => import("../features/palette/shortcuts.tsx"));

/** What stands around every page. */
export function Layout() {
  const t = useMessages(MESSAGES);
  const [isSearching, setSearching] = useState(false);
  const [isHelping, setHelping] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const create = useCreate();
  useShortcut("mod+k", () => setSearching(true), { inFields: true });
  useShortcut("c", create);
  useShortcut("?", () => setHelping(true));
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-lg bg-mark px-3 py-2 text-on-mark focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r bg-paper p-3 lg:flex">
          <Side onSearch={() => setSearching(true)} onCreate={create} />
        </aside>
        <div className="min-w-0">
          <header className="sticky top-0 z-30 flex items-center gap-2 border-b bg-paper px-3 py-2 lg:hidden">
            <IconButton label={t("menu")} onClick={() => setMenuOpen(true)}>
              <MenuIcon size={18} />
            </IconButton>
            <div className="min-w-0 flex-1">
              <WorkspaceMenu />
            </div>
            <IconButton label={t("search")} onClick={() => setSearching(true)}>
              <Search size={17} />
            </IconButton>
            <IconButton label={t("create")} look="primary" onClick={create}>
              <Plus size={17} />
            </IconButton>
          </header>
          <Connection />
          <main id="content" tabIndex={-1} className="outline-none">
            <Outlet />
          </main>
        </div>
      </div>
      <Dialog isOpen={isMenuOpen} onClose={() => setMenuOpen(false)} title={t("menu")}>
        <Navigation onGo={() => setMenuOpen(false)} />
        <div className="mt-4 border-t pt-3">
          <AccountMenu />
        </div>
      </Dialog>
      {isSearching && (
        <Suspense>
          <Palette onClose={() => setSearching(false)} onCreate={create} onHelp={() => setHelping(true)} />
        </Suspense>
      )}
      {isHelping && (
        <Suspense>
          <Shortcuts onClose={() => setHelping(false)} />
        </Suspense>
      )}
      <PasswordDialog />
      <Toasts />
    </>
  );
}

/** Opens the form for a new link, wherever one is. */
function useCreate(): () => void {
  const navigate = useNavigate();
  const router = useRouter();
  const { may } = useHere();
  return () => {
    // Over the list its filters stay.
    const search = router.state.location.pathname.endsWith("/links")
      ? readLinksSearch(router.state.location.search)
      : {};
    if (may("links:write")) void navigate({ to: "/links", search: { ...search, panel: "new" } });
  };
}

function Side({ onSearch, onCreate }: { onSearch(): void; onCreate(): void }) {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  return (
    <>
      <WorkspaceMenu />
      <div className="grid gap-2">
        {may("links:write") && (
          <Button look="primary" onClick={onCreate}>
            <Plus size={16} />
            <span className="flex-1 text-left">{t("create")}</span>
            <Kbd>C</Kbd>
          </Button>
        )}
        <Button onClick={onSearch}>
          <Search size={15} />
          <span className="flex-1 text-left font-normal text-soft">{t("search")}</span>
          <Kbd>{isMac() ? "⌘K" : "Ctrl K"}</Kbd>
        </Button>
      </div>
      <Navigation />
      <div className="mt-auto border-t pt-3">
        <AccountMenu />
      </div>
    </>
  );
}

function Connection() {
  const t = useMessages(MESSAGES);
  if (useIsConnected()) return null;
  return (
    <div role="status" className="bg-warn-soft px-4 py-2 text-center font-medium text-warn">
      {t("away")}
    </div>
  );
}
