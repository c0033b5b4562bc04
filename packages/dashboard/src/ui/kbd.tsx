/** A key to press. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="rounded border bg-sunken px-1 font-sans text-[0.6875rem] font-medium text-soft">
      {children}
    </kbd>
  );
}
