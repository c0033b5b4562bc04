import { useIsFetching } from "@tanstack/react-query";

/** A line that is there while numbers are asked for; what is seen stays until they come. */
export function Busy() {
  const isBusy = useIsFetching({ queryKey: ["stats"] }) > 0;
  return (
    <div aria-hidden className="pointer-events-none fixed inset-x-0 top-0 z-40 h-0.5">
      {isBusy && <div className="h-full animate-pulse bg-mark" />}
    </div>
  );
}
