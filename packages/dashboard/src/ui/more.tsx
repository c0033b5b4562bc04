import type { Pages } from "../lib/use-pages.ts";
import { Button } from "./button.tsx";
import { useUiMessages } from "./messages.ts";

/** The way to the rest of a list that comes page by page; nothing where all of it is there. */
export function More({ pages }: { pages: Pick<Pages<unknown>, "hasMore" | "isLoadingMore" | "loadMore"> }) {
  const t = useUiMessages();
  if (!pages.hasMore) return null;
  return (
    <div className="grid justify-center border-t p-3">
      <Button isBusy={pages.isLoadingMore} onClick={pages.loadMore}>
        {t("more")}
      </Button>
    </div>
  );
}
