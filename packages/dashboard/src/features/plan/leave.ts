import { useState } from "react";
import { useHere } from "../../lib/me.ts";
import { toastError } from "../../ui/toast.tsx";

/** Goes to a page of Stripe's, which leads back here. */
export function useLeave() {
  const { workspace } = useHere();
  const [isLeaving, setLeaving] = useState(false);
  const leave = async (ask: (path: { returnPath: string }) => Promise<{ url: string }>) => {
    setLeaving(true);
    try {
      const { url } = await ask({
        returnPath: `/app/settings/plan?${new URLSearchParams({ w: workspace.id })}`,
      });
      location.assign(url);
    } catch (error) {
      setLeaving(false);
      toastError(error);
    }
  };
  return {
    isLeaving,
    leave: (ask: Parameters<typeof leave>[0]) => void leave(ask),
  };
}
