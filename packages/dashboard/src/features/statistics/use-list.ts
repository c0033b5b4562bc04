import { useQuery } from "@tanstack/react-query";
import type { Dimension } from "@visoli/contract/dimensions";
import { type NameOf, useNames } from "./names.ts";
import { shortNames } from "./plain-name.ts";
import { byTrigger } from "./points.ts";
import { type ListOrder, linkNamesQuery, listQuery, networkNamesQuery } from "./queries.ts";
import { hasDimension } from "./question.ts";
import { useView } from "./view.tsx";

/** A list's entries and what they are called, where the plan has it. */
export function useList(dimension: Dimension, order: ListOrder) {
  const { question, level } = useView();
  const isHad = hasDimension(level, dimension);
  const list = useQuery({ ...listQuery(question, dimension, order), enabled: isHad });
  const nameOf = useKnownNames(dimension, order);
  const entries = list.data && (dimension === "trigger" ? byTrigger(list.data, order.orderBy) : list.data);
  return { list, entries, nameOf, isHad };
}

function useKnownNames(dimension: Dimension, order: ListOrder): NameOf {
  const { question, level } = useView();
  // Of a link's addresses one stands for it: there are more addresses than links.
  const wide = { ...order, limit: Math.min(order.limit * 3, 1_000) };
  const links = useQuery({ ...linkNamesQuery(question, wide), enabled: dimension === "link" });
  const networks = useQuery({
    ...networkNamesQuery(question),
    enabled: dimension === "asn" && level.statistics === "full",
  });
  const known =
    dimension === "link"
      ? links.data && shortNames(links.data)
      : dimension === "asn"
        ? networks.data
        : undefined;
  const nameOf = useNames(dimension, known);
  // Until the addresses are there, an id would only flash by.
  return dimension === "link" && links.isPending ? () => "…" : nameOf;
}
