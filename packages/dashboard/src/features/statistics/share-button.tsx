import { useHere } from "../../lib/me.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { useView, useWords } from "./view.tsx";

/** Copies the address of what is seen, with the workspace, so that it opens the same for others who are in it. */
export function ShareButton() {
  const t = useWords();
  const { workspace } = useHere();
  // Rendered anew with each change of the address; days are those of the clocks that are shown here.
  const { span } = useView();
  const url = new URL(location.href);
  url.searchParams.set("zone", span.zone);
  url.searchParams.set("w", workspace.id);
  return <CopyButton text={url.href} label={t("copyView")} />;
}
