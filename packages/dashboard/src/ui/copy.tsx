import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { useUiMessages } from "./messages.ts";

const SHOWN_MS = 1_500;

/** Copies text, and says for a moment that it did. */
export function useCopy(): { isCopied: boolean; copy(text: string): void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return { isCopied, copy: (text) => void copyText(text).then(() => setCopied(true)) };
}

/** Where a page has no secure origin, as on a network at home, the clipboard is reached the old way. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** A button that copies; with `label` it says so in words. */
export function CopyButton({ text, label, what }: { text: string; label?: string; what?: string }) {
  const t = useUiMessages();
  const { isCopied, copy } = useCopy();
  const icon = isCopied ? <Check size={15} className="text-good" /> : <Copy size={15} />;
  const spoken = isCopied ? t("copied") : [t("copy"), what].filter(Boolean).join(" ");
  if (label === undefined)
    return (
      <IconButton label={spoken} onClick={() => copy(text)}>
        {icon}
      </IconButton>
    );
  return (
    <Button size="small" onClick={() => copy(text)}>
      {icon}
      <span aria-live="polite">{isCopied ? t("copied") : label}</span>
    </Button>
  );
}

/** Something to copy elsewhere, in full. */
export function CodeBlock({ code, what }: { code: string; what?: string }) {
  return (
    <div className="flex items-start gap-2 rounded-lg border bg-sunken py-1.5 pr-1.5 pl-3">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-[0.8125rem] leading-relaxed"
      >
        {code}
      </pre>
      <CopyButton text={code} {...(what && { what })} />
    </div>
  );
}
