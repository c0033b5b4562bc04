import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useMessages } from "../../lib/messages.ts";
import { MESSAGES } from "./messages.ts";

type Props = {
  title: string;
  /** What is set in it, in words; "" for nothing. */
  summary: string;
  /** A fault inside opens it. */
  isFaulty?: boolean;
  isOpenAtFirst?: boolean;
  children: ReactNode;
};

/** A part of the form that is folded away until somebody wants it. */
export function Topic({ title, summary, isFaulty = false, isOpenAtFirst = false, children }: Props) {
  const t = useMessages(MESSAGES);
  const id = useId();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const section = useRef<HTMLElement>(null);
  const isWanted = useRef(isOpenAtFirst);
  useEffect(() => {
    if (isWanted.current) section.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useEffect(() => {
    if (isFaulty) setOpen(true);
  }, [isFaulty]);
  return (
    <section ref={section} aria-labelledby={`${id}-head`} className="border-b last:border-0">
      <h3>
        <button
          type="button"
          id={`${id}-head`}
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setOpen(!isOpen)}
          className="flex w-full min-w-0 items-center gap-2 py-2.5 text-left"
        >
          <ChevronRight
            size={15}
            aria-hidden
            className={clsx("shrink-0 text-soft transition-transform", isOpen && "rotate-90")}
          />
          <span className="shrink-0 font-medium">{title}</span>
          <span className={clsx("min-w-0 flex-1 truncate text-right", isFaulty ? "text-alarm" : "text-soft")}>
            {isFaulty ? t("sumFaulty") : summary}
          </span>
        </button>
      </h3>
      <div id={`${id}-body`} hidden={!isOpen} className="grid grid-cols-1 gap-4 pt-1 pb-5 pl-6">
        {isOpen && children}
      </div>
    </section>
  );
}
